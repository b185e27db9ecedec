using Grpc.Core;
using Sunshine.Foundation.Identity;
using Sunshine.KeyAreas.V1;

namespace Sunshine.KeyAreas.Tests;

/// <summary>Records, their checks, versions and ends.</summary>
public sealed class RecordTests : KeyAreasTest
{
    [Fact]
    public async Task A_record_is_found_by_its_fields_and_says_what_is_counted()
    {
        var ids = await Given(Relief(), Relief(kind: "医疗", households: 97_207, spent: "1865.69"), Relief("2016Q3", spent: 12.5));
        var listed = await Records.ListRecordsAsync(new() { TypeId = "relief", Filters = { "救助类型=临时" } }, cancellationToken: Cancel);
        Assert.Equal(2, listed.TotalSize);
        Assert.Equal([ids[0], ids[2]], listed.Records.Select(r => r.Id));
        Assert.Contains("每条记录计一次", listed.Scope, StringComparison.Ordinal);
        var record = listed.Records[0];
        Assert.Equal(("2016Q4", "2016-10-01", "3313.01", 55_318, "机关 office"), (record.Period, record.FormedOn, record.Data.Fields["资金支出"].StringValue, record.Data.Fields["人次或户次"].NumberValue, record.AgencyName));
        Assert.Equal("2016Q4||临时", record.SourceId);
        Assert.Equal(1, (await Records.ListRecordsAsync(new() { TypeId = "relief", FormedTo = "2016-09-30" }, cancellationToken: Cancel)).TotalSize);
        Assert.Equal(3, (await Records.ListRecordsAsync(new() { TypeId = "relief", AgencyId = "city", Filters = { "救助类型=临时", "救助类型=医疗" } }, cancellationToken: Cancel)).TotalSize);
        Assert.Equal("INVALID_FIELDS", await ReasonOf(StatusCode.InvalidArgument, async () => await Records.ListRecordsAsync(new() { TypeId = "relief", Filters = { "资金支出=1" } }, cancellationToken: Cancel)));
    }

    [Fact]
    public async Task All_filters_must_hold_and_pages_have_every_match_once()
    {
        var entries = Enumerable.Range(0, 30).Select(i =>
        {
            var entry = Relief($"{1990 + i}Q1", i % 2 == 0 ? "临时" : "医疗");
            entry.Data.Fields["区县"] = Google.Protobuf.WellKnownTypes.Value.ForString(i % 3 == 0 ? "210302" : "210303");
            return entry;
        });
        await Given(entries);
        var request = new ListRecordsRequest { TypeId = "relief", Filters = { "救助类型=临时", "区县=210302" }, PageSize = 2 };
        var periods = new List<string>();
        do
        {
            var page = await Records.ListRecordsAsync(request, cancellationToken: Cancel);
            Assert.Equal(5, page.TotalSize);
            periods.AddRange(page.Records.Select(r => r.Period));
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);
        Assert.Equal(["2014Q1", "2008Q1", "2002Q1", "1996Q1", "1990Q1"], periods);
    }

    [Fact]
    public async Task Each_wrong_field_is_named_with_its_reason()
    {
        var bad = Entry("procurement-award", Data(("采购人", "某局"), ("项目名称", new string('x', 300)), ("采购方式", "抽签"), ("预算金额", "100.001"), ("公告日期", "2016-02-30"), ("中标金额", true), ("多余", "1"),
            ("联系人及电话", "张某 13800138000"), ("主要标的", "无")));
        bad.PublishedOn = "2030-01-01";
        var result = Assert.Single(await Import(bad));
        Assert.Equal(EntryOutcome.Refused, result.Outcome);
        Assert.Equal(
            [
                "records[0].data.中标供应商名称 REQUIRED", "records[0].data.中标金额 WRONG_TYPE", "records[0].data.主要标的 WRONG_TYPE", "records[0].data.公告日期 MALFORMED", "records[0].data.公告日期 NOT_A_PERIOD",
                "records[0].data.多余 UNKNOWN_FIELD", "records[0].data.联系人及电话 PERSONAL_DATA", "records[0].data.采购方式 UNKNOWN_VALUE", "records[0].data.项目名称 TOO_LONG", "records[0].data.项目编号 REQUIRED",
                "records[0].data.预算金额 TOO_MANY_PLACES", "records[0].publishedOn IN_FUTURE"
            ], WrongIn(result).Order(StringComparer.Ordinal));
        Assert.Contains(result.Violations, x => x.Description.Contains("公开招标", StringComparison.Ordinal));

        var falling = Entry("procurement-award", Data(("采购人", "某局"), ("项目名称", "x"), ("项目编号", "1"), ("采购方式", "询价"), ("预算金额", "9.5"), ("公告日期", "2016-02-03"), ("中标供应商名称", "某公司"), ("中标金额", "10")));
        Assert.Equal(["records[0].data.预算金额 TOO_SMALL"], WrongIn((await Import(falling))[0]));
        var inexact = Relief(spent: 0.1234567890123456);
        Assert.Equal(["records[0].data.资金支出 NOT_EXACT"], WrongIn((await Import(inexact))[0]));
        Assert.Equal(["records[0].agencyId OTHER_AGENCY"], WrongIn((await Import(Relief(agency: "county")))[0]));
        Assert.Equal(["records[0].typeId NO_SUCH_RECORD_TYPE"], WrongIn((await Import(Entry("nothing", Data())))[0]));
    }

