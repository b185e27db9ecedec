namespace Sunshine.Finance;

/// <summary>What the tables of a draft are held against besides each other.</summary>
/// <param name="FiscalYear">The year of the tables.</param>
/// <param name="Others">Current tables of the same agency and level: of the year before, and of this year's other kinds.</param>
public sealed record FootingContext(int FiscalYear, IReadOnlyList<OtherStatement> Others);

/// <param name="FiscalYear">The year of the table.</param>
public sealed record OtherStatement(int FiscalYear, Statement Statement);
