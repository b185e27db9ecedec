using System.Globalization;
using System.Text.RegularExpressions;
using Sunshine.Foundation.Hosting;

namespace Sunshine.Powers;

/// <summary>What a guide may say. That it says too little is no mistake but a lower score: see <see cref="GuideElements"/>.</summary>
public static partial class GuideRules
{
    /// <returns>The content with the places of the law in their first form; of no use if anything is wrong.</returns>
    public static GuideContent Check(V1.GuideContent content, GuideReferences references, Violations v)
    {
        PublicText.Check("title", content.Title, 300, v, required: true);
        v.Enum("kind", content.Kind, required: true);
        CheckIds("powerIds", content.PowerIds, 50, id => !references.UnknownPowers.Contains(id), ("NO_SUCH_POWER", "权责清单中没有这项职权。", "No list has such a power."), v);
        if (content is { Kind: V1.ServiceKind.PublicService, PowerIds.Count: > 0 }) v.Add("powerIds", "PUBLIC_SERVICE", "公共服务事项不对应职权。", "A public service exercises no power.");
        PublicText.Check("office", content.Office, 200, v);
        v.Count("bases", content.Bases.Count, 0, 50);
        var bases = content.Bases.Count > 50 ? [] : references.Laws.Check(content.Bases, "bases", v);
        PublicText.Check("conditions", content.Conditions, 10_000, v);
        CheckDistinct("audiences", content.Audiences, v);
        CheckSteps(content, v);
        CheckMaterials(content, v);
        CheckIds("feeIds", content.FeeIds, 20, references.Fees.Contains, ("NO_SUCH_FEE_ITEM", "收费目录中没有这个项目。", "The fee catalogue has no such item."), v);
        if (content is { FreeOfCharge: true, FeeIds.Count: > 0 }) v.Add("freeOfCharge", "CHARGED", "列有收费项目的，不能标为不收费。", "Items of the fee catalogue are named, so that something is charged.");
        if (content.TimeLimit is { } limit) PowerRules.CheckLimit("timeLimit", limit, v);
        CheckSupervision(content.Supervision, v);
        CheckPlaces(content, v);
        PublicText.Check("hours", content.Hours, 200, v);
        PublicText.Check("phone", content.Phone, 50, v);
        CheckChannels(content, v);
        CheckResults(content, v);
        return v.Any ? new GuideContent() : GuideMap.ToContent(content, bases);
    }

    private static void CheckIds(string field, IReadOnlyList<string> ids, int most, Func<string, bool> isKnown, (string Reason, string Chinese, string English) unknown, Violations v)
    {
        v.Count(field, ids.Count, 0, most);
        for (var i = 0; i < ids.Count && i < most; i++)
        {
            v.Required($"{field}[{i}]", ids[i]);
            v.Text($"{field}[{i}]", ids[i], GuideReferences.LongestId);
            if (ids.Take(i).Contains(ids[i])) v.Add($"{field}[{i}]", "REPEATED", "重复。", "Stands there twice.");
            else if (ids[i].Length is > 0 and <= GuideReferences.LongestId && !isKnown(ids[i])) v.Add($"{field}[{i}]", unknown.Reason, unknown.Chinese, unknown.English);
        }
    }

    private static void CheckDistinct<TEnum>(string field, IReadOnlyList<TEnum> values, Violations v) where TEnum : struct, Enum
    {
        for (var i = 0; i < values.Count; i++)
        {
            v.Enum($"{field}[{i}]", values[i], required: true);
            if (values.Take(i).Contains(values[i])) v.Add($"{field}[{i}]", "REPEATED", "重复。", "Stands there twice.");
        }
    }

    private static void CheckSteps(V1.GuideContent content, Violations v)
    {
        v.Count("steps", content.Steps.Count, 0, 30);
        for (var i = 0; i < content.Steps.Count && i < 30; i++)
        {
            var step = content.Steps[i];
            PublicText.Check($"steps[{i}].step", step.Step, 50, v, required: true);
            PublicText.Check($"steps[{i}].text", step.Text, 2_000, v);
            PublicText.Check($"steps[{i}].duration", step.Duration, 100, v);
            PublicText.Check($"steps[{i}].responsible", step.Responsible, 100, v);
        }
    }

    private static void CheckMaterials(V1.GuideContent content, Violations v)
    {
        v.Count("materials", content.Materials.Count, 0, 100);
        for (var i = 0; i < content.Materials.Count && i < 100; i++)
        {
            var (field, material) = ($"materials[{i}]", content.Materials[i]);
            PublicText.Check($"{field}.name", material.Name, 200, v, required: true);
            v.Enum($"{field}.form", material.Form, required: false);
            InRange($"{field}.copies", material.Copies, 0, 20, v);
            PublicText.Check($"{field}.issuer", material.Issuer, 200, v);
            PublicText.Check($"{field}.condition", material.Condition, 500, v);
            v.Text($"{field}.blankFormId", material.BlankFormId, GuideReferences.LongestId);
            v.Text($"{field}.modelTextId", material.ModelTextId, GuideReferences.LongestId);
            PublicText.Check($"{field}.notes", material.Notes, 1_000, v);
        }

        if (content is { NoMaterials: true, Materials.Count: > 0 }) v.Add("noMaterials", "MATERIALS", "列有申请材料的，不能标为无需材料。", "Materials are named, so that something is handed in.");
    }

