using System.Security.Cryptography;
using System.Text;
using Sunshine.TransparencyLog;

namespace Sunshine.Catalogue;

/// <summary>
/// What a reported figure states, as a text of one line a field. A source that has a key signs this text as a signed note (c2sp.org/signed-note), so that neither the platform can alter its figure nor
/// the source deny it; the ledger has the digest of the statement with its signature either way.
/// </summary>
public static class TallyStatement
{
    /// <summary>Says what is signed, so that no signature under one kind of text counts for another: a checkpoint's second line is a number.</summary>
    private const string Heading = "sunshine.catalogue.v1.Tally";

    /// <summary>The text that is signed, its last newline included. Every field has its line, empty or not, in this order and as it was sent.</summary>
    public static string TextOf(V1.Tally t) => Heading + "\n" + string.Concat(Fields(t).Select(f => $"{f.Name}: {f.Value}\n"));

    /// <summary>The fields that cannot be stated, since they have more than one line.</summary>
    public static IEnumerable<string> SeveralLines(V1.Tally t) => Fields(t).Where(f => f.Value.Any(c => char.IsControl(c) || c is '\u2028' or '\u2029')).Select(f => f.Name);

    /// <summary>The statement with its signature, a signed note; the text alone if it has none.</summary>
    public static string Of(V1.Tally t) => t.Signature.Length == 0 ? TextOf(t) : $"{TextOf(t)}\n{t.Signature}\n";

    /// <summary>SHA-256 of <see cref="Of"/> in UTF-8, lower-case hexadecimal: what the ledger has of it.</summary>
    public static string DigestOf(V1.Tally t) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Of(t))));

    /// <summary>Which of some keys signed the statement.</summary>
    /// <exception cref="BadLogException">None did, or the signature is no signature line.</exception>
    public static VerifierKey SignerOf(V1.Tally t, params IEnumerable<VerifierKey> keys) => new SignedNote(TextOf(t), NoteSignature.Parse(t.Signature)).Verify(keys)[0].Key;

    /// <summary>The signature of a statement, as <c>Tally.signature</c> has it.</summary>
    /// <exception cref="ArgumentException">A field has more than one line.</exception>
    public static string Sign(V1.Tally t, SignerKey key)
    {
        if (SeveralLines(t).FirstOrDefault() is { } field) throw new ArgumentException($"{field} has more than one line.");
        var text = TextOf(t);
        return key.Sign(text).ToString();
    }

    private static (string Name, string Value)[] Fields(V1.Tally t) =>
    [
        ("agencyId", t.AgencyId), ("source", t.Source), ("measure", t.Measure), ("periodFrom", t.PeriodFrom), ("periodTo", t.PeriodTo), ("value", t.Value), ("unit", t.Unit), ("scope", t.Scope),
        ("documentNumber", t.DocumentNumber), ("itemId", t.ItemId), ("replaces", t.Replaces)
    ];
}
