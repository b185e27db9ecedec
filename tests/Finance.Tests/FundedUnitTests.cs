using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Sunshine.Finance.V1;
using Sunshine.Foundation.Identity;
using Sunshine.Foundation.Messaging;
using Sunshine.Foundation.Storage;
using Sunshine.Foundation.V1;

namespace Sunshine.Finance.Tests;

/// <summary>The list of funded units and everything it ever said.</summary>
public sealed class FundedUnitTests : CoverageTest
{
    [Fact]
    public async Task A_list_is_taken_over_once_and_changes_are_further_versions()
    {
        var first = (await List(Unit("d01"), Unit("d02")))[0];
        Assert.Equal((RecordFate.Created, "d01"), (first.Fate, first.SourceId));
        var again = Unit("d01", effectiveOn: "");
        Assert.Equal((RecordFate.Unchanged, first.Id), (await List(again))[0] is var r ? (r.Fate, r.Id) : default);
        GoTo("2026-03-02");
        again.Content.RequiredKinds.Add([DisclosureKind.ThreePublic, DisclosureKind.FinalAccounts, DisclosureKind.Budget]);
        Assert.Equal(["records[0].reason REQUIRED"], WrongIn((await List(again))[0]));
        again.Reason = "三公经费单独公开";
        Assert.Equal(RecordFate.Updated, (await List(again))[0].Fate);
        Assert.Equal(RecordFate.Unchanged, (await List(again))[0].Fate);
        var unit = await Get(first.Id);
        Assert.Equal([(1, "2016-01-15", "", 2), (2, "2026-03-02", "三公经费单独公开", 3)], unit.Versions.Select(v => (v.Number, v.EffectiveOn, v.Reason, v.Content.RequiredKinds.Count)));
        Assert.Equal([DisclosureKind.Budget, DisclosureKind.FinalAccounts, DisclosureKind.ThreePublic], unit.Content.RequiredKinds);
        Assert.Equal((5, 4), ((await Cover()).Cells.Denominator, (await Cover("2026-03-01")).Cells.Denominator));
        again.Content.RequiredKinds.RemoveAt(0);
        again.EffectiveOn = "2026-03-01";
        Assert.Equal(["records[0].effectiveOn BEFORE_LAST_CHANGE"], WrongIn((await List(again))[0]));
        Assert.Equal(2, (await Get(first.Id)).Versions.Count);
    }

    [Fact]
    public async Task A_unit_that_is_taken_off_stays_counted_for_earlier_days_and_is_not_brought_back_by_chance()
    {
        var id = (await List(Unit("d01"), Unit("d02")))[0].Id;
        GoTo("2026-02-02");
        var removed = await Treasury.RemoveFundedUnitAsync(new() { Id = id, Reason = "并入 d02", Etag = "r1" }, cancellationToken: Cancel);
        Assert.Equal((true, 2, "并入 d02", "2026-02-02"), (removed.Removed, removed.Versions.Count, removed.Versions[1].Reason, removed.Versions[1].EffectiveOn));
        Assert.Null(removed.Content);
        Assert.Equal((1, 2), ((await Cover()).Scope.UnitCount, (await Cover("2026-02-01")).Scope.UnitCount));
        Assert.Equal("UNIT_REMOVED", await ReasonOf(StatusCode.FailedPrecondition, async () => await Treasury.RemoveFundedUnitAsync(new() { Id = id, Reason = "x" }, cancellationToken: Cancel)));
        Assert.Equal(["d02"], (await Listed(new())).Select(u => u.AgencyId));
        Assert.Equal(["d01 True", "d02 False"], (await Listed(new() { WithRemoved = true })).Select(u => $"{u.AgencyId} {u.Removed}"));
        Assert.Equal(["d01", "d02"], (await Listed(new() { AsOf = "2026-02-01" })).Select(u => u.AgencyId));

        var back = Unit("d01", effectiveOn: "");
        Assert.Equal(["records[0].putBack UNIT_REMOVED", "records[0].reason REQUIRED"], WrongIn((await List(back))[0]));
        GoTo("2026-02-10");
        (back.PutBack, back.Reason) = (true, "误删");
        Assert.Equal(RecordFate.Updated, (await List(back))[0].Fate);
        Assert.Equal((2, 1, 2), ((await Cover()).Scope.UnitCount, (await Cover("2026-02-09")).Scope.UnitCount, (await Cover("2026-02-01")).Scope.UnitCount));
    }

