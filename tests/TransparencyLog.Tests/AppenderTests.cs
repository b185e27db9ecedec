using CsCheck;

namespace Sunshine.TransparencyLog.Tests;

public sealed class AppenderTests
{
    [Fact]
    public void However_entries_are_batched_the_files_are_those_of_the_definition() =>
        Gen.Int[0, 600].Array[1, 6].Sample(batches =>
        {
            var (log, size) = (new Appender(), 0);
            var files = new Dictionary<Tile, byte[]>();
            foreach (var batch in batches)
            {
                var before = size;
                for (; size < before + batch; size++) Assert.Equal(size, log.Append(Leaves.Entry(size)));
                var taken = log.Take();
                foreach (var content in taken) files.Add(content.Tile, content.Bytes.ToArray());
                Assert.Equal(Tile.Between(before, size).ToHashSet(), taken.Select(t => t.Tile).ToHashSet());
                Assert.Equal((size, Naive.Root(Leaves.First(size))), (log.Size, log.Root));
                Assert.Empty(log.Take());
            }

            Assert.All(files, file => Assert.Equal(Expected(file.Key), file.Value));
            Assert.All(Tile.Of(size), tile => Assert.Contains(tile, files.Keys));
        }, iter: 60);

    [Fact]
    public void The_third_level_comes_with_entry_65536()
    {
        var log = new Appender();
        for (var i = 0; i < 65_535; i++) log.Append(Leaves.Entry(i));
        log.Take();
        log.Append(Leaves.Entry(65_535));
        var taken = log.Take();
        Assert.Equal(
            ["tile/0/255", "tile/1/000", "tile/2/000.p/1", "tile/entries/255"],
            taken.Select(t => t.Tile.Path).Order(StringComparer.Ordinal));
        Assert.All(taken, content => Assert.Equal(Expected(content.Tile), content.Bytes.ToArray()));
    }

    [Fact]
    public Task A_log_is_gone_on_with_as_if_it_had_never_stopped() =>
        Gen.Select(Gen.Int[0, 800], Gen.Int[0, 600]).SampleAsync(async (before, more) =>
        {
            var stored = MemoryLog.Of(before);
            var log = await Appender.Resume(before, Naive.Root(Leaves.First(before)), stored.Reader());
            for (var size = before; size < before + more; size++) log.Append(Leaves.Entry(size));
            Assert.Equal(Naive.Root(Leaves.First(before + more)), log.Root);
            var taken = log.Take();
            Assert.Equal(Tile.Between(before, before + more).ToHashSet(), taken.Select(t => t.Tile).ToHashSet());
            Assert.All(taken, content => Assert.Equal(Expected(content.Tile), content.Bytes.ToArray()));
        }, iter: 60);

    [Fact]
    public async Task A_log_whose_right_edge_is_another_is_not_gone_on_with()
    {
        foreach (var size in new[] { 1, 3, 255, 257, 600 })
        {
            var root = Naive.Root(Leaves.First(size));
            foreach (var tile in Tile.Of(size).Where(tile => !tile.IsFull))
            {
                var log = MemoryLog.Of(size);
                foreach (var at in new[] { 0, 1, log.Files[tile.Path].Length - 1 })
                {
                    var copy = log.Copy();
                    copy.Files[tile.Path] = [.. log.Files[tile.Path]];
                    copy.Files[tile.Path][at] ^= 1;
                    await Assert.ThrowsAsync<BadLogException>(() => Appender.Resume(size, root, copy.Reader(), TestContext.Current.CancellationToken));
                }

                log.Files.Remove(tile.Path, out _);
                var refused = await Assert.ThrowsAsync<BadLogException>(() => Appender.Resume(size, root, log.Reader(), TestContext.Current.CancellationToken));
                Assert.Equal($"{tile}: it is missing.", refused.Message);
            }
        }

        await Assert.ThrowsAsync<BadLogException>(() => Appender.Resume(0, default, new MemoryLog().Reader(), TestContext.Current.CancellationToken));
    }

    [Fact]
    public void A_refused_entry_leaves_the_log_as_it_was()
    {
        var log = new Appender();
        log.Append([1]);
        var root = log.Root;
        Assert.Throws<ArgumentException>(() => log.Append(new byte[EntryBundle.MostEntryBytes + 1]));
        Assert.Equal((1, root), (log.Size, log.Root));
        Assert.Equal("000101", Convert.ToHexString(log.Take().Single(t => t.Tile.Level == Tile.Entries).Bytes.Span));
    }

    private static byte[] Expected(Tile tile) => tile.Level == Tile.Entries
        ? EntryBundleTests.Write([.. Enumerable.Range((int)tile.Index * Tile.Full, tile.Width).Select(Leaves.Entry)])
        : Leaves.Bytes(tile);
}
