using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;

namespace Sunshine.Catalogue.Tests;

/// <summary>Small files of each kind, made here.</summary>
internal static class AttachmentSamples
{
    private const string Word = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml";

    public static byte[] Docx { get; } = OpenXml(Word);

    public static byte[] Docm { get; } = OpenXml("application/vnd.ms-word.document.macroEnabled.main+xml");

    /// <summary>Named as one without macros, and with a program all the same.</summary>
    public static byte[] DocxWithProgram { get; } = OpenXml(Word, "application/vnd.ms-office.vba&#80;roject");

    public static byte[] Ofd { get; } = Zip(("OFD.xml", "<ofd:OFD/>"));

    public static byte[] Doc { get; } = Compound("Root Entry", "WordDocument", "1Table");

    public static byte[] Xls { get; } = Compound("Root Entry", "Workbook");

    public static byte[] DocWithMacros { get; } = Compound("Root Entry", "WordDocument", "a", "b", "Macros", "VBA");

    public static byte[] Pdf(int length = 2_000)
    {
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        "%PDF-1.7\n"u8.CopyTo(bytes);
        return bytes;
    }

    public static byte[] Gbk(string text) => CodePagesEncodingProvider.Instance.GetEncoding("GB18030")!.GetBytes(text);

    public static string Sha256(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    public static byte[] Zip(params IEnumerable<(string Name, string Text)> entries)
    {
        var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, text) in entries)
            {
                using var entry = zip.CreateEntry(name).Open();
                entry.Write(Encoding.UTF8.GetBytes(text));
            }
        }

        return bytes.ToArray();
    }

    public static byte[] OpenXml(params IEnumerable<string> types) => Zip(
        ("[Content_Types].xml", $"""<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">{string.Concat(types.Select((t, i) => $"<Override PartName=\"/part{i}\" ContentType=\"{t}\"/>"))}</Types>"""),
        ("word/document.xml", "<document/>"));

    /// <summary>A Compound File with these names, four in each sector of 512 bytes.</summary>
    public static byte[] Compound(params IReadOnlyList<string> names)
    {
        var sectors = (names.Count + 3) / 4;
        var bytes = new byte[512 * (2 + sectors)];
        Convert.FromHexString("D0CF11E0A1B11AE1").CopyTo(bytes, 0);
        BitConverter.GetBytes((short)9).CopyTo(bytes, 30);
        // Sector 0 is the table, the names follow.
        BitConverter.GetBytes(1).CopyTo(bytes, 48);
        for (var i = 0; i < 109; i++) BitConverter.GetBytes(i == 0 ? 0 : -1).CopyTo(bytes, 76 + i * 4);
        BitConverter.GetBytes(-2).CopyTo(bytes, 68);
        for (var i = 0; i < 128; i++) BitConverter.GetBytes(i == 0 ? -3 : i < sectors ? i + 1 : i == sectors ? -2 : -1).CopyTo(bytes, 512 + i * 4);
        for (var i = 0; i < names.Count; i++)
        {
            var at = 1024 + i * 128;
            Encoding.Unicode.GetBytes(names[i]).CopyTo(bytes, at);
            BitConverter.GetBytes((short)(names[i].Length * 2 + 2)).CopyTo(bytes, at + 64);
            bytes[at + 66] = (byte)(i == 0 ? 5 : 2);
        }

        return bytes;
    }
}
