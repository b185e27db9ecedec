using Grpc.Core;
using Sunshine.Foundation.Identity;
using Sunshine.Foundation.V1;
using Sunshine.Powers.V1;

namespace Sunshine.Powers.Tests;

/// <summary>The fee catalogues.</summary>
public sealed class FeeTests : GuidesTest
{
    [Fact]
    public async Task An_item_is_created_once_changed_and_ended_and_its_history_kept()
    {
        GoTo("2026-02-02");
        var item = await NewFee();
        Assert.Equal(item, await NewFee());
        Assert.Equal(("80.00", 1, FeeStatus.InForce, "2016-12-06", 0L), (item.Content.Amount, item.Version, item.Status, item.BasesSince, item.Guides));
        GoTo("2026-03-02");
        var changed = item.Clone();
        (changed.Content.Amount, changed.Content.Standard) = ("60.5", "住宅类每件 60.5 元");
        var update = new UpdateFeeItemRequest { FeeItem = changed, UpdateMask = new() { Paths = { "content.amount", "content.standard" } }, ChangedOn = "2026-03-01", ChangeNote = "降费" };
        var updated = await Fees.UpdateFeeItemAsync(update, cancellationToken: Cancel);
        Assert.Equal(("60.50", 2), (updated.Content.Amount, updated.Version));
        Assert.Equal("STALE_ETAG", await ReasonOf(StatusCode.Aborted, async () => await Fees.UpdateFeeItemAsync(update, cancellationToken: Cancel)));
        update.FeeItem.Etag = updated.Etag;
        Assert.Equal(updated, await Fees.UpdateFeeItemAsync(update, cancellationToken: Cancel));
        update.ChangedOn = "2026-02-28";
        update.ChangeNote = "";
        Assert.Equal(["changedOn BEFORE_LAST_CHANGE", "changeNote REQUIRED"], await Wrong(async () => await Fees.UpdateFeeItemAsync(update, cancellationToken: Cancel)));

        Assert.Equal(["on BEFORE_FROM", "reason REQUIRED"], await Wrong(async () => await Fees.EndFeeItemAsync(new() { Id = item.Id, On = "2016-12-05" }, cancellationToken: Cancel)));
        GoTo("2026-04-02");
        var ended = await Fees.EndFeeItemAsync(new() { Id = item.Id, Etag = updated.Etag, On = "2026-03-31", Reason = "取消收费" }, cancellationToken: Cancel);
        Assert.Equal((FeeStatus.Ended, "2026-03-31", 3), (ended.Status, ended.Content.ValidUntil, ended.Version));
        Assert.Equal("FEE_ENDED", await ReasonOf(StatusCode.FailedPrecondition, async () => await Fees.EndFeeItemAsync(new() { Id = item.Id, On = "2026-04-30", Reason = "x" }, cancellationToken: Cancel)));

        Assert.Equal(("80.00", FeeStatus.NotYet), await On("2016-12-05"));
        Assert.Equal(("80.00", FeeStatus.InForce), await On("2026-02-28"));
        Assert.Equal(("60.50", FeeStatus.InForce), await On("2026-03-31"));
        Assert.Equal(("60.50", FeeStatus.Ended), await On("2026-04-01"));
        Assert.Equal(("80.00", FeeStatus.NotYet), await On("0001-01-01"));
        Assert.Equal(("60.50", FeeStatus.Ended), await On("9999-12-31"));
        var history = (await Fees.GetFeeHistoryAsync(new() { Id = item.Id }, cancellationToken: Cancel)).Versions;
        Assert.Equal([(1, "", "", ""), (2, "2026-03-01", "降费", "standard amount"), (3, "2026-04-02", "取消收费", "validUntil")],
            history.Select(h => (h.Number, h.Since, h.ChangeNote, string.Join(' ', h.Fields))));

        async Task<(string, FeeStatus)> On(string day) => await Fees.GetFeeItemAsync(new() { Id = item.Id, AsOf = day }, cancellationToken: Cancel) is var f ? (f.Content.Amount, f.Status) : default;
    }

