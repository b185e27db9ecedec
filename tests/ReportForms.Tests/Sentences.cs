using System.Text;
using System.Text.Json;

namespace Sunshine.ReportForms.Tests;

/// <summary>Reports that consist of sentences.</summary>
internal static class Sentences
{
    /// <summary>Members of a report on 2021, as JSON has them.</summary>
    public static PublishedReport Report(string members, int year = 2021) => Read($"{{\"city\": \"某市\", \"year\": {year}, {members}}}");

    public static IReadOnlyList<Finding> Check(string members, int year = 2021) => ReportCheck.Check([Report(members, year)]).Findings;

    /// <summary>One section of sentences: each <c>figure|value|unit|quote</c>, and an id if there is a fifth.</summary>
    public static string Of(params string[] sentences) => $"\"statements\": [{string.Join(", ", sentences.Select(s => s.Split('|')).Select(s =>
        $"{{{(s.Length > 4 ? $"\"id\": \"{s[4]}\", " : "")}\"section\": \"二\", \"figure\": {JsonSerializer.Serialize(s[0])}, \"value\": \"{s[1]}\", \"unit\": \"{s[2]}\", \"quote\": {JsonSerializer.Serialize(s[3])}}}"))}]";

    public static PublishedReport Read(string json) => PublishedJson.Read(new MemoryStream(Encoding.UTF8.GetBytes(json)), "report.json");
}
