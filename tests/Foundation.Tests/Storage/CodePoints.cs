namespace Sunshine.Foundation.Tests.Storage;

/// <summary>Orders strings as the stores do: by code point, which differs from UTF-16 beyond U+D7FF.</summary>
internal sealed class CodePoints : IComparer<object>
{
    public static readonly CodePoints Order = new();

    public int Compare(object? x, object? y) => x is string a && y is string b
        ? a.EnumerateRunes().Select(r => r.Value).Zip(b.EnumerateRunes().Select(r => r.Value), (l, r) => l.CompareTo(r))
            .FirstOrDefault(c => c != 0) is var first && first != 0 ? first : a.Length.CompareTo(b.Length)
        : Comparer<object>.Default.Compare(x, y);
}
