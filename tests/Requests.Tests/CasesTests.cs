using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Sunshine.Foundation.Identity;
using Sunshine.Foundation.Storage;
using Sunshine.Requests.V1;

namespace Sunshine.Requests.Tests;

public sealed class CasesTests : RequestsTest
{
    private CaseService.CaseServiceClient Cases => new(As("officer-1", Roles.RequestOfficer));

    private CaseService.CaseServiceClient Machine => new(Host.Invoker(Host.Issuer.Token([Roles.System], "city", "machine")));

    [Fact]
    public async Task A_review_is_accepted_decided_and_put_off_within_the_times_of_its_law()
    {
        var review = await Cases.CreateCaseAsync(New(CaseKind.Review, "2016-01-04"), cancellationToken: Cancel);
        Assert.Equal((CaseStatus.Received, "2016-01-11", true), (review.Status, review.DueOn, review.Overdue));
        Assert.Contains("第十七条", review.DueRule);
        Assert.Equal("NO_CASE_DEADLINE", await ReasonOf(StatusCode.FailedPrecondition, async () => await Cases.AcceptCaseAsync(new() { Id = review.Id, On = "2016-01-05", SummaryProcedure = true }, cancellationToken: Cancel)));

        // The 60th day is a Saturday, the 90th the day of Qingming.
        var accepted = await Cases.AcceptCaseAsync(new() { Id = review.Id, Etag = review.Etag, On = "2016-01-05", DocumentNumber = "鞍政复〔2016〕1号" }, cancellationToken: Cancel);
        Assert.Equal((CaseStatus.Accepted, "2016-03-07", "鞍政复〔2016〕1号"), (accepted.Status, accepted.DueOn, accepted.DocumentNumber));
        Assert.Equal(["length OUT_OF_RANGE"], await Wrong(async () => await Cases.ExtendCaseAsync(new() { Id = review.Id, Length = 31 }, cancellationToken: Cancel)));
        var extended = await Cases.ExtendCaseAsync(new() { Id = review.Id, Length = 30, On = "2016-03-01" }, cancellationToken: Cancel);
        Assert.Equal(("2016-04-05", 30), (extended.DueOn, extended.ExtendedBy));
        Assert.Equal("CASE_EXTENDED_BEFORE", await ReasonOf(StatusCode.FailedPrecondition, async () => await Cases.ExtendCaseAsync(new() { Id = review.Id, Length = 1 }, cancellationToken: Cancel)));

        await Refused(StatusCode.Aborted, async () => await Cases.CloseCaseAsync(new() { Id = review.Id, Etag = accepted.Etag, Result = CaseResult.Upheld, Document = "x" }, cancellationToken: Cancel));
        var closed = await Cases.CloseCaseAsync(new() { Id = review.Id, Etag = extended.Etag, Result = CaseResult.Upheld, On = "2016-03-31", Document = "鞍政复决〔2016〕1号" }, cancellationToken: Cancel);
        Assert.Equal((CaseStatus.Closed, CaseResult.Upheld, "2016-03-31", "", false), (closed.Status, closed.Result, closed.ClosedOn, closed.DueOn, closed.Overdue));
        Assert.Equal("WRONG_CASE_STATE", await ReasonOf(StatusCode.FailedPrecondition, async () => await Cases.CloseCaseAsync(new() { Id = review.Id, Result = CaseResult.Other, Document = "x" }, cancellationToken: Cancel)));
        var told = await Host.Services.GetRequiredKeyedService<IStore>(RequestsModule.Name).Changes.After(0, 100, Cancel);
        Assert.Equal(4, told.Count(e => e.Event.Topic == "requests.cases"));
    }

