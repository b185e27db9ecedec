namespace Sunshine.Gateway;

/// <summary>A call's body that can be read again from the start, as long as little of it was read: what was not taken by any service is sent anew with all that was read of it.</summary>
/// <param name="most">So many bytes are kept.</param>
public sealed class RecordedStream(Stream body, int most) : Stream
{
    private MemoryStream? _read = new();
    private int _position;

    /// <summary>Whether all that was read is kept.</summary>
    public bool CanBegin => _read is not null;

    /// <summary>The next to read it begins anew.</summary>
    public void Begin() => _position = 0;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_read is { } kept && _position < kept.Length)
        {
            var again = Math.Min(buffer.Length, (int)kept.Length - _position);
            kept.GetBuffer().AsMemory(_position, again).CopyTo(buffer);
            _position += again;
            return again;
        }

        var read = await body.ReadAsync(buffer, cancellationToken);
        if (_read is not { } keeping) return read;
        if (keeping.Length + read > most)
        {
            _read = null;
            return read;
        }

        keeping.Write(buffer.Span[..read]);
        _position += read;
        return read;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
