using System.Text;
using Google.Protobuf;
using Grpc.Core;
using Sunshine.Foundation.Tables;
using Sunshine.Powers.V1;

namespace Sunshine.Powers.Tests;

/// <summary>Drafts from files, as clerks and systems make them.</summary>
public sealed class ImportTests : ListTest
{
    private const string FullHead = "职权编码,职权名称,职权类型,实施主体,承办机构,设定依据,法定时限,行使层级\n";

    private static string Row(int item, string name, string kind = "行政许可", string agency = "机关 office", string bases = "《测试法》第十二条", string limit = "20个工作日", string office = "") =>
        $"{Code(item, kind == "行政处罚" ? "CF" : "XK")},{name},{kind},{agency},{office},{bases},{limit},市级\n";

    [Fact]
    public async Task A_full_list_adds_what_is_new_changes_what_differs_and_lists_what_is_missing()
    {
        var batch = await Begun("2015-12-01");
        var report = await Import(batch, FullHead + Row(1, "甲") + Row(2, "乙") + Row(3, "丙", "行政处罚"));
        Assert.Equal((true, 3, 3), (report.Stored, report.Rows, report.Batch.OperationCount));
        await Publisher.AdoptBatchAsync(new() { Id = batch.Id, Etag = report.Batch.Etag }, cancellationToken: Cancel);
        Assert.Equal("机关 office", (await All())[0].AgencyName);

        var next = await Begun("2016-02-01");
        // The file has no column for the office: it says nothing of it.
        var text = "职权编码,职权名称,职权类型,实施主体,设定依据,法定时限,行使层级\n" + Row(1, "甲").Replace(",,", ",") + Row(2, "乙", limit: "15个工作日").Replace(",,", ",") + Row(4, "丁").Replace(",,", ",");
        var tried = await Import(next, text, dryRun: true);
        Assert.Equal((false, 1, 1, true), (tried.Stored, tried.Unchanged, tried.MissingCount, tried.Check.Passed));
        Assert.Equal([(OperationKind.Add, 1), (OperationKind.Change, 1)], tried.Counts.Select(c => (c.Kind, c.Operations)));
        Assert.Equal(Code(3, "CF"), tried.Missing.Single().Code);
        Assert.Equal(0, (await Editor.GetBatchAsync(new() { Id = next.Id }, cancellationToken: Cancel)).OperationCount);

        var done = await Import(next, text, cancelMissing: true);
        Assert.Equal((3, 1, 4 - 1), (done.Batch.OperationCount, done.Check.Balance.Cancelled, done.Check.Balance.Closing));
        var operations = await Editor.ListOperationsAsync(new() { Id = next.Id }, cancellationToken: Cancel);
        Assert.Equal(["time_limit"], operations.Operations.Single(o => o.Kind == OperationKind.Change).UpdateMask.Paths);
        Assert.Equal(3, operations.Operations.Single(o => o.Kind == OperationKind.Change).Line);
    }