    [Theory]
    [InlineData(false, "2016-09-01")]
    [InlineData(true, "2016-04-15")]
    public async Task A_suit_is_decided_within_six_months_or_by_summary_procedure_in_45_days(bool summary, string due)
    {
        var suit = await Cases.CreateCaseAsync(New(CaseKind.Suit, "2016-02-22", SuitRoute.AfterReview), cancellationToken: Cancel);
        Assert.Equal(("", SuitRoute.AfterReview), (suit.DueOn, suit.Route));
        Assert.Equal(["result NOT_ACCEPTED"], await Wrong(async () => await Cases.CloseCaseAsync(new() { Id = suit.Id, Result = CaseResult.Corrected, Document = "判决书" }, cancellationToken: Cancel)));
        Assert.Equal(due, (await Cases.AcceptCaseAsync(new() { Id = suit.Id, On = "2016-03-01", SummaryProcedure = summary }, cancellationToken: Cancel)).DueOn);
    }

    [Fact]
    public async Task A_case_takes_agency_and_ground_from_its_application_and_is_found_by_it()
    {
        var application = await Answered(await Accepted());
        var request = New(CaseKind.Complaint, "2026-01-05");
        (request.ApplicationId, request.AgencyId) = (application.Id, "");
        var complaint = await Cases.CreateCaseAsync(request, cancellationToken: Cancel);

        Assert.Equal(("city", application.ReceiptNumber, Outcome.Granted, ""), (complaint.AgencyId, complaint.ReceiptNumber, complaint.Ground, complaint.DueOn));
        Assert.Equal(complaint, await Cases.CreateCaseAsync(request, cancellationToken: Cancel));
        Assert.Equal([complaint], (await Cases.ListCasesAsync(new() { ApplicationId = application.Id }, cancellationToken: Cancel)).Cases);
        Assert.Empty((await Cases.ListCasesAsync(new() { Kind = CaseKind.Review }, cancellationToken: Cancel)).Cases);
        var other = new CaseService.CaseServiceClient(As("x", Roles.RequestOfficer, "county"));
        Assert.Equal("NO_SUCH_CASE", await ReasonOf(StatusCode.NotFound, async () => await other.GetCaseAsync(new() { Id = complaint.Id }, cancellationToken: Cancel)));
        Assert.Empty((await other.ListCasesAsync(new(), cancellationToken: Cancel)).Cases);
    }

    [Fact]
    public async Task Open_cases_are_listed_nearest_due_day_first()
    {
        var late = await Cases.CreateCaseAsync(New(CaseKind.Review, "2025-12-01"), cancellationToken: Cancel);
        var without = await Cases.CreateCaseAsync(New(CaseKind.Complaint, "2025-12-02"), cancellationToken: Cancel);
        var next = await Cases.CreateCaseAsync(New(CaseKind.Review, "2026-01-04"), cancellationToken: Cancel);

        Assert.Equal([late.Id, next.Id, without.Id], (await Cases.ListCasesAsync(new() { Open = true }, cancellationToken: Cancel)).Cases.Select(c => c.Id));
        Assert.Equal([late.Id], (await Cases.ListCasesAsync(new() { DueUntil = "2026-01-04" }, cancellationToken: Cancel)).Cases.Select(c => c.Id));
    }

    [Fact]
    public async Task Everything_that_is_wrong_with_a_case_is_named_at_once()
    {
        Assert.Equal(["requestId REQUIRED", "kind REQUIRED", "agencyId REQUIRED", "receivedOn REQUIRED"], await Wrong(async () => await Cases.CreateCaseAsync(new(), cancellationToken: Cancel)));
        var request = New(CaseKind.Review, "2026-01-06", SuitRoute.Direct);
        request.Subject = $"证件 {ResidentId}";
        request.ApplicationId = "none";
        Assert.Equal(["route NOT_A_SUIT", "applicationId NO_SUCH_APPLICATION", "subject PERSONAL_DATA", "receivedOn IN_FUTURE"], await Wrong(async () => await Cases.CreateCaseAsync(request, cancellationToken: Cancel)));
    }

