using System.Text.Json;

namespace Sunshine.Cli.Samples;

/// <summary>What the sample is made of: the JSON files beside this one.</summary>
internal static class SampleData
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public static T Read<T>(string name)
    {
        using var stream = typeof(SampleData).Assembly.GetManifestResourceStream(name)!;
        return JsonSerializer.Deserialize<T>(stream, Json)!;
    }
}

/// <summary>anshan-2016-agencies.json.</summary>
internal sealed record AgencyData(string[] City, string[][] Departments, string[][] Zones, CountyData[] Counties);

/// <summary>A county and its towns (number, full name, short name).</summary>
internal sealed record CountyData(string Code, string Name, string Short, string[][] Towns);

/// <summary>anshan-2016-documents.json.</summary>
internal sealed record DocumentData(string[] Issues, DocumentArea[] Areas);

/// <summary>A field of government with the documents issued in it.</summary>
internal sealed record DocumentArea(string Subject, string Kw, string Purpose, string[] Tasks, string[] F, string[] B);

/// <summary>One entry of anshan-2016-templates.json.</summary>
/// <param name="Use">Where it is used and how often, e.g. <c>dept:5 microblog:4</c>.</param>
/// <param name="By">Ids of agencies, or <c>dept</c>, <c>county</c>, <c>zone</c>, <c>place</c> (both), <c>town</c>, or a list of ids.</param>
/// <param name="T">Titles.</param>
/// <param name="S">The summary, with the words of the title.</param>
/// <param name="C">Subject category; <c>*</c> for that of the work the title is about, <c>@</c> for the agency's.</param>
/// <param name="G">Genre.</param>
/// <param name="St">D, E, A, S or R: the stage; null for none.</param>
/// <param name="K">Keywords.</param>
/// <param name="M">Months in which it fits, e.g. 3-5.</param>
/// <param name="Max">At most so many.</param>
/// <param name="R">Only in the country: towns, not sub-districts.</param>
/// <param name="Daily">The channel on which it appears every day.</param>
internal sealed record Template(
    string Use, string By, string[] T, string S, string C, string G, string? St, string K, string? M, int? Max, bool R, string? Daily);
