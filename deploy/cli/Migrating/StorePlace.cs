using MongoDB.Driver;
using Sunshine.Foundation.Storage.Transfer;

namespace Sunshine.Cli.Migrating;

/// <summary>Where all stores of a platform are. Two kinds: <see cref="FolderPlace"/> and <see cref="MongoPlace"/>.</summary>
internal abstract class StorePlace : IAsyncDisposable
{
    /// <param name="text">A folder, or MongoDB's connection string.</param>
    /// <param name="prefix">Of database names.</param>
    /// <exception cref="CommandFailedException">It is no place.</exception>
    public static StorePlace Of(string text, string prefix, TimeProvider time)
    {
        if (!text.StartsWith("mongodb", StringComparison.Ordinal) || !text.Contains("://", StringComparison.Ordinal)) return new FolderPlace(text, time);
        try
        {
            return new MongoPlace(text, prefix, time);
        }
        catch (MongoConfigurationException e)
        {
            throw new CommandFailedException($"That is no connection string of MongoDB: {e.Message}", e);
        }
    }

    /// <summary>As it may be shown.</summary>
    public abstract override string ToString();

    /// <summary>Names of the stores that are there, of whatever service.</summary>
    public abstract Task<IReadOnlyList<string>> Stores(CancellationToken cancel);

    /// <summary>Opens a store that is there. It stays open until this is disposed of.</summary>
    /// <exception cref="IOException">It is in use.</exception>
    public abstract IStoreContents Open(string store);

    /// <summary>Prepares for stores to be carried into it. What an earlier run left that was killed is thrown away.</summary>
    /// <returns>False if an earlier run had carried over all of them and was killed at its last step, which is done now.</returns>
    /// <exception cref="CommandFailedException">One of them is there already.</exception>
    public abstract Task<bool> Begin(IReadOnlyList<string> stores, CancellationToken cancel);

    /// <summary>Makes a store that no service opens before <see cref="Finish"/>.</summary>
    public abstract IStoreContents Make(string store);

    /// <summary>All stores are carried over and compared: they may be used.</summary>
    public abstract Task Finish(CancellationToken cancel);

    /// <summary>Throws away what was made.</summary>
    public abstract Task Abandon();

    public abstract ValueTask DisposeAsync();
}
