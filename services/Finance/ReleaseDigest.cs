using System.Security.Cryptography;
using System.Text;
using Sunshine.Foundation.Hosting;

namespace Sunshine.Finance;

/// <summary>
/// SHA-256 over UTF-8 lines: title; phase; body, document number and day of the approval; element and text of each explanation; layout and digest of each table,
/// in the order of layouts. Parts of a line are told apart by tabs, which texts have as spaces; they have no line breaks either.
/// </summary>
public static class ReleaseDigest
{
    /// <param name="tables">Layout and digest.</param>
    public static string Of(Content content, IEnumerable<(string Layout, string Digest)> tables)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Add(content.Title);
        Add(content.Phase.Name());
        Add(content.Approval?.Body ?? "", content.Approval?.DocumentNumber ?? "", Days.Format(content.Approval?.On));
        foreach (var explanation in content.Explanations) Add(explanation.Element, explanation.Text);
        foreach (var (layout, digest) in tables.OrderBy(t => t.Layout, StringComparer.Ordinal)) Add(layout, digest);
        return Convert.ToHexStringLower(hash.GetHashAndReset());

        void Add(params IEnumerable<string> parts) =>
            hash.AppendData(Encoding.UTF8.GetBytes(string.Join('\t', parts.Select(p => p.Replace('\t', ' ').ReplaceLineEndings(" "))) + "\n"));
    }
}
