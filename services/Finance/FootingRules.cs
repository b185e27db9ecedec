namespace Sunshine.Finance;

/// <summary>Everything that footing (勾稽) finds wrong in tables that are disclosed together, in the order of tables and lines.</summary>
public delegate IReadOnlyList<FootingFinding> FootingRules(IReadOnlyList<Statement> statements, FootingContext context);
