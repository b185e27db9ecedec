namespace Sunshine.Powers;

/// <summary>What guides refer to, as far as it is there: looked up once for all that are checked together.</summary>
/// <param name="Fees">The ids that are items of the fee catalogue.</param>
/// <param name="UnknownPowers">The ids that are no powers.</param>
public sealed record GuideReferences(LawBook.Snapshot Laws, IReadOnlySet<string> Fees, IReadOnlySet<string> UnknownPowers)
{
    /// <summary>Longer than any id; such ones are refused without a look.</summary>
    public const int LongestId = 64;

    public static async Task<GuideReferences> Of(
        IReadOnlyCollection<V1.GuideContent> contents, LawBook laws, Collections collections, PowerLists powers, CancellationToken cancel)
    {
        var fees = new HashSet<string>();
        foreach (var some in Ids(contents.SelectMany(c => c.FeeIds)).Chunk(1_000)) fees.UnionWith((await collections.Fees.GetMany(some, cancel)).Keys);
        return new GuideReferences(await laws.Read(cancel), fees, await powers.Unknown(Ids(contents.SelectMany(c => c.PowerIds)), cancel));
    }

    private static string[] Ids(IEnumerable<string> ids) => [.. ids.Where(id => id.Length is > 0 and <= LongestId).Distinct()];
}
