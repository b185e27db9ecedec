using System.Text.Json;
using Sunshine.Finance.V1;
using Sunshine.Foundation.Identity;
using Sunshine.Foundation.V1;

namespace Sunshine.Finance.Tests;

/// <summary>“100 %” with its denominator.</summary>
public sealed class CoverageTests : CoverageTest
{
    [Fact]
    public async Task All_departments_disclose_something_while_40_of_172_cells_are_missing()
    {
        await GivenTheYear();
        var coverage = await Cover();
        Assert.Equal((86, 86, "100.00", true), Of(coverage.Departments));
        Assert.Equal((46, 86, "53.49", false), Of(coverage.CompleteDepartments));
        Assert.Equal((132, 172, "76.74", false), Of(coverage.Cells));
        Assert.Equal((40, 0, 0, 0, 0), (coverage.MissingCount, coverage.LateCount, coverage.WithdrawnCount, coverage.ExemptCount, coverage.OverdueCount));
        Assert.Equal([(DisclosureKind.Budget, (86, 86, "100.00", true), 0), (DisclosureKind.FinalAccounts, (46, 86, "53.49", false), 40)],
            coverage.Kinds.Select(k => (k.Kind, Of(k.Disclosed), k.MissingCount)));
        Assert.Equal(Departments.Skip(46).Select(d => (d, $"部门 {d}", DisclosureKind.FinalAccounts, CellState.Missing, "", DueState.Unspecified)),
            coverage.MissingCells.Select(c => (c.AgencyId, c.AgencyName, c.Kind, c.State, c.DueOn, c.DueState)));
        Assert.Empty(coverage.LateCells);

        var onlyFinal = await Cover(kind: DisclosureKind.FinalAccounts);
        Assert.Equal((46, 86, "53.49", false), Of(onlyFinal.Departments));
        Assert.Equal((46, 86, "53.49", false), Of(onlyFinal.Cells));
    }

    [Fact]
    public async Task The_answer_says_what_it_counts()
    {
        await GivenTheYear();
        var scope = (await Cover()).Scope;
        Assert.Equal((2016, "2026-01-05", FinanceLevel.Department, 86, 0, 0, "half-up"), (scope.Year, scope.AsOf, scope.Level, scope.UnitCount, scope.ExemptUnitCount, scope.RecordedLaterCount, scope.Rounding));
        Assert.Equal([DisclosureKind.Budget, DisclosureKind.FinalAccounts], scope.Kinds);
        Assert.Contains("86 家", scope.Statement, StringComparison.Ordinal);
        Assert.Contains("2016 年度预算、2015 年度决算", scope.Statement, StringComparison.Ordinal);
        Assert.Contains("86 funded units", scope.StatementEnglish, StringComparison.Ordinal);
        // In 2018 nobody here had the list yet; what it said then was recorded ten years later.
        var past = (await Cover("2018-01-01")).Scope;
        Assert.Equal((86, 86, scope.ListDigest), (past.UnitCount, past.RecordedLaterCount, past.ListDigest));
        Assert.Contains("86 家的记载系该日之后补录", past.Statement, StringComparison.Ordinal);
        await List(Unit("office"));
        Assert.NotEqual(scope.ListDigest, (await Cover()).Scope.ListDigest);
    }

    [Fact]
    public async Task Over_REST_anybody_asks_by_year()
    {
        await GivenTheYear();
        using var http = Host.Http();
        using var json = JsonDocument.Parse(await http.GetStringAsync("/api/v1/finance/coverage?year=2016", Cancel));
        Assert.Equal((132, 172, "76.74", 40), (
            json.RootElement.GetProperty("cells").GetProperty("numerator").GetInt32(), json.RootElement.GetProperty("cells").GetProperty("denominator").GetInt32(),
            json.RootElement.GetProperty("cells").GetProperty("percent").GetString(), json.RootElement.GetProperty("missingCells").GetArrayLength()));
        using var cells = JsonDocument.Parse(await http.GetStringAsync("/api/v1/finance/coverage/cells?year=2016&state=CELL_STATE_MISSING&pageSize=7", Cancel));
        Assert.Equal(("40", 7), (cells.RootElement.GetProperty("totalSize").GetString(), cells.RootElement.GetProperty("cells").GetArrayLength()));
    }

