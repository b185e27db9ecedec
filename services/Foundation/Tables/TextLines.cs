using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using Sunshine.Foundation.Hosting;

namespace Sunshine.Foundation.Tables;

/// <param name="Number">1-based.</param>
/// <param name="Bytes">In UTF-8, as they came, without the line's end.</param>
public sealed record TextLine(long Number, byte[] Bytes);

/// <summary>Text line by line, blank ones left out.</summary>
public static class TextLines
{
    /// <param name="utf8">Not closed.</param>
    /// <param name="longest">In bytes.</param>
    /// <param name="field">What a refusal names.</param>
    /// <param name="cancel">Ends the reading.</param>
    /// <exception cref="RefusedException">ROW_TOO_LONG.</exception>
    public static async IAsyncEnumerable<TextLine> Read(Stream utf8, int longest, string field, [EnumeratorCancellation] CancellationToken cancel)
    {
        var pipe = PipeReader.Create(utf8, new StreamPipeReaderOptions(bufferSize: 1 << 16, leaveOpen: true));
        try
        {
            for (long number = 1; ; number++)
            {
                var (bytes, more) = await Next(pipe, number, longest, field, cancel);
                if (!bytes.AsSpan().Trim(" \t\r\f"u8).IsEmpty) yield return new TextLine(number, bytes);
                if (!more) yield break;
            }
        }
        finally
        {
            await pipe.CompleteAsync();
        }
    }

    private static async ValueTask<(byte[] Line, bool More)> Next(PipeReader pipe, long number, int longest, string field, CancellationToken cancel)
    {
        while (true)
        {
            var result = await pipe.ReadAsync(cancel);
            var end = result.Buffer.PositionOf((byte)'\n');
            var line = end is { } at ? result.Buffer.Slice(0, at) : result.Buffer;
            if (line.Length > longest) throw TableRefusals.RowTooLong(field, longest, Place.Text.Of(number));
            if (end is null && !result.IsCompleted)
            {
                pipe.AdvanceTo(result.Buffer.Start, result.Buffer.End);
                continue;
            }

            var bytes = line.ToArray();
            pipe.AdvanceTo(end is { } found ? result.Buffer.GetPosition(1, found) : result.Buffer.End);
            return (bytes is [.., (byte)'\r'] ? bytes[..^1] : bytes, end is not null);
        }
    }
}
