namespace Sunshine.Gateway.Tests;

/// <summary>A PDF of any length, made while it is read, so that the test itself holds none of it.</summary>
internal sealed class GeneratedFile(long length, Func<long, Task>? reached = null) : Stream
{
    private readonly Random _random = new(7);
    private long _position;

    public override bool CanRead => true;

    // Unknown to HTTP in advance: sent in chunks.
    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => _position; set => throw new NotSupportedException(); }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (reached is not null) await reached(_position);
        // The first read is the signature alone, so that what follows does not depend on how it is read.
        if (_position == 0)
        {
            "%PDF-1.7"u8.CopyTo(buffer.Span);
            return (int)(_position = 8);
        }

        var read = (int)Math.Min(Math.Min(buffer.Length, 64 * 1024) & ~7, length - _position);
        _random.NextBytes(buffer.Span[..read]);
        _position += read;
        return read;
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }
}
