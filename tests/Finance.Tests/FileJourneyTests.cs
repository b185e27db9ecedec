using System.Net;
using Grpc.Core;
using Sunshine.Finance.V1;
using Sunshine.Foundation.Identity;

namespace Sunshine.Finance.Tests;

/// <summary>From a clerk's workbook to figures that anybody reads, over REST where people have curl.</summary>
public sealed class FileJourneyTests : ImportTest
{
    [Fact]
    public async Task A_workbook_with_a_wrong_total_is_refused_and_the_right_one_is_published()
    {
        GoTo("2026-02-10");
        var drafting = new DraftingService.DraftingServiceClient(As("editor-1", Roles.Editor));
        var draft = await drafting.CreateDraftAsync(new()
        {
            RequestId = "d", Draft = new V1.Draft
            {
                AgencyId = "office", FiscalYear = SampleTables.Year, Kind = DisclosureKind.Budget,
                Content = new DisclosureContent { Title = "部门预算", Phase = Phase.Approved, Approval = new V1.Approval { Body = "市财政局", On = "2026-02-01" } }
            }
        }, cancellationToken: Cancel);
        var wrong = await Printed(SampleTables.Budget);
        wrong.Set("预算2", "C4", 1050000.11m);
        var (status, answer) = await Upload(await wrong.Xlsx(), draft.Id, draft.Etag);
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains("预算2!C4", answer);

        (status, answer) = await Upload(await (await Printed(SampleTables.Budget)).Xlsx(), draft.Id, draft.Etag);
        Assert.True(status == HttpStatusCode.OK, answer);
        var stored = ImportStatementsReport.Parser.ParseJson(answer);
        Assert.Equal((true, 8, "2026-02-21"), (stored.Stored, stored.Draft.Statements.Count, stored.Draft.DueOn));
        var check = await drafting.CheckDraftAsync(new() { Id = draft.Id }, cancellationToken: Cancel);
        Assert.True(check.Passed, $"{check}");
        var own = new DraftingService.DraftingServiceClient(As("editor-1", Roles.Publisher));
        Assert.Equal("OWN_DRAFT", await ReasonOf(StatusCode.PermissionDenied, async () => await own.PublishDraftAsync(new() { Id = draft.Id, Etag = stored.Draft.Etag }, cancellationToken: Cancel)));
        var published = await new DraftingService.DraftingServiceClient(As("chief", Roles.Publisher)).PublishDraftAsync(new() { Id = draft.Id, Etag = stored.Draft.Etag }, cancellationToken: Cancel);
        Assert.Equal((8, Timeliness.InTime), (published.Release.Statements.Count, published.Release.Timeliness));

        var top = await new FigureService.FigureServiceClient(Host.Invoker()).GetBreakdownAsync(new() { Measure = "public-budget-expenditure", FiscalYear = SampleTables.Year, Phase = Phase.Approved }, cancellationToken: Cancel);
        Assert.Equal(("1000000.10", "201 700000.10"), (top.Amount, $"{top.Parts[0].Code} {top.Parts[0].Amount}"));
        using var http = Host.Http();
        using var book = await http.GetAsync($"/api/v1/finance/disclosures/{published.Id}/statements.xlsx", Cancel);
        Assert.True(book.IsSuccessStatusCode);
    }

    private async Task<(HttpStatusCode, string)> Upload(byte[] file, string draft, string etag)
    {
        using var http = Host.Http(Host.Issuer.Token([Roles.Editor], "city", "editor-1", lifetime: TimeSpan.FromDays(10_000)));
        var answer = await http.PostAsync($"/api/v1/finance/draft-files?draftId={draft}&etag={etag}&fileName=a.xlsx", new ByteArrayContent(file), Cancel);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(Cancel));
    }
}
