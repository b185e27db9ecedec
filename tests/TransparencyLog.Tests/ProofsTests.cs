using CsCheck;

namespace Sunshine.TransparencyLog.Tests;

public sealed class ProofsTests
{
    [Fact]
    public async Task Inclusion_is_proved_as_defined_for_every_entry_of_every_small_tree()
    {
        for (var size = 1; size <= 130; size++)
        {
            var (tree, root) = (new TiledTree(size, Leaves.Tiles().Read), Naive.Root(Leaves.First(size)));
            for (var index = 0; index < size; index++)
            {
                var proof = await tree.Inclusion(index, TestContext.Current.CancellationToken);
                Assert.Equal(Naive.Inclusion(index, Leaves.First(size)), proof);
                Assert.True(Proofs.Includes(Leaves.All[index], index, size, proof, root));
            }
        }
    }

    [Fact]
    public async Task Consistency_is_proved_as_defined_for_every_two_small_trees()
    {
        for (var to = 1; to <= 130; to++)
        {
            var (tree, root) = (new TiledTree(to, Leaves.Tiles().Read), Naive.Root(Leaves.First(to)));
            for (var from = 1; from <= to; from++)
            {
                var proof = await tree.Consistency(from, TestContext.Current.CancellationToken);
                Assert.Equal(Naive.Consistency(from, Leaves.First(to)), proof);
                Assert.True(Proofs.Extends(from, Naive.Root(Leaves.First(from)), to, root, proof));
            }
        }
    }

    /// <summary>Where tiles begin and end, and anywhere.</summary>
    private static readonly Gen<int> Sizes = Gen.OneOf(
        Gen.Int[1, Leaves.Count], Gen.Int[1, 600], Gen.OneOf<int>(255, 256, 257, 511, 512, 65_535, 65_536, 65_537, 65_792, Leaves.Count));

    [Fact]
    public Task Inclusion_is_proved_as_defined_in_large_trees() =>
        Gen.Select(Sizes, Gen.Int[0, Leaves.Count]).SampleAsync(async (size, any) =>
        {
            var index = any % size;
            var proof = await new TiledTree(size, Leaves.Tiles().Read).Inclusion(index);
            Assert.Equal(Naive.Inclusion(index, Leaves.First(size)), proof);
            Assert.True(Proofs.Includes(Leaves.All[index], index, size, proof, Naive.Root(Leaves.First(size))));
        }, iter: 60);

    [Fact]
    public Task Consistency_is_proved_as_defined_in_large_trees() =>
        Gen.Select(Sizes, Sizes).SampleAsync(async (one, other) =>
        {
            var (from, to) = (Math.Min(one, other), Math.Max(one, other));
            var tree = new TiledTree(to, Leaves.Tiles().Read);
            var proof = await tree.Consistency(from);
            var (before, after) = (Naive.Root(Leaves.First(from)), Naive.Root(Leaves.First(to)));
            Assert.Equal(Naive.Consistency(from, Leaves.First(to)), proof);
            Assert.True(Proofs.Extends(from, before, to, after, proof));
            Assert.Equal(before, await tree.Root(from));
            Assert.Equal(after, await tree.Root(to));
        }, iter: 60);

    [Fact]
    public async Task A_tile_is_read_once_and_only_when_needed()
    {
        var cancel = TestContext.Current.CancellationToken;
        var (read, asked) = Leaves.Tiles();
        var tree = new TiledTree(Leaves.Count, read);

        await tree.Inclusion(4_711, cancel);
        // The leaf's own tile, the one that it is summed up in, and the right edge.
        Assert.Equal(["tile/0/018", "tile/0/273.p/112", "tile/1/000", "tile/1/001.p/17"], asked.Select(t => t.Path).Order(StringComparer.Ordinal));
        await tree.Inclusion(4_712, cancel);
        await tree.Inclusion(4_700, cancel);
        Assert.Equal(4, asked.Count);
    }

    [Fact]
    public Task A_proof_too_long_or_too_short_or_changed_proves_nothing() =>
        Gen.Select(Gen.Int[1, 300], Gen.Int[0, 300], Gen.Int[0, 100]).SampleAsync(async (size, any, place) =>
        {
            var index = any % size;
            var root = Naive.Root(Leaves.First(size));
            var proof = await new TiledTree(size, Leaves.Tiles().Read).Inclusion(index);
            foreach (var other in Changes(proof, place))
                Assert.False(Proofs.Includes(Leaves.All[index], index, size, other, root));
            Assert.False(Proofs.Includes(Leaves.All[index + 1], index, size, proof, root));
            Assert.False(Proofs.Includes(Leaves.All[index], index, size, proof, Hash.Empty));
            Assert.False(Proofs.Includes(Leaves.All[index], size, size, proof, root));
            Assert.False(Proofs.Includes(Leaves.All[index], -1, size, proof, root));
            if (size > 1) Assert.False(Proofs.Includes(Leaves.All[index], (index + 1) % size, size, proof, root));
        }, iter: 500);

