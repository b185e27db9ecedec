namespace Sunshine.Finance;

/// <summary>What the tables of a draft are held against besides each other.</summary>
/// <param name="FiscalYear">The year of the tables.</param>
/// <param name="Others">Current tables of the same agency and level: of the year before, and of this year's other kinds.</param>
public sealed record FootingContext(int FiscalYear, IReadOnlyList<OtherStatement> Others)
{
    /// <summary>What is disclosed; without it nothing is said of tables and texts that are missing.</summary>
    public V1.DisclosureKind Kind { get; init; }

    public V1.FinanceLevel Level { get; init; }

    /// <summary>Codes of the texts that stand beside the tables.</summary>
    public IReadOnlyCollection<string> Texts { get; init; } = [];

    /// <summary>Whether it is about to be published: then a table that must be there is missed in earnest.</summary>
    public bool Publication { get; init; }
}

/// <param name="FiscalYear">The year of the table.</param>
public sealed record OtherStatement(int FiscalYear, Statement Statement);
