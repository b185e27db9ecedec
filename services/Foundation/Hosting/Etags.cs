namespace Sunshine.Foundation.Hosting;

/// <summary>Etags: a document's revision, as callers see it.</summary>
public static class Etags
{
    public static string Of(long revision) => $"r{revision}";

    /// <summary>Refuses an etag that is given and is not the current one.</summary>
    /// <exception cref="RefusedException">It is another; the current one is among the facts. Or it is none at all.</exception>
    public static void Require(string etag, string field, long current)
    {
        var violations = new Violations();
        var given = Revision(etag, field, violations);
        violations.ThrowIfAny();
        if (given is { } revision && revision != current) throw Stale(current);
    }

    /// <summary>The refusal of a write that was not based on the current revision.</summary>
    public static RefusedException Stale(long current) => Refusals.StaleEtag.Of().With("etag", Of(current));

    /// <summary>The revision of an etag; null if it is empty.</summary>
    public static long? Revision(string etag, string field, Violations violations)
    {
        if (etag.Length == 0) return null;
        if (etag[0] == 'r' && long.TryParse(etag.AsSpan(1), out var revision) && revision > 0) return revision;
        violations.Add(field, "MALFORMED", "不是有效的 etag。", "Not an etag.");
        return null;
    }
}
