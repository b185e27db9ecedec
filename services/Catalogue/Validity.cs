namespace Sunshine.Catalogue;

/// <summary>Whether a document is in force on a day (有效性). Derived, never stored: time alone may change it.</summary>
public static class Validity
{
    /// <summary>The act by which a document is out of force or amended on a day; null if none is, or its own term has ended it.</summary>
    public static Act? EndedBy(DateOnly day, Item item, Content content) =>
        item.Acts.Where(a => a.Kind == ActKind.ValidityEnded && a.On <= day).MaxBy(a => a.On) is { } ended
        && (ended.Validity != V1.Validity.Amended || content.ExpiresOn is null || content.ExpiresOn >= day) ? ended : null;

    /// <param name="ended">By which act it ended (<see cref="EndedBy"/>).</param>
    public static V1.Validity On(DateOnly day, Act? ended, Content content)
    {
        if (ended is not null) return ended.Validity;
        if (content.ExpiresOn < day) return V1.Validity.Expired;
        if (content.EffectiveOn > day) return V1.Validity.Pending;
        // News, notices of vacancies and the like have neither a number nor a term: nobody asks whether they are in force.
        return content.DocumentNumber.Length > 0 || content.EffectiveOn is not null || content.ExpiresOn is not null ? V1.Validity.InForce : V1.Validity.Unspecified;
    }
}
