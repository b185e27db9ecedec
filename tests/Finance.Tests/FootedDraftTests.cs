using System.Net.Http.Json;
using Grpc.Core;
using Sunshine.Finance.V1;

namespace Sunshine.Finance.Tests;

/// <summary>What footing finds keeps a draft from the public, unless somebody answers for it.</summary>
public sealed class FootedDraftTests : DisclosuresTest
{
    private static readonly FootingFinding Split = new("three-public-split", FindingSeverity.Error, "department-budget-7", "total", "", 10.00m, 9.00m, "“三公”经费不等于各项之和。", "The parts do not come to the total.");
    private static readonly FootingFinding Off = new("parts-total", FindingSeverity.Error, "department-budget-1", "income.total", "amount", 1000.00m, 999.99m, "合计不符。", "The total is off.");
    private static readonly FootingFinding Text = new("layout", FindingSeverity.Error, "department-budget-1", "", "", null, null, "缺一列。", "A column is missing.", Waivable: false);
    private static readonly FootingFinding Untold = new("required-text", FindingSeverity.Error, "", "changes", "", null, null, "缺少说明。", "A text is missing.");
    private static readonly FootingFinding Odd = new("unit", FindingSeverity.Warning, "department-budget-1", "", "", null, null, "单位可疑。", "The unit is odd.");

    [Fact]
    public async Task Every_save_says_what_is_wrong_and_publication_names_it_by_cell()
    {
        Rules = (_, _) => [Odd, Off, Text, Untold];
        var check = await Put((await NewDraft()).Id, Table());
        Assert.Equal((false, 3, 1), (check.Passed, check.ErrorCount, check.WarningCount));
        Assert.Equal(["parts-total", "layout", "required-text", "unit"], check.Findings.Select(f => f.Rule));
        var off = check.Findings[0];
        Assert.Equal(("1000.00", "999.99", "0.01", "合计不符。", true), (off.Stated, off.Computed, off.Difference, off.Message, off.Waivable));
        Assert.Equal(check, await Editor.CheckDraftAsync(new() { Id = check.Draft.Id }, cancellationToken: Cancel));
        Assert.Equal(
            ["statements[department-budget-1].rows[income.total].amount PARTS_TOTAL", "statements[department-budget-1] LAYOUT", "content.explanations[changes] REQUIRED_TEXT"],
            await Wrong(async () => await Publish(check.Draft)));
        Rules = (_, _) => [];
        Assert.Empty((await Publish(check.Draft)).Release.Findings);
    }

    [Fact]
    public async Task Of_very_many_mistakes_a_refusal_names_the_first_and_says_how_many_there_are()
    {
        Rules = (_, _) => [.. Enumerable.Range(0, 1_200).Select(i => Off with { RowCode = $"{i}" })];
        var check = await Put((await NewDraft()).Id, Table());
        Assert.Equal((1_200, 1_000), (check.ErrorCount, check.Findings.Count));
        var refused = await Refused(StatusCode.InvalidArgument, async () => await Publish(check.Draft));
        var facts = refused.GetRpcStatus()!.GetDetail<Google.Rpc.ErrorInfo>()!.Metadata;
        var named = refused.GetRpcStatus()!.GetDetail<Google.Rpc.BadRequest>()!.FieldViolations;
        Assert.Equal(("1200", "statements[department-budget-1].rows[0].amount"), (facts["errorCount"], named[0].Field));
        // The trailers of a call hold 64 KiB, in base64; what they do not hold is counted.
        Assert.InRange(refused.Trailers.GetValueBytes("grpc-status-details-bin")!.Length, 30_000, 40_000);
        Assert.Equal($"{1_000 - named.Count}", facts["omitted"]);

        var http = Host.Http(Host.Issuer.Token([Foundation.Identity.Roles.Publisher], "city", "publisher"));
        var answer = await http.PostAsJsonAsync($"/api/v1/finance/drafts/{check.Draft.Id}:publish", new { etag = check.Draft.Etag }, Cancel);
        Assert.Equal(1_000, (await answer.Content.ReadAsStringAsync(Cancel)).Split("\"PARTS_TOTAL\"").Length - 1);
    }

    [Fact]
    public async Task A_finding_that_somebody_answers_for_is_published_with_the_reason()
    {
        Rules = (_, _) => [Odd, Off, Split];
        var draft = (await Put((await NewDraft()).Id, Table())).Draft;
        var waive = new WaiveFindingRequest { Id = draft.Id, FindingId = Off.Id, Etag = draft.Etag, Reason = "四舍五入所致。" };
        var check = await Editor.WaiveFindingAsync(waive, cancellationToken: Cancel);
        Assert.Equal((1, 1, false), (check.ErrorCount, check.Draft.Waivers.Count, check.Passed));
        Assert.Equal("STALE_ETAG", await ReasonOf(StatusCode.Aborted, async () => await Editor.WaiveFindingAsync(waive, cancellationToken: Cancel)));
        Assert.Equal(["statements[department-budget-7].rows[total] THREE_PUBLIC_SPLIT"], await Wrong(async () => await Publish(check.Draft)));
        check = await Editor.WaiveFindingAsync(new() { Id = draft.Id, FindingId = Split.Id, Reason = "含上年结转。" }, cancellationToken: Cancel);
        // What was found first is gone, and with it the answer.
        Rules = (_, _) => [Odd, Split];
        var findings = (await Publish(check.Draft)).Release.Findings;
        Assert.Equal([("three-public-split", "含上年结转。"), ("unit", null)], findings.Select(f => (f.Rule, f.Waiver?.Reason)));
    }

