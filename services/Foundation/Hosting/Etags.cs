namespace Sunshine.Foundation.Hosting;

/// <summary>Etags: a document's revision, as callers see it.</summary>
public static class Etags
{
    public static string Of(long revision) => $"r{revision}";

    /// <summary>The revision of an etag; null if it is empty.</summary>
    public static long? Revision(string etag, string field, Violations violations)
    {
        if (etag.Length == 0) return null;
        if (etag[0] == 'r' && long.TryParse(etag.AsSpan(1), out var revision) && revision > 0) return revision;
        violations.Add(field, "MALFORMED", "不是有效的 etag。", "Not an etag.");
        return null;
    }
}