    [Fact]
    public async Task As_of_a_past_day_only_what_was_out_and_who_was_listed_counts()
    {
        await GivenTheYear();
        Assert.Equal((0, 0, "", false), Of((await Cover("2016-01-14")).Cells));
        Assert.Equal((0, 172, "0.00", false), Of((await Cover("2016-01-15")).Cells));
        Assert.Equal((0, 172, "0.00", false), Of((await Cover("2016-02-19")).Cells));
        Assert.Equal((86, 172, "50.00", false), Of((await Cover(BudgetDay)).Cells));
        Assert.Equal((86, 172, "50.00", false), Of((await Cover("2016-08-31")).Cells));
        Assert.Equal((132, 172, "76.74", false), Of((await Cover(FinalDay)).Cells));
    }

    [Fact]
    public async Task What_is_missing_is_overdue_only_where_a_public_approval_says_so()
    {
        await Given([Unit("d01"), Unit("d02")], [Budget("d01"), Budget("d02", "2016-03-10")]);
        // d02's budget came late; on 21 February there was still time, on the 22nd there was none.
        foreach (var (day, due, state, overdue) in new[] { ("2016-01-31", "", DueState.Unspecified, 0), ("2016-02-21", "2016-02-21", DueState.NotYet, 0), ("2016-02-22", "2016-02-21", DueState.Overdue, 1) })
        {
            var missing = (await Cover(day, "d02", DisclosureKind.Budget)) is var c ? c.MissingCells.Single() : null!;
            Assert.Equal((day, due, state, overdue), (day, missing.DueOn, missing.DueState, c.OverdueCount));
        }

        var coverage = await Cover();
        Assert.Equal(1, coverage.LateCount);
        var late = coverage.LateCells.Single();
        Assert.Equal(("d02", CellState.Late, "2016-03-10", "2016-02-21", 18, DueState.Unspecified), (late.AgencyId, late.State, late.PublishedOn, late.DueOn, late.DaysLate, late.DueState));
        Assert.Equal((2, 4, "50.00", false), Of(coverage.Cells));
        Assert.Equal([1, 0], coverage.Kinds.Select(k => k.LateCount));
        Assert.All(coverage.MissingCells, c => Assert.Equal((DisclosureKind.FinalAccounts, DueState.Unspecified), (c.Kind, c.DueState)));
    }

    [Fact]
    public async Task A_proposal_fulfils_nothing_and_a_correction_makes_nothing_late()
    {
        await Given([Unit("d01")], [Made("d01", DisclosureKind.Budget, Phase.Proposed, null, "2016-01-20")]);
        Assert.Equal((0, 2, "0.00", false), Of((await Cover()).Cells));
        Assert.Equal(CellState.Missing, (await Cells()).First(c => c.Kind == DisclosureKind.Budget).State);
        Assert.Equal(RecordFate.Updated, (await Import(Budget("d01"))).Fate);
        Assert.Equal((1, 2, "50.00", false), Of((await Cover()).Cells));
        Assert.Equal((0, 2, "0.00", false), Of((await Cover("2016-02-19")).Cells));
        var corrected = Budget("d01", "2016-06-01");
        (corrected.Change, corrected.ChangeReason, corrected.Content.Title) = (ReleaseChange.Correction, "标题有误", "更正");
        Assert.Equal(RecordFate.Updated, (await Import(corrected)).Fate);
        var cell = (await Cells()).First(c => c.Kind == DisclosureKind.Budget);
        Assert.Equal((CellState.Disclosed, BudgetDay, 0), (cell.State, cell.PublishedOn, cell.DaysLate));
    }

    [Fact]
    public async Task What_is_exempt_leaves_the_denominator()
    {
        var (all, one) = (Unit("d01"), Unit("d02"));
        all.Content.Exemptions.Add(new V1.Exemption { Reason = "涉密", LegalBasis = "政府信息公开条例第十四条" });
        one.Content.Exemptions.Add(new V1.Exemption { Kind = DisclosureKind.FinalAccounts, Reason = "年中撤销", LegalBasis = "预算法第十四条" });
        await Given([all, one, Unit("d03")], [Budget("d02"), Budget("d03"), FinalAccounts("d03")]);
        var coverage = await Cover();
        Assert.Equal((2, 2, "100.00", true), Of(coverage.Departments));
        Assert.Equal((2, 2, "100.00", true), Of(coverage.CompleteDepartments));
        Assert.Equal((3, 3, "100.00", true), Of(coverage.Cells));
        Assert.Equal((3, 1, 3), (coverage.ExemptCount, coverage.Scope.ExemptUnitCount, coverage.Scope.UnitCount));
        Assert.Equal([(1, 2), (2, 1)], coverage.Kinds.Select(k => (k.ExemptCount, k.Disclosed.Denominator)));
        var exempt = await Cells(new() { State = CellState.Exempt });
        Assert.Equal(["d01 涉密", "d01 涉密", "d02 年中撤销"], exempt.Select(c => $"{c.AgencyId} {c.Reason}"));
        Assert.Equal("预算法第十四条", exempt[2].LegalBasis);
    }

