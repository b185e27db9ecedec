using Google.Protobuf;

namespace Sunshine.Foundation.Hosting;

/// <summary>A page of what is computed anew for each call and so has no place in the store.</summary>
public static class OrderedPage
{
    /// <param name="sorted">By their key, by code point.</param>
    /// <param name="key">Tells each from the others.</param>
    /// <param name="after">The key at which the page before ended; null for the first.</param>
    public static (IReadOnlyList<T> Page, string NextPageToken) Of<T>(IReadOnlyList<T> sorted, Func<T, string> key, string? after, int size, IMessage request)
    {
        var rest = after is null ? sorted : [.. sorted.SkipWhile(x => string.CompareOrdinal(key(x), after) <= 0)];
        return ([.. rest.Take(size)], PageTokens.Of(rest.Count > size ? key(rest[size - 1]) : null, request));
    }
}
