using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Tables;

namespace Sunshine.Foundation.Tests.Tables;

/// <summary>Whatever is uploaded, it ends in rows or in a refusal, soon and in bounds.</summary>
public sealed class BrokenTableTests
{
    private const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

    private static byte[] Good => Sheets.Book([Sheets.Text("编码"), Sheets.Text("值")], [Sheets.Text("a"), Sheets.Number("42639", 1)]);

    [Fact]
    public async Task A_workbook_that_breaks_off_anywhere_is_refused()
    {
        var good = Good;
        for (var length = 0; length < good.Length; length += 97)
            Assert.Contains(Assert.Single(await Table.Refused(() => Table.Read(good[..length], TableFormat.Xlsx))), (string[])["EMPTY", "NOT_XLSX", "BROKEN_XLSX"]);
    }

    [Fact]
    public async Task A_workbook_with_any_bytes_changed_is_read_or_refused()
    {
        var (good, random) = (Good, new Random(2016));
        for (var n = 0; n < 2_000; n++)
        {
            var broken = good.ToArray();
            for (var k = random.Next(1, 5); k > 0; k--) broken[random.Next(broken.Length)] = (byte)random.Next(256);
            await RowsOrRefusal(broken, TableFormat.Xlsx);
        }
    }

    [Fact]
    public async Task A_sheet_with_any_characters_changed_is_read_or_refused()
    {
        const string sheet = $"<worksheet xmlns=\"{Main}\"><sheetData><row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>a</t></is></c></row><row r=\"2\"><c r=\"A2\" s=\"1\"><f>B1</f><v>42639</v></c><c t=\"s\"><v>0</v></c></row></sheetData>"
            + "<mergeCells><mergeCell ref=\"A1:B1\"/></mergeCells></worksheet>";
        var (good, random) = (Good, new Random(2017));
        for (var n = 0; n < 1_000; n++)
        {
            var text = new StringBuilder(sheet);
            for (var k = random.Next(1, 4); k > 0; k--) text[random.Next(text.Length)] = "<>/\"=0aZ&\0- "[random.Next(12)];
            await RowsOrRefusal(XlsxTableTests.Rewritten(good, "xl/worksheets/sheet1.xml", text.ToString()), TableFormat.Xlsx);
        }
    }

    [Fact]
    public async Task Random_bytes_are_refused_as_whatever_they_come()
    {
        var random = new Random(2018);
        // In UTF-16 nearly any bytes are characters: it takes some of them to tell.
        foreach (var length in new[] { 2_000, 5_000, 300_000 })
        {
            foreach (var mark in new byte[][] { [], [0xEF, 0xBB, 0xBF], [0xFF, 0xFE], [0x50, 0x4B, 3, 4], [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1] })
            {
                var bytes = new byte[length];
                random.NextBytes(bytes);
                mark.CopyTo(bytes, 0);
                foreach (var format in Enum.GetValues<TableFormat>())
                {
                    await Table.Refused(() => Table.Read(bytes, format));
                    await Table.Refused(() => Table.Read(new Table.Body(bytes, 4_096), format));
                }
            }
        }
    }

    [Fact]
    public async Task Random_text_is_read_or_refused()
    {
        var random = new Random(2019);
        for (var n = 0; n < 2_000; n++)
        {
            var bytes = new byte[random.Next(1, 400)];
            for (var i = 0; i < bytes.Length; i++) bytes[i] = n % 3 == 0 ? (byte)random.Next(32, 256) : (byte)"ab,;\t\"\n\r'={}[]:\xE5\xB8\x82"[random.Next(18)];
            await RowsOrRefusal(bytes, TableFormat.Csv);
            await RowsOrRefusal(bytes, TableFormat.JsonLines);
        }
    }

    [Fact]
    public async Task Old_encrypted_and_binary_workbooks_and_other_archives_say_what_they_are()
    {
        Assert.Equal(["OLD_XLS"], await Table.Refused(() => Table.Read(Compound("Workbook"), TableFormat.Xlsx)));
        Assert.Equal(["ENCRYPTED"], await Table.Refused(() => Table.Read(Compound("EncryptedPackage"), TableFormat.Xlsx)));
        Assert.Equal(["NOT_XLSX"], await Table.Refused(() => Table.Read(Zip(("a.txt", "x")), TableFormat.Xlsx)));
        Assert.Equal(["OLD_XLS"], await Table.Refused(() => Table.Read(Zip(("_rels/.rels", Rels("xl/workbook.bin")), ("xl/workbook.bin", "x")), TableFormat.Xlsx)));
        Assert.Equal(["NOT_XLSX"], await Table.Refused(() => Table.Read(Zip(("_rels/.rels", Rels("word/document.xml")), ("word/document.xml", "<document/>")), TableFormat.Xlsx)));
    }

