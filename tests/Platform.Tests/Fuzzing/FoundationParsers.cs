using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Google.Protobuf;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Sunshine.Catalogue.V1;
using Sunshine.Foundation.Calendar;
using Sunshine.Foundation.Files;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.OpenApi;
using Sunshine.Foundation.Storage;
using Sunshine.Foundation.Tables;
using Sunshine.Foundation.Text;
using Place = Sunshine.Foundation.Storage.Place;
using SqlitePlace = Sunshine.Foundation.Storage.Sqlite.SearchPlace;

namespace Sunshine.Platform.Tests.Fuzzing;

/// <summary>Readers that every service has: tables, files, JSON, tokens, queries.</summary>
internal static class FoundationParsers
{
    private const string Sheet = """<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><cols><col min="1" max="2"/></cols><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="inlineStr"><is><t>金额</t></is></c></row><row r="2"><c r="A2"><v>1</v></c><c r="B2" s="1"><v>42370.5</v></c></row><row r="3"><c r="A3" t="str"><f>1+1</f><v>x</v></c><c r="B3" t="b"><v>1</v></c></row></sheetData><mergeCells><mergeCell ref="A2:A3"/></mergeCells></worksheet>""";

    private const string Strings = """<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" count="1"><si><r><t>名</t></r><r><t>称</t></r><rPh><t>x</t></rPh></si></sst>""";

    private const string Styles = """<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><numFmts><numFmt numFmtId="164" formatCode="yyyy&quot;年&quot;m&quot;月&quot;"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="164"/></cellXfs></styleSheet>""";

    private const string Book = """<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><workbookPr date1904="0"/><sheets><sheet name="表" sheetId="1" r:id="r1"/></sheets></workbook>""";

    private const string BookRels = """<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/><Relationship Id="r3" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="/xl/styles.xml"/></Relationships>""";

    private static readonly TableOptions Columns = new() { Headings = [new TableHeading("名称"), new TableHeading("金额")], AllowUnknown = true, MostRows = 5_000 };

    private static readonly Type[] Refused = [typeof(RefusedException)];

    private static readonly string[] Xml = ["<![CDATA[", "<!DOCTYPE a [<!ENTITY b \"c\">]>", "&b;", "&#0;", "<c r=\"XFD1048576\"><v>1</v></c>", "r=\"A99999999\"", "t=\"s\"", "<v>99999</v>", "ref=\"A1:XFD1048576\"", "xml:space=\"preserve\"", "s=\"-1\""];

    public static IReadOnlyList<Parser> All { get; } =
    [
        Table("csv", TableFormat.Csv, "名称,金额\r\n\"农业, 农村\",23800600.00\r\n'=1,-5\r\n"u8.ToArray(), "名称\t金额\n一\t2\n"u8.ToArray(), Encoding.Unicode.GetPreamble().Concat(Encoding.Unicode.GetBytes("名称,金额\n一,2\n")).ToArray(),
            CodePages().GetBytes("名称,金额\n鞍山,2\n")),
        Table("json", TableFormat.JsonLines, "{\"名称\":\"a\",\"金额\":1.50}\n{\"名称\":[\"a\",\"b\"],\"金额\":null}\n"u8.ToArray()),
        Table("zip", TableFormat.Xlsx, Packed()) with { Iterations = 600 },
        Inside("xl/worksheets/sheet1.xml", Sheet), Inside("xl/sharedStrings.xml", Strings), Inside("xl/styles.xml", Styles), Inside("xl/workbook.xml", Book), Inside("xl/_rels/workbook.xml.rels", BookRels),
        new("AttachmentTypes", [Packed(), CompoundSample(), "%PDF-1.7\n"u8.ToArray(), "文本\n"u8.ToArray()], bytes =>
        {
            foreach (var name in AttachmentTypes.Extensions) AttachmentTypes.Sniff(AttachmentTypes.OfName("a." + name)!, new MemoryStream(bytes), default).GetAwaiter().GetResult();
        }) { Iterations = 400 },
        new("CompoundFile", [CompoundSample()], bytes => CompoundFile.Look(new MemoryStream(bytes), ["WordDocument"])),
        new("Package", [Packed()], bytes => Package.Look(new MemoryStream(bytes), AttachmentTypes.OfName("a.xlsx")!)),
        Parser.OfText("FileNames", ["预算.pdf", "a b.xlsx"], name =>
        {
            var v = new Violations();
            if (FileNames.Check("fileName", name, v) is null || v.Any) return;
            // What is accepted is one plain name on every system.
            Assert.Equal(name, Path.GetFileName(name));
            Assert.DoesNotContain('\\', name);
            Assert.NotEqual("..", name);
        }) with { Tokens = ["..", "/", "\\", ":", "\0", ".pdf", "\u202e", "CON"] },
        Parser.OfText("RequestJsonCheck:FreeJson", ["""{"a":{"b":[1,2.5,"c"]},"d":1e3}"""], text =>
        {
            var v = new Violations();
            using var json = JsonDocument.Parse(text);
            FreeJson.Check(json.RootElement, "data", v);
            Assert.True(v.Found.Count <= Violations.Enough);
        }, typeof(JsonException), typeof(RefusedException)) with { Tokens = ["\"a\":", "[[[[[[[[", "0.1234567890123456789"] },
        new("WireCheck", [new BatchImportItemsRequest { Records = { new ImportRecord { SourceId = "1", Title = "标题", Keywords = { "a", "b" } } } }.ToByteArray()],
            bytes => WireCheck.Refuse(BatchImportItemsRequest.Descriptor, bytes)),
        Parser.OfText("QueryParameters", ["?agencyId=a&pageSize=5", "?query=%E9%A2%84&channel=CHANNEL_WEBSITE"], text =>
            QueryParameters.Read<ListItemsRequest>(new QueryCollection(QueryHelpers.ParseQuery(text))), Refused) with { Tokens = ["&", "%", "pageSize=", "agencyId="] },
        Parser.OfText("PageTokens", [PageTokens.Of("place", new ListItemsRequest())], text =>
        {
            var v = new Violations();
            if (PageTokens.Place(text, new ListItemsRequest(), v) is { } place) Assert.Equal(place, PageTokens.Place(PageTokens.Of(place, new ListItemsRequest()), new ListItemsRequest(), v));
        }),
        Parser.OfText("Place", [new Place("2016-01-01", "a").ToString()], text => Assert.Equal(Place.Parse(text), Place.Parse(Place.Parse(text).ToString())), typeof(BadPlaceException)),
        Parser.OfText("SearchPlace:Sqlite", [new SqlitePlace(9, [3, 1, 2], 2, 7).ToString()], text => Assert.True(SqlitePlace.Parse(text).Shown >= 0), typeof(BadPlaceException)),
        Parser.OfText("TextQuery", ["鞍政办发[2016]91号 预算", "𠮷野 a*"], text =>
        {
            var query = TextQuery.Parse(text);
            Assert.True(query.Terms.Count <= TextQuery.MostTerms);
            Highlights.Snippet(text, query);
            Bigrams.Of(text);
            PersonalData.Find(text);
            PersonalNumbers.Star(text);
            CreditCode.Checks(text);
        }) with { Tokens = ["\"", "*", "NEAR", "OR", "11010519491231002X"] },
        Parser.OfText("Days", ["2016-02-29"], text =>
        {
            if (Days.TryParse(text, out var day)) Assert.Equal(text, Days.Format(day));
        }),
        Parser.OfText("Languages", ["zh-CN,zh;q=0.9,en;q=0.8"], text => Languages.Of(text)),
        Parser.OfText("Crockford", ["0123456789ABCDEF"], text =>
        {
            var bytes = new byte[10];
            if (Crockford.TryDecode(text, bytes)) Assert.Equal(16, Crockford.Encode(bytes, 16).Length);
        }),
        Parser.OfText("CalendarFile", [File.ReadAllText(Testing.Hosts.Repository.File("services", "Foundation", "Calendar", "calendar.json"))],
            text => CalendarFile.Read(new MemoryStream(Encoding.UTF8.GetBytes(text)), "calendar"), typeof(CalendarFileException)) with { Iterations = 150 },
        Parser.OfText("OpenApiJson", ["""{"openapi":"3.1.1","info":{"title":"a","version":"v1"},"paths":{"/a":{"get":{"responses":{"200":{"description":"b"}}}}}}"""],
            text => OpenApiJson.Read(Encoding.UTF8.GetBytes(text)), typeof(InvalidDataException)) with { Iterations = 300 }
    ];

