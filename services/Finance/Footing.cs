namespace Sunshine.Finance;

/// <summary>Footing (勾稽): whether tables add up, each by itself, with each other, and with what was disclosed before.</summary>
public static class Footing
{
    public static IReadOnlyList<FootingFinding> Check(IReadOnlyList<Statement> statements, FootingContext context) => [];
}
