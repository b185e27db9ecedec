using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Spectre.Console;
using Sunshine.ReportForms;

namespace Sunshine.Cli.Reporting;

/// <summary>What was found in reports, for people and for programs.</summary>
internal static class ReportView
{
    public static void Show(IAnsiConsole output, CheckResult result, bool chinese)
    {
        if (result.Findings.Count > 0)
        {
            var table = new Table().Border(TableBorder.Rounded).AddColumns("#", "Year", "Place", "Stated", "Computed", "Difference", "Rule", "Severity", "Verdict");
            var number = 0;
            foreach (var f in result.Findings)
            {
                table.AddRow(new Text($"{++number}"), new Text($"{f.Year}"), new Text(f.Place), new Text(Number(f.Stated, f.Unit)), new Text(Number(f.Computed, f.Unit)), new Text(Number(f.Difference, "")),
                    new Text(f.Rule), new Markup(Colour(f.Severity)), new Text(Name(f.Verdict)));
            }

            output.Write(table);
            number = 0;
            foreach (var f in result.Findings) output.WriteLine($"{++number}. {(chinese ? f.Chinese : f.English)}{Quotes(f)}");
            output.WriteLine();
        }

        int Count(Severity severity) => result.Findings.Count(f => f.Severity == severity);
        output.WriteLine($"{Count(Severity.Error)} errors, {Count(Severity.Warning)} warnings, {Count(Severity.Notice)} notices. {result.Decided} relations were decided; of {result.Undecided} too little is stated.");
    }

    public static void WriteJson(TextWriter output, CheckResult result)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteNumber("decided", result.Decided);
            json.WriteNumber("undecided", result.Undecided);
            json.WriteStartArray("findings");
            foreach (var f in result.Findings) Write(json, f);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        output.WriteLine(Encoding.UTF8.GetString(buffer.ToArray()));
    }

    private static void Write(Utf8JsonWriter json, Finding f)
    {
        json.WriteStartObject();
        json.WriteString("rule", f.Rule);
        json.WriteString("severity", Name(f.Severity));
        json.WriteString("verdict", Name(f.Verdict));
        json.WriteString("file", f.File);
        json.WriteNumber("year", f.Year);
        json.WriteString("place", f.Place);
        Texts("figures", f.Figures);
        Figure("stated", f.Stated);
        Figure("computed", f.Computed);
        Figure("difference", f.Difference);
        json.WriteString("unit", f.Unit);
        json.WriteString("zh", f.Chinese);
        json.WriteString("en", f.English);
        Texts("quotes", f.Quotes);
        json.WriteEndObject();

        void Figure(string name, decimal? value)
        {
            if (value is { } figure) json.WriteNumber(name, figure);
            else json.WriteNull(name);
        }

        void Texts(string name, IReadOnlyList<string> values)
        {
            json.WriteStartArray(name);
            foreach (var value in values) json.WriteStringValue(value);
            json.WriteEndArray();
        }
    }

    /// <summary>At most three, so that a sum of many parts stays a line.</summary>
    private static string Quotes(Finding finding) => finding.Quotes.Count == 0 ? "" : $" [{string.Join("; ", finding.Quotes.Take(3))}{(finding.Quotes.Count > 3 ? "; …" : "")}]";

    private static string Number(decimal? value, string unit) => value is { } number ? number.ToString($"N{number.Scale}", CultureInfo.InvariantCulture) + (unit.Length > 0 ? " " + unit : "") : "";

    private static string Colour(Severity severity) => severity switch { Severity.Error => "[red]ERROR[/]", Severity.Warning => "[yellow]WARNING[/]", _ => "NOTICE" };

    /// <summary>NOT_DECIDED.</summary>
    private static string Name<TEnum>(TEnum value) where TEnum : struct, Enum => JsonNamingPolicy.SnakeCaseUpper.ConvertName(value.ToString());
}