    [Fact]
    public async Task What_was_exported_comes_to_no_change_in_every_format()
    {
        var content = Content(1, name: "名称，含\"引号\"和,逗号");
        content.Office = "=科室";
        content.Bases.Add(new V1.LegalBasis { LawId = Law, Article = "第三条第二款" });
        content.Responsibilities.Add(new V1.Responsibility { Step = "受理", Text = "公示：材料" });
        content.Responsibilities.Add(new V1.Responsibility { Step = "决定", Text = "依法作出" });
        content.Accountability.Add(["应当受理而不受理", "违法收费"]);
        content.TimeLimit = new V1.TimeLimit { Unit = TimeUnit.WorkingDay, Statutory = 20, Promised = 7 };
        content.Fee = new V1.Fee { Charged = true, Standard = "每件 10 元", Basis = "辽价发〔2010〕1号" };
        content.SupervisionPhone = "0412-2212345";
        var quick = Content(2);
        quick.TimeLimit = new V1.TimeLimit { OnTheSpot = true };
        await Adopted("2015-12-01", Add(content), Add(quick), Add(Content(3, "CF", level: PowerLevel.County)));
        using var http = Host.Http();
        foreach (var extension in new[] { "csv", "xlsx" })
        {
            var file = await http.GetByteArrayAsync($"/api/v1/powers/list.{extension}?listId=city", Cancel);
            var report = await Import(await Begun("2016-01-01"), file, $"list.{extension}", dryRun: true);
            Assert.Equal((3, 3, 0, 1), (report.Rows, report.Unchanged, report.Counts.Count, report.Check.ErrorCount));
            Assert.Equal("NO_CHANGE", report.Check.Errors.First(e => e.Reason == "NO_CHANGE").Reason);
        }

        Assert.Equal(2, Encoding.UTF8.GetString(await http.GetByteArrayAsync("/api/v1/powers/list.csv?listId=city&kind=POWER_KIND_PENALTY", Cancel)).Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Equal(3, (await http.GetStringAsync("/api/v1/powers/list.jsonl?listId=city&asOf=2015-12-01", Cancel)).Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Fact]
    public async Task A_broken_file_is_refused_whole_with_every_error_and_its_line()
    {
        var batch = await Begun("2016-01-01");
        var text = FullHead + Row(1, "甲") + Row(1, "重复") + Row(2, "", agency: "没有的机关") + Row(3, "丙", "行政什么") + Row(4, "丁", bases: "《没有的法》第一条") + Row(5, "戊", bases: "《测试法》第九百条")
            + Row(6, "己", limit: "二十天") + Row(7, "庚", "行政处罚", bases: "《测试法》第十二条、第十三条");
        string[] expected =
        [
            "3 REPEATED", "4 NO_SUCH_AGENCY", "5 UNKNOWN_VALUE", "6 NO_SUCH_LAW", "7 NO_SUCH_ARTICLE", "8 MALFORMED"
        ];
        var report = await Import(batch, text, dryRun: true);
        Assert.Equal(expected, report.Check.Errors.Select(e => $"{e.Line} {e.Reason}"));
        Assert.Contains(report.Check.Errors, e => e.Field.Contains("实施主体", StringComparison.Ordinal));
        var wrong = await Wrong(() => Import(batch, text));
        Assert.Equal(expected.Length, wrong.Count);
        Assert.Equal(0, (await Editor.GetBatchAsync(new() { Id = batch.Id }, cancellationToken: Cancel)).OperationCount);
        Assert.Contains(await Wrong(() => Import(batch, "名字,编码\n甲,1\n")), w => w.Contains("HEADING", StringComparison.Ordinal));
        Assert.NotEmpty(await Wrong(() => Import(batch, [1, 2, 3, 4], "a.xlsx")));
    }

    [Fact]
    public async Task A_batch_is_read_with_an_operation_in_each_row()
    {
        await Adopted("2015-12-01", [.. Enumerable.Range(1, 8).Select(i => Add(Content(i)))]);
        var batch = await Begun("2016-02-01");
        const string head = "调整方式,原职权编码,职权编码,职权名称,职权类型,实施主体,设定依据,行使层级,下放层级,承接机关,调整依据,承办机构\n";
        var text = head
            + $"取消,{Code(1)},,,,,,,,,国务院决定,\n"
            + $"下放,{Code(2)},,,,,,,县级,机关 county,省政府决定,\n"
            + $"更名,{Code(3)},,新名,,,,,,,,\n"
            + $"变更,,{Code(4)},,,,,,,,,审批科\n"
            + $"合并,{Code(5)};{Code(6)},{Code(5)},合并后,行政许可,office,《测试法》第一条,市级,,,,\n"
            + $"拆分,{Code(7)},{Code(7)},甲,行政许可,office,《测试法》第一条,市级,,,,\n"
            + $"拆分,{Code(7)},{Code(17)},乙,行政许可,office,《测试法》第一条,市级,,,,\n"
            + $"新增,,{Code(20)},丙,行政许可,office,《测试法》第一条,市级,,,,\n";
        var report = await Import(batch, text, mode: ImportMode.Operations);
        Assert.Equal((8, 7, 8), (report.Rows, report.Batch.OperationCount, report.Check.Balance.Opening));
        Assert.Equal((1, 1, 1, 2, 1, 1, 2, 1, 8), (report.Check.Balance.Cancelled, report.Check.Balance.Delegated, report.Check.Balance.Added, report.Check.Balance.MergedAway,
            report.Check.Balance.MergedInto, report.Check.Balance.SplitAway, report.Check.Balance.SplitInto, report.Check.Balance.Renamed, report.Check.Balance.Closing + 1));
        Assert.True(report.Check.Passed, $"{report.Check}");
        Assert.Equal(["2 codes[0] NO_SUCH_POWER"], (await Import(batch, head + $"取消,{Code(99)},,,,,,,,,国务院决定,\n", mode: ImportMode.Operations, dryRun: true)).Check.Errors.Select(e => $"{e.Line} {e.Field} {e.Reason}"));
        Assert.Equal(["2 reason REQUIRED"], (await Import(batch, head + $"取消,{Code(1)},,,,,,,,,,\n", mode: ImportMode.Operations, dryRun: true)).Check.Errors.Select(e => $"{e.Line} {e.Field} {e.Reason}"));
    }

    [Fact]
    public async Task A_file_goes_over_plain_http_too()
    {
        var batch = await Begun("2016-01-01");
        using var http = Host.Http();
        http.DefaultRequestHeaders.Authorization = new("Bearer", Host.Issuer.Token([Foundation.Identity.Roles.Editor], "city", "editor-1", lifetime: TimeSpan.FromDays(10_000)));
        var answer = await http.PostAsync(
            $"/api/v1/powers/batch-files?batchId={batch.Id}&etag={batch.Etag}&fileName=a.csv&mode=IMPORT_MODE_FULL_LIST", new ByteArrayContent(Encoding.UTF8.GetBytes(FullHead + Row(1, "甲"))), Cancel);
        var text = await answer.Content.ReadAsStringAsync(Cancel);
        Assert.True(answer.IsSuccessStatusCode, text);
        Assert.Equal(1, ImportReport.Parser.ParseJson(text).Batch.OperationCount);
        var refused = await http.PostAsync($"/api/v1/powers/batch-files?batchId={batch.Id}&fileName=a.csv&mode=IMPORT_MODE_FULL_LIST", new ByteArrayContent([1]), Cancel);
        Assert.Contains("\"field\":\"etag\"", (await refused.Content.ReadAsStringAsync(Cancel)).Replace(" ", ""), StringComparison.Ordinal);
    }

    private async Task<V1.Batch> Begun(string effectiveOn) => await Editor.CreateBatchAsync(NewBatch(effectiveOn), cancellationToken: Cancel);

    private Task<ImportReport> Import(V1.Batch batch, string text, bool dryRun = false, bool cancelMissing = false, ImportMode mode = ImportMode.FullList) =>
        Import(batch, Encoding.UTF8.GetBytes(text), "清单.csv", dryRun, cancelMissing, mode);

    private async Task<ImportReport> Import(V1.Batch batch, byte[] file, string name, bool dryRun = false, bool cancelMissing = false, ImportMode mode = ImportMode.FullList)
    {
        var now = await Editor.GetBatchAsync(new() { Id = batch.Id }, cancellationToken: Cancel);
        using var call = Editor.ImportOperations(cancellationToken: Cancel);
        await call.RequestStream.WriteAsync(new()
        {
            Header = new() { BatchId = batch.Id, Etag = dryRun ? "" : now.Etag, FileName = name, Mode = mode, DryRun = dryRun, CancelMissing = cancelMissing, CancelReason = cancelMissing ? "本次调整取消" : "" }
        }, Cancel);
        foreach (var part in file.Chunk(1_000)) await call.RequestStream.WriteAsync(new() { Chunk = ByteString.CopyFrom(part) }, Cancel);
        await call.RequestStream.CompleteAsync();
        return await call;
    }
}
