using System.Security.Cryptography;

namespace Sunshine.Cli.Backups;

/// <summary>So many bytes of another stream, hashed on their way. One that ends before is an error; what comes after is left.</summary>
internal sealed class DigestedStream(Stream inner, long length, CancellationToken cancel) : Stream
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private long _read;

    public override bool CanRead => true;

    /// <summary>Has to be said by who is asked for its length. It goes forward only.</summary>
    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => length;

    public override long Position
    {
        get => _read;
        set => throw new NotSupportedException();
    }

    /// <summary>SHA-256 of what was read, lower-case hexadecimal. Once.</summary>
    public string Digest() => Convert.ToHexStringLower(_hash.GetHashAndReset());

    /// <exception cref="EndOfStreamException">The other ended before.</exception>
    public override int Read(Span<byte> buffer)
    {
        cancel.ThrowIfCancellationRequested();
        var wanted = (int)Math.Min(buffer.Length, length - _read);
        if (wanted == 0) return 0;
        var read = inner.Read(buffer[..wanted]);
        if (read == 0) throw new EndOfStreamException($"It has {_read} bytes instead of {length}.");
        _hash.AppendData(buffer[..read]);
        _read += read;
        return read;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing) _hash.Dispose();
        base.Dispose(disposing);
    }
}
