using System.Buffers.Binary;
using System.IO.Compression;
using System.Net;
using System.Text;
using Google.Protobuf;
using Sunshine.Catalogue.V1;
using Sunshine.Platform.Tests.Api;
using Sunshine.Testing.Hosts;

namespace Sunshine.Platform.Tests.Hostile;

/// <summary>Little that becomes much: none of it may cost the process more than what it is allowed to send plainly.</summary>
[Collection(ApiFixture.OneAfterAnother)]
public sealed class BombTests(ApiFixture api)
{
    /// <summary>What it may take more of the machine, in bytes: a bomb of this class unpacks to gigabytes.</summary>
    private const long Most = 700L * 1024 * 1024;

    private const int Gigabyte = 1024 * 1024 * 1024;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("gzip")]
    [InlineData("deflate")]
    public async Task A_packed_gRPC_message_is_bounded_by_what_it_unpacks_to(string coding)
    {
        await Bounded(async standalone =>
        {
            var packed = Packed(coding, Gigabyte);
            var frame = new byte[5 + packed.Length];
            frame[0] = 1;
            BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(1), packed.Length);
            packed.CopyTo(frame, 5);
            using var http = new HttpClient();
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(standalone.GrpcAddress, "/sunshine.catalogue.v1.CatalogueService/BatchImportItems"))
            {
                Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact, Content = new ByteArrayContent(frame) { Headers = { ContentType = new("application/grpc") } },
                Headers = { { "grpc-encoding", coding }, { "TE", "trailers" }, { "Authorization", "Bearer " + standalone.Token } }
            };
            using var response = await http.SendAsync(request, Cancel);
            await response.Content.ReadAsByteArrayAsync(Cancel);
            var status = response.Headers.Concat(response.TrailingHeaders).First(h => h.Key == "grpc-status").Value.Single();
            Assert.Contains(status, (string[])["8", "3", "12"]);
        });
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("deflate")]
    [InlineData("br")]
    public async Task A_packed_body_is_not_unpacked(string coding)
    {
        await Bounded(async standalone =>
        {
            using var http = standalone.Http(standalone.Token);
            foreach (var path in new[] { "/api/v1/catalogue/items:batchImport", $"/api/v1/catalogue/attachments?agencyId={ApiFixture.Agency}&fileName=a.txt", "/connect/token" })
            {
                using var body = new ByteArrayContent(Packed(coding, Gigabyte)) { Headers = { ContentType = new("application/json"), ContentEncoding = { coding } } };
                using var response = await http.PostAsync(path, body, Cancel);
                Assert.True((int)response.StatusCode is 400 or 413 or 415, $"{path}: {response.StatusCode}");
            }
        });
    }

    [Fact]
    public async Task A_body_that_is_wrong_in_a_million_places_is_refused_in_few_words()
    {
        await Bounded(async standalone =>
        {
            using var http = standalone.Http(null);
            var wrong = new StringBuilder("{").Insert(1, "\"a\":1,", 2_000_000).Append("\"a\":1}").ToString();
            using var response = await http.PostAsync("/api/v1/requests/applications:follow", new StringContent(wrong, Encoding.UTF8, "application/json"), Cancel);
            Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
            Assert.True((await response.Content.ReadAsByteArrayAsync(Cancel)).Length < 2_000_000);
        });
    }

    [Fact]
    public async Task A_long_name_around_many_members_is_not_repeated_for_each()
    {
        await Bounded(async standalone =>
        {
            using var http = standalone.Http(standalone.Token);
            var free = "{\"records\":[{\"sourceId\":\"1\",\"data\":{\"" + new string('n', 4_000_000) + "\":[" + string.Join(',', Enumerable.Repeat("1", 2_000_000)) + "]}}]}";
            using var response = await http.PostAsync("/api/v1/key-areas/records:batchImport", new StringContent(free, Encoding.UTF8, "application/json"), Cancel);
            var answer = await response.Content.ReadAsStringAsync(Cancel);
            Assert.True(response.StatusCode == HttpStatusCode.BadRequest || answer.Contains("ENTRY_OUTCOME_REFUSED", StringComparison.Ordinal), answer);
            Assert.True(answer.Length < 2_000_000);
        });
    }

    [Fact]
    public async Task A_message_that_is_wrong_in_a_million_places_is_refused_in_few_words()
    {
        await Bounded(async standalone =>
        {
            // records[0].keywords, again and again, with bytes that are no text.
            var keywords = ImportRecord.Descriptor.FindFieldByName("keywords").FieldNumber;
            byte[] one = [(byte)(keywords << 3 | 2), 2, 0xC3, 0x28];
            var record = Enumerable.Repeat(one, 3_500_000).SelectMany(x => x).ToArray();
            using var message = new MemoryStream();
            using (var output = new CodedOutputStream(message, leaveOpen: true))
            {
                output.WriteTag(1, WireFormat.WireType.LengthDelimited);
                output.WriteBytes(ByteString.CopyFrom(record));
            }

            var refused = await RawCalls.Call(standalone.Invoker(standalone.Token), CatalogueService.Descriptor.FullName, CatalogueService.Descriptor.FindMethodByName("BatchImportItems"), [message.ToArray()],
                new Grpc.Core.CallOptions(deadline: (TimeProvider.System.GetUtcNow() + TimeSpan.FromSeconds(60)).UtcDateTime, cancellationToken: Cancel));
            Assert.Equal(Grpc.Core.StatusCode.InvalidArgument, refused?.StatusCode);
        });
    }

    public static TheoryData<string> Workbooks => ["a huge sheet", "huge strings", "deep XML", "entities", "a huge attribute", "a workbook in a workbook", "many parts", "many styles", "many merged cells", "one huge cell"];

    [Theory]
    [MemberData(nameof(Workbooks))]
    public async Task A_workbook_is_read_within_bounds(string kind)
    {
        await Bounded(async standalone =>
        {
            using var http = standalone.Http(standalone.Token);
            foreach (var path in new[] { "/api/v1/reading-rooms/room-files?fileName=rooms.xlsx", $"/api/v1/catalogue/attachments?agencyId={ApiFixture.Agency}&fileName=a.xlsx" })
            {
                using var response = await http.PostAsync(path, new ByteArrayContent(Workbook(kind)), Cancel);
                Assert.True((int)response.StatusCode is 200 or 400 or 413 or 422, $"{path}: {response.StatusCode} {await response.Content.ReadAsStringAsync(Cancel)}");
            }
        });
    }

    /// <summary>The process goes on, has not grown, and has written no failure of ours.</summary>
    private async Task Bounded(Func<StandaloneProcess, Task> send)
    {
        var standalone = await api.Standalone;
        var before = standalone.Memory;
        var most = 0L;
        var sending = send(standalone);
        while (!sending.IsCompleted)
        {
            most = Math.Max(most, standalone.Memory);
            await Task.WhenAny(sending, Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, Cancel));
        }

        await sending;
        Assert.True(standalone.IsRunning);
        Assert.True(most - before < Most, $"It took {(most - before) / 1024 / 1024} MB.");
        Assert.DoesNotContain("fail: Sunshine", standalone.Output, StringComparison.Ordinal);
    }

    private static byte[] Packed(string coding, long length)
    {
        using var packed = new MemoryStream();
        using (Stream packing = coding switch { "gzip" => new GZipStream(packed, CompressionLevel.Fastest, true), "br" => new BrotliStream(packed, CompressionLevel.Fastest, true), _ => new ZLibStream(packed, CompressionLevel.Fastest, true) })
        {
            var zeros = new byte[1 << 20];
            for (long done = 0; done < length; done += zeros.Length) packing.Write(zeros);
        }

        return packed.ToArray();
    }

    private static byte[] Workbook(string kind)
    {
        const string main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
        using var file = new MemoryStream();
        using (var archive = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            Add("[Content_Types].xml", """<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>""");
            Add("_rels/.rels", """<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>""");
            Add("xl/workbook.xml", $"""<workbook xmlns="{main}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="1" sheetId="1" r:id="r1"/></sheets></workbook>""");
            Add("xl/_rels/workbook.xml.rels", """<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/><Relationship Id="r3" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>""");
            var row = "<row><c t=\"s\"><v>0</v></c></row>";
            var (head, foot) = ($"<worksheet xmlns=\"{main}\"><sheetData>", "</sheetData></worksheet>");
            switch (kind)
            {
                case "a huge sheet": Repeat("xl/worksheets/sheet1.xml", head, row, 40_000_000, foot); break;
                case "huge strings": Repeat("xl/sharedStrings.xml", $"<sst xmlns=\"{main}\">", "<si><t>" + new string('a', 1000) + "</t></si>", 1_000_000, "</sst>"); break;
                case "deep XML": Repeat("xl/worksheets/sheet1.xml", head, "<a>", 100_000_000, ""); break;
                case "entities": Add("xl/worksheets/sheet1.xml", "<!DOCTYPE a [<!ENTITY b \"bbbbbbbbbb\"><!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;\"><!ENTITY d \"&c;&c;&c;&c;&c;&c;&c;&c;\"><!ENTITY x SYSTEM \"file:///etc/passwd\">]>" + head + "<row><c t=\"str\"><v>&d;&x;</v></c></row>" + foot); break;
                case "a huge attribute": Repeat("xl/worksheets/sheet1.xml", head + "<row spans=\"", "1", 900_000_000, "\"/>" + foot); break;
                case "many styles": Repeat("xl/styles.xml", $"<styleSheet xmlns=\"{main}\"><cellXfs>", "<xf numFmtId=\"14\"/>", 20_000_000, "</cellXfs></styleSheet>"); break;
                case "many merged cells": Repeat("xl/worksheets/sheet1.xml", head + row + "</sheetData><mergeCells>", "<mergeCell ref=\"A1:XFD1048576\"/>", 10_000_000, "</mergeCells></worksheet>"); break;
                case "one huge cell": Repeat("xl/worksheets/sheet1.xml", head + "<row><c t=\"inlineStr\"><is><t>", "aaaaaaaaaa", 90_000_000, "</t></is></c></row>" + foot); break;
                case "a workbook in a workbook":
                    for (var i = 0; i < 20; i++) Repeat($"xl/embeddings/{i}.xlsx", "", "PK\u0003\u0004", 20_000_000, "");
                    break;
                case "many parts":
                    for (var i = 0; i < 60_000; i++) archive.CreateEntry($"xl/{i}.xml");
                    break;
            }

            void Add(string name, string content)
            {
                using var part = new StreamWriter(archive.CreateEntry(name).Open());
                part.Write(content);
            }

            void Repeat(string name, string before, string repeated, int count, string after)
            {
                using var part = new StreamWriter(archive.CreateEntry(name, CompressionLevel.Fastest).Open(), bufferSize: 1 << 16);
                part.Write(before);
                var each = Math.Max(1, 65_536 / repeated.Length);
                var block = string.Concat(Enumerable.Repeat(repeated, each));
                for (var done = 0; done < count; done += each) part.Write(block);
                part.Write(after);
            }
        }

        return file.ToArray();
    }
}