    [Fact]
    public async Task Everything_that_is_wrong_is_named_at_once()
    {
        Assert.Equal(
            [
                "requestId REQUIRED", "feeItem.agencyId REQUIRED", "feeItem.content.name REQUIRED", "feeItem.content.kind REQUIRED", "feeItem.content.standard REQUIRED",
                "feeItem.content.documents REQUIRED", "feeItem.content.setBy REQUIRED", "feeItem.content.validFrom REQUIRED"
            ],
            await Wrong(async () => await Fees.CreateFeeItemAsync(new(), cancellationToken: Cancel)));
        var fee = Fee();
        (fee.Kind, fee.Amount, fee.SmallestAmount, fee.LargestAmount, fee.ValidUntil) = (FeeKind.BusinessService, "1.00001", "2", "1", "2016-12-05");
        Assert.Equal(
            [
                "pricingForm REQUIRED", "nonTaxKind BUSINESS_SERVICE", "toTreasury BUSINESS_SERVICE", "amount MALFORMED", "smallestAmount AMOUNT", "largestAmount AMOUNT",
                "largestAmount BELOW_SMALLEST", "validUntil BEFORE_FROM"
            ],
            (await Wrong(async () => await NewFee(fee))).Select(f => f.Replace("feeItem.content.", "")));
        Assert.Equal("NO_SUCH_FEE_ITEM", await ReasonOf(StatusCode.NotFound, async () => await Fees.GetFeeItemAsync(new() { Id = "none" }, cancellationToken: Cancel)));
    }

    [Theory]
    [InlineData("80", true)]
    [InlineData("0", true)]
    [InlineData("999999999.9999", true)]
    [InlineData("1000000000", false)]
    [InlineData("-1", false)]
    [InlineData("1e3", false)]
    [InlineData("1.", false)]
    [InlineData("１", false)]
    [InlineData("1\n", false)]
    public async Task An_amount_is_a_decimal_in_yuan(string amount, bool good)
    {
        var fee = Fee();
        fee.Amount = amount;
        if (good) Assert.Equal(decimal.Parse(amount), decimal.Parse((await NewFee(fee)).Content.Amount));
        else Assert.Equal(["feeItem.content.amount MALFORMED"], await Wrong(async () => await NewFee(fee)));
    }

    [Fact]
    public async Task Items_are_found_by_words_filters_and_their_status_on_a_day()
    {
        var old = Fee("排污费");
        (old.ValidFrom, old.ValidUntil, old.SetBy) = ("2003-07-01", "2017-12-31", FeeSetter.Province);
        var business = new V1.FeeContent
        {
            Name = "停车服务费", Kind = FeeKind.BusinessService, PricingForm = PricingForm.GovernmentGuided, Standard = "每小时 2 至 5 元", SmallestAmount = "2", LargestAmount = "5",
            Unit = "元/小时", SetBy = FeeSetter.City, ValidFrom = "2030-01-01", Bases = { new V1.LegalBasis { LawId = Law } }
        };
        var (inForce, ended, notYet) = ((await NewFee()).Id, (await NewFee(old, "2", "office")).Id, (await NewFee(business, "3")).Id);
        foreach (var (found, request) in new (string[], ListFeeItemsRequest)[]
        {
            ([notYet, inForce, ended], new()), ([inForce], new() { Query = "不动产 登记费" }), ([ended], new() { AgencyId = "office" }), ([notYet, inForce, ended], new() { AgencyId = "city" }),
            ([notYet], new() { Kind = FeeKind.BusinessService }), ([ended], new() { SetBy = FeeSetter.Province }), ([notYet], new() { PricingForm = PricingForm.GovernmentGuided }),
            ([notYet], new() { LawId = Law }), ([inForce], new() { Status = FeeStatus.InForce }), ([ended], new() { Status = FeeStatus.Ended }), ([notYet], new() { Status = FeeStatus.NotYet }),
            ([inForce, ended], new() { Status = FeeStatus.InForce, AsOf = "2017-12-31" }), ([inForce], new() { Status = FeeStatus.InForce, AsOf = "2018-01-01" }),
            ([notYet, inForce], new() { Status = FeeStatus.InForce, AsOf = "9999-12-31" }), ([], new() { Status = FeeStatus.NotYet, AsOf = "9999-12-31" }),
            ([notYet, inForce, ended], new() { Status = FeeStatus.NotYet, AsOf = "0001-01-01" }), ([], new() { Status = FeeStatus.Ended, AsOf = "0001-01-01" })
        })
        {
            var page = await Fees.ListFeeItemsAsync(request, cancellationToken: Cancel);
            Assert.Equal((request, string.Join(' ', found), found.Length), (request, string.Join(' ', page.FeeItems.Select(f => f.Id)), page.TotalSize));
            if (request.Status != 0) Assert.All(page.FeeItems, f => Assert.Equal(request.Status, f.Status));
        }
    }

