using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Text;

namespace Sunshine.Requests;

/// <summary>What of an application may be seen by those who do not handle it.</summary>
public static class Privacy
{
    private const string Gone = "某某";

    /// <summary>The longest text that is kept for searching, in characters.</summary>
    private const int LongestSubject = 1_000;

    /// <summary>A text without long numbers, and without anything by which the applicant is named in the application.</summary>
    public static string Scrub(string text, Applicant? applicant)
    {
        foreach (var said in Said(applicant)) text = text.Replace(said, Gone, StringComparison.OrdinalIgnoreCase);
        return PersonalNumbers.Star(text);
    }

    /// <summary>The same, and without anything by which third parties are named in it.</summary>
    public static string Scrub(string text, Papers papers)
    {
        foreach (var said in Said(papers)) text = text.Replace(said, Gone, StringComparison.OrdinalIgnoreCase);
        return PersonalNumbers.Star(text);
    }

    /// <summary>Refuses a text for others by which the applicant or a third party could be known. It says neither who nor where.</summary>
    public static void RequireNameless(string field, string text, Papers papers, Violations v)
    {
        if (Said(papers).Any(said => text.Contains(said, StringComparison.OrdinalIgnoreCase)))
            v.Add(field, "NAMES_SOMEBODY", "含有申请中的姓名、名称、证件号码或联系方式，请改写。", "It has a name, a number or a contact from the application: put it in other words.");
    }

    /// <summary>What is wanted, as it is searched.</summary>
    public static string SubjectOf(Wanted wanted, Applicant? applicant)
    {
        var text = Scrub(string.Join(' ', new[] { wanted.Title, wanted.DocumentNumber, wanted.Description }.Where(p => p.Length > 0)), applicant);
        return Cut.First(text, LongestSubject);
    }

    /// <summary>With asterisks for all but the first character of the name.</summary>
    public static Applicant Mask(Applicant applicant) => new(
        Star(applicant.Name, 1), applicant.IdentityDocument, Star(applicant.IdentityNumber), Star(applicant.CreditCode), Star(applicant.Representative, 1),
        Star(applicant.ContactPerson, 1), Star(applicant.Phone), Star(applicant.Email), Star(applicant.Address), Star(applicant.Postcode));

    /// <summary>Asterisks in place of all but so many characters at the beginning.</summary>
    public static string Star(string text, int shown = 0)
    {
        // Names begin with rare characters too, of which half would not be text.
        var length = text.EnumerateRunes().Count();
        return length <= shown ? new string('*', length) : string.Concat(text.EnumerateRunes().Take(shown)) + new string('*', length - shown);
    }

    /// <summary>Longest first, so that a name within an address does not leave the rest of it behind. Single characters name nobody.</summary>
    private static IEnumerable<string> Said(Applicant? applicant) => applicant is null
        ? []
        : new[]
        {
            applicant.Name, applicant.IdentityNumber, applicant.CreditCode, applicant.Representative, applicant.ContactPerson, applicant.Phone, applicant.Email,
            applicant.Address
        }.Where(s => s.Length > 1).Distinct().OrderByDescending(s => s.Length);

    private static IEnumerable<string> Said(Papers papers) =>
        Said(papers.Applicant).Concat(papers.ThirdParties.SelectMany(p => new[] { p.Name, p.Contact }).Where(s => s.Length > 1)).Distinct().OrderByDescending(s => s.Length);
}
