namespace Sunshine.Catalogue;

/// <summary>A confidentiality review (保密审查) of one state of a draft.</summary>
/// <param name="Reviewer">Subject of the reviewer's token; never one of the draft's editors.</param>
/// <param name="Ground">Why it is restricted (2019 regulation, arts 14-16); unspecified if it is not.</param>
/// <param name="LegalBasis">Law and article that a restriction rests on.</param>
public sealed record Review(
    string Reviewer, DateTimeOffset At, V1.ReviewDecision Decision, string Opinion, V1.DisclosureMode Mode, V1.RestrictionGround Ground, string LegalBasis);
