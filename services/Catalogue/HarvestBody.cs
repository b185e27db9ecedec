using System.Buffers.Binary;
using System.IO.Compression;
using Sunshine.Foundation.Files;

namespace Sunshine.Catalogue;

/// <summary>Reads what upstream sends, up to a size and a silence. What is packed and breaks off is refused: the unpacking itself would not tell.</summary>
internal sealed class HarvestBody : ForwardStream
{
    private readonly CancellationTokenSource _silent;
    private readonly long _most;
    private readonly TimeSpan _silence;
    private readonly Tail? _packed;
    private long _read;

    private HarvestBody(Stream inner, Tail? packed, long most, TimeSpan silence, TimeProvider time) : base(inner) =>
        (_packed, _most, _silence, _silent) = (packed, most, silence, new CancellationTokenSource(silence, time));

    public static HarvestBody Plain(Stream body, long most, TimeSpan silence, TimeProvider time) => new(body, null, most, silence, time);

    public static HarvestBody Gzip(Stream body, long most, TimeSpan silence, TimeProvider time)
    {
        var packed = new Tail(body);
        return new HarvestBody(new GZipStream(packed, CompressionMode.Decompress), packed, most, silence, time);
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _silent.Token);
        _silent.CancelAfter(_silence);
        int count;
        try
        {
            count = await Inner.ReadAsync(buffer, either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new UpstreamException("INCOMPLETE", $"Nothing more came for {_silence.TotalSeconds:0} seconds.");
        }

        if ((_read += count) > _most) throw new UpstreamException("TOO_LARGE", $"More than {_most} bytes.");
        if (count == 0 && buffer.Length > 0 && _packed?.Says(_read) == false) throw new UpstreamException("INCOMPLETE", "The packed answer has not the length that its end says.");
        return count;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) _silent.Dispose();
        base.Dispose(disposing);
    }

    /// <summary>Remembers the last four bytes: of gzip the length of what was packed, modulo 2^32 (RFC 1952).</summary>
    private sealed class Tail(Stream inner) : ForwardStream(inner)
    {
        private readonly byte[] _last = new byte[4];

        public bool Says(long length) => BinaryPrimitives.ReadUInt32LittleEndian(_last) == (uint)length;

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var count = await Inner.ReadAsync(buffer, cancellationToken);
            var kept = Math.Min(count, _last.Length);
            _last.AsSpan(kept).CopyTo(_last);
            buffer.Span[(count - kept)..count].CopyTo(_last.AsSpan(_last.Length - kept));
            return count;
        }
    }
}
