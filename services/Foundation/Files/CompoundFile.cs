using System.Buffers.Binary;
using System.Text;

namespace Sunshine.Foundation.Files;

/// <summary>
/// Reads the names in a Compound File ([MS-CFB]), the container of doc, xls, ppt and of WPS's own formats. Nothing it says is believed
/// without bounds: it may be made to mislead.
/// </summary>
public static class CompoundFile
{
    public const string Signature = "D0CF11E0A1B11AE1";

    private const int Header = 512;
    private const int Entry = 128;
    private const int FatsInHeader = 109;

    /// <summary>Sectors of names that are read at most: 64,000 names.</summary>
    private const int MostSectors = 16_000;

    /// <summary>Where programs lie: of Word, of Excel, and what both have in it.</summary>
    private static readonly string[] Macros = ["Macros", "_VBA_PROJECT_CUR", "_VBA_PROJECT", "VBA"];

    /// <param name="streams">One of these makes it the type.</param>
    public static Fits Look(Stream content, IReadOnlyList<string> streams)
    {
        try
        {
            var names = Names(content);
            if (!names.Overlaps(streams)) return Fits.No;
            return names.Overlaps(Macros) ? Fits.HasMacros : Fits.Yes;
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException)
        {
            return Fits.No;
        }
    }

    private static HashSet<string> Names(Stream content)
    {
        var header = Read(content, 0, Header);
        var shift = BinaryPrimitives.ReadUInt16LittleEndian(header.AsSpan(30));
        if (shift is not (9 or 12)) throw new InvalidDataException("No size of sectors.");
        var size = 1 << shift;
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var fat = new byte[size];
        var fatRead = -1L;
        var sector = UInt32(header, 48);
        // The last four numbers stand for no sector.
        for (var n = 0; sector < 0xFFFFFFFC; n++)
        {
            if (n == MostSectors) throw new InvalidDataException("Too many names.");
            AddNames(Read(content, Place(sector), size), names);
            var part = sector / (size / 4);
            if (part != fatRead) fat = Read(content, Place(FatSector(content, header, part, size)), size);
            fatRead = part;
            sector = UInt32(fat, (int)(sector % (size / 4)) * 4);
        }

        return names;

        long Place(uint of) => (of + 1L) * size;
    }

    /// <summary>Where a part of the table of following sectors lies: the first 109 are named in the header, the rest in a chain.</summary>
    private static uint FatSector(Stream content, byte[] header, long part, int size)
    {
        if (part < FatsInHeader) return UInt32(header, 76 + (int)part * 4);
        part -= FatsInHeader;
        var each = size / 4 - 1;
        var next = UInt32(header, 68);
        // No file of this length needs a longer chain.
        var most = content.Length / size / (size / 4) / each + 1;
        for (var n = 0L; n < most; n++)
        {
            if (next >= 0xFFFFFFFC) break;
            var chained = Read(content, (next + 1L) * size, size);
            if (part < each) return UInt32(chained, (int)part * 4);
            part -= each;
            next = UInt32(chained, each * 4);
        }

        throw new InvalidDataException("The chain of tables breaks off.");
    }

    private static void AddNames(byte[] sector, HashSet<string> names)
    {
        for (var at = 0; at + Entry <= sector.Length; at += Entry)
        {
            // In bytes, with the final zero; 0 for an entry that is not in use.
            var length = BinaryPrimitives.ReadUInt16LittleEndian(sector.AsSpan(at + 64));
            if (sector[at + 66] != 0 && length is >= 4 and <= 64) names.Add(Encoding.Unicode.GetString(sector, at, length - 2));
        }
    }

    private static uint UInt32(byte[] bytes, int at) => BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(at));

    private static byte[] Read(Stream content, long at, int length)
    {
        if (at + length > content.Length) throw new EndOfStreamException();
        var bytes = new byte[length];
        content.Position = at;
        content.ReadExactly(bytes);
        return bytes;
    }
}