    [Fact]
    public async Task What_was_taken_back_is_missing_until_it_is_put_back_and_was_there_before()
    {
        await Given([Unit("d01")], [Budget("d01"), FinalAccounts("d01")]);
        var id = (await Cells()).Single(c => c.Kind == DisclosureKind.Budget).DisclosureId;
        GoTo("2026-02-02");
        var publisher = new DisclosureService.DisclosureServiceClient(As("chief", Roles.Publisher));
        await publisher.WithdrawDisclosureAsync(new() { Id = id, Reason = "附件涉密" }, cancellationToken: Cancel);
        var coverage = await Cover();
        Assert.Equal(((1, 2, "50.00", false), 1, 1), (Of(coverage.Cells), coverage.MissingCount, coverage.WithdrawnCount));
        var cell = coverage.MissingCells.Single();
        Assert.Equal((CellState.Withdrawn, id, "附件涉密", "", DueState.Unspecified), (cell.State, cell.DisclosureId, cell.Reason, cell.DueOn, cell.DueState));
        Assert.Equal([1, 0], coverage.Kinds.Select(k => k.WithdrawnCount));
        Assert.Equal((2, 2, "100.00", true), Of((await Cover("2026-02-01")).Cells));
        Assert.Equal((CellState.Disclosed, BudgetDay, ""), (await Cells(new() { AsOf = "2026-02-01" }))[0] is var before ? (before.State, before.PublishedOn, before.DueOn) : default);
        GoTo("2026-02-04");
        await publisher.RestoreDisclosureAsync(new() { Id = id }, cancellationToken: Cancel);
        Assert.Equal((2, 2, "100.00", true), Of((await Cover()).Cells));
        Assert.Equal((1, 2, "50.00", false), Of((await Cover("2026-02-03")).Cells));
    }

    [Fact]
    public async Task Tables_are_counted_where_they_are_kept()
    {
        var (full, bare) = (Budget("d01"), Budget("d02"));
        full.Statements.Add(Table());
        full.Statements.Add(new V1.Statement { Layout = "department-budget-8", Unit = AmountUnit.TenThousandYuan, Note = "注：本部门无政府性基金预算支出，故本表为空。" });
        await Given([Unit("d01"), Unit("d02"), Unit("d03")], [full, bare]);
        var tables = (await Cover(kind: DisclosureKind.Budget)).Tables;
        Assert.Equal(Enumerable.Range(1, 8).Select(i => $"department-budget-{i}"), tables.Select(t => t.Layout));
        Assert.Equal(((1, 3, "33.33", false), 0, 1, 1), (Of(tables[0].Disclosed), tables[0].EmptyCount, tables[0].MissingCount, tables[0].UnknownCount));
        Assert.Equal(((0, 3, "0.00", false), 0, 2, 1), (Of(tables[1].Disclosed), tables[1].EmptyCount, tables[1].MissingCount, tables[1].UnknownCount));
        Assert.Equal(((1, 3, "33.33", false), 1, 1, 1), (Of(tables[7].Disclosed), tables[7].EmptyCount, tables[7].MissingCount, tables[7].UnknownCount));
        Assert.Equal(["d01 Disclosed True", "d02 Unknown False", "d03 Missing False"],
            (await Cells(new() { Layout = "department-budget-8" })).Select(c => $"{c.AgencyId} {c.State} {c.Empty}"));
        var missing = (await Cells(new() { ByTable = true, Kind = DisclosureKind.Budget, AgencyId = "d01", State = CellState.Missing }))[0];
        Assert.Equal(("department-budget-2", "2016-02-21", DueState.Overdue), (missing.Layout, missing.DueOn, missing.DueState));
        Assert.Equal(16, (await Cover()).Tables.Count);
    }

