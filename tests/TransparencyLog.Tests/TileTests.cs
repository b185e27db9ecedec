using CsCheck;

namespace Sunshine.TransparencyLog.Tests;

public sealed class TileTests
{
    [Theory]
    [InlineData(0, 0, 256, "tile/0/000")]
    [InlineData(0, 999, 256, "tile/0/999")]
    [InlineData(0, 1_000, 256, "tile/0/x001/000")]
    [InlineData(0, 1_234_067, 256, "tile/0/x001/x234/067")]
    [InlineData(0, 256_000, 256, "tile/0/x256/000")]
    [InlineData(1, 999_999, 256, "tile/1/x999/999")]
    [InlineData(1, 1_000_000, 256, "tile/1/x001/x000/000")]
    [InlineData(63, 0, 256, "tile/63/000")]
    [InlineData(0, 1_000, 44, "tile/0/x001/000.p/44")]
    [InlineData(2, 0, 1, "tile/2/000.p/1")]
    [InlineData(0, 273, 255, "tile/0/273.p/255")]
    [InlineData(Tile.Entries, 0, 256, "tile/entries/000")]
    [InlineData(Tile.Entries, 1_234_067, 3, "tile/entries/x001/x234/067.p/3")]
    [InlineData(0, long.MaxValue, 256, "tile/0/x009/x223/x372/x036/x854/x775/807")]
    public void Paths_are_written_and_read(int level, long index, int width, string path)
    {
        var tile = new Tile(level, index, width);
        Assert.Equal(path, tile.Path);
        Assert.True(Tile.TryParse(path, out var read));
        Assert.Equal(tile, read);
    }

    [Theory]
    [InlineData("")]
    [InlineData("tile")]
    [InlineData("tile/0")]
    [InlineData("tile/0/")]
    [InlineData("tile/entries")]
    [InlineData("/tile/0/000")]
    [InlineData("tile/0/000/")]
    [InlineData("tile//000")]
    [InlineData("tiles/0/000")]
    [InlineData("tile/data/000")]
    [InlineData("tile/Entries/000")]
    [InlineData("tile/8/0/000")]
    [InlineData("tile/00/000")]
    [InlineData("tile/01/000")]
    [InlineData("tile/64/000")]
    [InlineData("tile/-1/000")]
    [InlineData("tile/+1/000")]
    [InlineData("tile/ 1/000")]
    [InlineData("tile/0/0")]
    [InlineData("tile/0/00")]
    [InlineData("tile/0/0000")]
    [InlineData("tile/0/1000")]
    [InlineData("tile/0/x000/000")]
    [InlineData("tile/0/x000/001")]
    [InlineData("tile/0/001/000")]
    [InlineData("tile/0/x001")]
    [InlineData("tile/0/x001/x000")]
    [InlineData("tile/0/X001/000")]
    [InlineData("tile/0/x1/000")]
    [InlineData("tile/0/xx001/000")]
    [InlineData("tile/0/00x/000")]
    [InlineData("tile/0/x009/x223/x372/x036/x854/x775/808")]
    [InlineData("tile/0/x999/x999/x999/x999/x999/x999/x999/999")]
    [InlineData("tile/0/000.p")]
    [InlineData("tile/0/000.p/")]
    [InlineData("tile/0/000.p/0")]
    [InlineData("tile/0/000.p/00")]
    [InlineData("tile/0/000.p/01")]
    [InlineData("tile/0/000.p/256")]
    [InlineData("tile/0/000.p/1000")]
    [InlineData("tile/0/000.p/-1")]
    [InlineData("tile/0/000.p/1/1")]
    [InlineData("tile/0/000.p/1.p/1")]
    [InlineData("tile/0/000.p.p/1")]
    [InlineData("tile/0.p/1")]
    [InlineData("tile/0/x001.p/000")]
    [InlineData("tile/0/x001.p/1")]
    [InlineData("tile/0/٠٠٠")]
    [InlineData("tile/0/../checkpoint")]
    public void Other_paths_are_refused(string path)
    {
        Assert.False(Tile.TryParse(path, out var tile));
        Assert.Equal(default, tile);
    }