    [Fact]
    public async Task The_same_record_again_changes_nothing_and_another_content_is_a_correction_that_keeps_the_one_before()
    {
        var id = (await Given(Relief()))[0];
        Assert.Equal((EntryOutcome.Unchanged, id), (await Import(Relief())) is [var r] ? (r.Outcome, r.Id) : default);
        Assert.Equal(EntryOutcome.Corrected, (await Import(Relief(spent: "3313.10")))[0].Outcome);
        var record = await Records.GetRecordAsync(new() { Id = id }, cancellationToken: Cancel);
        var corrected = await Machine.CorrectRecordAsync(new() { Id = id, Data = Relief(spent: "3313.11").Data, Reason = "数字有误", Etag = record.Etag }, cancellationToken: Cancel);
        Assert.Equal((3, "数字有误", "3313.11"), (corrected.Version, corrected.Reason, corrected.Data.Fields["资金支出"].StringValue));
        Assert.Equal("STALE_ETAG", await ReasonOf(StatusCode.Aborted, async () => await Machine.CorrectRecordAsync(new() { Id = id, Data = Relief().Data, Reason = "x", Etag = record.Etag }, cancellationToken: Cancel)));
        Assert.Equal("NOTHING_TO_CORRECT", await ReasonOf(StatusCode.FailedPrecondition, async () => await Machine.CorrectRecordAsync(new() { Id = id, Data = Relief(spent: "3313.11").Data, Reason = "x" }, cancellationToken: Cancel)));
        Assert.Equal("INVALID_FIELDS", await ReasonOf(StatusCode.InvalidArgument, async () => await Machine.CorrectRecordAsync(new() { Id = id, Data = Relief("2015Q1").Data, Reason = "x" }, cancellationToken: Cancel)));
        var versions = await Records.ListVersionsAsync(new() { Id = id }, cancellationToken: Cancel);
        Assert.Equal(["3 3313.11", "2 3313.10", "1 3313.01"], versions.Versions.Select(x => $"{x.Version} {x.Data.Fields["资金支出"].StringValue}"));
        Assert.Equal([": 1 人次或户次=55318 资金支出=3313.11万元"], Lines(await Count("relief")));
    }

    [Fact]
    public async Task A_withdrawn_record_tells_that_it_was_there_and_why_it_is_not()
    {
        var id = (await Given(Relief(), Relief("2016Q3")))[0];
        var gone = await Machine.WithdrawRecordAsync(new() { Id = id, Reason = "重复报送" }, cancellationToken: Cancel);
        Assert.Equal((true, 2, "重复报送"), (gone.Withdrawn, gone.Version, gone.Reason));
        var shown = await Records.GetRecordAsync(new() { Id = id }, cancellationToken: Cancel);
        Assert.Equal((true, "重复报送", true), (shown.Withdrawn, shown.Reason, shown.Data is null));
        Assert.All((await Records.ListVersionsAsync(new() { Id = id }, cancellationToken: Cancel)).Versions, x => Assert.Null(x.Data));
        Assert.Equal(1, (await Records.ListRecordsAsync(new() { TypeId = "relief" }, cancellationToken: Cancel)).TotalSize);
        Assert.Equal(1, (await Count("relief")).Total.Count);
        Assert.Equal("RECORD_WITHDRAWN", await ReasonOf(StatusCode.FailedPrecondition, async () => await Machine.WithdrawRecordAsync(new() { Id = id, Reason = "x" }, cancellationToken: Cancel)));

        var back = Relief();
        Assert.Equal(["putBack RECORD_WITHDRAWN"], WrongIn((await Import(back))[0]));
        back.PutBack = true;
        Assert.Equal(EntryOutcome.Corrected, (await Import(back))[0].Outcome);
        Assert.Equal(2, (await Count("relief")).Total.Count);
    }

    [Fact]
    public async Task Another_agencys_staff_changes_nothing()
    {
        var id = (await Given(Relief()))[0];
        var county = new RecordService.RecordServiceClient(As("county", Roles.Publisher, "county"));
        Assert.Equal("OTHER_AGENCY", await ReasonOf(StatusCode.PermissionDenied, async () => await county.WithdrawRecordAsync(new() { Id = id, Reason = "x" }, cancellationToken: Cancel)));
        Assert.Equal("OTHER_AGENCY", await ReasonOf(StatusCode.PermissionDenied, async () => await county.CorrectRecordAsync(new() { Id = id, Data = Relief().Data, Reason = "x" }, cancellationToken: Cancel)));
    }

    [Fact]
    public async Task What_happens_to_listed_records_is_followed_in_order()
    {
        var id = (await Given(Relief()))[0];
        await Machine.WithdrawRecordAsync(new() { Id = id, Reason = "x" }, cancellationToken: Cancel);
        using var call = Records.WatchRecords(new() { TypeId = "relief" }, cancellationToken: Cancel);
        var changes = new List<RecordChange>();
        while (changes.Count < 3 && await call.ResponseStream.MoveNext(Cancel)) changes.Add(call.ResponseStream.Current.Change);
        Assert.Equal([RecordChange.Unspecified, RecordChange.Created, RecordChange.Withdrawn], changes);
    }
}
