using System.Buffers;
using System.Text;
using System.Text.Unicode;
using Sunshine.Foundation.Files;
using Sunshine.Foundation.Hosting;

namespace Sunshine.Foundation.Tables;

/// <summary>Text of any of the encodings in use, read as UTF-8.</summary>
public static class Utf8Text
{
    /// <summary>Enough to tell UTF-8 from GB18030, in bytes.</summary>
    private const int Probe = 1 << 16;

    /// <summary>One byte of so many may be a control character; in what is no text every tenth is.</summary>
    private const int TextPerControl = 100;

    private static readonly byte[] Replaced = "\uFFFD"u8.ToArray();

    private static readonly SearchValues<byte> Controls = SearchValues.Create(
        [.. Enumerable.Range(0, 32).Select(c => (byte)c).Where(c => c is not ((byte)'\t' or (byte)'\n' or (byte)'\f' or (byte)'\r')), 0x7F]);

    /// <summary>
    /// The content in UTF-8 without a mark: told by its mark, the name of its encoding, or what it looks like, in this order. What is no
    /// text of that encoding becomes U+FFFD, or stays as it is if it was UTF-8: <see cref="IsValid"/> finds both.
    /// </summary>
    /// <param name="content">Read once, from where it stands. To be closed by closing the result.</param>
    /// <param name="charset">A name that begins with <c>gb</c> is GB18030, any other UTF-8; empty to look at the bytes.</param>
    /// <param name="field">What a refusal names.</param>
    /// <param name="cancel">Ends the reading.</param>
    /// <exception cref="RefusedException">NOT_TEXT: the content begins with what no text has.</exception>
    public static async Task<Stream> Of(Stream content, string charset, string field, CancellationToken cancel)
    {
        var probe = new byte[Probe];
        var count = await content.ReadAtLeastAsync(probe, Probe, throwOnEndOfStream: false, cancel);
        var start = probe.AsMemory(0, count);
        if (start.Span.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF])) return Checked(start[3..], content, null);
        if (start.Span.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE])) return Checked(start[2..], content, Encoding.Unicode);
        if (start.Span.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF])) return Checked(start[2..], content, Encoding.BigEndianUnicode);
        if (charset.Length == 0 && Utf16(start.Span) is { } unmarked) return Checked(start, content, unmarked);
        var chinese = charset.StartsWith("gb", StringComparison.OrdinalIgnoreCase) || (charset.Length == 0 && !LooksLikeUtf8(start.Span));
        return Checked(start, content, chinese ? CodePagesEncodingProvider.Instance.GetEncoding("GB18030") : null);

        Stream Checked(ReadOnlyMemory<byte> beginning, Stream rest, Encoding? encoding)
        {
            var wide = encoding is UnicodeEncoding;
            if (!wide && beginning.Span.Contains((byte)0)) throw TableRefusals.NotText(field);
            if ((wide ? WideControls(beginning.Span, encoding!) : Count(beginning.Span)) * TextPerControl > beginning.Length) throw TableRefusals.NotText(field);
            Stream all = new PrefixedStream(beginning, rest);
            return encoding is null ? all : Encoding.CreateTranscodingStream(all, encoding, Encoding.UTF8);
        }
    }

    /// <summary>Whether every byte is text; U+FFFD stands for what was none before it was read as UTF-8.</summary>
    public static bool IsValid(ReadOnlySpan<byte> utf8) => Utf8.IsValid(utf8) && utf8.IndexOf(Replaced) < 0;

    private static int Count(ReadOnlySpan<byte> bytes)
    {
        var count = 0;
        for (int at; (at = bytes.IndexOfAny(Controls)) >= 0; bytes = bytes[(at + 1)..]) count++;
        return count;
    }

    /// <summary>Of UTF-16: control characters and what is no character, which random bytes are full of.</summary>
    private static int WideControls(ReadOnlySpan<byte> bytes, Encoding encoding)
    {
        var count = 0;
        foreach (var c in encoding.GetString(bytes))
        {
            if (c is '\uFFFD' || (char.IsControl(c) && c is not ('\t' or '\n' or '\f' or '\r'))) count++;
        }

        return count;
    }

    /// <summary>Text has separators and line ends, whose other half is zero in UTF-16 and in nothing else.</summary>
    private static UnicodeEncoding? Utf16(ReadOnlySpan<byte> start)
    {
        var (even, odd) = (0, 0);
        for (var i = 0; i < start.Length; i++)
        {
            if (start[i] == 0 && i % 2 == 0) even++;
            else if (start[i] == 0) odd++;
        }

        if (even + odd == 0 || (even > 0 && odd > 0)) return null;
        return new UnicodeEncoding(bigEndian: even > 0, byteOrderMark: false);
    }

    /// <summary>More lines that are good UTF-8 than lines that are not: text in GB18030 is almost never valid UTF-8.</summary>
    private static bool LooksLikeUtf8(ReadOnlySpan<byte> start)
    {
        var (good, bad) = (0, 0);
        var whole = start.Length < Probe;
        for (int end; (end = start.IndexOf((byte)'\n')) >= 0; start = start[(end + 1)..]) Judge(start[..end]);
        // The last line may be cut.
        if (whole) Judge(start);
        return good + bad == 0 || good >= bad;

        void Judge(ReadOnlySpan<byte> line)
        {
            if (Ascii.IsValid(line)) return;
            if (Utf8.IsValid(line)) good++;
            else bad++;
        }
    }
}
