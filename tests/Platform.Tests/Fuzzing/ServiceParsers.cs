using System.Net;
using System.Text.Json;
using Google.Protobuf;
using Microsoft.Extensions.Options;
using Sunshine.Catalogue;
using Sunshine.Finance;
using Sunshine.Foundation.Hosting;
using Sunshine.KeyAreas;
using Sunshine.Powers;
using Sunshine.ReadingRooms;
using Sunshine.ReportForms;
using Sunshine.Requests;

namespace Sunshine.Platform.Tests.Fuzzing;

/// <summary>Readers that one service has of its own.</summary>
internal static class ServiceParsers
{
    private const string Schema = """{"type":"object","properties":{"day":{"type":"string","x-day":true,"title":"日期"},"amount":{"type":"string","x-scale":2,"x-measure":true},"kind":{"enum":["a","b"],"x-dimension":true}},"required":["day"],"additionalProperties":false}""";

    public static IReadOnlyList<Parser> All { get; } =
    [
        Harvest("csv", Catalogue.V1.HarvestKind.Csv, "source_id,title,on,channel\nd-1,预算公开,2016年3月1日,网站\n"),
        Harvest("json", Catalogue.V1.HarvestKind.Json, """[{"sourceId":"d-1","title":"预算","formedOn":"2016-03-01","keywords":["a","b"]},{"source_id":"d-2","title":"决算"}]"""),
        Harvest("lines", Catalogue.V1.HarvestKind.JsonLines, """{"sourceId":"d-1","title":"预算","placements":[{"channel":"CHANNEL_WEBSITE","on":"2016-03-01"}]}""" + "\n"),
        Parser.OfText("IndexNumberScheme", ["{organisation}/{year}-{serial:5}", "AB-{catalogue}-{year}{serial:9}"], text => IndexNumberScheme.Parse(text), typeof(FormatException)) with
        {
            Tokens = ["{organisation}", "{catalogue}", "{year}", "{serial:5}", "{serial:99999999999}", "{", "}"]
        },
        Parser.OfText("ArticleReference", ["第十二条之一第一款第（三）项第一目", "12-1", "第九千九百九十九条"], text =>
        {
            if (!ArticleReference.TryParse(text, out var reference)) return;
            Assert.True(ArticleReference.TryParse(reference.ToString(), out var again));
            Assert.Equal(reference, again);
        }) with { Tokens = ["第", "条", "款", "项", "目", "之", "千", "百", "十", "零", "（", "9999"] },
        Parser.OfText("ChineseNumerals", ["一千二百三十四", "十二", "〇"], text => Assert.True(ChineseNumerals.Parse(text) is null or >= 0)) with { Tokens = ["千", "百", "十", "零", "九"] },
        Parser.OfText("HoursText", ["周一至周五 08:30-11:30,13:30-17:00; 周六 09:00-12:00", "每天 上午8点半至11点 周日休息"], text =>
        {
            var v = new Violations();
            // A refusal that could not be written as JSON would be an error of ours.
            if (HoursText.Parse("hours", text, v) is null) JsonFormatter.Default.Format(new Google.Rpc.BadRequest { FieldViolations = { v.Found.Select(f => f.ToProto(Language.Chinese)) } });
            else Assert.False(v.Any);
        }) with { Tokens = ["周", "至", "下午", "24小时", "休息", "99:99", "7", "𠮷"] },
        Parser.OfText("ConfirmationCode", ["0123-4567-89AB-CDEF-GHJK-MNPQ-RSTVW"], text =>
        {
            if (ConfirmationCode.Parse(text) is { } code) Assert.Equal(code, ConfirmationCode.Parse(code.ToString()));
        }),
        Parser.OfText("GeoPoint", ["41.11", "-90", "89.9999999"], text =>
        {
            var v = new Violations();
            if (GeoPoint.Parse(text, "122.9", v) is { } point) Assert.Equal(point, GeoPoint.Parse(point.LatText, point.LngText, v));
        }),
        Parser.OfText("DivisionCode", ["210300", "210302001", "210302001001"], text =>
        {
            if (DivisionCode.LevelOf(text) is null) return;
            DivisionCode.ParentOf(text);
            DivisionCode.CountyOf(text);
        }),
        Parser.OfText("RecordPeriod", ["2016Q2", "201605", "2016-05-12T08:30", "2016"], text =>
        {
            if (RecordPeriod.TryParse(text, out var period)) Assert.True(RecordPeriod.TryParse(period.ToString(), out _), period.ToString());
        }) with { Tokens = ["Q", "T", "-13-", "2200", "1900"] },
        Parser.OfText("FieldFilters", ["kind=a", "day=2016"], text => FieldFilters.Of([text, text], 5, ["kind", "day"], new Violations())),
        Parser.OfText("StructJson", ["""{"day":"2016-05-12","amount":"12.50","kind":"a","n":[1,{"b":null}]}"""], text =>
        {
            var (data, v) = (StructJson.Read(text), new Violations());
            StructJson.Check("data", data, 1_000, v);
            if (v.Any) return;
            Assert.Equal(StructJson.Text(data), StructJson.Text(StructJson.Read(StructJson.Text(data))));
        }, typeof(JsonException), typeof(InvalidOperationException)),
        Parser.OfText("SchemaRules", [Schema], text =>
        {
            // Schemas come as messages, in which every text is one.
            if (Xunit.Record.Exception(() => StructJson.Read(text)) is not null) return;
            var v = new Violations();
            var schema = StructJson.Text(StructJson.Read(text));
            SchemaRules.Check(schema, v);
            if (!v.Any) RecordShape.Of(1, schema);
        }) with { Tokens = ["\"x-day\":true", "\"$ref\":\"#\"", "\"pattern\":\"(a+)+$\"", "\"x-scale\":99", "\"properties\":", "\"enum\":[]"], Iterations = 600 },
        Parser.OfText("StatementMapping", ["""{"sheets":[{"sheet":"表一","unit":"万元","headingRow":1,"firstRow":2}]}"""], text => StatementMapping.Read(text, "mapping", new Violations())) with
        {
            Tokens = ["\"blocks\":[{}]", "\"lines\":{}", "\"columns\":", "\"headingRow\":-1"]
        },
        Parser.OfText("StatementRules", ["23800600.00", "-1", "99.9"], text =>
        {
            foreach (var kind in Enum.GetValues<ColumnKind>()) Assert.True(StatementRules.Parse(text, kind) is null or (> -1_000_000_000_000_000m and < 1_000_000_000_000_000m));
        }),
        Parser.OfText("PrintedNumber", ["1,234.50 万元", "12.5%", "无", "—"], text => PrintedNumber.TryRead(text, out _)) with { Tokens = ["万", "亿", "%", ",", "件"] },
        new("PublishedJson", [File.ReadAllBytes(Testing.Hosts.Repository.File("services", "ReportForms", "Published", "anshan-2016.json"))], bytes => PublishedJson.Read(new MemoryStream(bytes), "report"), typeof(UnreadableReportException)) { Iterations = 300 },
        new("PublishedSheets", ["一、主动公开情况,单位,统计数\n主动公开政府信息数,条,32912\n"u8.ToArray()],
            bytes => PublishedSheets.Read(new MemoryStream(bytes), new PublishedReport("report.csv", "鞍山市", 2016), default).GetAwaiter().GetResult(), typeof(UnreadableReportException))
        {
            // Every row is held against every row of the form.
            Iterations = 300, MostAllocated = 1024L * 1024 * 1024
        },
        Parser.OfText("Similarity", ["请问《预算管理办法》鞍政办发〔2016〕91号的执行情况，谢谢"], text =>
        {
            foreach (var phrase in Similarity.PhrasesOf(text)) Assert.False(char.IsHighSurrogate(phrase[^1]));
        }) with { Tokens = ["《", "》", "〔2016〕", "号", "𠮷"] }
    ];

    private static Parser Harvest(string way, Catalogue.V1.HarvestKind kind, string sample) => Parser.OfText($"FileUpstream:{way}", [sample], _ => { }) with
    {
        Read = bytes =>
        {
            var source = new HarvestSource
            {
                Id = "s", AgencyId = "as-finance", Kind = kind, Url = "http://upstream.test/list", CreatedAt = DateTimeOffset.UnixEpoch, UpdatedAt = DateTimeOffset.UnixEpoch
            };
            using var spool = new HarvestSpool();
            var http = new HarvestHttp(new Upstreams(bytes), null!, Options.Create(new CatalogueOptions()), TimeProvider.System);
            new FileUpstream(source, new HarvestMapping(source), http).Gather(null, spool, default).GetAwaiter().GetResult();
        },
        Refusals = [typeof(UpstreamException)], Tokens = ["source_id", "sourceId", "title", "placements", "\"a\":{", "2016年3月1日", "channel"], Iterations = 500
    };

    /// <summary>Answers with the bytes.</summary>
    private sealed class Upstreams(byte[] answer) : HttpMessageHandler, IHttpClientFactory
    {
        public HttpClient CreateClient(string name) => new(this, disposeHandler: false);

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new ByteArrayContent(answer) });
    }
}
