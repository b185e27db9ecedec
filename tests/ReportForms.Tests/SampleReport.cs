using System.Text;
using System.Text.Json;

namespace Sunshine.ReportForms.Tests;

/// <summary>A report by its figures, and ways to print it.</summary>
internal sealed record SampleReport(Form Form, int Year, IReadOnlyDictionary<string, decimal> Figures)
{
    public string City { get; init; } = "某市";

    /// <summary>How a name or a number is printed.</summary>
    public Func<string, string> Print { get; init; } = text => text;

    public SampleReport With(string figure, decimal value) => this with { Figures = new Dictionary<string, decimal>(Figures) { [figure] = value } };

    public SampleReport Without(Func<string, bool> figure) => this with { Figures = Figures.Where(f => !figure(f.Key)).ToDictionary() };

    public PublishedReport Published(string file = "report.json") => PublishedJson.Read(new MemoryStream(Encoding.UTF8.GetBytes(Json())), file);

    /// <summary>A member for each printed part, with all its rows in their order; blank where there is no figure.</summary>
    public string Json()
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            json.WriteString("city", City);
            json.WriteNumber("year", Year);
            json.WriteString("form", Form.Id);
            json.WriteStartObject("tables");
            foreach (var part in Form.Tables.GroupBy(t => t.Part))
            {
                json.WriteStartObject(Print(part.Key));
                foreach (var table in part)
                {
                    foreach (var row in table.AllRows)
                    {
                        if (row.Heading)
                        {
                            json.WriteNull(Print(row.Name));
                            continue;
                        }

                        json.WriteStartObject(Print(row.Name));
                        foreach (var column in table.Columns.Where(c => !c.Optional || Figures.ContainsKey(table.FigureId(row, c))))
                        {
                            json.WriteString(Print(column.Name), Figures.TryGetValue(table.FigureId(row, column), out var value) ? Print(value.ToString()) : "");
                        }

                        json.WriteEndObject();
                    }
                }

                json.WriteEndObject();
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(bytes.ToArray());
    }

    public static IReadOnlyList<Finding> Check(params SampleReport[] reports) => ReportCheck.Check([.. reports.Select((r, i) => r.Published($"{i}.json"))]).Findings;
}
