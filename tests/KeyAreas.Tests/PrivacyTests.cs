using Grpc.Core;
using Sunshine.Foundation.Identity;
using Sunshine.Foundation.Storage;
using Sunshine.KeyAreas.V1;

namespace Sunshine.KeyAreas.Tests;

/// <summary>What tells of a single person, and what nobody may page through.</summary>
public sealed class PrivacyTests : KeyAreasTest
{
    /// <summary>Made up: the check characters are in order.</summary>
    private const string Company = "91350100M000100Y43";

    private const string Person = "21030219800101123X";

    protected override IReadOnlyDictionary<string, string?> Settings => new Dictionary<string, string?> { ["KeyAreas:LookupsPerHour"] = "3" };

    [Fact]
    public async Task The_public_sees_masked_what_the_staff_of_the_agency_sees()
    {
        var id = (await Given(Entry("allowance-list", Data(("户主姓名", "李小明"), ("户主身份证号", ValidPerson), ("联系电话", "13812345678"), ("家庭住址", "铁东区东山街道一号楼二单元301室"), ("保障人数", 2), ("月保障金额", "640.00"),
            ("社区或村", "东山社区"), ("区县", "210302"), ("起始年月", "2016-05")), sourceId: "h-1")))[0];
        var shown = await Records.GetRecordAsync(new() { Id = id }, cancellationToken: Cancel);
        Assert.True(shown.Masked);
        Assert.Equal(["李某某", ValidPerson[..3] + "*************" + ValidPerson[^2..], "*******5678", "铁东区东山街***"], new[] { "户主姓名", "户主身份证号", "联系电话", "家庭住址" }.Select(f => shown.Data.Fields[f].StringValue));
        var county = new RecordService.RecordServiceClient(As("x", Roles.Editor, "county"));
        Assert.True((await county.GetRecordAsync(new() { Id = id }, cancellationToken: Cancel)).Masked);
        var staff = new RecordService.RecordServiceClient(As("x", Roles.Editor, "office"));
        var whole = await staff.GetRecordAsync(new() { Id = id }, cancellationToken: Cancel);
        Assert.Equal((false, "李小明", ValidPerson), (whole.Masked, whole.Data.Fields["户主姓名"].StringValue, whole.Data.Fields["户主身份证号"].StringValue));
        Assert.Equal("李小明", (await staff.ListVersionsAsync(new() { Id = id }, cancellationToken: Cancel)).Versions[0].Data.Fields["户主姓名"].StringValue);

        foreach (var query in new[] { "李小明", "小明", "13812345678", ValidPerson })
            Assert.Equal(0, (await Records.ListRecordsAsync(new() { TypeId = "allowance-list", Query = query }, cancellationToken: Cancel)).TotalSize);
        Assert.Equal(1, (await Records.ListRecordsAsync(new() { TypeId = "allowance-list", Query = "东山社区" }, cancellationToken: Cancel)).TotalSize);
    }

