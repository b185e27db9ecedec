using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Identity;
using Sunshine.Foundation.Storage;
using Sunshine.Requests.V1;

namespace Sunshine.Requests.Tests;

/// <summary>Answers that everybody reads: written by one, published by another, with nothing in them that leads to anybody.</summary>
public sealed class ArchiveTests : RequestsTest
{
    private ArchiveService.ArchiveServiceClient Writer { get; set; } = null!;

    private ArchiveService.ArchiveServiceClient Reviewer { get; set; } = null!;

    private ArchiveService.ArchiveServiceClient Public { get; set; } = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        Writer = new(As("officer-1", Roles.RequestOfficer));
        Reviewer = new(As("head-1", Roles.Reviewer));
        Public = new(Host.Invoker());
    }

    [Fact]
    public async Task Two_people_bring_an_answer_to_everybody_and_take_it_back()
    {
        var application = await Answered(await Accepted("1"));
        var draft = await Write(application.Id);
        Assert.Equal((ArchiveState.Draft, Outcome.Granted, 2026, "city"), (draft.State, draft.Outcome, draft.Year, draft.AgencyId));
        Assert.Equal(draft, await Write(application.Id));
        Assert.Empty(await Find(new()));
        Assert.Equal("NO_SUCH_PUBLISHED_ANSWER", await ReasonOf(StatusCode.NotFound, async () => await Public.GetPublishedAnswerAsync(new() { Id = draft.Id }, cancellationToken: Cancel)));
        Assert.Equal("ARCHIVED_BEFORE", await ReasonOf(StatusCode.AlreadyExists, async () => await Write(application.Id, requestId: "b")));

        // The reviewer may also be an officer; whoever wrote a word of it does not publish it.
        var both = new ArchiveService.ArchiveServiceClient(Host.Invoker(Host.Issuer.Token([Roles.RequestOfficer, Roles.Reviewer], "city", "officer-1")));
        Assert.Equal("FOUR_EYES", await ReasonOf(StatusCode.PermissionDenied, async () => await both.PublishAnswerAsync(new() { Id = draft.Id, Etag = draft.Etag }, cancellationToken: Cancel)));
        Assert.Equal(["etag REQUIRED"], await Wrong(async () => await Reviewer.PublishAnswerAsync(new() { Id = draft.Id }, cancellationToken: Cancel)));
        Assert.Equal("STALE_ETAG", await ReasonOf(StatusCode.Aborted, async () => await Reviewer.PublishAnswerAsync(new() { Id = draft.Id, Etag = "r7" }, cancellationToken: Cancel)));
        var published = await Reviewer.PublishAnswerAsync(new() { Id = draft.Id, Etag = draft.Etag }, cancellationToken: Cancel);
        var read = await Public.GetPublishedAnswerAsync(new() { Id = draft.Id }, cancellationToken: Cancel);
        Assert.Equal(("2026-01-05", "予以公开", "机关 city"), (read.PublishedOn, read.OutcomeName, read.AgencyName));
        Assert.Equal(read, Assert.Single(await Find(new() { Query = "道路维修" })));
        Assert.All(new[] { application.Id, application.ReceiptNumber, "officer-1", "head-1" }, secret => Assert.DoesNotContain(secret, $"{read}", StringComparison.Ordinal));
        Assert.NotEqual(Ids.Of("archived-answer", "", application.Id), read.Id);
        Assert.Equal("WRONG_ARCHIVE_STATE", await ReasonOf(StatusCode.FailedPrecondition, async () => await Change(published, a => a.Text = "别的", "text")));

        var withdrawn = await Reviewer.WithdrawAnswerAsync(new() { Id = draft.Id, Reason = "有误" }, cancellationToken: Cancel);
        Assert.Equal((ArchiveState.Withdrawn, "有误"), (withdrawn.State, withdrawn.WithdrawalReason));
        Assert.Empty(await Find(new()));
        var again = await Change(withdrawn, a => a.Text = "更正后的答复", "text");
        Assert.Equal((ArchiveState.Draft, "更正后的答复"), (again.State, again.Text));
        await Reviewer.PublishAnswerAsync(new() { Id = draft.Id, Etag = again.Etag }, cancellationToken: Cancel);
        Assert.Single(await Find(new() { Query = "更正" }));
        var events = (await Host.Services.GetRequiredKeyedService<IStore>(RequestsModule.Name).Changes.After(0, 1_000, Cancel)).Where(e => e.Event.Topic == "requests.published-answers").ToList();
        Assert.Equal(3, events.Count);
        Assert.All(events, e => Assert.DoesNotContain(application.Id, e.Event.Data, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_text_that_names_somebody_is_refused()
    {
        var accepted = await Accepted("1");
        await Officer.ConsultThirdPartiesAsync(new() { Id = accepted.Id, Act = Paper(), ThirdParties = { new NewThirdParty { Name = "样板路桥公司" } } }, cancellationToken: Cancel);
        await Officer.RecordThirdPartyReplyAsync(new() { Id = accepted.Id, Act = Paper(), ThirdPartyId = "t1", Opinion = Opinion.Agrees }, cancellationToken: Cancel);
        var answered = await Answered(await Officer.EndThirdPartyConsultationAsync(new() { Id = accepted.Id }, cancellationToken: Cancel));
        Assert.Equal(["archivedAnswer.question NAMES_SOMEBODY"], await Wrong(() => Write(answered.Id, question: "钱学文问：招标结果？")));
        Assert.Equal(["archivedAnswer.text NAMES_SOMEBODY"], await Wrong(() => Write(answered.Id, text: "样板路桥公司中标")));
        Assert.Equal(["archivedAnswer.text PERSONAL_DATA"], await Wrong(() => Write(answered.Id, text: "请致电 13904120001")));
        Assert.Equal(["archivedAnswer.question REQUIRED", "archivedAnswer.text REQUIRED"], await Wrong(() => Write(answered.Id, question: "", text: "")));
        var draft = await Write(answered.Id);
        Assert.Equal(["archivedAnswer.text NAMES_SOMEBODY"], await Wrong(() => Change(draft, a => a.Text = "钱学文", "text")));
        Assert.Equal(["updateMask UNKNOWN_FIELD"], await Wrong(() => Change(draft, a => a.Text = "x", "state")));
    }

    [Fact]
    public async Task Only_answered_applications_of_ones_own_agencies_are_written_about()
    {
        var open = await Accepted("1");
        Assert.Equal("WRONG_STATE", await ReasonOf(StatusCode.FailedPrecondition, () => Write(open.Id)));
        var answered = await Answered(open);
        var county = new ArchiveService.ArchiveServiceClient(As("county-1", Roles.RequestOfficer, "county"));
        Assert.Equal("NO_SUCH_APPLICATION", await ReasonOf(StatusCode.NotFound, () => Write(answered.Id, by: county)));
        var draft = await Write(answered.Id);
        Assert.Equal("NO_SUCH_PUBLISHED_ANSWER", await ReasonOf(StatusCode.NotFound, async () => await county.GetArchivedAnswerAsync(new() { Id = draft.Id }, cancellationToken: Cancel)));
        Assert.Empty((await county.ListArchivedAnswersAsync(new(), cancellationToken: Cancel)).ArchivedAnswers);
        Assert.Equal(draft, Assert.Single((await Writer.ListArchivedAnswersAsync(new() { State = ArchiveState.Draft }, cancellationToken: Cancel)).ArchivedAnswers));
    }

    [Fact]
    public async Task The_archive_is_searched_by_words_agency_outcome_and_year_in_pages()
    {
        await Publish("1", "道路维修的招标结果？", Outcome.Granted);
        await Publish("2", "学校午餐的供应商？", Outcome.AlreadyPublic);
        GoTo("2027-03-01");
        await Publish("3", "道路绿化的费用？", Outcome.Nonexistent);
        await Publish("4", "公园的开放时间？", Outcome.Granted);

        Assert.Equal(new[] { "道路绿化的费用？", "道路维修的招标结果？" }.Order(StringComparer.Ordinal), (await Find(new() { Query = "道路" })).Select(a => a.Question).Order(StringComparer.Ordinal));
        Assert.Equal(new[] { "公园的开放时间？", "道路绿化的费用？" }.Order(StringComparer.Ordinal), (await Find(new() { Year = 2027 })).Select(a => a.Question).Order(StringComparer.Ordinal));
        Assert.Equal("学校午餐的供应商？", Assert.Single(await Find(new() { Outcomes = { Outcome.AlreadyPublic } })).Question);
        Assert.Equal(4, (await Find(new() { AgencyId = "city", PageSize = 1 })).Count);
        Assert.Empty(await Find(new() { AgencyId = "county" }));
        Assert.Equal(["agencyId NO_SUCH_AGENCY", "year OUT_OF_RANGE"], await Wrong(() => Find(new() { AgencyId = "nowhere", Year = 3 })));

        async Task Publish(string requestId, string question, Outcome outcome)
        {
            var answered = await Answered(await Accepted(requestId), new V1.Answer { Outcome = outcome, Text = "答复" });
            var draft = await Write(answered.Id, question: question, requestId: requestId);
            await Reviewer.PublishAnswerAsync(new() { Id = draft.Id, Etag = draft.Etag }, cancellationToken: Cancel);
        }
    }

    private async Task<V1.ArchivedAnswer> Write(
        string applicationId, string question = "2025 年城市道路维修工程的招标结果是什么？", string text = "已予以公开，见目录。", string requestId = "a", ArchiveService.ArchiveServiceClient? by = null) =>
        await (by ?? Writer).CreateArchivedAnswerAsync(new()
        {
            RequestId = requestId, ArchivedAnswer = new() { ApplicationId = applicationId, Question = question, Text = text, ItemIds = { "item-1" } }
        }, cancellationToken: Cancel);

    private async Task<V1.ArchivedAnswer> Change(V1.ArchivedAnswer answer, Action<V1.ArchivedAnswer> change, string path)
    {
        var changed = answer.Clone();
        change(changed);
        return await Writer.UpdateArchivedAnswerAsync(new() { ArchivedAnswer = changed, UpdateMask = new() { Paths = { path } } }, cancellationToken: Cancel);
    }

    /// <summary>To the last page.</summary>
    private async Task<List<PublishedAnswer>> Find(ListPublishedAnswersRequest request)
    {
        var all = new List<PublishedAnswer>();
        do
        {
            var page = await Public.ListPublishedAnswersAsync(request, cancellationToken: Cancel);
            all.AddRange(page.Answers);
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);
        return all;
    }
}
