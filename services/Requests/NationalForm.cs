using Sunshine.Foundation.Hosting;

namespace Sunshine.Requests;

/// <summary>A form of the annual report as <c>Codes/form-*.json</c> has it: which records each row and column counts, and what must agree. What its rows are called the form itself says.</summary>
internal sealed record NationalForm(string Remark, string Title, IReadOnlyList<NationalForm.Table> Tables, IReadOnlyList<NationalForm.Rule> Identities)
{
    private static readonly Dictionary<V1.Form, NationalForm> All = Enum.GetValues<V1.Form>().Where(f => f != 0)
        .ToDictionary(f => f, f => Load(f.Name()));

    public static NationalForm Of(V1.Form form) => All[form];

    private static NationalForm Load(string form)
    {
        var file = CodeFile.Load(typeof(NationalForm), form.ToLowerInvariant().Replace('_', '-'), CodesJson.Default.NationalForm);
        var names = (from table in ReportForms.Forms.Find(form)!.Tables from row in table.AllRows where row.Number.Length > 0 select (row, table)).ToDictionary(r => r.row.Number);
        return file with { Tables = [.. file.Tables.Select(t => t with { Rows = [.. t.Rows.Select(Named)] })] };

        Row Named(Row row) => names.TryGetValue(row.Id, out var of) == (row.Name.Length == 0)
            ? of.row is null ? row : row with { Name = of.row.Name, Unit = of.row.Unit ?? of.table.Unit }
            : throw new InvalidOperationException($"Row {row.Id} of {form} must have its name either from the form or here.");
    }

    public sealed record Table(string Id, string Name, IReadOnlyList<Column> Columns, IReadOnlyList<Row> Rows)
    {
        /// <summary>Id of the row that a row is a part of, as its number says; empty for none.</summary>
        public string ParentOf(Row row) => row.Id.LastIndexOf('.') is > 0 and var dot && Rows.Any(r => r.Id == row.Id[..dot]) ? row.Id[..dot] : "";
    }

    public sealed record Column(string Id, string Name, Choice? Counts = null);

    /// <param name="Id">Its number in the form.</param>
    /// <param name="Name">In the file only of a row that is in no table of the form.</param>
    public sealed record Row(string Id, string Name = "", string Unit = "", Choice? Counts = null);

    /// <summary>Sums that must be the same, in each column; or, of columns, in each row.</summary>
    public sealed record Rule(string Table, [property: System.Text.Json.Serialization.JsonPropertyName("rule")] string Words, IReadOnlyList<string> Left, IReadOnlyList<string> Right, bool OfColumns = false);

    /// <summary>Which records are counted; names as the contract has them, empty for any. A cell counts what its row and its column choose.</summary>
    /// <param name="Of">Which year's records: see <see cref="YearList"/>. Empty in a row that is only a heading.</param>
    /// <param name="Outcomes">Whether only those whose outcome has this row, or one below it, in <c>outcomes.json</c>.</param>
    public sealed record Choice(
        string Of = "", string ApplicantKind = "", IReadOnlyList<string>? Channels = null, string State = "", string Punctuality = "", bool Outcomes = false, string Case = "",
        string Route = "", string Result = "")
    {
        public static Choice Both(Choice? row, Choice? column)
        {
            var (a, b) = (row ?? new Choice(), column ?? new Choice());
            return new Choice(
                a.Of + b.Of, a.ApplicantKind + b.ApplicantKind, a.Channels ?? b.Channels, a.State + b.State, a.Punctuality + b.Punctuality, a.Outcomes || b.Outcomes, a.Case + b.Case,
                a.Route + b.Route, a.Result + b.Result);
        }
    }
}
