using Sunshine.Foundation.Agencies;
using Sunshine.Foundation.Hosting;

namespace Sunshine.Powers;

/// <summary>What the list must say of a power, whatever else the list has.</summary>
public sealed class PowerRules(CodeScheme scheme)
{
    private static readonly int[] Longest = [3_660, 3_660, 120];

    /// <summary>Everything that is wrong with a content by itself.</summary>
    /// <param name="list">The list it is for.</param>
    /// <param name="on">The day from which it is so.</param>
    public void Check(V1.PowerContent content, PowerList list, AgencyCopies.Snapshot agencies, DateOnly on, Violations v)
    {
        CheckCode(content, list, v);
        CheckName("name", content.Name, v);
        v.Enum("kind", content.Kind, required: true);
        CheckAgency(content.AgencyId, list, agencies, on, v);
        v.Text("office", content.Office, 200);
        v.Count("bases", content.Bases.Count, 1, 50);
        v.Count("responsibilities", content.Responsibilities.Count, 0, 30);
        for (var i = 0; i < content.Responsibilities.Count; i++)
        {
            v.Required($"responsibilities[{i}].step", content.Responsibilities[i].Step);
            v.Text($"responsibilities[{i}].step", content.Responsibilities[i].Step, 50);
            v.Required($"responsibilities[{i}].text", content.Responsibilities[i].Text);
            v.Text($"responsibilities[{i}].text", content.Responsibilities[i].Text, 2_000);
        }

        v.Count("accountability", content.Accountability.Count, 0, 50);
        for (var i = 0; i < content.Accountability.Count; i++)
        {
            v.Required($"accountability[{i}]", content.Accountability[i]);
            v.Text($"accountability[{i}]", content.Accountability[i], 1_000);
        }

        v.Text("flowChartId", content.FlowChartId, 64);
        if (content.TimeLimit is { } limit) CheckLimit("timeLimit", limit, v);
        if (content.Fee is { } fee) CheckFee(fee, v);
        v.Text("supervisionPhone", content.SupervisionPhone, 50);
        v.NoPersonalData("supervisionPhone", content.SupervisionPhone);
        v.Enum("level", content.Level, required: true);
        if (content.Level != 0 && Enum.IsDefined(content.Level) && content.Level < list.Level) v.Add("level", "ABOVE_LIST", "行使层级高于清单的层级。", "The level is higher than the list's.");
    }

    public static void CheckName(string field, string name, Violations v)
    {
        v.Required(field, name);
        v.Text(field, name, 500);
    }

    /// <summary>Everything that is wrong with a time limit. The law's is the longest; who promises more promises to break it.</summary>
    public static void CheckLimit(string field, V1.TimeLimit limit, Violations v)
    {
        v.Enum($"{field}.unit", limit.Unit, required: limit.Statutory != 0 || limit.Promised != 0);
        var longest = limit.Unit is > 0 and <= V1.TimeUnit.Month ? Longest[(int)limit.Unit - 1] : Longest[0];
        foreach (var (name, value) in new[] { ("statutory", limit.Statutory), ("promised", limit.Promised) })
        {
            if (value < 0 || value > longest) v.Add($"{field}.{name}", "OUT_OF_RANGE", $"须为 0 至 {longest}。", $"Must be 0 to {longest}.");
        }

        if (limit.Statutory > 0 && limit.Promised > limit.Statutory) v.Add($"{field}.promised", "LONGER_THAN_STATUTORY", "承诺时限不得长于法定时限。", "What is promised must not be longer than the law's limit.");
        if (limit.OnTheSpot && limit.Promised > 0) v.Add($"{field}.promised", "ON_THE_SPOT", "即办事项没有承诺时限。", "What is done on the spot has no other promise.");
        v.Text($"{field}.note", limit.Note, 500);
    }

    private static void CheckFee(V1.Fee fee, Violations v)
    {
        v.Count("fee.feeIds", fee.FeeIds.Count, 0, 20);
        for (var i = 0; i < fee.FeeIds.Count; i++)
        {
            v.Required($"fee.feeIds[{i}]", fee.FeeIds[i]);
            v.Text($"fee.feeIds[{i}]", fee.FeeIds[i], 64);
        }

        v.Text("fee.standard", fee.Standard, 1_000);
        v.Text("fee.basis", fee.Basis, 1_000);
        if (fee.Charged && fee.FeeIds.Count == 0)
        {
            v.Required("fee.standard", fee.Standard);
            v.Required("fee.basis", fee.Basis);
        }

        if (!fee.Charged && fee.FeeIds.Count > 0) v.Add("fee.charged", "CHARGED", "列有收费项目的，须为收费。", "Items of the fee catalogue are named, so that something is charged.");
    }

    private void CheckCode(V1.PowerContent content, PowerList list, Violations v)
    {
        v.Required("code", content.Code);
        v.Text("code", content.Code, 50);
        if (content.Code.Length is 0 or > 50) return;
        if (scheme.Parse(content.Code) is not { } code)
        {
            v.Add("code", "MALFORMED", $"不符合编码规则“{scheme.Name}”，如 {scheme.Example}。", $"Does not follow the scheme of codes; it must look like {scheme.Example}.");
            return;
        }

        if (scheme.KindOf(code) is not 0 and var kind && content.Kind != 0 && kind != content.Kind)
            v.Add("kind", "NOT_AS_CODE", $"与编码中的类型 {code.Kind} 不一致。", $"Not the kind {code.Kind} that the code tells of.");
        if (list.Region.Length > 0 && code.Region.Length > 0 && !list.Region.StartsWith(code.Region, StringComparison.Ordinal))
            v.Add("code", "OTHER_REGION", $"编码中的行政区划不是本清单的 {list.Region}。", $"The region in the code is not the list's, {list.Region}.");
    }

    private static void CheckAgency(string agencyId, PowerList list, AgencyCopies.Snapshot agencies, DateOnly on, Violations v)
    {
        agencies.RequireKnown("agencyId", agencyId, v);
        if (agencies.Find(agencyId) is not { } agency) return;
        if (!agencies.IsWithin(agencyId, list.Id)) v.Add("agencyId", "OTHER_GOVERNMENT", "该机构不属于本清单的政府。", "The agency does not belong to the list's government.");
        if (agency.DissolvedOn <= on) v.Add("agencyId", "AGENCY_DISSOLVED", $"该机构已于 {Days.Format(agency.DissolvedOn)} 撤并。", $"The agency is no more since {Days.Format(agency.DissolvedOn)}.");
    }
}
