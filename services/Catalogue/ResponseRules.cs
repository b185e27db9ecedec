using System.Globalization;
using System.Text.RegularExpressions;
using Google.Protobuf.WellKnownTypes;
using Sunshine.Foundation.Hosting;

namespace Sunshine.Catalogue;

/// <summary>What the fields of briefings, concerns and tallies must fulfil.</summary>
public static partial class ResponseRules
{
    private static readonly DateOnly FirstDay = new(1949, 10, 1);

    public static void Check(V1.Briefing briefing, DateOnly today, Violations v)
    {
        v.Enum("kind", briefing.Kind, required: true);
        if (ConsultationRules.CheckPastDay("on", briefing.On, today, v) < FirstDay) v.Add("on", "OUT_OF_RANGE", "不能早于 1949-10-01。", "Must not be before 1949-10-01.");
        v.Required("subject", briefing.Subject);
        v.Text("subject", briefing.Subject, 500);
        v.Text("summary", briefing.Summary, 5_000);
        if (briefing.Url.Length > 0
            && (briefing.Url.Length > 2_000 || !Uri.TryCreate(briefing.Url, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https")))
            v.Add("url", "MALFORMED", "须为完整的 http 或 https 地址，最多 2000 个字符。", "Must be an absolute http or https address of up to 2,000 characters.");
        v.Count("itemIds", briefing.ItemIds.Count, 0, 50);
        for (var i = 0; i < briefing.ItemIds.Count; i++)
        {
            v.Required($"itemIds[{i}]", briefing.ItemIds[i]);
            if (briefing.ItemIds.Take(i).Contains(briefing.ItemIds[i])) v.Add($"itemIds[{i}]", "REPEATED", "信息重复。", "Stands twice.");
        }
    }

    public static void Check(V1.Concern concern, DateTimeOffset now, Violations v)
    {
        v.Required("subject", concern.Subject);
        v.Text("subject", concern.Subject, 500);
        v.NoPersonalData("subject", concern.Subject);
        v.Required("source", concern.Source);
        v.Text("source", concern.Source, 100);
        CheckInstant("raisedAt", concern.RaisedAt, now, v);
        v.Text("outcome", concern.Outcome, 5_000);
        v.NoPersonalData("outcome", concern.Outcome);
    }

    public static void Check(V1.ConcernResponse response, DateTimeOffset raisedAt, DateTimeOffset now, Violations v)
    {
        if (CheckInstant("respondedAt", response.RespondedAt, now, v) < raisedAt)
            v.Add("respondedAt", "BEFORE_CONCERN", "不能早于舆情提出的时间。", "Must not be before the concern was raised.");
        v.Enum("form", response.Form, required: true);
        v.Count("channels", response.Channels.Count, 1, 5);
        for (var i = 0; i < response.Channels.Count; i++)
        {
            v.Enum($"channels[{i}]", response.Channels[i], required: true);
            if (response.Channels.Take(i).Contains(response.Channels[i])) v.Add($"channels[{i}]", "REPEATED", "渠道重复。", "Stands twice.");
        }

        v.Required("text", response.Text);
        v.Text("text", response.Text, 5_000);
        v.NoPersonalData("text", response.Text);
        if (response.BriefingId.Length > 0 && response.Form != V1.ConcernResponseForm.PressConference)
            v.Add("briefingId", "NOT_ALLOWED", "只有新闻发布会可以引用发布会记录。", "Only a press conference may refer to one.");
    }

    public static void Check(V1.Tally tally, DateOnly today, Violations v)
    {
        foreach (var (field, value, longest) in new[] { ("source", tally.Source, 100), ("measure", tally.Measure, 100), ("unit", tally.Unit, 20) })
        {
            v.Required(field, value);
            v.Text(field, value, longest);
        }

        v.Required("periodFrom", tally.PeriodFrom);
        var from = v.Day("periodFrom", tally.PeriodFrom);
        if (from < FirstDay) v.Add("periodFrom", "OUT_OF_RANGE", "不能早于 1949-10-01。", "Must not be before 1949-10-01.");
        if (ConsultationRules.CheckPastDay("periodTo", tally.PeriodTo, today, v) < from)
            v.Add("periodTo", "BEFORE_START", "截止日不能早于起始日。", "Must not be before the first day.");
        v.Required("value", tally.Value);
        v.Pattern("value", tally.Value, Amount(), "须为非负小数，整数部分最多 15 位，小数部分最多 4 位。", "Must be a decimal of up to 15 digits and up to 4 after the point, not negative.");
        if (tally.Unit is "%" or "％" && Amount().IsMatch(tally.Value) && decimal.Parse(tally.Value, CultureInfo.InvariantCulture) > 100)
            v.Add("value", "OUT_OF_RANGE", "百分比不能大于 100。", "A percentage is at most 100.");
        v.Required("scope", tally.Scope);
        v.Text("scope", tally.Scope, 200);
        v.Text("documentNumber", tally.DocumentNumber, 100);
        if (string.IsNullOrWhiteSpace(tally.DocumentNumber) && tally.ItemId.Length == 0)
            v.Add("documentNumber", "REQUIRED", "须写明数据所在的文件：文号（没有的写文件名称），或信息编号 itemId。", "State the document it stands in: its number, or its title if it has none, or the item that it is (itemId).");
        foreach (var field in TallyStatement.SeveralLines(tally))
            v.Add(field, "SEVERAL_LINES", "只能是一行，不含制表符。", "Must be one line without tabs.");
        v.Text("signature", tally.Signature, 500);
    }

    /// <summary>A year that a list is limited to; 0 for none.</summary>
    public static void CheckYear(int year, bool required, Violations v)
    {
        if ((year != 0 || required) && year is < 1949 or > 9999) v.Add("year", "OUT_OF_RANGE", "须在 1949 至 9999 之间。", "Must be from 1949 to 9999.");
    }

    /// <summary>A moment up to now; null if it is missing or none.</summary>
    private static DateTimeOffset? CheckInstant(string field, Timestamp? given, DateTimeOffset now, Violations v)
    {
        if (given is null)
        {
            v.Required(field, "");
            return null;
        }

        // Before it is converted: a moment out of range cannot be.
        if (given.Seconds >= new DateTimeOffset(FirstDay, default, TimeSpan.Zero).ToUnixTimeSeconds() && given.Seconds <= now.ToUnixTimeSeconds()
            && given.Nanos is >= 0 and < 1_000_000_000 && given.ToDateTimeOffset() is var instant && instant <= now)
            return instant;
        v.Add(field, "OUT_OF_RANGE", "须在 1949-10-01 至现在之间。", "Must be from 1949-10-01 to now.");
        return null;
    }

    [GeneratedRegex(@"^(?:0|[1-9][0-9]{0,14})(?:\.[0-9]{1,4})?\z")]
    private static partial Regex Amount();
}
