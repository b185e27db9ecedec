using System.Buffers.Binary;
using System.IO.Compression;
using System.Xml;

namespace Sunshine.Foundation.Files;

/// <summary>Documents that are zip archives: Office Open XML by the type of its main part, OFD (版式文档) by its entry.</summary>
public static class Package
{
    public const string Signature = "504B0304";

    private const string ContentTypes = "[Content_Types].xml";
    private const int EndRecord = 22;
    private const int LongestComment = 65_535;

    /// <summary>Of the archive's list of entries, in bytes: a document has some hundreds. It is read into memory.</summary>
    private const int LargestDirectory = 4 * 1024 * 1024;

    /// <summary>Of the list of types, in characters: it may be packed to a thousandth.</summary>
    private const int LongestTypes = 4 * 1024 * 1024;

    public static Fits Look(Stream content, AttachmentType type)
    {
        if (!HasSmallDirectory(content)) return Fits.No;
        try
        {
            using var archive = new ZipArchive(content, ZipArchiveMode.Read, leaveOpen: true);
            if (type.ZipEntry.Length > 0) return archive.GetEntry(type.ZipEntry) is not null ? Fits.Yes : Fits.No;
            if (archive.GetEntry(ContentTypes) is not { } entry) return Fits.No;
            using var opened = entry.Open();
            var types = Types(opened);
            if (types.Any(t => t.Contains("vbaProject", StringComparison.OrdinalIgnoreCase) || t.Contains("macroEnabled", StringComparison.OrdinalIgnoreCase)))
                return Fits.HasMacros;
            return types.Contains(type.ZipMain) ? Fits.Yes : Fits.No;
        }
        catch (Exception e) when (e is InvalidDataException or XmlException or NotSupportedException)
        {
            return Fits.No;
        }
    }

    /// <summary>What the parts say they are.</summary>
    private static HashSet<string> Types(Stream xml)
    {
        var settings = new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, MaxCharactersInDocument = LongestTypes, XmlResolver = null };
        var types = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        using var reader = XmlReader.Create(xml, settings);
        while (reader.Read())
        {
            if (reader.NodeType == XmlNodeType.Element && reader.GetAttribute("ContentType") is { } type) types.Add(type.Trim());
        }

        return types;
    }

    /// <summary>
    /// The list of entries, up to the end record, is small: the archive's reader goes by what it finds there, not by what is announced. Some
    /// writers put a record for long archives in between; archives that need one are too long.
    /// </summary>
    internal static bool HasSmallDirectory(Stream content)
    {
        var tail = new byte[Math.Min(content.Length, EndRecord + LongestComment)];
        content.Position = content.Length - tail.Length;
        content.ReadExactly(tail);
        var at = tail.AsSpan().LastIndexOf("PK\u0005\u0006"u8);
        if (at < 0 || tail.Length - at < EndRecord) return false;
        var (disk, count, size, offset) = (UInt16(at + 4), UInt16(at + 10), UInt32(at + 12), UInt32(at + 16));
        if (disk == ushort.MaxValue || count == ushort.MaxValue || size == uint.MaxValue || offset == uint.MaxValue) return false;
        var whole = content.Length - tail.Length + at - offset;
        return whole >= size && whole <= LargestDirectory;

        ushort UInt16(int from) => BinaryPrimitives.ReadUInt16LittleEndian(tail.AsSpan(from));
        uint UInt32(int from) => BinaryPrimitives.ReadUInt32LittleEndian(tail.AsSpan(from));
    }
}
