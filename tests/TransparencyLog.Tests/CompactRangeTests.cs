namespace Sunshine.TransparencyLog.Tests;

public sealed class CompactRangeTests
{
    [Fact]
    public void The_root_is_that_of_the_definition_at_every_size()
    {
        var tree = new CompactRange();
        Assert.Equal(Hash.Empty, tree.Root);
        for (var size = 1; size <= 700; size++)
        {
            tree.Append(Leaves.All[size - 1]);
            Assert.Equal(size, tree.Size);
            Assert.Equal(Naive.Root(Leaves.First(size)), tree.Root);
        }
    }

    [Fact]
    public void A_tree_goes_on_from_its_size_and_hashes()
    {
        var tree = new CompactRange();
        foreach (var leaf in Leaves.First(300))
        {
            tree = new CompactRange(tree.Size, tree.Hashes);
            tree.Append(leaf);
        }

        Assert.Equal(Naive.Root(Leaves.First(300)), tree.Root);
    }

    [Fact]
    public void The_hashes_of_tiles_come_when_they_are_complete()
    {
        var tree = new CompactRange();
        var levels = Enumerable.Range(0, CompactRange.MostTileLevels).Select(_ => new List<Hash>()).ToList();
        var room = new Hash[CompactRange.MostTileLevels];
        foreach (var leaf in Leaves.All)
        {
            var made = tree.Append(leaf, room);
            for (var level = 0; level < made; level++) levels[level].Add(room[level]);
        }

        foreach (var tile in Tile.Of(Leaves.Count).Where(tile => tile.Level != Tile.Entries))
        {
            var hashes = levels[tile.Level].Slice((int)tile.Index * Tile.Full, tile.Width);
            Assert.Equal(Hash.In(Leaves.Bytes(tile)).ToArray(), hashes);
        }

        Assert.Equal([70_000, 273, 1, 0, 0, 0, 0, 0], levels.Select(level => level.Count));
    }

    [Theory]
    [InlineData(0, 1), InlineData(1, 0), InlineData(7, 2), InlineData(8, 2), InlineData(long.MaxValue, 62)]
    public void Hashes_that_do_not_fit_the_size_are_refused(long size, int hashes) =>
        Assert.Throws<ArgumentException>(() => new CompactRange(size, new Hash[hashes]));

    [Fact]
    public void A_size_is_not_negative() => Assert.Throws<ArgumentOutOfRangeException>(() => new CompactRange(-1, new Hash[64]));
}
