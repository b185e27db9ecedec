using Sunshine.Foundation.Hosting;

namespace Sunshine.Powers;

/// <summary>
/// How complete a guide is, by <c>Codes/guide-elements.json</c>: a score is the sum of the weights of what it has, in whole numbers of 100.
/// </summary>
public static class GuideElements
{
    private static readonly Dictionary<string, Func<GuideContent, bool>> Checks = new()
    {
        ["bases"] = c => c.Bases.Count > 0,
        ["office"] = c => c.Office.Length > 0,
        ["steps"] = c => c.Steps.Count > 0 && c.Steps.All(s => s.Text.Length > 0),
        ["materials"] = c => c.NoMaterials || c.Materials.Count > 0,
        // Who hands in nothing, or no form, needs no example of one; who did not say what is handed in cannot claim that.
        ["modelTexts"] = c => (c.NoMaterials || c.Materials.Count > 0) && c.Materials.All(m => m.BlankFormId.Length == 0 || m.ModelTextId.Length > 0),
        ["fees"] = c => c.FreeOfCharge || c.FeeIds.Count > 0,
        ["timeLimit"] = c => c.TimeLimit is { OnTheSpot: true } or { Statutory: > 0 } or { Promised: > 0 },
        ["supervision"] = c => c.Supervision is not null,
        ["conditions"] = c => c.Conditions.Length > 0,
        ["places"] = c => c.Places.Count > 0,
        ["hours"] = c => c.Hours.Length > 0 || (c.Places.Count > 0 && c.Places.All(p => p.Hours.Length > 0)),
        ["phone"] = c => c.Phone.Length > 0 || (c.Places.Count > 0 && c.Places.All(p => p.Phone.Length > 0)),
        ["questions"] = c => c.Questions.Count > 0,
        ["audiences"] = c => c.Audiences.Count > 0,
        ["channels"] = c => c.Channels.Any(r => r.Available),
        ["results"] = c => c.Results.Count > 0
    };

    private static readonly Document Loaded = Load();

    /// <summary>Another with every change of the table.</summary>
    public static int Version => Loaded.Version;

    /// <summary>In the order of the table.</summary>
    public static IReadOnlyList<Element> All => Loaded.Elements;

    public static Element? Find(string id) => All.FirstOrDefault(e => e.Id == id);

    /// <summary>0 to 100.</summary>
    public static int ScoreOf(GuideContent content) => All.Where(e => Checks[e.Check](content)).Sum(e => e.Weight);

    /// <summary>What a guide lacks, in the order of the table.</summary>
    public static IEnumerable<Element> MissingOf(GuideContent content) => All.Where(e => !Checks[e.Check](content));

    public static V1.Completeness ToProto(GuideContent content)
    {
        var shown = new V1.Completeness { Score = ScoreOf(content) };
        shown.Missing.Add(MissingOf(content).Select(e => new V1.MissingElement { Id = e.Id, Name = e.Name, Weight = e.Weight }));
        return shown;
    }

    private static Document Load()
    {
        var loaded = CodeFile.Load(typeof(GuideElements), "guide-elements", GuideCodesJson.Default.GuideElementsDocument);
        Check(loaded);
        return loaded;
    }

    /// <exception cref="InvalidOperationException">The table is no table of this program.</exception>
    internal static void Check(Document table)
    {
        if (table.Elements.Sum(e => e.Weight) != 100 || table.Elements.Any(e => e.Weight < 1)) throw new InvalidOperationException("The weights of guide-elements.json must be positive and 100 in all.");
        if (table.Elements.FirstOrDefault(e => !Checks.ContainsKey(e.Check)) is { } odd) throw new InvalidOperationException($"guide-elements.json: there is no check {odd.Check}.");
        if (table.Elements.GroupBy(e => e.Id).FirstOrDefault(g => g.Count() > 1) is { } twice) throw new InvalidOperationException($"guide-elements.json has {twice.Key} twice.");
    }

    internal sealed record Document(string Remark, int Version, IReadOnlyList<Element> Elements);

    /// <param name="Name">In Chinese.</param>
    /// <param name="Check">By what it is known that a guide has it.</param>
    /// <param name="Source">Where it was seen.</param>
    public sealed record Element(string Id, string Name, int Weight, string Check, string Source);
}

// Strict: a misspelt member of a file edited by hand must not be passed over in silence.
[System.Text.Json.Serialization.JsonSourceGenerationOptions(
    PropertyNamingPolicy = System.Text.Json.Serialization.JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow, RespectRequiredConstructorParameters = true)]
[System.Text.Json.Serialization.JsonSerializable(typeof(GuideElements.Document), TypeInfoPropertyName = "GuideElementsDocument")]
internal sealed partial class GuideCodesJson : System.Text.Json.Serialization.JsonSerializerContext;