    [Fact]
    public Task A_proof_of_consistency_too_long_or_too_short_or_changed_proves_nothing() =>
        Gen.Select(Gen.Int[1, 300], Gen.Int[1, 300], Gen.Int[0, 100]).SampleAsync(async (one, other, place) =>
        {
            var (from, to) = (Math.Min(one, other), Math.Max(one, other));
            var (before, after) = (Naive.Root(Leaves.First(from)), Naive.Root(Leaves.First(to)));
            var proof = await new TiledTree(to, Leaves.Tiles().Read).Consistency(from);
            foreach (var changed in Changes(proof, place)) Assert.False(Proofs.Extends(from, before, to, after, changed));
            Assert.False(Proofs.Extends(from, Hash.Empty, to, after, proof));
            Assert.False(Proofs.Extends(from, before, to, Hash.Empty, proof));
            if (from < to) Assert.False(Proofs.Extends(to, after, from, before, proof));
        }, iter: 500);

    /// <summary>A size that is wrong makes most proofs fail; where it does not, the shape of the path is the same.</summary>
    [Theory]
    [InlineData(0, 1, 2), InlineData(2, 3, 4), InlineData(6, 7, 8), InlineData(5, 7, 6), InlineData(0, 8, 9)]
    public void A_proof_is_for_its_size(int index, int size, int other)
    {
        var (proof, root) = (Naive.Inclusion(index, Leaves.First(size)), Naive.Root(Leaves.First(size)));
        Assert.True(Proofs.Includes(Leaves.All[index], index, size, proof, root));
        Assert.False(Proofs.Includes(Leaves.All[index], index, other, proof, root));
    }

    [Theory]
    [InlineData(2, 4, 8), InlineData(1, 2, 4), InlineData(4, 8, 32), InlineData(3, 4, 8)]
    public void A_proof_of_consistency_is_for_its_size(int from, int to, int other)
    {
        var (before, after, proof) = (Naive.Root(Leaves.First(from)), Naive.Root(Leaves.First(to)), Naive.Consistency(from, Leaves.First(to)));
        Assert.True(Proofs.Extends(from, before, to, after, proof));
        Assert.False(Proofs.Extends(from, before, other, after, proof));
    }

    [Fact]
    public void A_tree_extends_itself_without_a_proof()
    {
        var root = Naive.Root(Leaves.First(5));
        Assert.True(Proofs.Extends(5, root, 5, root, []));
        Assert.False(Proofs.Extends(5, root, 5, root, [root]));
        Assert.False(Proofs.Extends(5, root, 5, Hash.Empty, []));
    }

    [Fact]
    public async Task Of_the_empty_tree_the_caller_decides()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Proofs.Extends(0, Hash.Empty, 5, Naive.Root(Leaves.First(5)), []));
        var tree = new TiledTree(5, Leaves.Tiles().Read);
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => tree.Consistency(0, TestContext.Current.CancellationToken));
        Assert.Equal(Hash.Empty, await tree.Root(0, TestContext.Current.CancellationToken));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => tree.Inclusion(5, TestContext.Current.CancellationToken));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => tree.Root(6, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_tile_of_another_length_is_refused()
    {
        var tree = new TiledTree(3, (_, _) => ValueTask.FromResult<ReadOnlyMemory<byte>>(new byte[95]));
        var refused = await Assert.ThrowsAsync<BadLogException>(() => tree.Inclusion(0, TestContext.Current.CancellationToken));
        Assert.Equal("tile/0/000.p/3: it has 95 bytes, not 96.", refused.Message);
    }

    private static IEnumerable<Hash[]> Changes(Hash[] proof, int place)
    {
        yield return [.. proof, Leaves.All[0]];
        yield return [Leaves.All[0], .. proof];
        yield return [.. proof, .. Enumerable.Repeat(Leaves.All[0], Proofs.MostHashes + 1)];
        if (proof.Length == 0) yield break;
        yield return proof[1..];
        yield return proof[..^1];
        var changed = proof[place % proof.Length].Bytes.ToArray();
        changed[place % Hash.Length] ^= 1;
        Hash[] other = [.. proof];
        other[place % proof.Length] = new Hash(changed);
        yield return other;
        if (proof.Length > 1) yield return [.. proof[1..], proof[0]];
    }
}