    [Fact]
    public async Task A_corrected_decision_names_what_rests_on_the_same_ground()
    {
        var past = new BatchImportApplicationsRequest();
        past.Records.Add([Record("1", "city", Outcome.Nonexistent), Record("2", "office", Outcome.Nonexistent), Record("3", "city", Outcome.Granted)]);
        await new ApplicationService.ApplicationServiceClient(Host.Invoker(Host.Issuer.Token([Roles.System], "city", "machine"))).BatchImportApplicationsAsync(past, cancellationToken: Cancel);
        var open = await Accepted("open");
        await Officer.ProposeAnswerAsync(new() { Id = open.Id, Answer = new V1.Answer { Outcome = Outcome.Nonexistent, Text = "经检索，没有您申请的信息。" } }, cancellationToken: Cancel);
        var suit = New(CaseKind.Suit, "2025-11-03", SuitRoute.Direct);
        suit.Ground = Outcome.Nonexistent;
        var id = (await Cases.CreateCaseAsync(suit, cancellationToken: Cancel)).Id;
        Assert.Equal("CASE_NOT_CORRECTED", await ReasonOf(StatusCode.FailedPrecondition, async () => await Cases.ListSameGroundAsync(new() { Id = id }, cancellationToken: Cancel)));

        await Cases.AcceptCaseAsync(new() { Id = id, On = "2025-11-05" }, cancellationToken: Cancel);
        await Cases.CloseCaseAsync(new() { Id = id, Result = CaseResult.Corrected, Document = "判决书" }, cancellationToken: Cancel);
        var flagged = await Cases.ListSameGroundAsync(new() { Id = id }, cancellationToken: Cancel);
        Assert.Equal((Outcome.Nonexistent, 2, 2), (flagged.Ground, flagged.TotalSize, flagged.Answered.Count));
        Assert.All(flagged.Answered, a => Assert.Equal(Outcome.Nonexistent, a.Outcome));
        Assert.Equal([open.Id], flagged.Open.Select(a => a.Id));
    }

    [Fact]
    public async Task An_older_register_is_imported_once_and_each_wrong_record_is_answered()
    {
        var request = new BatchImportCasesRequest();
        request.Records.Add(
        [
            new CaseRecord { SourceId = "1", AgencyId = "city", Kind = CaseKind.Suit, Route = SuitRoute.Direct, ReceivedOn = "2016-05-03", ClosedOn = "2016-09-01", Result = CaseResult.Corrected },
            new CaseRecord { SourceId = "2", AgencyId = "county", Kind = CaseKind.Review, ReceivedOn = "2016-05-03", ClosedOn = "2016-05-02" },
            new CaseRecord { SourceId = "1", AgencyId = "city", Kind = CaseKind.Suit, Route = SuitRoute.Direct, ReceivedOn = "2016-05-03", ClosedOn = "2016-09-01", Result = CaseResult.Corrected }
        ]);
        var first = await Machine.BatchImportCasesAsync(request, cancellationToken: Cancel);
        Assert.Equal([true, false, false], first.Results.Select(r => r.Created));
        Assert.Equal(first.Results[0].CaseId, first.Results[2].CaseId);
        Assert.Equal(["records[1].agencyId", "records[1].closedOn", "records[1].result"], first.Results[1].Errors.Select(e => e.Split(':')[0]));
        Assert.DoesNotContain(true, (await Machine.BatchImportCasesAsync(request, cancellationToken: Cancel)).Results.Select(r => r.Created));
        Assert.Equal(1, (await Cases.ListCasesAsync(new() { FirstClosedYear = 2016, LastClosedYear = 2016 }, cancellationToken: Cancel)).TotalSize);
    }

    private static ApplicationRecord Record(string id, string agency, Outcome outcome) => new()
    {
        SourceId = id, AgencyId = agency, Channel = IntakeChannel.Letter, ApplicantKind = ApplicantKind.NaturalPerson, ReceivedOn = "2025-03-03", FinishedOn = "2025-03-10", Outcome = outcome,
        Subject = "道路维修"
    };

    private static CreateCaseRequest New(CaseKind kind, string receivedOn, SuitRoute route = SuitRoute.Unspecified) => new()
    {
        RequestId = $"{kind} {receivedOn}", Kind = kind, Route = route, AgencyId = "city", ReceivedOn = receivedOn
    };
}
