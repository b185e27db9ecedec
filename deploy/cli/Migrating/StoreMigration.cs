using Sunshine.Foundation.Storage.Transfer;

namespace Sunshine.Cli.Migrating;

/// <summary>Carries a platform's stores from one place to another that has none: all of them, or nothing that a service would open.</summary>
internal sealed class StoreMigration(StorePlace from, StorePlace to)
{
    /// <summary>Stores that are there and that no service is known of. They stay.</summary>
    public List<string> Unknown { get; } = [];

    /// <param name="compared">Hears what is in both places, store by store.</param>
    /// <returns>False if an earlier run had done it all but for its last step, which is done now.</returns>
    /// <exception cref="CommandFailedException">It cannot be done; there is nothing of it then.</exception>
    public async Task<bool> Run(Action<string, IReadOnlyList<(ContentDigest From, ContentDigest To)>> compared, CancellationToken cancel)
    {
        var there = await from.Stores(cancel);
        var names = PlatformStores.All.Keys.Where(there.Contains).ToList();
        Unknown.AddRange(there.Where(s => !PlatformStores.All.ContainsKey(s)).Order(StringComparer.Ordinal));
        if (names.Count == 0) throw new CommandFailedException($"There is no store in {from}.");
        // All are held before the first is read: with SQLite that keeps the platform from starting, and shows that it has not.
        var sources = names.ConvertAll(name => (Name: name, Contents: from.Open(name)));
        if (!await to.Begin(names, cancel)) return false;
        try
        {
            var transfers = new List<(string Name, StoreTransfer Transfer)>();
            foreach (var (name, source) in sources)
            {
                var opened = new OpenedCollections(source.Store);
                PlatformStores.All[name](opened);
                var transfer = new StoreTransfer(source, to.Make(name), opened.All);
                await transfer.Carry(cancel);
                transfers.Add((name, transfer));
            }

            // After the last one was carried: what was written to any of them meanwhile shows.
            var differences = new List<string>();
            foreach (var (name, transfer) in transfers)
            {
                var pairs = await transfer.Compare(cancel);
                compared(name, pairs);
                differences.AddRange(pairs.Where(p => p.From != p.To).Select(p => $"{name} {p.From.Name}"));
            }

            if (differences.Count > 0)
                throw new CommandFailedException($"{string.Join(", ", differences)}: the two places differ. {from} was written meanwhile; stop every process of the platform first.");
        }
        catch (StoreTransferException e)
        {
            await to.Abandon();
            throw new CommandFailedException(e.Message, e);
        }
        catch
        {
            await to.Abandon();
            throw;
        }

        // What breaks off from here on is gone on with by the next run.
        await to.Finish(cancel);
        return true;
    }
}
