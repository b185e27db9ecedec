using Sunshine.Foundation.Storage;

namespace Sunshine.ReadingRooms;

/// <summary>Names of divisions, as they were on a day.</summary>
public sealed class Divisions(Collections collections)
{
    private const int Portion = 1_000;

    /// <summary>The divisions that are kept, of those asked for.</summary>
    public async Task<IReadOnlyDictionary<string, Division>> Find(IEnumerable<string> codes, CancellationToken cancel)
    {
        var found = new Dictionary<string, Division>();
        foreach (var part in codes.Where(c => c.Length is > 0 and <= 12).Distinct().Chunk(Portion))
        {
            foreach (var (code, stored) in await collections.Divisions.GetMany(part, cancel)) found[code] = stored.Value;
        }

        return found;
    }

    /// <summary>Of each its own name with those above it, up to the county: <c>海城市 西柳镇</c>. Where a code was none on the day, its last name.</summary>
    public async Task<Func<string, string>> Names(IEnumerable<string> codes, DateOnly on, CancellationToken cancel)
    {
        var found = await Find(codes.SelectMany(Upward), cancel);
        return code => string.Join(' ', Upward(code).Reverse().Select(c => found.TryGetValue(c, out var d) ? (d.On(on) ?? d.Periods[^1]).Name : "").Where(n => n.Length > 0));
    }

    /// <summary>A division and those above it, up to the county.</summary>
    private static IEnumerable<string> Upward(string code)
    {
        for (var at = code; at.Length > 0; at = DivisionCode.ParentOf(at))
        {
            if (at != code && DivisionCode.LevelOf(at) == V1.DivisionLevel.City) yield break;
            yield return at;
        }
    }
}
