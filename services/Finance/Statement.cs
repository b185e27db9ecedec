namespace Sunshine.Finance;

/// <summary>One table of a disclosure (报表), as it was stated. It never changes: a draft or a release names it by its id.</summary>
public sealed record Statement
{
    /// <summary>Code of its layout, such as <c>department-budget-5</c>.</summary>
    public required string Layout { get; init; }

    public V1.AmountUnit Unit { get; init; }
    public string Note { get; init; } = "";
    public IReadOnlyList<StatementRow> Rows { get; init; } = [];
}

/// <param name="Code">Of the layout's classification or of one of its fixed lines.</param>
/// <param name="Name">As printed; empty means the code's own name.</param>
/// <param name="Cells">By the layout's columns: amounts in yuan, else the number. A blank cell is not there.</param>
public sealed record StatementRow(string Code, string Name, IReadOnlyDictionary<string, decimal> Cells);

/// <summary>A stored table, as drafts and releases name it.</summary>
/// <param name="Id">Of the stored document.</param>
/// <param name="Digest">SHA-256 of what it says.</param>
public sealed record StatementReference(string Layout, string Id, V1.AmountUnit Unit, string Note, int RowCount, string Digest);

/// <summary>A table as it is stored.</summary>
public sealed record StoredStatement(string Id, Statement Statement);
