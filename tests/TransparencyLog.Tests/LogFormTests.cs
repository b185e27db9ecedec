using CsCheck;
using Sunshine.Testing.Logs;

namespace Sunshine.TransparencyLog.Tests;

/// <summary>That the files which logs are read from here, and the product's in the same way, are those of the definition.</summary>
public sealed class LogFormTests
{
    [Fact]
    public void However_entries_are_batched_the_files_are_those_of_the_definition() =>
        Gen.Int[0, 600].Array[1, 6].Sample(batches =>
        {
            var (log, size) = (new MemoryLog(), 0);
            foreach (var batch in batches)
            {
                var before = size;
                var there = log.Files.Keys.ToHashSet();
                size += batch;
                Assert.Equal(new Checkpoint(MemoryLog.Key.Verifier.Name, size, Naive.Root(Leaves.First(size))), log.Append(Enumerable.Range(before, batch).Select(Leaves.Entry)));
                Assert.Equal(
                    Tile.Between(before, size).Select(tile => tile.Path).ToHashSet(),
                    log.Files.Keys.Where(path => path != Checkpoint.Path && !there.Contains(path)).ToHashSet());
            }

            Assert.All(log.Files.Where(file => file.Key != Checkpoint.Path), file =>
            {
                Assert.True(Tile.TryParse(file.Key, out var tile));
                Assert.Equal(Expected(tile), file.Value);
            });
            Assert.All(Tile.Of(size), tile => Assert.Contains(tile.Path, log.Files.Keys));
        }, iter: 60);

    [Fact]
    public void The_third_level_comes_with_entry_65536()
    {
        var log = NumberedLog.Of(65_535);
        var there = log.Files.Keys.ToHashSet();
        log.Append([Leaves.Entry(65_535)]);
        var made = log.Files.Keys.Where(path => !there.Contains(path)).Order(StringComparer.Ordinal).ToList();
        Assert.Equal(["tile/0/255", "tile/1/000", "tile/2/000.p/1", "tile/entries/255"], made);
        Assert.All(made, path => Assert.Equal(Expected(Tile.TryParse(path, out var tile) ? tile : default), log.Files[path]));
    }

    [Fact]
    public async Task A_log_whose_right_edge_is_another_is_not_believed()
    {
        foreach (var size in new[] { 1, 3, 255, 257, 600 })
        {
            foreach (var tile in Tile.Of(size).Where(tile => !tile.IsFull))
            {
                var log = NumberedLog.Of(size);
                foreach (var at in new[] { 0, 1, log.Files[tile.Path].Length - 1 })
                {
                    var copy = log.Copy();
                    copy.Files[tile.Path] = [.. log.Files[tile.Path]];
                    copy.Files[tile.Path][at] ^= 1;
                    await Assert.ThrowsAsync<BadLogException>(() => Edge(copy, size));
                }

                log.Files.Remove(tile.Path, out _);
                Assert.Equal($"{tile}: it is missing.", (await Assert.ThrowsAsync<BadLogException>(() => Edge(log, size))).Message);
            }
        }
    }

    /// <summary>Reads every entry of the last bundle, and so everything at the right edge.</summary>
    private static async Task Edge(MemoryLog log, int size)
    {
        var view = await log.Open();
        for (var index = size / Tile.Full * Tile.Full; index < size; index++) await view.Entry(index, TestContext.Current.CancellationToken);
    }

    private static byte[] Expected(Tile tile) => tile.Level == Tile.Entries
        ? EntryBundleTests.Write([.. Enumerable.Range((int)tile.Index * Tile.Full, tile.Width).Select(Leaves.Entry)])
        : Leaves.Bytes(tile);
}
