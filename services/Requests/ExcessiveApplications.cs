namespace Sunshine.Requests;

/// <summary>What points to a number or frequency beyond reason (条例 2019 art. 35). Whether it is, an officer decides, after asking for the reasons.</summary>
public static class ExcessiveApplications
{
    /// <summary>Whether one applicant's applications of a month are so many that the scale by applications charges for them.</summary>
    /// <param name="inMonth">From 1.</param>
    public static bool AreMany(int inMonth, DateOnly day) =>
        FeeScales.IsInForce(V1.FeeScale.ByApplication, day) && FeeScales.Of(V1.FeeScale.ByApplication, inMonth, day).Sum(t => t.Amount) > 0;

    /// <summary>Whether two want the same, letter for letter but for spaces and punctuation.</summary>
    public static bool WantTheSame(Entry a, Entry b) => Letters(a.Subject) == Letters(b.Subject);

    private static string Letters(string text) => string.Concat(text.Where(char.IsLetterOrDigit));
}
