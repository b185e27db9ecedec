using Sunshine.Finance.V1;
using Sunshine.Foundation.V1;

namespace Sunshine.Finance.Tests;

/// <summary>What was disclosed elsewhere is taken over with its days.</summary>
public sealed class ImportTests : DisclosuresTest
{
    [Fact]
    public async Task A_record_becomes_a_disclosure_and_the_same_again_changes_nothing()
    {
        var record = Record();
        var (created, again) = (await Import(record), await Import(record));
        Assert.Equal((RecordFate.Created, RecordFate.Unchanged, created.Id), (created.Fate, again.Fate, again.Id));
        var read = await Get(created.Id);
        Assert.Equal(("机关 office", 2016, DisclosureKind.Budget, FinanceLevel.Department, DisclosureState.Published, 1), (read.AgencyName, read.FiscalYear, read.Kind, read.Level, read.State, read.ReleaseCount));
        Assert.Equal(
            ("2016-02-20", "2016-02-21", Timeliness.InTime, 0, ReleaseChange.First, Phase.Approved),
            (read.Release.PublishedOn, read.Release.DueOn, read.Release.Timeliness, read.Release.DaysLate, read.Release.Change, read.Release.Content.Phase));
        Assert.Equal([("department-budget-1", 2, AmountUnit.TenThousandYuan)], read.Release.Statements.Select(s => (s.Layout, s.RowCount, s.Unit)));
        Assert.Equal(record.Content, read.Release.Content);
        Assert.Equal(record.Statements[0], await Disclosures.GetStatementAsync(new() { Id = created.Id, Layout = "department-budget-1" }, cancellationToken: Cancel));
    }

    [Fact]
    public async Task Several_releases_of_a_disclosure_come_together_and_again()
    {
        var (first, second) = (Record(), Correction("2016-03-01", "900.00"));
        var results = await ImportAll(first, second);
        Assert.Equal([RecordFate.Created, RecordFate.Updated], results.Select(r => r.Fate));
        Assert.Equal([RecordFate.Unchanged, RecordFate.Unchanged], (await ImportAll(first, second)).Select(r => r.Fate));
        var read = await Get(results[0].Id);
        Assert.Equal((2, ReleaseChange.Correction, "数字有误", "900.00"), (read.Release.Number, read.Release.Change, read.Release.ChangeReason, await TotalOf(read.Id)));
    }

    [Fact]
    public async Task A_further_release_comes_later_and_says_what_it_is()
    {
        await Import(Record());
        Assert.Equal(["records[0].change ALREADY_DISCLOSED"], await Refused(Record(publishedOn: "2016-03-01", total: "2.00")));
        Assert.Equal(["records[0].publishedOn BEFORE_LAST_RELEASE"], await Refused(Correction("2016-02-19", "2.00")));
        Assert.Equal(["records[0].publishedOn DAY_DIFFERS"], await Refused(Record(publishedOn: "2016-02-21")));
        var amendment = Correction("2016-03-01", "2.00");
        (amendment.Change, amendment.ChangeBasis) = (ReleaseChange.Amendment, "某决定");
        Assert.Equal(["records[0].content.approval.on NOT_APPROVED_ANEW"], await Refused(amendment));
        var proposed = Correction("2016-03-01", "2.00");
        (proposed.Content.Phase, proposed.Content.Approval) = (Phase.Proposed, null);
        Assert.Equal(["records[0].content.phase OUT_OF_PHASE"], await Refused(proposed));
        var nothing = Correction("2017-03-01", "2.00");
        nothing.FiscalYear = 2017;
        Assert.Equal(["records[0].change NOTHING_TO_CHANGE"], await Refused(nothing));
        var unsaid = Correction("2016-03-01", "2.00");
        unsaid.ChangeReason = "";
        Assert.Equal(["records[0].changeReason REQUIRED"], await Refused(unsaid));
        Assert.Equal(RecordFate.Updated, (await Import(Correction("2016-02-20", "2.00"))).Fate);
    }

    [Fact]
    public async Task A_record_that_is_refused_leaves_the_others_alone_and_says_everything_by_its_path()
    {
        var bad = new DisclosureRecord
        {
            AgencyId = "none", Kind = DisclosureKind.Budget, Subject = "某项", PublishedOn = "9999-12-31", Content = new DisclosureContent { Phase = Phase.Approved },
            Statements = { Table(), Table(), new V1.Statement { Layout = "department-budget-8", Unit = AmountUnit.Yuan, Rows = { new V1.StatementRow { Code = "total", Cells = { new StatementCell { Column = "total", Value = "壹" } } } } } }
        };
        var results = await ImportAll(bad, Record(), new DisclosureRecord());
        Assert.Equal([RecordFate.Refused, RecordFate.Created, RecordFate.Refused], results.Select(r => r.Fate));
        Assert.Equal(
            [
                "sourceId REQUIRED", "agencyId NO_SUCH_AGENCY", "fiscalYear OUT_OF_RANGE", "subject ONE_OF_A_KIND", "publishedOn IN_FUTURE", "content.title REQUIRED", "content.approval REQUIRED",
                "statements[1].layout REPEATED", "statements[2].rows[0].cells[0].value NOT_A_NUMBER"
            ],
            WrongIn(results[0]).Select(f => f.Replace("records[0].", "")));
        Assert.Equal(
            ["sourceId REQUIRED", "agencyId REQUIRED", "fiscalYear OUT_OF_RANGE", "kind REQUIRED", "publishedOn REQUIRED", "content.title REQUIRED", "content.phase REQUIRED"],
            WrongIn(results[2]).Select(f => f.Replace("records[2].", "")));
        Assert.Equal(["records TOO_FEW"], await Wrong(async () => await ImportAll()));
        Assert.Equal(["records TOO_MANY"], await Wrong(async () => await ImportAll(Enumerable.Range(0, 201).Select(_ => new DisclosureRecord()))));
    }

    [Fact]
    public async Task A_machine_imports_for_its_own_agencies_alone()
    {
        var county = new DisclosureService.DisclosureServiceClient(As("county-machine", Foundation.Identity.Roles.System, "county"));
        var results = (await county.BatchImportDisclosuresAsync(new() { Records = { Record() } }, cancellationToken: Cancel)).Results;
        Assert.Equal(["records[0].agencyId OTHER_AGENCY"], WrongIn(results[0]));
    }

    [Fact]
    public async Task What_footing_finds_is_kept_or_refuses()
    {
        var off = new FootingFinding("parts-total", FindingSeverity.Error, "department-budget-1", "income.total", "amount", 2m, 1m, "合计不符。", "The total is off.");
        Rules = (_, _) => [off with { Waivable = false }];
        Assert.Equal(["records[0].statements[department-budget-1].rows[income.total].amount PARTS_TOTAL"], await Refused(Record()));
        Rules = (_, _) => [off];
        var finding = Assert.Single((await Get((await Import(Record())).Id)).Release.Findings);
        Assert.Equal(("parts-total", FindingSeverity.Error, null), (finding.Rule, finding.Severity, finding.Waiver));
    }

    private static DisclosureRecord Correction(string publishedOn, string total)
    {
        var record = Record(publishedOn: publishedOn, total: total);
        (record.Change, record.ChangeReason) = (ReleaseChange.Correction, "数字有误");
        return record;
    }

    private async Task<IReadOnlyList<string>> Refused(DisclosureRecord record) => WrongIn(await Import(record));
}
