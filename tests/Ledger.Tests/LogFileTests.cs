using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Sunshine.Foundation.Storage;
using Sunshine.Ledger.V1;
using Sunshine.TransparencyLog;

namespace Sunshine.Ledger.Tests;

public sealed class LogFileTests : LedgerTest
{
    /// <summary>Whether entries are changed as the version before pieces stored them.</summary>
    private bool _earlierForm;

    [Fact]
    public async Task The_log_is_served_as_files_by_the_rules_of_tlog_tiles()
    {
        await Tell(Told("catalogue", 1, 300));
        await Tell(Told("catalogue", 301, 310));
        Assert.Equal((HttpStatusCode.OK, "text/plain; charset=utf-8", "no-store"), await Head("checkpoint"));
        foreach (var path in new[] { "tile/0/000", "tile/0/001.p/44", "tile/0/001.p/54", "tile/1/000.p/1", "tile/entries/000", "tile/entries/001.p/54", "tile/entries/001.p/1" })
            Assert.Equal((HttpStatusCode.OK, "application/octet-stream", "public, max-age=604800, immutable"), await Head(path));
        foreach (var path in new[] { "tile/0/001", "tile/0/001.p/55", "tile/0/000.p/0", "tile/0/0", "tile/1/000", "tile/2/000.p/1", "tile/entries/002.p/1", "tile/8/000", "tile/x/000", "tile/0/../key" })
            Assert.Equal(HttpStatusCode.NotFound, (await Head(path)).Item1);

        using var client = Host.Http();
        var partial = await client.GetByteArrayAsync("/api/v1/ledger/log/tile/entries/001.p/44", Cancel);
        Assert.Equal(44, EntryBundle.Parse(partial, 44).Count);
        Assert.Equal((await Ledger.GetCheckpointAsync(new GetCheckpointRequest(), cancellationToken: Cancel)).VerifierKey + "\n", await client.GetStringAsync("/api/v1/ledger/log/key", Cancel));
    }

    [Theory]
    [InlineData(false), InlineData(true)]
    public async Task A_byte_that_is_changed_an_entry_that_is_dropped_and_two_that_are_swapped_are_found_where_they_are(bool earlierForm)
    {
        _earlierForm = earlierForm;
        await Tell(Told("catalogue", 1, 400));
        using var log = new LogReading(Collections);
        var entries = await log.Entries(1, 400, Cancel);

        var changed = entries.Select(e => e.ToArray()).ToArray();
        changed[44][60] ^= 1;
        Assert.Contains("entry 300", await Faults(changed), StringComparison.Ordinal);
        Assert.Contains("tile/entries/001.p/144", await Faults([.. entries[..44], .. entries[45..]]), StringComparison.Ordinal);
        var swapped = entries.ToArray();
        (swapped[10], swapped[11]) = (swapped[11], swapped[10]);
        var faults = await Faults(swapped);
        Assert.Contains("entry 266", faults, StringComparison.Ordinal);
        Assert.Contains("entry 267", faults, StringComparison.Ordinal);

        await Put(entries);
        Assert.True((await Audit()).IsSound);
        var tile = (await Collections.Tiles.Get(HashTile.IdOf(0, 1), Cancel))!;
        var hashes = tile.Value.Hashes.ToArray();
        hashes[32 * 7] ^= 1;
        await Collections.Tiles.Write([Write.Replace(HashTile.IdOf(0, 1), tile.Value with { Hashes = hashes }, tile.Revision)], Cancel);
        Assert.Contains("tile/0/001.p/144", string.Join('\n', (await Audit()).Faults), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_log_is_not_gone_on_with_under_another_key()
    {
        await Tell(Told("catalogue", 1, 1));
        using var folder = new Testing.Hosts.TemporaryFolder();
        var other = new LogKey(Host.Services.GetRequiredService<IOptions<LedgerOptions>>(), Options.Create(new StorageOptions { Path = folder.Path }), Host.Clock);
        var settling = new Settling(Collections, other, Options.Create(new LedgerOptions()), Host.Clock);
        await Assert.ThrowsAsync<InvalidDataException>(() => settling.Finish(Cancel));
        // And the name is the key's.
        Assert.Throws<InvalidDataException>(() => new LogKey(Options.Create(new LedgerOptions { Origin = "other.example/log" }), Options.Create(new StorageOptions { Path = folder.Path }), Host.Clock));
    }

    private async Task<(HttpStatusCode, string?, string?)> Head(string path)
    {
        using var client = Host.Http();
        using var answer = await client.GetAsync("/api/v1/ledger/log/" + path, Cancel);
        return (answer.StatusCode, answer.Content.Headers.ContentType?.ToString(), answer.Headers.CacheControl?.ToString());
    }

    private async Task<string> Faults(byte[][] entries)
    {
        await Put(entries);
        var report = await Audit();
        Assert.False(report.IsSound);
        return string.Join('\n', report.Faults);
    }

    private async Task Put(byte[][] entries)
    {
        if (_earlierForm)
        {
            await Collections.Bundles.Write([Write.Put(Bundle.IdOf(1), new Bundle(1, 144, Entries.Write(entries)))], Cancel);
            await Collections.Pieces.Write([.. Enumerable.Range(8, 5).Select(n => new Write<Piece>(Piece.IdOf(n), null, null, []))], Cancel);
            return;
        }

        // Each says that it is whole, as somebody who wants to hide something would.
        for (var (at, number) = (0, 8L); at < 144; at += Piece.Full, number++)
        {
            var count = Math.Min(Piece.Full, 144 - at);
            await Collections.Pieces.Write([Write.Put(Piece.IdOf(number), new Piece(number, count, Entries.Write(entries.Skip(at).Take(count))))], Cancel);
        }
    }
}