    [Fact]
    public async Task A_unit_that_was_added_later_changes_the_past_only_visibly()
    {
        await Given([Unit("d01")], []);
        GoTo("2026-02-02");
        await List(Unit("d02"), Unit("d03", effectiveOn: ""));
        var (past, now) = (await Cover("2026-01-31"), await Cover());
        Assert.Equal((2, 1), (past.Scope.UnitCount, past.Scope.RecordedLaterCount));
        Assert.Equal((3, 0), (now.Scope.UnitCount, now.Scope.RecordedLaterCount));
        Assert.Contains("1 of the units was recorded after that day", past.Scope.StatementEnglish, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_unit_is_counted_only_while_it_is_one()
    {
        var record = Unit("d01");
        (record.Content.Since, record.Content.Until) = ("2016-07-01", "2017-03-31");
        await Given([record], []);
        foreach (var (day, counted) in new[] { ("2016-06-30", 0), ("2016-07-01", 1), ("2017-03-31", 1), ("2017-04-01", 0) }) Assert.Equal((day, counted), (day, (await Cover(day)).Scope.UnitCount));
    }

    [Fact]
    public async Task Each_wrong_record_is_answered_with_everything_that_is_wrong()
    {
        var bad = new FundedUnitRecord
        {
            AgencyId = "nobody", FiscalYear = 1, EffectiveOn = "2030-01-01", Reason = new string('x', 501),
            Content = new V1.FundedUnitContent
            {
                RequiredKinds = { DisclosureKind.Budget, DisclosureKind.Budget, DisclosureKind.Unspecified }, Since = "2016-02-02", Until = "2016-02-01",
                Exemptions = { new V1.Exemption { Kind = DisclosureKind.Debt }, new V1.Exemption { Reason = "涉密", LegalBasis = "x" } }
            }
        };
        var results = await List(Unit("d01"), bad, Unit("d01"), Unit("county-office"), new FundedUnitRecord());
        Assert.Equal([RecordFate.Created, RecordFate.Refused, RecordFate.Refused, RecordFate.Refused, RecordFate.Refused], results.Select(r => r.Fate));
        Assert.Equal(
            [
                "agencyId NO_SUCH_AGENCY", "fiscalYear OUT_OF_RANGE", "effectiveOn IN_FUTURE", "reason TOO_LONG", "content.requiredKinds[1] REPEATED", "content.requiredKinds[2] REQUIRED",
                "content.exemptions[0].kind NOT_REQUIRED", "content.exemptions[0].reason REQUIRED", "content.exemptions[0].legalBasis REQUIRED", "content.exemptions[1].kind REPEATED",
                "content.until BEFORE_SINCE", "content.documentNumber REQUIRED"
            ],
            WrongIn(results[1]).Select(w => w.Replace("records[1].", "")));
        Assert.Equal(["records[2].agencyId REPEATED"], WrongIn(results[2]));
        Assert.Equal(["records[3].agencyId OTHER_AGENCY"], WrongIn(results[3]));
        Assert.Equal(["records[4].agencyId REQUIRED", "records[4].fiscalYear OUT_OF_RANGE", "records[4].content.documentNumber REQUIRED"], WrongIn(results[4]));
        Assert.Equal(["records TOO_FEW"], await Wrong(async () => await List()));
    }

    [Fact]
    public async Task No_unit_decides_itself_whether_it_is_counted()
    {
        var id = (await List(Unit("d01")))[0].Id;
        var own = new CoverageService.CoverageServiceClient(As("own", Roles.Publisher, "d01"));
        Assert.Equal("OWN_UNIT", await ReasonOf(StatusCode.PermissionDenied, async () => await own.RemoveFundedUnitAsync(new() { Id = id, Reason = "x" }, cancellationToken: Cancel)));
        Assert.Equal(["records[0].agencyId OWN_UNIT"], WrongIn((await own.BatchImportFundedUnitsAsync(new() { Records = { Unit("d01") } }, cancellationToken: Cancel)).Results[0]));
        var county = new CoverageService.CoverageServiceClient(As("county", Roles.Publisher, "county"));
        Assert.Equal("OTHER_AGENCY", await ReasonOf(StatusCode.PermissionDenied, async () => await county.RemoveFundedUnitAsync(new() { Id = id, Reason = "x" }, cancellationToken: Cancel)));
        Assert.Equal(RecordFate.Created, (await county.BatchImportFundedUnitsAsync(new() { Records = { Unit("county"), Unit("county-office") } }, cancellationToken: Cancel)).Results.Select(r => r.Fate).Distinct().Single());
    }

    [Fact]
    public async Task Who_has_read_an_older_state_takes_nothing_off()
    {
        var id = (await List(Unit("d01")))[0].Id;
        var changed = Unit("d01", effectiveOn: "");
        (changed.Content.DocumentNumber, changed.Reason) = ("鞍财预〔2016〕4号", "文号有误");
        await List(changed);
        Assert.Equal("STALE_ETAG", await ReasonOf(StatusCode.Aborted, async () => await Treasury.RemoveFundedUnitAsync(new() { Id = id, Reason = "x", Etag = "r1" }, cancellationToken: Cancel)));
        Assert.Equal(["reason REQUIRED", "etag MALFORMED"], await Wrong(async () => await Treasury.RemoveFundedUnitAsync(new() { Id = id, Etag = "1" }, cancellationToken: Cancel)));
        Assert.Equal("NO_SUCH_FUNDED_UNIT", await ReasonOf(StatusCode.NotFound, async () => await Coverages.GetFundedUnitAsync(new() { Id = "none" }, cancellationToken: Cancel)));
        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(async i =>
        {
            try
            {
                await Treasury.RemoveFundedUnitAsync(new() { Id = id, Reason = $"{i}" }, cancellationToken: Cancel);
                return true;
            }
            catch (RpcException e) when (e.StatusCode is StatusCode.Aborted or StatusCode.FailedPrecondition)
            {
                return false;
            }
        }));
        Assert.Single(answers, done => done);
        Assert.Equal(3, (await Get(id)).Versions.Count);
    }

    [Fact]
    public async Task Lists_that_come_at_once_are_all_kept()
    {
        await Task.WhenAll(Enumerable.Range(1, 4).Select(async i =>
        {
            var record = Unit("d01", effectiveOn: "");
            (record.Content.DocumentNumber, record.Reason) = ($"鞍财预〔2016〕{i}号", $"{i}");
            Assert.Contains((await List(record))[0].Fate, new[] { RecordFate.Created, RecordFate.Updated });
        }));
        var unit = (await Listed(new()))[0];
        Assert.Equal(["1", "2", "3", "4"], (await Get(unit.Id)).Versions.Select(v => v.Reason).Order());
        Assert.Equal("r4", unit.Etag);
    }

    [Fact]
    public async Task Every_change_is_an_event()
    {
        var id = (await List(Unit("d01")))[0].Id;
        await List(Unit("d01"));
        await Treasury.RemoveFundedUnitAsync(new() { Id = id, Reason = "并入 d02" }, cancellationToken: Cancel);
        var changes = await Host.Services.GetRequiredKeyedService<IStore>(FinanceModule.Name).Changes.After(0, 100, Cancel);
        Assert.Equal([(id, 1, false, ""), (id, 2, true, "并入 d02")],
            changes.Where(c => c.Event.Topic == "finance.funded-units").Select(c => Topics.Read<FundedUnitChanged>(c.Event)).Select(e => (e.UnitId, e.Version, e.Removed, e.Reason)));
    }

    [Fact]
    public async Task Units_are_listed_page_by_page_and_by_level()
    {
        var government = Unit("d03");
        government.Level = FinanceLevel.Government;
        await List(Unit("d01"), Unit("d02"), Unit("d03"), government);
        var first = await Coverages.ListFundedUnitsAsync(new() { Year = 2016, PageSize = 3 }, cancellationToken: Cancel);
        Assert.Equal((4L, "d01 d02 d03"), (first.TotalSize, string.Join(' ', first.FundedUnits.Select(u => u.AgencyId))));
        var second = await Coverages.ListFundedUnitsAsync(new() { Year = 2016, PageSize = 3, PageToken = first.NextPageToken }, cancellationToken: Cancel);
        Assert.Equal(("d03 Government", ""), (second.FundedUnits.Single() is var u ? $"{u.AgencyId} {u.Level}" : "", second.NextPageToken));
        Assert.Equal(3, (await Listed(new() { Level = FinanceLevel.Department })).Count);
        Assert.Equal(["year OUT_OF_RANGE", "agencyId NO_SUCH_AGENCY"], await Wrong(async () => await Coverages.ListFundedUnitsAsync(new() { AgencyId = "x" }, cancellationToken: Cancel)));
    }

    private async Task<V1.FundedUnit> Get(string id) => await Coverages.GetFundedUnitAsync(new() { Id = id }, cancellationToken: Cancel);

    private async Task<IReadOnlyList<V1.FundedUnit>> Listed(ListFundedUnitsRequest request)
    {
        request.Year = 2016;
        return (await Coverages.ListFundedUnitsAsync(request, cancellationToken: Cancel)).FundedUnits;
    }
}