    [Fact]
    public async Task A_bomb_is_refused_before_it_bursts()
    {
        using var bytes = new MemoryStream();
        bytes.Write(Good);
        using (var archive = new ZipArchive(bytes, ZipArchiveMode.Update, leaveOpen: true))
        {
            await using var part = archive.CreateEntry("xl/bomb.xml", CompressionLevel.SmallestSize).Open();
            await part.WriteAsync(new byte[20_000_000], TestContext.Current.CancellationToken);
        }

        Assert.Equal(["UNPACKED_TOO_LARGE"], await Table.Refused(() => Table.Read(bytes.ToArray(), TableFormat.Xlsx, new() { LargestPart = 10_000_000 })));
        Assert.Equal(["UNPACKED_TOO_LARGE"], await Table.Refused(() => Table.Read(bytes.ToArray(), TableFormat.Xlsx, new() { LargestUnpacked = 10_000_000 })));
        Assert.Equal(["TOO_MANY_PARTS"], await Table.Refused(() => Table.Read(Zip([.. Enumerable.Range(0, 3_000).Select(i => ($"{i}", "x"))]), TableFormat.Xlsx)));
        Assert.Equal(["FILE_TOO_LARGE"], await Table.Refused(() => Table.Read(Good, TableFormat.Xlsx, new() { LargestFile = 1_000 })));
        Assert.Equal(["FILE_TOO_LARGE"], await Table.Refused(() => Table.Read(new Table.Body(Good, 500), TableFormat.Xlsx, new() { LargestFile = 1_000 })));
    }

    [Fact]
    public async Task A_part_that_is_longer_than_it_says_is_unpacked_no_further()
    {
        var rows = string.Concat(Enumerable.Range(1, 200_000).Select(i => $"<row r=\"{i}\"><c><v>1</v></c></row>"));
        var book = XlsxTableTests.Rewritten(Good, "xl/worksheets/sheet1.xml", $"<worksheet xmlns=\"{Main}\"><sheetData>{rows}</sheetData></worksheet>");
        // The length in the list of entries, after its signature at the sheet's name.
        for (var at = 0; (at = book.AsSpan(at).IndexOf("PK\u0001\u0002"u8) is >= 0 and var found ? at + found : -1) >= 0; at += 4)
        {
            if (Encoding.ASCII.GetString(book, at + 46, 24) == "xl/worksheets/sheet1.xml") BinaryPrimitives.WriteInt32LittleEndian(book.AsSpan(at + 24), 1_000);
        }

        Assert.Equal(["BROKEN_XLSX"], await Table.Refused(() => Table.Read(book, TableFormat.Xlsx, new() { HasHeadings = false })));
    }

    public static TheoryData<string, string> Floods => new()
    {
        { "entities", "<!DOCTYPE x [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]><worksheet><sheetData><row><c t=\"str\"><v>&b;</v></c></row></sheetData></worksheet>" },
        { "external entity", "<!DOCTYPE x [<!ENTITY a SYSTEM \"file:///etc/passwd\">]><worksheet><sheetData><row><c t=\"str\"><v>&a;</v></c></row></sheetData></worksheet>" },
        { "attribute", $"<worksheet a=\"{new string('a', 5_000_000)}\"><sheetData/></worksheet>" },
        { "depth", $"<worksheet><sheetData><row>{string.Concat(Enumerable.Repeat("<c>", 100_000))}" },
        { "names", $"<worksheet>{string.Concat(Enumerable.Range(0, 20_000).Select(i => $"<a{i}/>"))}<sheetData/></worksheet>" },
        { "rows backwards", "<worksheet><sheetData><row r=\"2\"><c><v>1</v></c></row><row r=\"1\"><c><v>1</v></c></row></sheetData></worksheet>" },
        { "merged", $"<worksheet><sheetData><row><c><v>1</v></c></row></sheetData><mergeCells>{string.Concat(Enumerable.Repeat("<mergeCell ref=\"A1:B9\"/>", 1_000))}</mergeCells></worksheet>" },
        { "shared text that is not there", "<worksheet><sheetData><row><c t=\"s\"><v>5</v></c></row></sheetData></worksheet>" },
        { "breaks off", "<worksheet><sheetData><row><c><v>1</v></c></row>" }
    };

    [Theory, MemberData(nameof(Floods))]
    public async Task A_sheet_made_to_exhaust_us_is_refused(string what, string sheet)
    {
        var book = XlsxTableTests.Rewritten(Good, "xl/worksheets/sheet1.xml", sheet);

        Assert.True(await Table.Refused(() => Table.Read(book, TableFormat.Xlsx, new() { HasHeadings = false })) is ["BROKEN_XLSX"], what);
    }

    private static async Task RowsOrRefusal(byte[] bytes, TableFormat format)
    {
        try
        {
            await Table.Read(bytes, format);
        }
        catch (RefusedException)
        {
            // As it should be.
        }
    }

    private static string Rels(string target) =>
        $"<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"a\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"{target}\"/></Relationships>";

    private static byte[] Zip(params (string Name, string Text)[] entries)
    {
        using var bytes = new MemoryStream();
        using (var archive = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, text) in entries)
            {
                using var writer = new StreamWriter(archive.CreateEntry(name).Open());
                writer.Write(text);
            }
        }

        return bytes.ToArray();
    }

    /// <summary>A Compound File of three sectors: header, table, names.</summary>
    private static byte[] Compound(string stream)
    {
        var file = new byte[3 * 512];
        Convert.FromHexString("D0CF11E0A1B11AE1").CopyTo(file, 0);
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(30), 9);
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(48), 1);
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(76), 0);
        file.AsSpan(512, 512).Fill(0xFF);
        Encoding.Unicode.GetBytes(stream).CopyTo(file, 1024);
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(1024 + 64), (ushort)(stream.Length * 2 + 2));
        file[1024 + 66] = 2;
        return file;
    }
}
