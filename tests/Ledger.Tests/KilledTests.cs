using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Sunshine.Acts;
using Sunshine.Foundation.Storage;
using Sunshine.Ledger.V1;
using Sunshine.Testing.Hosts;

namespace Sunshine.Ledger.Tests;

/// <summary>Replicas on one store, and processes that end at any of their writes.</summary>
public sealed class KilledTests : LedgerTest
{
    [Fact]
    public async Task A_kill_at_any_write_leaves_a_sound_log_in_which_each_act_is_once()
    {
        // With 250 there already, so that a bundle and a tile are filled and another begun.
        await Tell(Told("catalogue", 1, 250));
        var deaths = 0;
        for (var at = 0; ; at++)
        {
            var survived = 0;
            foreach (var before in new[] { true, false })
            {
                var first = 251 + (2 * at + (before ? 0 : 1)) * 20;
                var told = Told("catalogue", first, first + 19);
                if (await Append(new DyingStore(StoreOf(Host), at, before), told)) survived++;
                else deaths++;

                // Whoever was not answered tells it again, to a process that lives.
                await Tell(told);
                Assert.Equal(first + 19, await Size());
                var report = await Audit();
                Assert.True(report.IsSound, $"write {at}, before {before}: {string.Join('\n', report.Faults)}");
            }

            if (survived == 2) break;
        }

        // Staged, head, bundles, tiles, checkpoint and what was staged: each was interrupted.
        Assert.True(deaths >= 10, $"{deaths}");
        Assert.Equal(Enumerable.Range(1, (int)await Size()).Select(n => (long)n), (await All()).Select(a => a.Act.FirstNumber));
    }

    [Fact]
    public async Task Replicas_that_append_at_once_lose_nothing_and_write_nothing_twice()
    {
        var replicas = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Start(StoreOf(Host))));
        await Task.WhenAll(Enumerable.Range(0, 120).Select(i => replicas[i % 3].Append(Told($"source-{i % 4}", i / 4 * 10 + 1, i / 4 * 10 + 10), Cancel)));
        // And each of them once more, by another.
        await Task.WhenAll(Enumerable.Range(0, 120).Select(i => replicas[(i + 1) % 3].Append(Told($"source-{i % 4}", i / 4 * 10 + 1, i / 4 * 10 + 10), Cancel)));
        foreach (var replica in replicas) await replica.StopAsync(Cancel);

        var all = await All();
        Assert.Equal(1_200, all.Count);
        Assert.Equal(1_200, all.Select(a => (a.Source, a.Act.FirstNumber)).Distinct().Count());
        var report = await Audit();
        Assert.True(report.IsSound, string.Join('\n', report.Faults));
    }

    [Fact]
    public async Task What_was_decided_before_a_kill_is_served_after_the_next_start()
    {
        // Dies with the head written and nothing in place.
        Assert.False(await Append(new DyingStore(StoreOf(Host), 1, before: false), Told("catalogue", 1, 3)));
        Assert.Equal(0, await Size());
        await SettlingOf(Collections).Finish(Cancel);
        Assert.Equal(3, await Size());
        Assert.True((await Audit()).IsSound);
    }

    [Fact]
    public async Task Entries_that_an_earlier_version_stored_in_bundles_are_read_and_gone_on_with_whatever_is_killed()
    {
        // The second bundle is begun, and within it the second piece.
        await Tell(Told("catalogue", 1, 300));
        await ToBundles();
        Assert.Empty(await Pieces());
        using (var log = new LogReading(Collections))
        {
            Assert.Equal("items/300", ActEntry.Parse(await log.Entry(299, Cancel)).Resource);
            Assert.Equal((256, 44, 40), ((await log.Entries(0, 300, Cancel)).Length, (await log.Entries(1, 300, Cancel)).Length, (await log.Entries(1, 296, Cancel)).Length));
            await Assert.ThrowsAsync<InvalidDataException>(() => log.Entry(300, Cancel));
        }

        Assert.True((await Audit()).IsSound);
        await Tell(Told("catalogue", 301, 310));
        // Only what was begun is written anew.
        Assert.Equal([9L], (await Pieces()).Order());
        Assert.True((await Audit()).IsSound);

        var deaths = 0;
        for (var at = 0; ; at++)
        {
            var survived = 0;
            // Killed in this version, or in the one before: then the entries that are placed already are in bundles too.
            foreach (var inThis in new[] { true, false })
            {
                await ToBundles();
                var size = await Size();
                var told = Told("catalogue", size + 1, size + 45);
                if (await Append(new DyingStore(StoreOf(Host), at, before: false), told)) survived++;
                else deaths++;
                if (!inThis) await ToBundles();
                await Tell(told);
                Assert.Equal(size + 45, await Size());
                var report = await Audit();
                Assert.True(report.IsSound, $"write {at}, in this version {inThis}: {string.Join('\n', report.Faults)}");
            }

            if (survived == 2) break;
        }

        Assert.True(deaths >= 10, $"{deaths}");
        Assert.Equal(Enumerable.Range(1, (int)await Size()).Select(n => (long)n), (await All()).Select(a => a.Act.FirstNumber));
    }

    /// <summary>Stores the entries as the version before did.</summary>
    private async Task ToBundles()
    {
        var numbers = (await Pieces()).Order().ToList();
        foreach (var bundle in numbers.GroupBy(n => n / Piece.InBundle))
        {
            var pieces = await Collections.PiecesOf([.. Enumerable.Range(0, Piece.InBundle).Select(i => bundle.Key * Piece.InBundle + i)], long.MaxValue, Cancel);
            byte[][] entries = [.. pieces.OrderBy(p => p.Key).SelectMany(p => Entries.Read(p.Value.Value.Entries, p.Value.Value.Count))];
            await Collections.Bundles.Write([Write.Put(Bundle.IdOf(bundle.Key), new Bundle(bundle.Key, entries.Length, Entries.Write(entries)))], Cancel);
        }

        if (numbers.Count > 0) await Collections.Pieces.Write([.. numbers.Select(n => new Write<Piece>(Piece.IdOf(n), null, null, []))], Cancel);
    }

    private async Task<IReadOnlyList<long>> Pieces()
    {
        var numbers = new List<long>();
        await foreach (var piece in Collections.Pieces.All(Cancel)) numbers.Add(piece.Value.Number);
        return numbers;
    }

    private async Task<bool> Append(IStore store, ActsDone told)
    {
        var process = await Start(store);
        try
        {
            await process.Append(told, Cancel);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
        finally
        {
            await process.StopAsync(Cancel);
        }
    }

    private async Task<Sequencer> Start(IStore store)
    {
        var (collections, options) = (new Collections(store), Host.Services.GetRequiredService<IOptions<LedgerOptions>>());
        var sequencer = new Sequencer(collections, SettlingOf(collections), options, Host.Clock, NullLogger<Sequencer>.Instance);
        await sequencer.StartAsync(Cancel);
        return sequencer;
    }

    private Settling SettlingOf(Collections collections) =>
        new(collections, Host.Services.GetRequiredService<LogKey>(), Host.Services.GetRequiredService<IOptions<LedgerOptions>>(), Host.Clock);
}
