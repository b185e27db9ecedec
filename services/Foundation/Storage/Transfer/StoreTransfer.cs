using System.Globalization;
using System.Text;

namespace Sunshine.Foundation.Storage.Transfer;

/// <summary>Carries all that one store keeps into an empty one, and compares them.</summary>
/// <param name="collections">Of the service whose store it is.</param>
public sealed class StoreTransfer(IStoreContents from, IStoreContents to, IReadOnlyCollection<CarriedCollection> collections)
{
    private const int Portion = 500;

    /// <exception cref="StoreTransferException">There is something in it that this program does not know, or that is damaged.</exception>
    public async Task Carry(CancellationToken cancel)
    {
        var known = collections.Select(c => c.Name).ToHashSet(StringComparer.Ordinal);
        if ((await from.Collections(cancel)).FirstOrDefault(c => !known.Contains(c)) is { } unknown)
            throw new StoreTransferException($"There is a collection {unknown}, which this program does not know. Take the program that runs on the store.");
        await foreach (var hash in from.Files(cancel))
        {
            await using var content = await from.Store.Files.Open(hash, cancel) ?? throw new StoreTransferException($"The file {hash} was deleted meanwhile: the store is in use.");
            if ((await to.Store.Files.Save(content, long.MaxValue, null, cancel)).Sha256 != hash) throw new StoreTransferException($"The file {hash} is damaged; put it back from a backup first.");
        }

        foreach (var collection in collections) await collection.Carry(from, to, cancel);
        await to.Put(await from.Counters(cancel), cancel);
        var portion = new List<KeptEvent>(Portion);
        await foreach (var kept in from.Events(cancel))
        {
            portion.Add(kept);
            if (portion.Count < Portion) continue;
            await to.Put(portion, cancel);
            portion.Clear();
        }

        await to.Put(portion, cancel);
    }

    /// <summary>What is in both, read anew. Where the two differ, the first was written meanwhile.</summary>
    public async Task<IReadOnlyList<(ContentDigest From, ContentDigest To)>> Compare(CancellationToken cancel)
    {
        var (left, right) = (await Digests(from, cancel), await Digests(to, cancel));
        return [.. left.Zip(right)];
    }

    private async Task<List<ContentDigest>> Digests(IStoreContents contents, CancellationToken cancel)
    {
        var digests = new List<ContentDigest>();
        foreach (var collection in collections.OrderBy(c => c.Name, StringComparer.Ordinal)) digests.Add(await collection.Digest(contents.Store, cancel));
        using var counters = new DigestBuilder("(counters)");
        foreach (var (name, last) in (await contents.Counters(cancel)).OrderBy(c => c.Key, StringComparer.Ordinal)) counters.Add(Encoding.UTF8.GetBytes(name), Bytes(last));
        digests.Add(counters.Done());
        using var events = new DigestBuilder("(events)");
        await foreach (var kept in contents.Events(cancel))
        {
            events.Add(
                Bytes(kept.Number), Encoding.UTF8.GetBytes(kept.Event.Id), Encoding.UTF8.GetBytes(kept.Event.Topic), Encoding.UTF8.GetBytes(kept.Event.Data),
                kept.Waiting is { } waiting ? [.. Bytes(waiting.Attempts), .. Bytes(waiting.Due.ToUnixTimeMilliseconds())] : []);
        }

        digests.Add(events.Done());
        digests.Add(await Files(contents, cancel));
        return digests;
    }

    /// <summary>By their names, which are those of their bytes and have been compared with them on the way.</summary>
    private static async Task<ContentDigest> Files(IStoreContents contents, CancellationToken cancel)
    {
        var hashes = new List<string>();
        await foreach (var hash in contents.Files(cancel)) hashes.Add(hash);
        using var files = new DigestBuilder("(files)");
        foreach (var hash in hashes.Order(StringComparer.Ordinal)) files.Add(Encoding.UTF8.GetBytes(hash));
        return files.Done();
    }

    private static byte[] Bytes(long number) => Encoding.UTF8.GetBytes(number.ToString(CultureInfo.InvariantCulture) + ";");
}

/// <summary>A store cannot be carried over. The message says why.</summary>
public sealed class StoreTransferException(string message) : Exception(message);
