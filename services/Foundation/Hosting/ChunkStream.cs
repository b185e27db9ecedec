using Google.Protobuf;
using Grpc.Core;

namespace Sunshine.Foundation.Hosting;

/// <summary>The chunks of an upload as one stream, in order; only one chunk is in memory.</summary>
/// <param name="chunk">The bytes that a message carries; null if it carries something else.</param>
public sealed class ChunkStream<T>(IAsyncStreamReader<T> messages, Func<T, ByteString?> chunk) : Stream where T : class
{
    /// <summary>In bytes.</summary>
    private const int LargestChunk = 1024 * 1024;

    private ReadOnlyMemory<byte> _rest;
    private long _position;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => _position; set => throw new NotSupportedException(); }

    /// <exception cref="RefusedException">A message is no chunk, or too large.</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (_rest.IsEmpty)
        {
            if (!await messages.MoveNext(cancellationToken)) return 0;
            _rest = Chunk(messages.Current);
        }

        var read = Math.Min(buffer.Length, _rest.Length);
        _rest[..read].CopyTo(buffer);
        _rest = _rest[read..];
        _position += read;
        return read;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    private ReadOnlyMemory<byte> Chunk(T message)
    {
        var v = new Violations();
        var bytes = chunk(message);
        if (bytes is null)
            v.Add("chunk", "REQUIRED", "header 之后的每条消息须为 chunk。", "Every message after the header must be a chunk.");
        else if (bytes.Length > LargestChunk)
            v.Add("chunk", "TOO_LONG", $"最多 {LargestChunk} 字节。", $"At most {LargestChunk} bytes.");
        v.ThrowIfAny();
        return bytes!.Memory;
    }
}