    [Fact]
    public async Task Who_answers_for_a_finding_has_written_the_draft()
    {
        Rules = (_, _) => [Off];
        var draft = (await Put((await NewDraft()).Id, Table())).Draft;
        var check = await Publisher.WaiveFindingAsync(new() { Id = draft.Id, FindingId = Off.Id, Reason = "四舍五入所致。" }, cancellationToken: Cancel);
        Assert.Equal("OWN_DRAFT", await ReasonOf(StatusCode.PermissionDenied, async () => await Publish(check.Draft)));
    }

    [Fact]
    public async Task What_may_not_stand_cannot_be_answered_for()
    {
        Rules = (_, _) => [Text];
        var draft = (await Put((await NewDraft()).Id, Table())).Draft;
        Assert.Equal("NOT_WAIVABLE", await ReasonOf(StatusCode.FailedPrecondition, () => Waive(Text.Id, "x")));
        Assert.Equal("NO_SUCH_FINDING", await ReasonOf(StatusCode.NotFound, () => Waive(Off.Id, "x")));
        Assert.Equal(["findingId REQUIRED", "reason REQUIRED"], await Wrong(() => Waive("", "")));
        Assert.Equal(["reason TOO_LONG"], await Wrong(() => Waive(Text.Id, new string('理', 501))));

        async Task Waive(string finding, string reason) => await Editor.WaiveFindingAsync(new() { Id = draft.Id, FindingId = finding, Reason = reason }, cancellationToken: Cancel);
    }

    [Fact]
    public async Task Tables_are_held_against_the_year_before_and_the_other_kinds_of_the_year()
    {
        await ImportAll(
            Record(2015, "2015-02-01", "2015-02-20", "15.00"), Record(2014, "2015-02-01", "2015-02-20", "14.00"), Other("city", DisclosureKind.Budget, 2015), Other("office", DisclosureKind.ThreePublic, 2016),
            Other("office", DisclosureKind.SpecialFund, 2016, "某基金"), Other("office", DisclosureKind.Budget, 2015, "", FinanceLevel.Government));
        var adjusted = Other("office", DisclosureKind.AdjustedBudget, 2016);
        adjusted.Content.Phase = Phase.Adjusted;
        var withdrawn = await Import(adjusted);
        await new DisclosureService.DisclosureServiceClient(As("p", Foundation.Identity.Roles.Publisher)).WithdrawDisclosureAsync(new() { Id = withdrawn.Id, Reason = "x" }, cancellationToken: Cancel);
        FootingContext? seen = null;
        Rules = (_, context) =>
        {
            seen = context;
            return [];
        };
        var draft = await NewDraft(change: d => d.Content.Explanations.Add(new V1.Explanation { Element = "changes", Text = "比上年减少。" }));
        await Put(draft.Id, Table());
        Assert.Equal((2016, DisclosureKind.Budget, FinanceLevel.Department, false), (seen!.FiscalYear, seen.Kind, seen.Level, seen.Publication));
        Assert.Equal([(2015, "department-budget-1", 15.00m), (2016, "department-budget-7", 1.00m)], seen.Others.Select(o => (o.FiscalYear, o.Statement.Layout, o.Statement.Rows[0].Cells.First().Value)));
        Assert.Equal(["changes"], seen.Texts);
        // What is missing is missed in earnest only when it is to be published.
        await Editor.CheckDraftAsync(new() { Id = draft.Id }, cancellationToken: Cancel);
        Assert.True(seen.Publication);

        static DisclosureRecord Other(string agency, DisclosureKind kind, int year, string subject = "", FinanceLevel level = FinanceLevel.Department) => new()
        {
            SourceId = $"{agency}-{kind}-{year}-{level}", AgencyId = agency, FiscalYear = year, Kind = kind, Subject = subject, Level = level, PublishedOn = "2016-03-01",
            Content = BudgetContent(year, "2016-02-20"), Statements =
            {
                // No table of a special fund is known.
                kind == DisclosureKind.SpecialFund ? [] : new[]
                {
                    new V1.Statement
                    {
                        Layout = level == FinanceLevel.Government ? "government-budget-three-public" : "department-budget-7", Unit = AmountUnit.TenThousandYuan,
                        Rows = { new V1.StatementRow { Code = "total", Cells = { new StatementCell { Column = "this-total", Value = "1.00" } } } }
                    }
                }
            }
        };
    }
}
