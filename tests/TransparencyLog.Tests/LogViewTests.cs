using CsCheck;
using Sunshine.Testing.Logs;

namespace Sunshine.TransparencyLog.Tests;

public sealed class LogViewTests
{
    private static readonly MemoryLog Large = NumberedLog.Of(Leaves.Count);

    [Fact]
    public Task Every_entry_is_read_and_verified() =>
        Gen.Int[0, Leaves.Count - 1].SampleAsync(async index => Assert.Equal(Leaves.Entry(index), await (await Large.Open()).Entry(index)), iter: 100);

    [Fact]
    public async Task Only_the_files_on_the_way_are_read()
    {
        var log = Large.Copy();
        var view = await log.Open();
        await view.Entry(4_711, TestContext.Current.CancellationToken);
        string[] way = ["checkpoint", "tile/0/018", "tile/0/273.p/112", "tile/1/000", "tile/1/001.p/17", "tile/2/000.p/1", "tile/entries/018"];
        Assert.Equal(way, log.Asked.Order(StringComparer.Ordinal));

        await view.Prove(4_711, TestContext.Current.CancellationToken);
        Assert.Equal(way, log.Asked.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("tile/entries/018", "tile/entries/018: entry 4609: its hash is not the one in tile/0/018.")]
    [InlineData("tile/0/018", "tile/0/018: its root is not hash 18 of tile/1/000.")]
    [InlineData("tile/1/000", "tile/1/000: its root is not hash 0 of tile/2/000.p/1.")]
    [InlineData("tile/2/000.p/1", "checkpoint: tile/2/000.p/1, tile/1/001.p/17, tile/0/273.p/112 do not make its root.")]
    public async Task Whatever_is_changed_on_the_way_is_named(string path, string reason)
    {
        var log = Large.Copy();
        log.Files[path] = [.. log.Files[path]];
        log.Files[path][14] ^= 1;
        var view = await log.Open();
        Assert.Equal(reason, (await Assert.ThrowsAsync<BadLogException>(() => view.Entry(4_609, TestContext.Current.CancellationToken))).Message);

        log.Files[path] = log.Files[path][..^1];
        Assert.Contains(path, (await Assert.ThrowsAsync<BadLogException>(async () => await (await log.Open()).Entry(4_863, TestContext.Current.CancellationToken))).Message, StringComparison.Ordinal);

        log.Files.Remove(path, out _);
        Assert.Equal($"{path}: it is missing.", (await Assert.ThrowsAsync<BadLogException>(async () => await (await log.Open()).Entry(4_609, TestContext.Current.CancellationToken))).Message);
    }

    [Theory]
    [InlineData(-1), InlineData(3), InlineData(long.MaxValue)]
    public async Task An_entry_that_the_checkpoint_has_not_is_a_wrong_question(long index)
    {
        var view = await NumberedLog.Of(3).Open();
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => view.Entry(index, TestContext.Current.CancellationToken));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => view.Prove(index, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Only_tiles_of_the_tree_are_verified()
    {
        var tiles = new VerifiedTiles(3, Naive.Root(Leaves.First(3)), Leaves.Tiles().Read);
        foreach (var tile in new[] { new Tile(0, 0, 2), new Tile(Tile.Entries, 0, 3) })
            await Assert.ThrowsAsync<ArgumentException>(async () => await tiles.Read(tile, TestContext.Current.CancellationToken));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await tiles.Read(new Tile(0, 1, Tile.Full), TestContext.Current.CancellationToken));
    }
}
