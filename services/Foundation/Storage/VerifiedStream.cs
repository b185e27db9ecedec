using System.Security.Cryptography;

namespace Sunshine.Foundation.Storage;

/// <summary>
/// A file on its way out. Read in order from its beginning, its last bytes are given out only if the whole has the hash it is known by:
/// whoever gets all bytes got the right ones. Read in parts, it is not compared.
/// </summary>
public sealed class VerifiedStream(Stream inner, string sha256) : Stream
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    // How far the hash has come; -1 once a part was left out.
    private long _hashed;

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => inner.Length;

    public override long Position
    {
        get => inner.Position;
        set => inner.Position = value;
    }

    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var at = inner.Position;
        var read = await inner.ReadAsync(buffer, cancellationToken);
        Look(at, buffer.Span[..read]);
        return read;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc cref="ReadAsync(Memory{byte}, CancellationToken)"/>
    public override int Read(byte[] buffer, int offset, int count)
    {
        var at = inner.Position;
        var read = inner.Read(buffer, offset, count);
        Look(at, buffer.AsSpan(offset, read));
        return read;
    }

    public override long Seek(long offset, SeekOrigin origin) => inner.Seek(offset, origin);

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override async ValueTask DisposeAsync()
    {
        _hash.Dispose();
        await inner.DisposeAsync();
        await base.DisposeAsync();
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _hash.Dispose();
            inner.Dispose();
        }

        base.Dispose(disposing);
    }

    private void Look(long at, ReadOnlySpan<byte> bytes)
    {
        if (at != _hashed || bytes.IsEmpty)
        {
            if (!bytes.IsEmpty) _hashed = -1;
            return;
        }

        _hash.AppendData(bytes);
        _hashed += bytes.Length;
        if (_hashed == inner.Length && Convert.ToHexStringLower(_hash.GetCurrentHash()) != sha256)
            throw new InvalidDataException($"The file {sha256} is damaged.");
    }
}
