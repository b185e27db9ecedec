using System.Buffers;
using System.Text;

namespace Sunshine.Foundation.Files;

/// <summary>Texts have no signature: they are valid in one of the two encodings in use, hold no control characters and begin with no markup.</summary>
public static class PlainText
{
    private const int Portion = 64 * 1024;

    private static readonly (string Charset, Encoding Encoding)[] Encodings =
    [
        ("utf-8", new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true)),
        ("gb18030", CodePagesEncodingProvider.Instance.GetEncoding("GB18030", EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback)!)
    ];

    /// <summary>The encoding's name; null if this is no plain text.</summary>
    public static async Task<string?> Charset(Stream content, CancellationToken cancel)
    {
        foreach (var (charset, encoding) in Encodings)
        {
            content.Position = 0;
            if (await IsText(content, encoding.GetDecoder(), cancel)) return charset;
        }

        return null;
    }

    private static async Task<bool> IsText(Stream content, Decoder decoder, CancellationToken cancel)
    {
        var bytes = ArrayPool<byte>.Shared.Rent(Portion);
        var chars = ArrayPool<char>.Shared.Rent(Portion + 16);
        try
        {
            var begun = false;
            int read;
            do
            {
                read = await content.ReadAsync(bytes.AsMemory(0, Portion), cancel);
                var text = chars.AsMemory(0, decoder.GetChars(bytes, 0, read, chars, 0, flush: read == 0));
                if (text.Span.ContainsAny(Controls)) return false;
                if (begun || text.Span.TrimStart(" \t\r\n\f\uFEFF") is not { IsEmpty: false } first) continue;
                begun = true;
                if (first[0] == '<') return false;
            }
            while (read > 0);
            return true;
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
            ArrayPool<char>.Shared.Return(chars);
        }
    }

    /// <summary>All but tab, line feed, form feed and carriage return.</summary>
    private static readonly SearchValues<char> Controls =
        SearchValues.Create([.. Enumerable.Range(0, 32).Select(c => (char)c).Where(c => c is not ('\t' or '\n' or '\f' or '\r')), '\x7f']);
}
