namespace Sunshine.TransparencyLog.Tests;

/// <summary>The eight entries by which implementations of Certificate Transparency compare themselves.</summary>
public sealed class KnownAnswerTests
{
    private static readonly Hash[] Leaf =
    [
        .. new[] { "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f" }
            .Select(hex => Hash.Leaf(Convert.FromHexString(hex)))
    ];

    private static readonly string[] Roots =
    [
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"
    ];

    private const string A = "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7";
    private const string B = "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e";
    private const string C = "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4";
    private const string D = "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a";
    private const string E = "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0";

    [Fact]
    public void Roots_are_the_known_ones()
    {
        var tree = new CompactRange();
        foreach (var (leaf, root) in Leaf.Zip(Roots))
        {
            tree.Append(leaf);
            Assert.Equal(root, Hex(tree.Root));
        }
    }

    [Fact]
    public async Task Proofs_are_the_known_ones()
    {
        var cancel = TestContext.Current.CancellationToken;
        var tree = new TiledTree(8, (_, _) => ValueTask.FromResult<ReadOnlyMemory<byte>>(Leaf.SelectMany(l => l.Bytes.ToArray()).ToArray()));
        Assert.Equal([A, B, C], (await tree.Inclusion(0, cancel)).Select(Hex));
        Assert.Equal([A, B, C], (await tree.Consistency(1, cancel)).Select(Hex));
        Assert.Equal([D, E, Roots[3]], (await tree.Consistency(6, cancel)).Select(Hex));
        Assert.Empty(await tree.Consistency(8, cancel));
    }

    private static string Hex(Hash hash) => Convert.ToHexStringLower(hash.Bytes);
}
