using System.Buffers;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Xml;

namespace Sunshine.Foundation.Tables;

/// <summary>Reads a part of a workbook that may be made to exhaust us: no entities, no depth, no flood of names, no endless attribute.</summary>
internal static class PartXml
{
    private const int Deepest = 64;
    private const int MostNames = 10_000;

    /// <summary>Between two tags, in bytes. The longest text of a cell, each character written as an entity, stays below.</summary>
    private const int LongestGap = 4 * 1024 * 1024;

    /// <exception cref="InvalidDataException">The part is broken. XmlException: it is no XML.</exception>
    public static XmlReader Open(ZipArchiveEntry part) => XmlReader.Create(
        // Every producer writes UTF-8, and the gap can be measured in nothing else.
        new StreamReader(new Gaps(part.Open()), Encoding.UTF8),
        new XmlReaderSettings
        {
            DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, IgnoreComments = true, IgnoreProcessingInstructions = true, CloseInput = true,
            NameTable = new FewNames(), CheckCharacters = false
        });

    /// <summary>Moves on; false at the end.</summary>
    public static bool Next(this XmlReader xml)
    {
        if (!xml.Read()) return false;
        if (xml.Depth > Deepest) throw new InvalidDataException($"Elements are nested deeper than {Deepest}.");
        return true;
    }

    /// <summary>Moves into an element and on, until its end: true for every node inside of it.</summary>
    /// <param name="depth">Of the element.</param>
    public static bool Inside(this XmlReader xml, int depth) => xml.Next() && xml.Depth > depth;

    public static int? Number(this XmlReader xml, string attribute) =>
        int.TryParse(xml.GetAttribute(attribute), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    public static bool Flag(this XmlReader xml, string attribute) => xml.GetAttribute(attribute) is "1" or "true";

    /// <summary>The text of the element that the reader stands on, which it leaves at its end. Null if it is longer than it may be.</summary>
    public static string? Text(this XmlReader xml, int longest)
    {
        if (xml.IsEmptyElement) return "";
        var (text, buffer, depth) = (new StringBuilder(), ArrayPool<char>.Shared.Rent(512), xml.Depth);
        while (xml.Inside(depth))
        {
            if (xml.NodeType is not (XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.Whitespace or XmlNodeType.SignificantWhitespace)) continue;
            for (int read; (read = xml.ReadValueChunk(buffer, 0, buffer.Length)) > 0;)
            {
                if (text.Length <= longest) text.Append(buffer, 0, read);
            }
        }

        ArrayPool<char>.Shared.Return(buffer);
        return text.Length > longest ? null : text.ToString();
    }

    /// <summary>The text of a shared or inline string in all its runs, without the reading aids above it. Null if it is longer than it may be.</summary>
    public static string? RichText(this XmlReader xml, int longest)
    {
        if (xml.IsEmptyElement) return "";
        var (text, tooLong, depth) = (new StringBuilder(), false, xml.Depth);
        var more = xml.Inside(depth);
        while (more)
        {
            if (xml is { NodeType: XmlNodeType.Element, LocalName: "rPh" })
            {
                xml.Skip();
                more = xml.Depth > depth;
                continue;
            }

            if (xml is { NodeType: XmlNodeType.Element, LocalName: "t" })
            {
                var run = tooLong ? xml.Text(0) : xml.Text(longest - text.Length);
                if (run is null) tooLong = true;
                else text.Append(run);
            }

            more = xml.Inside(depth);
        }

        return tooLong ? null : Unescaped(text.ToString());
    }

    /// <summary>Characters that XML cannot have are written as _x000D_ (ECMA-376, 22.4.2.4).</summary>
    private static string Unescaped(string text)
    {
        if (!text.Contains("_x", StringComparison.Ordinal)) return text;
        var plain = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (i + 6 < text.Length && text[i] == '_' && text[i + 1] == 'x' && text[i + 6] == '_'
                && ushort.TryParse(text.AsSpan(i + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code))
            {
                plain.Append((char)code);
                i += 6;
            }
            else plain.Append(text[i]);
        }

        return plain.ToString();
    }

    /// <summary>The names of elements and attributes are kept as long as a part is read.</summary>
    private sealed class FewNames : NameTable
    {
        private int _count;

        public override string Add(char[] key, int start, int len)
        {
            if (Get(key, start, len) is { } there) return there;
            Count();
            return base.Add(key, start, len);
        }

        public override string Add(string key)
        {
            if (Get(key) is { } there) return there;
            Count();
            return base.Add(key);
        }

        private void Count()
        {
            if (++_count > MostNames) throw new InvalidDataException($"More than {MostNames} names of elements.");
        }
    }

    /// <summary>A tag begins with a character that no attribute and no text has. What goes on for long without one would be kept in memory whole.</summary>
    private sealed class Gaps(Stream inner) : Stream
    {
        private int _gap;

        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(Span<byte> buffer)
        {
            var read = inner.Read(buffer);
            var last = buffer[..read].LastIndexOf((byte)'<');
            _gap = last < 0 ? _gap + read : read - last;
            return _gap <= LongestGap ? read : throw new InvalidDataException($"More than {LongestGap} bytes without a tag.");
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing) inner.Dispose();
            base.Dispose(disposing);
        }
    }
}
