using System.Globalization;
using System.Text;

namespace Sunshine.Foundation.Storage.Transfer;

/// <summary>A collection that is carried from one store to another, whatever its documents are.</summary>
public abstract class CarriedCollection(string name)
{
    public string Name { get; } = name;

    /// <summary>Puts all documents of one store into another, which has none.</summary>
    internal abstract Task Carry(IStoreContents from, IStoreContents to, CancellationToken cancel);

    /// <summary>What a store has of it: the same for the same documents, revisions and order in either engine.</summary>
    internal abstract Task<ContentDigest> Digest(IStore store, CancellationToken cancel);
}

/// <summary>A collection with its declaration.</summary>
public sealed class CarriedCollection<T>(Collection<T> collection) : CarriedCollection(collection.Name) where T : class
{
    /// <summary>Documents that are held at once. Some have megabytes.</summary>
    private const int Portion = 100;

    internal override async Task Carry(IStoreContents from, IStoreContents to, CancellationToken cancel)
    {
        // Also if there is none, so that the other store knows the collection.
        await to.Put(collection, [], cancel);
        var portion = new List<Stored<T>>(Portion);
        await foreach (var stored in from.Store.Open(collection).All(cancel))
        {
            portion.Add(stored);
            if (portion.Count < Portion) continue;
            await to.Put(collection, portion, cancel);
            portion.Clear();
        }

        await to.Put(collection, portion, cancel);
    }

    internal override async Task<ContentDigest> Digest(IStore store, CancellationToken cancel)
    {
        using var digest = new DigestBuilder(Name);
        await foreach (var stored in store.Open(collection).All(cancel))
        {
            digest.Add(
                Encoding.UTF8.GetBytes(collection.Id(stored.Value)), Encoding.UTF8.GetBytes(stored.Revision.ToString(CultureInfo.InvariantCulture)),
                CanonicalJson.Of(Sqlite.SqliteStore.ToJson(collection, stored.Value)));
        }

        return digest.Done();
    }
}
