using System.Text.RegularExpressions;

namespace Sunshine.Foundation.Text;

/// <summary>
/// Numbers in a text that may tell who somebody is: identity cards (15 or 18 characters), bank cards (16-19 digits) and mobile telephones
/// (11 digits from 13). Written with full-width digits, spaces or hyphens as well. Wider than
/// <see cref="PersonalData"/>, which stops a publication and so must be right: what is starred by mistake only looks odd.
/// </summary>
public static partial class PersonalNumbers
{
    /// <summary>The text with such numbers starred; the same text if there is none.</summary>
    public static string Star(string text) => Numbers().Replace(text, m => new string('*', m.Length));

    [GeneratedRegex(@"(?<![0-9０-９])(?:[0-9０-９](?:[ -]?[0-9０-９]){14,18}[ -]?[XxＸｘ]?|[1１][ -]?[3-9３-９](?:[ -]?[0-9０-９]){9})(?![0-9０-９])")]
    private static partial Regex Numbers();
}