    private static void CheckSupervision(V1.Supervision? supervision, Violations v)
    {
        if (supervision is null) return;
        PublicText.Check("supervision.phone", supervision.Phone, 50, v);
        PublicText.Check("supervision.address", supervision.Address, 300, v);
        Url("supervision.url", supervision.Url, v);
        if (supervision is { Phone.Length: 0, Address.Length: 0, Url.Length: 0 }) v.Add("supervision", "EMPTY", "至少填写一种监督途径。", "At least one way is needed.");
    }

    private static void CheckPlaces(V1.GuideContent content, Violations v)
    {
        v.Count("places", content.Places.Count, 0, 50);
        for (var i = 0; i < content.Places.Count && i < 50; i++)
        {
            var (field, place) = ($"places[{i}]", content.Places[i]);
            PublicText.Check($"{field}.address", place.Address, 300, v, required: true);
            PublicText.Check($"{field}.name", place.Name, 200, v);
            PublicText.Check($"{field}.window", place.Window, 100, v);
            PublicText.Check($"{field}.hours", place.Hours, 200, v);
            PublicText.Check($"{field}.phone", place.Phone, 50, v);
            Degrees($"{field}.longitude", place.Longitude, 180, v);
            Degrees($"{field}.latitude", place.Latitude, 90, v);
            if (place.Longitude.Length == 0 && place.Latitude.Length > 0) v.Required($"{field}.longitude", "");
            if (place.Longitude.Length > 0 && place.Latitude.Length == 0) v.Required($"{field}.latitude", "");
        }
    }

    private static void CheckChannels(V1.GuideContent content, Violations v)
    {
        for (var i = 0; i < content.Channels.Count; i++)
        {
            var (field, rule) = ($"channels[{i}]", content.Channels[i]);
            v.Enum($"{field}.channel", rule.Channel, required: true);
            if (content.Channels.Take(i).Any(r => r.Channel == rule.Channel)) v.Add($"{field}.channel", "REPEATED", "重复。", "Stands there twice.");
            if (rule is { Channel: V1.ServiceChannel.Online, Available: true }) v.Required($"{field}.url", rule.Url);
            Url($"{field}.url", rule.Url, v);
            PublicText.Check($"{field}.address", rule.Address, 300, v);
            for (var n = 0; n < rule.MaterialNumbers.Count; n++)
            {
                if (rule.MaterialNumbers[n] < 1 || rule.MaterialNumbers[n] > content.Materials.Count)
                    v.Add($"{field}.materialNumbers[{n}]", "NO_SUCH_MATERIAL", "没有这个序号的申请材料。", "There is no material of this number.");
                else if (rule.MaterialNumbers.Take(n).Contains(rule.MaterialNumbers[n])) v.Add($"{field}.materialNumbers[{n}]", "REPEATED", "重复。", "Stands there twice.");
            }

            if (rule.TimeLimit is { } limit) PowerRules.CheckLimit($"{field}.timeLimit", limit, v);
            PublicText.Check($"{field}.feeNote", rule.FeeNote, 500, v);
            InRange($"{field}.visits", rule.Visits, 0, 10, v);
        }
    }

    private static void CheckResults(V1.GuideContent content, Violations v)
    {
        v.Count("results", content.Results.Count, 0, 20);
        for (var i = 0; i < content.Results.Count && i < 20; i++)
        {
            PublicText.Check($"results[{i}].name", content.Results[i].Name, 200, v, required: true);
            PublicText.Check($"results[{i}].validity", content.Results[i].Validity, 200, v);
            v.Text($"results[{i}].sampleId", content.Results[i].SampleId, GuideReferences.LongestId);
        }

        v.Count("questions", content.Questions.Count, 0, 50);
        for (var i = 0; i < content.Questions.Count && i < 50; i++)
        {
            PublicText.Check($"questions[{i}].question", content.Questions[i].Question, 500, v, required: true);
            PublicText.Check($"questions[{i}].answer", content.Questions[i].Answer, 2_000, v, required: true);
        }
    }

    private static void InRange(string field, int value, int least, int most, Violations v)
    {
        if (value < least || value > most) v.Add(field, "OUT_OF_RANGE", $"须为 {least} 至 {most}。", $"Must be from {least} to {most}.");
    }

    private static void Url(string field, string url, Violations v)
    {
        v.Text(field, url, 500);
        if (url.Length > 0 && !(Uri.TryCreate(url, UriKind.Absolute, out var parsed) && parsed.Scheme is "http" or "https")) v.Add(field, "MALFORMED", "不是有效网址。", "Not a web address.");
    }

    private static void Degrees(string field, string degrees, int most, Violations v)
    {
        if (degrees.Length == 0) return;
        if (!Coordinate().IsMatch(degrees)) v.Add(field, "MALFORMED", "须为至多六位小数的度数。", "Must be degrees with at most six decimals.");
        else if (Math.Abs(decimal.Parse(degrees, CultureInfo.InvariantCulture)) > most) v.Add(field, "OUT_OF_RANGE", $"须在 -{most} 至 {most} 之间。", $"Must be from -{most} to {most}.");
    }

    [GeneratedRegex(@"^-?[0-9]{1,3}(\.[0-9]{1,6})?\z")]
    private static partial Regex Coordinate();
}
