namespace Sunshine.Powers;

/// <summary>Where the law says so (设定依据): a law of the register and a place in it.</summary>
/// <param name="Article">As <see cref="V1.LegalBasis.Article"/>, in its first form; empty for the law as a whole.</param>
public sealed record LegalBasis(string LawId, string Article);
