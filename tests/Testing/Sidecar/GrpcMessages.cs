using System.Buffers.Binary;
using System.Net;

namespace Sunshine.Testing.Sidecar;

/// <summary>A message is larger than the sidecar lets through.</summary>
internal sealed class MessageTooLargeException(uint size, int limit) : Exception($"grpc: received message larger than max ({size} vs. {limit})");

/// <summary>Reads a gRPC stream message by message, without looking into them.</summary>
internal sealed class GrpcMessages(Stream from, int limit)
{
    private const int Prefix = 5;

    private readonly byte[] _prefix = new byte[Prefix];

    /// <summary>The next message with its prefix; null at the end.</summary>
    public async Task<byte[]?> Next(CancellationToken cancel)
    {
        var read = await from.ReadAtLeastAsync(_prefix, Prefix, throwOnEndOfStream: false, cancel);
        if (read == 0) return null;
        if (read < Prefix) throw new EndOfStreamException("The stream ends within a message.");
        var size = BinaryPrimitives.ReadUInt32BigEndian(_prefix.AsSpan(1));
        if (size > limit) throw new MessageTooLargeException(size, limit);
        var message = new byte[Prefix + size];
        _prefix.CopyTo(message, 0);
        await from.ReadExactlyAsync(message.AsMemory(Prefix), cancel);
        return message;
    }

    /// <summary>One message with its prefix.</summary>
    public static byte[] Framed(ReadOnlySpan<byte> message)
    {
        var framed = new byte[Prefix + message.Length];
        BinaryPrimitives.WriteUInt32BigEndian(framed.AsSpan(1), (uint)message.Length);
        message.CopyTo(framed.AsSpan(Prefix));
        return framed;
    }
}

/// <summary>A request's messages on their way on, each as soon as it is there.</summary>
internal sealed class GrpcMessageContent(Stream from, int limit) : HttpContent
{
    private readonly TaskCompletionSource _done = new();
    private readonly CancellationTokenSource _stop = new();
    private volatile bool _begun;

    /// <summary>Why the copying ended early, if it did.</summary>
    public MessageTooLargeException? TooLarge { get; private set; }

    /// <summary>Ends when nothing is read from the request any more.</summary>
    public async Task Stop()
    {
        await _stop.CancelAsync();
        // What begins after this is stopped before it reads anything.
        if (_begun) await _done.Task;
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        _begun = true;
        try
        {
            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _stop.Token);
            // The headers go at once: a caller may wait for an answer before it says more.
            await stream.FlushAsync(either.Token);
            var messages = new GrpcMessages(from, limit);
            while (await messages.Next(either.Token) is { } message)
            {
                await stream.WriteAsync(message, either.Token);
                await stream.FlushAsync(either.Token);
            }
        }
        catch (MessageTooLargeException e)
        {
            TooLarge = e;
            throw;
        }
        finally
        {
            _done.TrySetResult();
        }
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) _stop.Dispose();
        base.Dispose(disposing);
    }
}
