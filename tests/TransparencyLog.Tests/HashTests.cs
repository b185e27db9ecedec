using CsCheck;

namespace Sunshine.TransparencyLog.Tests;

public sealed class HashTests
{
    [Fact]
    public void The_empty_tree_has_the_hash_of_nothing() =>
        Assert.Equal("47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=", Hash.Empty.ToString());

    [Fact]
    public void Leaves_and_nodes_are_told_apart_by_their_first_byte() =>
        Gen.Byte.Array[0, 3_000].Sample(entry =>
        {
            var leaf = Hash.Leaf(entry);
            Assert.Equal(Naive.Leaf(entry), leaf);
            Assert.Equal(Naive.Root([leaf, Hash.Empty]), Hash.Node(leaf, Hash.Empty));
        }, iter: 500);

    [Theory]
    [InlineData(1_022), InlineData(1_023), InlineData(1_024), InlineData(1_025), InlineData(65_535)]
    public void Entries_of_any_length_are_hashed(int length)
    {
        var entry = Enumerable.Range(0, length).Select(i => (byte)i).ToArray();
        Assert.Equal(Naive.Leaf(entry), Hash.Leaf(entry));
    }

    [Fact]
    public void Text_is_read_back()
    {
        Gen.Byte.Array[Hash.Length].Sample(bytes =>
        {
            var hash = new Hash(bytes);
            return Hash.TryParse(hash.ToString(), out var again) && again == hash && again.Bytes.SequenceEqual(bytes);
        });
    }

    [Theory]
    [InlineData("")]
    [InlineData("47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU")]
    [InlineData("47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFV=")]
    [InlineData("47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU=")]
    [InlineData(" 47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=")]
    [InlineData("47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuA==")]
    [InlineData("47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFUA")]
    public void Other_text_is_refused(string text)
    {
        Assert.False(Hash.TryParse(text, out var hash));
        Assert.Equal(default, hash);
    }

    [Theory]
    [InlineData(0), InlineData(31), InlineData(33)]
    public void A_hash_has_32_bytes(int length) => Assert.Throws<ArgumentException>(() => new Hash(new byte[length]));
}