    [Fact]
    public void Every_tile_is_read_back_from_its_path() =>
        Gen.Select(Gen.Int[-1, 63], Gen.Long[0, long.MaxValue], Gen.Int[1, 256]).Sample((level, index, width) =>
            Tile.TryParse(new Tile(level, index, width).Path, out var read) && read == new Tile(level, index, width));

    [Fact]
    public void A_character_more_or_less_is_another_tile_or_none() =>
        Gen.Select(Gen.Int[-1, 8], Gen.Int[0, 2_000_000], Gen.Int[1, 256], Gen.Int[0, 40], Gen.OneOf<string>("", "0", "x", "/", "1", ".p/1")).Sample((level, index, width, at, put) =>
        {
            var path = new Tile(level, index, width).Path;
            var changed = at < path.Length ? path[..at] + put + path[(at + 1)..] : path + put;
            Assert.True(!Tile.TryParse(changed, out var read) || read.Path == changed);
        });

    [Fact]
    public void A_tree_of_70000_has_the_tiles_of_the_specification()
    {
        var tiles = Tile.Of(70_000).ToList();

        Assert.Equal(274 + 274 + 2 + 1, tiles.Count);
        Assert.Equal(Enumerable.Range(0, 273).Select(i => new Tile(0, i, 256)), tiles.Where(t => t.Level == 0 && t.IsFull));
        Assert.Equal(
            ["tile/entries/273.p/112", "tile/0/273.p/112", "tile/1/001.p/17", "tile/2/000.p/1"],
            tiles.Where(t => !t.IsFull).Select(t => t.Path));
        Assert.Contains(new Tile(1, 0, 256), tiles);
    }

    [Theory]
    [InlineData(0, new string[0])]
    [InlineData(1, new[] { "tile/entries/000.p/1", "tile/0/000.p/1" })]
    [InlineData(255, new[] { "tile/entries/000.p/255", "tile/0/000.p/255" })]
    [InlineData(256, new[] { "tile/entries/000", "tile/0/000", "tile/1/000.p/1" })]
    [InlineData(257, new[] { "tile/entries/000", "tile/entries/001.p/1", "tile/0/000", "tile/0/001.p/1", "tile/1/000.p/1" })]
    public void Small_trees_have_these_tiles(long size, string[] paths) => Assert.Equal(paths, Tile.Of(size).Select(t => t.Path));

    [Fact]
    public void No_tile_is_empty_where_a_level_ends() =>
        Assert.Equal(["tile/2/000.p/1"], Tile.Of(65_536).Where(t => !t.IsFull).Select(t => t.Path));

    [Fact]
    public void The_tiles_of_a_tree_are_those_it_had_before_or_has_got_since() =>
        Gen.Select(Gen.Int[0, 140_000], Gen.Int[0, 1_000], Gen.Bool).Sample((from, more, far) =>
        {
            var to = far ? from + more * 100 : from + more;
            var before = Tile.Of(from).ToHashSet();
            Assert.Equal(Tile.Of(to).Where(tile => !before.Contains(tile)), Tile.Between(from, to));
            Assert.All(Tile.Of(to), tile => Assert.Equal(tile, Tile.At(tile.Level, tile.Index, to)));
        }, iter: 200);

    [Fact]
    public void The_largest_tree_has_eight_levels()
    {
        Assert.Equal(Enumerable.Range(0, 8).Reverse().Select(level => (level, level == 7 ? 127 : 255)), Tile.Edge(long.MaxValue).Select(t => (t.Level, t.Width)));
        Assert.Equal("tile/0/x036/x028/x797/x018/x963/967.p/255", Tile.At(0, long.MaxValue >> 8, long.MaxValue).Path);
    }

    [Theory]
    [InlineData(0, 0, 0), InlineData(0, 1, 256), InlineData(0, -1, 256), InlineData(1, 0, 255), InlineData(8, 0, long.MaxValue)]
    public void Beyond_a_tree_there_is_no_tile(int level, long index, long size) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Tile.At(level, index, size));
}
