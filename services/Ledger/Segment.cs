using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Text;
using Sunshine.Acts;

namespace Sunshine.Ledger;

/// <summary>What up to 65,536 acts in a row come to: their sums, what occurs in which bundle, and by which eight bytes each act's resource is found.</summary>
internal sealed class Segment(long number)
{
    /// <summary>Acts in a segment.</summary>
    public const int Length = Bundles * 256;

    private const int Bundles = 256;

    private readonly Dictionary<string, byte[]> _marks = new(StringComparer.Ordinal);
    private readonly List<ulong> _keys = [];

    public long Number { get; } = number;

    public CellSums Sums { get; } = new();

    /// <summary>How many acts it has.</summary>
    public int Count => _keys.Count;

    public bool IsFull => Count == Length;

    public static Segment Of(KeptSegment kept)
    {
        var segment = new Segment(kept.Number);
        foreach (var (key, amount) in kept.Sums) segment.Sums.Add(key, amount);
        foreach (var (mark, bundles) in kept.Marks) segment._marks[mark] = bundles;
        segment._keys.AddRange(MemoryMarshal.Cast<byte, ulong>(kept.Keys));
        return segment;
    }

    public KeptSegment ToKept() => new(Number, Sums.Stored(), _marks, MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(_keys)).ToArray());

    public static ulong KeyOf(string source, string resource) => XxHash3.HashToUInt64(Encoding.UTF8.GetBytes(source + '\n' + resource));

    public void Add(ActEntry entry)
    {
        var bundle = Count / 256;
        Sums.Add(entry);
        foreach (var mark in MarksOf(entry))
        {
            if (!_marks.TryGetValue(mark, out var bundles)) _marks[mark] = bundles = new byte[Bundles / 8];
            bundles[bundle / 8] |= (byte)(1 << (bundle % 8));
        }

        _keys.Add(KeyOf(entry.Source, entry.Resource));
    }

    /// <summary>Whether a bundle of it, from 0, may have all of these marks.</summary>
    public bool MayHave(int bundle, IReadOnlyList<string> marks)
    {
        foreach (var mark in marks)
        {
            if (!_marks.TryGetValue(mark, out var bundles) || (bundles[bundle / 8] & (1 << (bundle % 8))) == 0) return false;
        }

        return true;
    }

    /// <summary>Places in it, from 0, of acts that may be on a resource.</summary>
    public IEnumerable<int> Find(ulong key)
    {
        for (var at = 0; at < Count;)
        {
            var found = CollectionsMarshal.AsSpan(_keys)[at..].IndexOf(key);
            if (found < 0) yield break;
            at += found + 1;
            yield return at - 1;
        }
    }

    private static IEnumerable<string> MarksOf(ActEntry entry)
    {
        yield return Mark.Source(entry.Source);
        yield return Mark.Kind(entry.Kind);
        if (entry.Agency is { } agency) yield return Mark.Agency(agency);
        foreach (var what in (entry.Counts ?? []).Select(c => c.What).Distinct()) yield return Mark.What(what);
    }
}

/// <summary>What may occur in a bundle, as segments note it.</summary>
internal static class Mark
{
    public static string Source(string name) => "s:" + name;

    public static string Kind(string name) => "k:" + name;

    public static string Agency(string id) => "a:" + id;

    public static string What(string what) => "w:" + what;
}