    [Fact]
    public async Task Neither_the_store_nor_its_events_hold_what_is_masked()
    {
        await Given(Entry("allowance-list", Data(("户主姓名", "李小明"), ("户主身份证号", ValidPerson), ("保障人数", 2), ("月保障金额", "640.00"), ("社区或村", "东山社区"), ("区县", "210302"), ("起始年月", "2016-05")), sourceId: "h-1"));
        var store = StoreOf(Host);
        await foreach (var stored in store.Open(RecordCollection.Listed).All(Cancel))
        {
            var text = System.Text.Json.JsonSerializer.Serialize(stored.Value, KeyAreasJson.Default.Record);
            Assert.DoesNotContain("李小明", System.Text.RegularExpressions.Regex.Unescape(text), StringComparison.Ordinal);
            Assert.DoesNotContain(ValidPerson, text, StringComparison.Ordinal);
        }

        var events = await store.Changes.After(0, 1_000, Cancel);
        Assert.Contains(events, e => e.Event.Topic == "key-areas.records");
        Assert.DoesNotContain(events, e => e.Event.Data.Contains('李', StringComparison.Ordinal) || e.Event.Data.Contains(ValidPerson, StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_unlisted_record_is_counted_and_found_by_its_full_code_and_in_no_other_way()
    {
        var id = (await Given(Payment(Company, "2016-05"), Payment(Company, "2016-06")))[0];
        Assert.Equal("UNLISTED", await ReasonOf(StatusCode.PermissionDenied, async () => await Records.ListRecordsAsync(new() { TypeId = "credit-payment" }, cancellationToken: Cancel)));
        Assert.Equal("NO_SUCH_RECORD", await ReasonOf(StatusCode.NotFound, async () => await Records.GetRecordAsync(new() { Id = id }, cancellationToken: Cancel)));
        Assert.Equal("NO_SUCH_RECORD", await ReasonOf(StatusCode.NotFound, async () => await Records.ListVersionsAsync(new() { Id = id }, cancellationToken: Cancel)));
        Assert.Equal(["2016-05: 1 实缴金额=1250.00元 应缴金额=1250.00元", "2016-06: 1 实缴金额=1250.00元 应缴金额=1250.00元"], Lines(await Count("credit-payment", "month")).Order(StringComparer.Ordinal));
        var staff = new RecordService.RecordServiceClient(As("x", Roles.Editor, "office"));
        Assert.Equal("2016-05", (await staff.GetRecordAsync(new() { Id = id }, cancellationToken: Cancel)).Period);

        var found = await Lookup(Company);
        Assert.Equal((2, "2016-06"), (found.TotalSize, found.Records[0].Period));
        foreach (var part in new[] { Company[..17], Company[..6], "某公司", Company[..17] + "0", "%", "" })
            Assert.Equal("INVALID_FIELDS", await ReasonOf(StatusCode.InvalidArgument, () => Lookup(part)));
        using var call = Records.WatchRecords(new() { TypeId = "credit-payment" }, cancellationToken: Cancel);
        Assert.True(await call.ResponseStream.MoveNext(Cancel));
        using var shortly = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var next = call.ResponseStream.MoveNext(shortly.Token);
        Assert.False(next.IsCompleted);
        await shortly.CancelAsync();
    }

    [Fact]
    public async Task A_person_is_found_by_number_and_name_together_and_shown_masked()
    {
        await Given(Entry("personal-credit-payment", Data(("信用类别", "公积金"), ("主体名称", "李小明"), ("主体代码", ValidPerson), ("所属期", "2016-05"), ("应缴金额", "100"), ("实缴金额", "100"), ("缴纳状态", "已缴"), ("数据来源单位", "公积金中心")), sourceId: "p-1"));
        Assert.Equal("INVALID_FIELDS", await ReasonOf(StatusCode.InvalidArgument, () => Lookup(ValidPerson)));
        Assert.Equal(0, (await Lookup(ValidPerson, "李大明")).TotalSize);
        var found = Assert.Single((await Lookup(ValidPerson, "李小明")).Records);
        Assert.Equal((true, "李某某"), (found.Masked, found.Data.Fields["主体名称"].StringValue));
        Assert.DoesNotContain(ValidPerson[3..16], found.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_so_many_codes_an_hour_are_looked_up()
    {
        var codes = Enumerable.Range(0, 100_000).Select(i => $"91210300MA{i:0000000}").Select(WithCheck).Take(4).ToList();
        foreach (var code in codes.Take(3).Append(codes[0])) await Lookup(code);
        Assert.Equal("TOO_MANY_LOOKUPS", await ReasonOf(StatusCode.ResourceExhausted, () => Lookup(codes[3])));
        Host.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(0, (await Lookup(codes[3])).TotalSize);
    }

    private static string ValidPerson => Enumerable.Range(0, 10).Select(d => $"{d}").Append("X").Select(c => Person[..17] + c).Single(n => Foundation.Text.PersonalData.Find(n).Count > 0);

    private static string WithCheck(string seventeen) => "0123456789ABCDEFGHJKLMNPQRTUWXY".Select(c => seventeen + c).Single(Foundation.Text.CreditCode.Checks);

    private static RecordEntry Payment(string code, string month) =>
        Entry("credit-payment", Data(("信用类别", "自来水"), ("主体名称", "某公司"), ("主体代码", code), ("所属期", month), ("应缴金额", "1250.00"), ("实缴金额", "1250.00"), ("缴纳状态", "已缴"), ("数据来源单位", "自来水公司")));

    private async Task<LookupCreditResponse> Lookup(string code, string name = "") => await Records.LookupCreditAsync(new() { Code = code, Name = name }, cancellationToken: Cancel);
}
