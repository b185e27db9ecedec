using System.Security.Cryptography;
using Sunshine.Foundation.Storage;

namespace Sunshine.Foundation.Tests.Storage;

public abstract partial class StoreContract
{
    private const long Plenty = 1L << 40;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1_000_000)]
    [InlineData(5 * 1024 * 1024)]
    public async Task A_file_comes_back_as_it_was_saved(int length)
    {
        var bytes = Bytes(length);
        var saved = await Save(bytes);

        Assert.Equal(new StoredFile(Hash(bytes), length), saved);
        Assert.Equal(bytes, await Read(saved.Sha256));
        Assert.True(await Store.Files.Check(saved.Sha256, Cancel));
    }

    [Fact]
    public async Task A_file_is_read_from_any_place()
    {
        var bytes = Bytes(3_000_000);
        var saved = await Save(bytes);
        await using var content = (await Store.Files.Open(saved.Sha256, Cancel))!;

        Assert.Equal((true, (long)bytes.Length), (content.CanSeek, content.Length));
        foreach (var at in new[] { 2_999_999, 0, 1_500_000, 261_120, 3_000_000 })
        {
            content.Seek(at, SeekOrigin.Begin);
            var read = new byte[Math.Min(1000, bytes.Length - at)];
            await content.ReadExactlyAsync(read, Cancel);
            Assert.Equal(bytes.AsSpan(at, read.Length).ToArray(), read);
        }
    }

    [Fact]
    public async Task The_same_bytes_are_one_file_however_often_and_at_once_they_are_saved()
    {
        var bytes = Bytes(400_000);
        var saved = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => Save(bytes))));

        Assert.Single(saved.Distinct());
        Assert.Equal(bytes, await Read(saved[0].Sha256));
        await Store.Files.Delete(saved[0].Sha256, Cancel);
        Assert.Null(await Store.Files.Open(saved[0].Sha256, Cancel));
    }

    [Fact]
    public async Task Beyond_the_limit_nothing_is_kept_and_at_the_limit_all()
    {
        var bytes = Bytes(1_000_000);
        var refused = await Assert.ThrowsAsync<FileTooLargeException>(() => Store.Files.Save(new MemoryStream(bytes), 999_999, null, Cancel));

        Assert.Equal(999_999, refused.Most);
        Assert.Null(await Store.Files.Open(Hash(bytes), Cancel));
        await AssertNothingLeft();
        Assert.Equal(1_000_000, (await Store.Files.Save(new MemoryStream(bytes), 1_000_000, null, Cancel)).Length);
    }

    [Fact]
    public async Task What_is_not_accepted_is_not_kept_and_takes_nothing_from_those_who_have_the_same()
    {
        var bytes = Bytes(100_000);
        await Assert.ThrowsAsync<InvalidOperationException>(() => Refuse(bytes));
        Assert.Null(await Store.Files.Open(Hash(bytes), Cancel));
        await AssertNothingLeft();

        var saved = await Save(bytes);
        await Assert.ThrowsAsync<InvalidOperationException>(() => Refuse(bytes));
        Assert.Equal(bytes, await Read(saved.Sha256));
    }

    [Fact]
    public async Task Before_it_is_kept_the_whole_content_can_be_looked_at()
    {
        var bytes = Bytes(300_000);
        byte[]? seen = null;
        await Store.Files.Save(new MemoryStream(bytes), Plenty, async (file, content) =>
        {
            Assert.Equal((Hash(bytes), 300_000), (file.Sha256, content.Length));
            Assert.Null(await Store.Files.Open(file.Sha256, Cancel));
            content.Position = 299_990;
            seen = new byte[10];
            await content.ReadExactlyAsync(seen, Cancel);
        }, Cancel);

        Assert.Equal(bytes[^10..], seen);
    }

    [Fact]
    public async Task A_content_that_breaks_off_is_not_kept()
    {
        var bytes = Bytes(700_000);
        await Assert.ThrowsAsync<EndOfStreamException>(() => Store.Files.Save(new BrokenStream(bytes), Plenty, null, Cancel));

        Assert.Null(await Store.Files.Open(Hash(bytes), Cancel));
        await AssertNothingLeft();
    }

    [Theory]
    [InlineData("")]
    [InlineData("../../../../etc/passwd")]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("..00000000000000000000000000000000000000000000000000000000000000")]
    public async Task What_is_no_file_is_not_found(string name)
    {
        Assert.Null(await Store.Files.Open(name, Cancel));
        Assert.False(await Store.Files.Check(name, Cancel));
        await Store.Files.Delete(name, Cancel);
    }

    /// <summary>No half-written content takes room.</summary>
    protected abstract Task AssertNothingLeft();

    protected Task<StoredFile> Save(byte[] bytes) => Store.Files.Save(new MemoryStream(bytes), Plenty, null, Cancel);

    protected static byte[] Bytes(int length)
    {
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        return bytes;
    }

    protected static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    private async Task<byte[]> Read(string sha256)
    {
        await using var content = (await Store.Files.Open(sha256, Cancel))!;
        var copy = new MemoryStream();
        await content.CopyToAsync(copy, Cancel);
        return copy.ToArray();
    }

    private Task Refuse(byte[] bytes) =>
        Store.Files.Save(new MemoryStream(bytes), Plenty, (_, _) => throw new InvalidOperationException("Not this."), Cancel);

    /// <summary>Ends with an error where it should go on, as a caller's connection does.</summary>
    private sealed class BrokenStream(byte[] bytes) : MemoryStream(bytes)
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var read = await base.ReadAsync(buffer, cancellationToken);
            return read > 0 ? read : throw new EndOfStreamException();
        }
    }
}
