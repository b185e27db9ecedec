using Sunshine.Foundation.Hosting;
using Sunshine.Ledger.V1;
using Sunshine.Powers.V1;
using Sunshine.Testing.Hosts;

namespace Sunshine.Powers.Tests;

/// <summary>What the service of power lists tells the ledger of guides and fees.</summary>
public sealed class GuideActsTests : GuidesTest
{
    [Fact]
    public async Task Guides_count_by_their_first_day_while_they_are_not_taken_back()
    {
        await Import(Record("1", on: "2016-03-01"), Record("2", on: "2016-04-01"), Record("3", agency: "office"));
        await Import(Record("1", Whole("新的一版")));
        var guide = await Published();
        await Revised(guide.Id, "更正", c => c.Hours = "工作日");
        await Publisher.WithdrawGuideAsync(new() { Id = guide.Id, Reason = "误" }, cancellationToken: Cancel);
        Assert.Equal(["2016-03 agency=city 1", "2016-04 agency=city 1", "2026-01 agency=office 1"], (await Told()).Lines("powers.guides"));
        await Publisher.RestoreGuideAsync(new() { Id = guide.Id, Reason = "核实无误" }, cancellationToken: Cancel);

        var told = await Told();

        Assert.Equal((await Anyone.ListGuidesAsync(new(), cancellationToken: Cancel)).TotalSize, told.Sum("powers.guides", ""));
        var acts = told.Acts.Where(a => a.Resource == "guides/" + guide.Id).ToList();
        Assert.Equal([ActKind.Published, ActKind.Amended, ActKind.Withdrawn, ActKind.Restored], acts.Select(a => a.Kind));
        Assert.Equal([1, 2, 3, 4], acts.Select(a => a.Revision));
        Assert.Equal(["edition=2"], acts[3].Notes);
    }

    [Fact]
    public async Task Fees_count_from_their_first_day_until_the_day_after_their_last()
    {
        GoTo("2026-02-02");
        var first = await NewFee();
        await NewFee(new(Fee()) { Name = "另一项", Kind = FeeKind.BusinessService, NonTaxKind = 0, ToTreasury = false, PricingForm = PricingForm.GovernmentSet, SetBy = FeeSetter.Province }, "2");
        var ended = await Fees.EndFeeItemAsync(new() { Id = first.Id, On = "2026-03-31", Reason = "取消收费" }, cancellationToken: Cancel);

        var told = await Told();

        Assert.Equal(
            [
                "2016-12 agency=city kind=BUSINESS_SERVICE 1", "2016-12 agency=city kind=NON_TAX_REVENUE non-tax-kind=ADMINISTRATIVE_FEE 1",
                "2026-04 agency=city kind=NON_TAX_REVENUE non-tax-kind=ADMINISTRATIVE_FEE -1"
            ], told.Lines("powers.fees-items").Order(StringComparer.Ordinal));
        foreach (var (day, until) in new[] { ("2026-03-31", 3), ("2026-04-30", 4) })
        {
            var inForce = await Fees.ListFeeItemsAsync(new() { Status = FeeStatus.InForce, AsOf = day }, cancellationToken: Cancel);
            Assert.Equal(inForce.TotalSize, told.Sum("powers.fees-items", "2016") + Enumerable.Range(1, until).Sum(m => told.Sum("powers.fees-items", $"2026-{m:00}")));
        }

        Assert.Equal([(ActKind.Published, 1), (ActKind.Amended, 2)], told.Acts.Where(a => a.Resource == "fees/" + ended.Id).Select(a => (a.Kind, (int)a.Revision)));
    }

    private Task<ActLog> Told() => ActLog.Of(StoreOf(Host), PowerListModule.Name, Acts.Of, Cancel);
}
