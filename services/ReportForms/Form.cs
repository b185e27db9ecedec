using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace Sunshine.ReportForms;

/// <summary>
/// A form of the annual report (年度报告格式) as its file in <c>Forms</c> has it: tables, their rows and columns, and what must agree. A cell is
/// called by the figure id <c>table.row</c>, or <c>table.row.column</c> where the table has several columns.
/// </summary>
/// <param name="From">First year reported on by it.</param>
/// <param name="To">Last such year; null while it is in use.</param>
/// <param name="Memory">Whether any of it was written from memory; which part, its rows say.</param>
public sealed record Form(
    string Id, string Name, string Notice, int From, string Remark, IReadOnlyList<FormTable> Tables, IReadOnlyList<FormIdentity> Identities,
    IReadOnlyList<FormLimit> Limits, IReadOnlyList<CarryOver> CarryOvers, IReadOnlyList<SaidFigure> Sentences, int? To = null, bool Memory = false)
{
    private Dictionary<string, FormFigure>? _figures;
    private Dictionary<string, SaidFigure>? _said;

    /// <summary>Every cell in the order of the form, headings left out.</summary>
    [JsonIgnore]
    public IReadOnlyDictionary<string, FormFigure> Figures => _figures ??= (
        from table in Tables from row in table.AllRows where !row.Heading from column in table.Columns select new FormFigure(table, row, column)).ToDictionary(f => f.Id);

    /// <summary>What sentences call figures, by <see cref="PrintedName.SaidKey"/>.</summary>
    [JsonIgnore]
    internal IReadOnlyDictionary<string, SaidFigure> Said => _said ??= (from said in Sentences from name in said.Names.Select(PrintedName.SaidKey).Distinct() select (name, said)).ToDictionary(n => n.name, n => n.said);

    public FormTable Table(string id) => Tables.First(t => t.Id == id);
}

/// <summary>The forms that there are.</summary>
public static partial class Forms
{
    /// <summary>Oldest first.</summary>
    public static IReadOnlyList<Form> All { get; } = [Load("form-2014"), Load("form-2019"), Load("form-2021")];

    /// <summary>Null if there is none of this id.</summary>
    public static Form? Find(string id) => All.FirstOrDefault(f => f.Id.Equals(id, StringComparison.OrdinalIgnoreCase));

    /// <summary>By its id, or as people call it: 2021, 2021年格式, 2014-2018. Null if it is none of them.</summary>
    public static Form? Called(string text) => Find(text) ?? (Year().Match(text) is { Success: true } year ? All.FirstOrDefault(f => $"{f.From}" == year.Value) : null);

    /// <summary>The form that the report on a year must have; null before 2014.</summary>
    public static Form? Of(int year) => All.FirstOrDefault(f => f.From <= year && !(f.To < year));

    [GeneratedRegex("[0-9]{4}", RegexOptions.CultureInvariant)]
    private static partial Regex Year();

    private static Form Load(string name) => EmbeddedFile.Read($"Forms.{name}.json", FormJson.Default.Form);
}

/// <summary>A table with one set of columns. Several make one printed <paramref name="Part"/> of the report.</summary>
/// <param name="Name">As printed; <paramref name="Also"/> as it is printed too.</param>
/// <param name="Zh">What it holds.</param>
/// <param name="Mandatory">Whether every report must have it.</param>
/// <param name="Across">Whether its rows are printed side by side, so that it has one line.</param>
public sealed record FormTable(
    string Id, string Part, string Name, string Unit, string Zh, string En, IReadOnlyList<FormColumn> Columns, IReadOnlyList<FormRow> Rows,
    IReadOnlyList<string>? Also = null, bool Mandatory = false, bool Across = false)
{
    [JsonIgnore]
    public IEnumerable<FormRow> AllRows => Rows.SelectMany(r => r.WithRows());

    public FormRow Row(string id) => AllRows.First(r => r.Id == id);

    public FormColumn Column(string id) => Columns.First(c => c.Id == id);

    public string FigureId(FormRow row, FormColumn column) => Columns.Count == 1 ? $"{Id}.{row.Id}" : $"{Id}.{row.Id}.{column.Id}";
}

