namespace Sunshine.Finance;

/// <summary>How a table is laid out (表式): its columns, its lines, and what must add up.</summary>
/// <param name="Code">Such as <c>department-budget-5</c>.</param>
/// <param name="Name">Official name.</param>
/// <param name="Level">Whose tables are so.</param>
/// <param name="Kinds">The disclosures that may have it.</param>
/// <param name="Mark">Where name and number come from: <c>read</c> of published tables, or <c>memory</c>.</param>
/// <param name="Number">Official number, such as 公开05表; may be empty.</param>
/// <param name="Aliases">What else it is called.</param>
/// <param name="ValidFrom">First fiscal year; null for no bound.</param>
/// <param name="ValidTo">Last fiscal year.</param>
/// <param name="Sides">What is printed side by side, left first; none of a plain table.</param>
/// <param name="CodeColumn">Whether codes are printed.</param>
/// <param name="NameHeading">What the column of names is called; null for the usual.</param>
/// <param name="LineNumbers">Whether lines are numbered (行次).</param>
/// <param name="Classification">Lines that are codes; null if all are fixed.</param>
/// <param name="Lines">Fixed lines, in their order.</param>
/// <param name="Sums">Columns that are the sum of others, in each line.</param>
public sealed record Layout(
    string Code, string Name, V1.FinanceLevel Level, IReadOnlyList<V1.DisclosureKind> Kinds, string Mark, IReadOnlyList<LayoutColumn> Columns, IReadOnlyList<LayoutLine> Lines,
    string Number = "", IReadOnlyList<string>? Aliases = null, int? ValidFrom = null, int? ValidTo = null, IReadOnlyList<LayoutSide>? Sides = null,
    bool CodeColumn = false, string? NameHeading = null, bool LineNumbers = false, LayoutClassification? Classification = null, IReadOnlyList<ColumnSum>? Sums = null, IReadOnlyList<ColumnRate>? Rates = null)
{
    private readonly Dictionary<string, LayoutColumn> _columns = Columns.ToDictionary(c => c.Code);
    private readonly Dictionary<string, LayoutLine> _lines = Lines.ToDictionary(l => l.Code);

    /// <summary>The codes of its lines; null if all are fixed.</summary>
    public Classification? Codes { get; } = Classification is null ? null
        : Finance.Classification.Find(Classification.Id) ?? throw new InvalidOperationException($"{Code}: no classification {Classification.Id}.");

    public bool TwoSided => Sides is { Count: > 0 };

    public LayoutColumn? Column(string code) => _columns.GetValueOrDefault(code);

    public LayoutLine? Line(string code) => _lines.GetValueOrDefault(code);

    public bool In(int year) => !(ValidFrom > year) && !(ValidTo < year);

    /// <summary>The side on which a line stands; empty of a plain table.</summary>
    public string SideOf(string row)
    {
        if (!TwoSided) return "";
        if (Line(row) is { } line) return line.Side ?? "";
        return Classification?.Sides is { } sides ? row.Length >= 3 && sides.TryGetValue(row[..3], out var side) ? side : sides.GetValueOrDefault("*", "") : Classification?.Side ?? "";
    }

    /// <summary>Whether a line has a column: those of one side do not stand on the other.</summary>
    public bool Has(string row, LayoutColumn column) => column.Side is null || column.Side == SideOf(row);

    /// <summary>What a line is called if nothing else is printed; empty if that is not known.</summary>
    public string NameOf(string row, int year) => Line(row)?.Name ?? Codes?.NameOf(row, year) ?? "";

    public bool MayBeNegative(string row, LayoutColumn column) =>
        column.MayBeNegative || column.Kind == ColumnKind.Rate || Line(row)?.MayBeNegative == true || Classification?.Negative?.Any(p => row.StartsWith(p, StringComparison.Ordinal)) == true;
}

/// <param name="Groups">What is printed over the heading, outermost first.</param>
/// <param name="Side">Of a table with two sides: the only side that has it; null for both.</param>
/// <param name="Optional">Whether it is often not printed.</param>
public sealed record LayoutColumn(
    string Code, string Heading, IReadOnlyList<string>? Groups = null, ColumnKind Kind = ColumnKind.Amount, string? Side = null, bool Optional = false, bool MayBeNegative = false,
    IReadOnlyList<string>? Aliases = null)
{
    /// <summary>Heading with what is over it, as messages name it.</summary>
    public string Title => string.Join("·", [.. Groups ?? [], Heading]);
}

public enum ColumnKind { Amount, Count, Rate }

/// <summary>A fixed line.</summary>
/// <param name="Parts">Lines whose sum it is; <see cref="AllLines"/> for the topmost codes, a minus before what is taken off.</param>
/// <param name="OfWhich">Lines that are parts of it, perhaps not all (其中).</param>
public sealed record LayoutLine(
    string Code, string Name, string? Side = null, IReadOnlyList<string>? Aliases = null, IReadOnlyList<string>? Parts = null, IReadOnlyList<string>? OfWhich = null,
    bool MayBeNegative = false, bool Optional = false)
{
    public const string AllLines = "@lines";

    public bool IsTotal => Parts?.Contains(AllLines) == true;
}

public sealed record LayoutSide(string Code, string Heading);

/// <param name="Depth">Longest code, in digits.</param>
/// <param name="Sides">Of a table whose two sides both have codes: the side of each class; <c>*</c> for any other.</param>
/// <param name="Within">The only classes; null for all.</param>
/// <param name="Lenient">Whether divisions that the file does not have are taken.</param>
/// <param name="Negative">Codes, with all below, that may be negative.</param>
public sealed record LayoutClassification(
    string Id, int Depth, string? Side = null, Dictionary<string, string>? Sides = null, IReadOnlyList<string>? Within = null, bool Lenient = false, IReadOnlyList<string>? Negative = null);

/// <param name="Parts">Columns; a minus before what is taken off.</param>
/// <param name="Rule">The footing rule that it is, if not the usual one.</param>
public sealed record ColumnSum(string Total, IReadOnlyList<string> Parts, string? Rule = null);

/// <summary>A column that says by how many per cent one is above another.</summary>
/// <param name="To">What it is compared with: the first of these that is printed.</param>
public sealed record ColumnRate(string Column, string Of, IReadOnlyList<string> To);
