using System.Text;
using System.Text.Json;
using Sunshine.Catalogue.V1;
using Sunshine.Cli;
using Sunshine.Cli.Backups;
using Sunshine.Cli.Reading;
using Sunshine.Cli.Verifying;
using Sunshine.Standalone;
using Sunshine.Testing.Hosts;
using BadRequest = Google.Rpc.BadRequest;

namespace Sunshine.Platform.Tests.Fuzzing;

/// <summary>Readers of the command line and of the standalone program: files on a disk.</summary>
internal static class ToolParsers
{
    private static readonly Type[] Failed = [typeof(CommandFailedException)];

    public static IReadOnlyList<Parser> All { get; } =
    [
        File("CsvFile", "标题,编号,发布日期,placements\n\"a\"\"b\",1,2016-01-01,网站@2016-03-01\n"u8.ToArray(), path => Rows(CsvFile.Open(path, Headings.Standard, new RecordDefaults("as-finance", null), null, default).GetAwaiter().GetResult()))
            with { Tokens = ["标题", "编号", "网站/今日@2016-03-01", "%3B"] },
        File("JsonLinesFile", "{\"sourceId\":\"1\",\"title\":\"a\"}\n{\"agency\":{\"id\":\"b\"},\"title\":\"c\"}\n"u8.ToArray(),
            path => Rows(JsonLinesFile.Open(path, new RecordDefaults(null, Channel.Website), default).GetAwaiter().GetResult())) with { Tokens = ["\"agency\":null", "\"placements\":[", "sourceId"] },
        File("Headings", """{"题名":"title","号":["source_id","document_number"],"x":null}"""u8.ToArray(), path => Headings.Read(path)),
        Parser.OfText("PlacementCell", ["网站/今日鞍山@2016-03-01 http://a.cn/;公报@2016-03-05"], text => PlacementCell.Read(text, "placements", [], new List<BadRequest.Types.FieldViolation>())) with { Tokens = ["%", "%4", "@", "网站"] },
        File("ItemFile", """{"id":"1","title":"预算","placements":[{"channel":"CHANNEL_WEBSITE","on":"2016-03-01"}]}"""u8.ToArray(), path => ItemFile.DigestOf(path)),
        new("Manifest", [new Manifest(1, DateTimeOffset.UnixEpoch, [], null, 0, 0).ToBytes()], bytes => Assert.NotEmpty(Manifest.Parse(bytes).ToBytes()), typeof(JsonException)),
        new("SealedReader", [Sealed()], bytes =>
        {
            using var reader = new SealedReader(new MemoryStream(bytes), "passphrase");
            reader.Content.CopyTo(Stream.Null);
            reader.Complete();
        }, typeof(CommandFailedException), typeof(InvalidDataException)) { Iterations = 25 },
        File("AuthorityClients", """[{"clientId":"a","secretHash":"3e23e8160039594a33894f6564e1b1348bbd7a0088d42c4acb73eeaed59c009d","services":["catalogue"],"roles":["system"],"agency":null}]"""u8.ToArray(), path =>
        {
            var folder = Path.GetDirectoryName(path)!;
            System.IO.File.Move(path, Path.Combine(folder, "clients.json"), overwrite: true);
            AuthorityClients.Open(folder).Find("a", "b", [1], DateTimeOffset.UnixEpoch);
        }) with { Refusals = [typeof(InvalidDataException)] }
    ];

    private static byte[] Sealed()
    {
        using var file = new MemoryStream();
        var writer = new SealedWriter(file, "passphrase", DateTimeOffset.UnixEpoch);
        writer.Content.Write(Encoding.UTF8.GetBytes("content"));
        writer.Complete();
        return file.ToArray();
    }

    private static Parser File(string name, byte[] sample, Action<string> read) => new(name, [sample], bytes =>
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "file");
        System.IO.File.WriteAllBytes(path, bytes);
        read(path);
    }, Failed) { Iterations = 300 };

    private static void Rows(ISourceFile file)
    {
        async Task Read()
        {
            await using (file)
            {
                await foreach (var row in file.Rows(default)) Assert.True(row.Line > 0);
            }
        }

        Read().GetAwaiter().GetResult();
    }
}