/// <param name="Number">The row's number in the statistics of the requests service; empty where that has none.</param>
/// <param name="Sum">Whether it is the sum of its rows.</param>
/// <param name="OfWhich">Whether its rows are only part of it (其中).</param>
/// <param name="Heading">Whether it has no figures.</param>
/// <param name="Optional">Whether it is often not printed; its rows then stand for it.</param>
/// <param name="Stock">Whether it counts what there is at the year's end, not what happened.</param>
/// <param name="Memory">Whether its wording was written from memory.</param>
/// <param name="Unit">Null for the table's.</param>
public sealed record FormRow(
    string Id, string Name, string Zh, string En, string Number = "", IReadOnlyList<string>? Also = null, IReadOnlyList<FormRow>? Rows = null, string? Unit = null,
    bool Sum = false, bool OfWhich = false, bool Heading = false, bool Optional = false, bool Stock = false, bool Memory = false)
{
    public IEnumerable<FormRow> WithRows() => (Rows ?? []).SelectMany(r => r.WithRows()).Prepend(this);
}

/// <param name="SumOf">Columns whose sum it is, row by row.</param>
/// <param name="Signed">Whether it may be negative.</param>
/// <param name="Unit">Null for the row's.</param>
/// <inheritdoc cref="FormRow"/>
public sealed record FormColumn(
    string Id, string Name, string Zh, string En, IReadOnlyList<string>? Also = null, IReadOnlyList<string>? SumOf = null, string? Unit = null,
    bool Optional = false, bool Stock = false, bool Signed = false);

/// <summary>What sentences call a figure, where they do not use the form's words.</summary>
/// <param name="Names">As in 收到政府信息公开申请160件, without 共, 数量 and the like.</param>
/// <param name="Means">Figures that may be meant, each a sum of figure ids: 受理 may have last year's in it.</param>
public sealed record SaidFigure(IReadOnlyList<string> Names, IReadOnlyList<IReadOnlyList<string>> Means);

/// <summary>Rows whose sums must be the same, in each column.</summary>
public sealed record FormIdentity(string Id, string Table, IReadOnlyList<string> Left, IReadOnlyList<string> Right, string Zh, string En);

/// <summary>Rows whose sum must not be more than that of others.</summary>
/// <param name="Notice">Whether it may be otherwise for good reason.</param>
public sealed record FormLimit(string Id, string Table, IReadOnlyList<string> Small, IReadOnlyList<string> Large, string Zh, string En, bool Notice = false);

/// <summary>A row (in each column) or a column (in each row) that must be what last year's report says, with this year's changes.</summary>
/// <param name="Of"><c>rows</c> or <c>columns</c>: what the other members name.</param>
/// <param name="Warning">Whether it may be otherwise for good reason.</param>
public sealed record CarryOver(
    string Id, string Table, string Of, string This, string Last, string Zh, string En, IReadOnlyList<string>? Plus = null, IReadOnlyList<string>? Minus = null, bool Warning = false);

/// <summary>A cell of a form.</summary>
public sealed record FormFigure(FormTable Table, FormRow Row, FormColumn Column)
{
    public string Id => Table.FigureId(Row, Column);

    /// <summary>What it is counted in; empty where the report says it.</summary>
    public string Unit => Column.Unit ?? Row.Unit ?? Table.Unit;

    public bool Stock => Row.Stock || Column.Stock;

    /// <summary>As a person finds it: table, row, column.</summary>
    public string Place => Table.Columns.Count == 1 ? $"{Table.Part}·{Row.Name}" : $"{(Table.Part == Table.Name ? "" : Table.Part + "·")}{Table.Name}·{Row.Name}·{Column.Name}";
}

// Strict: a misspelt member of a file edited by hand must not be passed over in silence.
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(Form))]
[JsonSerializable(typeof(RequiredParts.Document))]
internal sealed partial class FormJson : JsonSerializerContext;