    [Fact]
    public async Task Only_an_agency_and_those_below_it_when_asked_so()
    {
        await Given([Unit("d01"), Unit("d02"), Unit("city")], [Budget("d01"), Budget("d02")]);
        var admin = new CoverageService.CoverageServiceClient(As("root", Roles.Admin, ""));
        await admin.BatchImportFundedUnitsAsync(new() { Records = { Unit("county-office") } }, cancellationToken: Cancel);
        Assert.Equal((2, 8, "25.00", false), Of((await Cover()).Cells));
        Assert.Equal((2, 6, "33.33", false), Of((await Cover(agency: "city")).Cells));
        Assert.Equal((0, 2, "0.00", false), Of((await Cover(agency: "county")).Cells));
        Assert.Contains("机关 county及其下属单位", (await Cover(agency: "county")).Scope.Statement, StringComparison.Ordinal);
        Assert.Equal((1, 1, "100.00", true), Of((await Cover(agency: "d01", kind: DisclosureKind.Budget)).Cells));
    }

    [Fact]
    public async Task A_governments_own_finances_are_another_coverage()
    {
        var government = Unit("d01");
        government.Level = FinanceLevel.Government;
        var budget = Budget("d01");
        budget.Level = FinanceLevel.Government;
        await Given([government, Unit("d02")], [budget]);
        var coverage = await Coverages.GetCoverageAsync(new() { Year = 2016, Level = FinanceLevel.Government }, cancellationToken: Cancel);
        Assert.Equal((1, 2, "50.00", false), Of(coverage.Cells));
        Assert.Equal((0, 2, "0.00", false), Of((await Cover()).Cells));
    }

    [Fact]
    public async Task Cells_are_listed_page_by_page()
    {
        await GivenTheYear();
        var seen = new List<string>();
        var request = new ListCoverageCellsRequest { Year = 2016, PageSize = 50 };
        do
        {
            var page = await Coverages.ListCoverageCellsAsync(request, cancellationToken: Cancel);
            Assert.Equal(172, page.TotalSize);
            seen.AddRange(page.Cells.Select(c => $"{c.AgencyId}/{c.Kind}"));
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);
        Assert.Equal(Departments.SelectMany(d => new[] { $"{d}/Budget", $"{d}/FinalAccounts" }), seen);
        var first = await Coverages.ListCoverageCellsAsync(new() { Year = 2016, PageSize = 1 }, cancellationToken: Cancel);
        Assert.Equal(["pageToken BAD_PAGE_TOKEN"], await Wrong(async () => await Coverages.ListCoverageCellsAsync(new() { Year = 2016, Kind = DisclosureKind.Budget, PageToken = first.NextPageToken }, cancellationToken: Cancel)));
    }

    [Fact]
    public async Task Everything_that_is_wrong_with_a_question_is_named_at_once()
    {
        Assert.Equal(["year OUT_OF_RANGE", "level UNKNOWN_VALUE", "kind UNKNOWN_VALUE", "agencyId NO_SUCH_AGENCY", "asOf IN_FUTURE"], await Wrong(async () =>
            await Coverages.GetCoverageAsync(new() { AgencyId = "nobody", AsOf = "2026-01-06", Kind = (DisclosureKind)99, Level = (FinanceLevel)9 }, cancellationToken: Cancel)));
        Assert.Equal(["asOf NOT_A_DAY", "state UNKNOWN_VALUE", "pageSize OUT_OF_RANGE"], await Wrong(async () =>
            await Coverages.ListCoverageCellsAsync(new() { Year = 2016, AsOf = "2016-02-30", State = (CellState)99, PageSize = -1 }, cancellationToken: Cancel)));
        Assert.Equal((0, 0, "", false), Of((await Cover("0001-01-01")).Cells));
        Assert.Equal((0, 0, "", false), Of((await Cover(year: 2100)).Departments));
    }

    [Theory]
    [InlineData(0, 0, "")]
    [InlineData(0, 7, "0.00")]
    [InlineData(7, 7, "100.00")]
    [InlineData(132, 172, "76.74")]
    [InlineData(1, 3, "33.33")]
    [InlineData(2, 3, "66.67")]
    [InlineData(1, 800, "0.13")]
    [InlineData(1, 8_000, "0.01")]
    [InlineData(1, 20_001, "0.00")]
    [InlineData(1, 20_000, "0.01")]
    [InlineData(19_999, 20_000, "100.00")]
    [InlineData(2_147_483_646, 2_147_483_647, "100.00")]
    public void Percentages_are_rounded_half_up(int part, int whole, string percent)
    {
        var ratio = Ratios.Of(part, whole);
        Assert.Equal((percent, whole > 0 && part == whole), (ratio.Percent, ratio.Complete));
    }

    private Task GivenTheYear() => Given(Departments.Select(d => Unit(d)), [.. Departments.Select(d => Budget(d)), .. Departments.Take(46).Select(d => FinalAccounts(d))]);
}
