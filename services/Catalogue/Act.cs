namespace Sunshine.Catalogue;

public enum ActKind
{
    Withdrawn,
    Restored,
    ValidityEnded
}

/// <summary>Something that was done to a published item beside its editions.</summary>
/// <param name="On">The first day on which it holds.</param>
/// <param name="Validity">What became of it, where its validity ended.</param>
/// <param name="RemovesContent">Its text is gone from the public in all editions.</param>
public sealed record Act(ActKind Kind, DateTimeOffset At, DateOnly On, string By, string Reason, string SuccessorId, V1.Validity Validity, bool RemovesContent);
