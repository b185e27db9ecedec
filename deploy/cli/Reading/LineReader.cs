using System.Buffers;
using System.IO.Pipelines;
using System.Text;

namespace Sunshine.Cli.Reading;

/// <summary>A line without its end. <paramref name="Problem"/> is null if every byte of it could be read.</summary>
internal readonly record struct TextLine(long Number, string Text, string? Problem);

/// <summary>
/// Reads a file line by line and decodes each line by itself, so that a broken byte spoils one line and not the file.
/// The encoding is UTF-8 or UTF-16 by a byte order mark; without one UTF-8, or GB18030 where the bytes are not UTF-8.
/// </summary>
internal sealed class LineReader : IAsyncDisposable
{
    /// <summary>No record comes near this: a longer line is a file without line ends.</summary>
    internal const int MaxLineBytes = 4 << 20;

    private static readonly byte[] Utf8Mark = [0xEF, 0xBB, 0xBF];

    private readonly Stream _file;
    private readonly PipeReader _pipe;
    private readonly Encoding _encoding;
    private long _number;

    private LineReader(Stream file, Stream bytes, Encoding encoding, string name)
    {
        _file = file;
        _pipe = PipeReader.Create(bytes, new StreamPipeReaderOptions(bufferSize: 1 << 16));
        _encoding = encoding;
        EncodingName = name;
    }

    /// <summary>What the file was found to be written in.</summary>
    public string EncodingName { get; }

    /// <summary>How much of the file has been read, 0 to 1.</summary>
    public double Fraction => _file.Length == 0 ? 1 : (double)_file.Position / _file.Length;

    /// <exception cref="CommandFailedException">The file cannot be read.</exception>
    public static async Task<LineReader> Open(string path, CancellationToken cancel)
    {
        FileStream file;
        try
        {
            file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.Asynchronous | FileOptions.SequentialScan);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailedException($"{path}: cannot be read ({e.Message}).", e);
        }

        var mark = new byte[3];
        var read = await file.ReadAtLeastAsync(mark, 3, throwOnEndOfStream: false, cancel);
        file.Position = 0;
        if (read >= 2 && mark[0] == 0xFF && mark[1] == 0xFE) return Utf16(file, Encoding.Unicode);
        if (read >= 2 && mark[0] == 0xFE && mark[1] == 0xFF) return Utf16(file, Encoding.BigEndianUnicode);
        if (read == 3 && mark.AsSpan().SequenceEqual(Utf8Mark))
        {
            file.Position = 3;
            return new LineReader(file, file, Strict(Encoding.UTF8), "UTF-8");
        }

        var isUtf8 = await LooksLikeUtf8(file, cancel);
        file.Position = 0;
        return isUtf8
            ? new LineReader(file, file, Strict(Encoding.UTF8), "UTF-8")
            : new LineReader(file, file, Strict(CodePagesEncodingProvider.Instance.GetEncoding("GB18030")!), "GB18030");
    }

    /// <summary>The next line; null at the end.</summary>
    public ValueTask<TextLine?> Read(CancellationToken cancel) => NextLine(_pipe, Decode, cancel);

    public async ValueTask DisposeAsync()
    {
        await _pipe.CompleteAsync();
        await _file.DisposeAsync();
    }

    private static LineReader Utf16(FileStream file, Encoding encoding)
    {
        file.Position = 2;
        var utf8 = Encoding.CreateTranscodingStream(file, encoding, Encoding.UTF8, leaveOpen: true);
        return new LineReader(file, utf8, Strict(Encoding.UTF8), "UTF-16");
    }

    private static Encoding Strict(Encoding encoding)
    {
        var strict = (Encoding)encoding.Clone();
        strict.DecoderFallback = DecoderFallback.ExceptionFallback;
        return strict;
    }

    /// <summary>
    /// A file with more lines that are good UTF-8 (and not mere ASCII) than bad is UTF-8 with broken rows: text in GB18030 is
    /// almost never valid UTF-8.
    /// </summary>
    private static async Task<bool> LooksLikeUtf8(Stream file, CancellationToken cancel)
    {
        long good = 0, bad = 0;
        var pipe = PipeReader.Create(file, new StreamPipeReaderOptions(bufferSize: 1 << 16, leaveOpen: true));
        while (await NextLine(pipe, Judge, cancel) is { } isGood)
        {
            if (isGood == 1) good++;
            else if (isGood == -1) bad++;
        }

        await pipe.CompleteAsync();
        return bad == 0 || good > bad;

        static int Judge(ReadOnlySequence<byte> line, bool tooLong)
        {
            var bytes = line.IsSingleSegment ? line.FirstSpan : line.ToArray();
            if (tooLong || Ascii.IsValid(bytes)) return 0;
            return System.Text.Unicode.Utf8.IsValid(bytes) ? 1 : -1;
        }
    }

    private TextLine Decode(ReadOnlySequence<byte> line, bool tooLong)
    {
        _number++;
        if (tooLong)
        {
            return new TextLine(_number, Lenient(line.Slice(0, Math.Min(line.Length, 1000))), $"The line is longer than {MaxLineBytes:N0} bytes.");
        }

        try
        {
            return new TextLine(_number, _encoding.GetString(line), null);
        }
        catch (DecoderFallbackException e)
        {
            return new TextLine(_number, Lenient(line), $"Byte {e.Index + 1} of the line is not {EncodingName}.");
        }
    }

    private string Lenient(ReadOnlySequence<byte> bytes)
    {
        var lenient = (Encoding)_encoding.Clone();
        lenient.DecoderFallback = DecoderFallback.ReplacementFallback;
        return lenient.GetString(bytes);
    }

    /// <summary>Cuts at line feeds, which occur in no longer character of UTF-8 or GB18030. An overlong line is cut and the rest dropped.</summary>
    private static async ValueTask<T?> NextLine<T>(PipeReader pipe, Func<ReadOnlySequence<byte>, bool, T> take, CancellationToken cancel)
        where T : struct
    {
        T? overlong = null;
        while (true)
        {
            var result = await pipe.ReadAsync(cancel);
            var buffer = result.Buffer;
            var end = buffer.PositionOf((byte)'\n');
            if (end is { } position)
            {
                var taken = overlong ?? take(WithoutReturn(buffer.Slice(0, position)), false);
                pipe.AdvanceTo(buffer.GetPosition(1, position));
                return taken;
            }

            if (result.IsCompleted)
            {
                T? last = overlong ?? (buffer.IsEmpty ? null : take(WithoutReturn(buffer), false));
                pipe.AdvanceTo(buffer.End);
                return last;
            }

            if (buffer.Length > MaxLineBytes)
            {
                overlong ??= take(buffer, true);
                pipe.AdvanceTo(buffer.End);
            }
            else
            {
                pipe.AdvanceTo(buffer.Start, buffer.End);
            }
        }
    }

    private static ReadOnlySequence<byte> WithoutReturn(ReadOnlySequence<byte> line)
    {
        if (line.IsEmpty) return line;
        var last = line.Slice(line.Length - 1).FirstSpan[0];
        return last == '\r' ? line.Slice(0, line.Length - 1) : line;
    }
}