    [Fact]
    public async Task A_catalogue_is_imported_once_and_each_record_answered()
    {
        var request = new BatchImportFeeItemsRequest
        {
            Records =
            {
                new FeeRecord { AgencyId = "city", SourceId = "1", Content = Fee() }, new FeeRecord { AgencyId = "county", SourceId = "2", Content = new V1.FeeContent(Fee()) { Name = "" } },
                new FeeRecord { AgencyId = "city", SourceId = "1", Content = Fee() }
            }
        };
        var machine = new FeeService.FeeServiceClient(As("machine", Roles.System));
        var first = (await machine.BatchImportFeeItemsAsync(request, cancellationToken: Cancel)).Results;
        Assert.Equal([RecordFate.Created, RecordFate.Refused, RecordFate.Refused], first.Select(r => r.Fate));
        Assert.Equal(["records[1].agencyId OTHER_AGENCY", "records[1].content.name REQUIRED"], WrongIn(first[1]));
        Assert.Equal(RecordFate.Unchanged, (await machine.BatchImportFeeItemsAsync(request, cancellationToken: Cancel)).Results[0].Fate);
        (request.Records[0].Content.Amount, request.Records[0].ChangeNote) = ("70", "降费");
        Assert.Equal(RecordFate.Updated, (await machine.BatchImportFeeItemsAsync(request, cancellationToken: Cancel)).Results[0].Fate);
        Assert.Equal(2, (await Fees.GetFeeItemAsync(new() { Id = first[0].Id }, cancellationToken: Cancel)).Version);
        Assert.Equal("FEE_ITEM_EXISTS", await ReasonOf(StatusCode.AlreadyExists, async () => await NewFee(source: "1")));
    }

    [Theory]
    [InlineData(Roles.Editor, false, false)]
    [InlineData(Roles.Publisher, true, true)]
    [InlineData(Roles.Supervisor, false, false)]
    [InlineData(Roles.Auditor, false, false)]
    [InlineData(Roles.System, false, true)]
    [InlineData(Roles.Admin, true, true)]
    public async Task A_role_does_what_it_may(string role, bool writes, bool imports)
    {
        var item = await NewFee();
        var client = new FeeService.FeeServiceClient(As("somebody", role));
        Assert.Equal(writes, await May(async () => await client.CreateFeeItemAsync(new() { RequestId = "9", FeeItem = new() { AgencyId = "city", Content = Fee() } }, cancellationToken: Cancel)));
        Assert.Equal(writes, await May(async () => await client.UpdateFeeItemAsync(new() { FeeItem = item, UpdateMask = new() { Paths = { "content" } }, ChangeNote = "x" }, cancellationToken: Cancel)));
        Assert.Equal(writes, await May(async () => await client.EndFeeItemAsync(new() { Id = item.Id, On = "2027-01-01", Reason = "x" }, cancellationToken: Cancel)));
        Assert.Equal(imports, await May(async () => await client.BatchImportFeeItemsAsync(new() { Records = { new FeeRecord { AgencyId = "city", SourceId = "1", Content = Fee() } } }, cancellationToken: Cancel)));
        var county = new FeeService.FeeServiceClient(As("c", Roles.Publisher, "county"));
        Assert.Equal("OTHER_AGENCY", await ReasonOf(StatusCode.PermissionDenied, async () => await county.EndFeeItemAsync(new() { Id = item.Id, On = "2027-01-01", Reason = "x" }, cancellationToken: Cancel)));

        static async Task<bool> May(Func<Task> call)
        {
            try
            {
                await call();
                return true;
            }
            catch (RpcException e) when (e.StatusCode == StatusCode.PermissionDenied)
            {
                Assert.Equal("FORBIDDEN", ReasonOf(e));
                return false;
            }
        }
    }
}