    private static Encoding CodePages() => CodePagesEncodingProvider.Instance.GetEncoding("GB18030")!;

    private static Parser Table(string way, TableFormat format, params byte[][] samples) => new($"TableReader:{way}", samples, bytes => Rows(bytes, format), Refused) { Tokens = ["名称", "金额", "\"\"", "'="] };

    /// <summary>One part of a workbook that is whole otherwise: damage to what is packed would end at the checksum.</summary>
    private static Parser Inside(string part, string content) =>
        new($"TableReader:{Path.GetFileName(part)}", [Encoding.UTF8.GetBytes(content)], bytes => Rows(Packed(part, bytes), TableFormat.Xlsx), Refused) { Tokens = Xml, Iterations = 500 };

    private static void Rows(byte[] bytes, TableFormat format)
    {
        async Task Read()
        {
            await foreach (var row in TableReader.Read(new MemoryStream(bytes), format, Columns, default))
            {
                Assert.True(row.Line > 0);
                _ = row.Cell("名称");
            }
        }

        Read().GetAwaiter().GetResult();
    }

    private static byte[] Packed(string replaced = "", byte[]? by = null)
    {
        using var file = new MemoryStream();
        using (var archive = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in new[]
            {
                ("[Content_Types].xml", """<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>"""),
                ("_rels/.rels", """<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"""),
                ("xl/workbook.xml", Book), ("xl/_rels/workbook.xml.rels", BookRels), ("xl/worksheets/sheet1.xml", Sheet), ("xl/sharedStrings.xml", Strings), ("xl/styles.xml", Styles)
            })
            {
                using var entry = archive.CreateEntry(name, CompressionLevel.Fastest).Open();
                entry.Write(name == replaced ? by : Encoding.UTF8.GetBytes(content));
            }
        }

        return file.ToArray();
    }

    /// <summary>A header, one sector of the table of sectors, one of names.</summary>
    private static byte[] CompoundSample()
    {
        var file = new byte[512 * 3];
        Convert.FromHexString(CompoundFile.Signature).CopyTo(file, 0);
        file[30] = 9;
        file[48] = 1;
        file.AsSpan(76, 436).Fill(0xFF);
        file.AsSpan(76, 4).Clear();
        file.AsSpan(68, 4).Fill(0xFE);
        file.AsSpan(512, 512).Fill(0xFF);
        Encoding.Unicode.GetBytes("WordDocument").CopyTo(file, 1024);
        file[1024 + 64] = 26;
        file[1024 + 66] = 2;
        return file;
    }
}
