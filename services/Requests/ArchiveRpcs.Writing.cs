using Grpc.Core;
using Sunshine.Foundation.Agencies;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Identity;
using Sunshine.Foundation.Storage;
using Sunshine.Requests.V1;

namespace Sunshine.Requests;

/// <summary>Answers are written for the archive by one person and published by another.</summary>
public sealed partial class ArchiveRpcs
{
    private static readonly string[] Changeable = ["question", "text", "item_ids"];

    [Allow(Roles.RequestOfficer, Roles.Reviewer, Roles.Supervisor, Roles.Auditor, Roles.Admin)]
    public override async Task<ListArchivedAnswersResponse> ListArchivedAnswers(ListArchivedAnswersRequest request, ServerCallContext context)
    {
        var agencies = await agencyCopies.Read(context.CancellationToken);
        var v = new Violations();
        var within = ApplicationSearch.Within(request.AgencyId, agencies, Caller.Of(context), v);
        v.Enum("state", request.State, required: false);
        var (size, after) = (PageTokens.Size(request.PageSize, v), PageTokens.Place(request.PageToken, request, v));
        v.ThrowIfAny();
        var filters = new List<FacetFilter<ArchivedAnswer>> { ArchiveCollection.Agency.In(within) };
        if (request.State != 0) filters.Add(ArchiveCollection.State.In(request.State.Name()));
        var page = await collections.Archive.Search(new SearchQuery<ArchivedAnswer> { Filters = filters, Size = size, After = after }, context.CancellationToken);
        var response = new ListArchivedAnswersResponse { NextPageToken = PageTokens.Of(page.Next, request), TotalSize = page.Total };
        response.ArchivedAnswers.Add(page.Documents.Select(d => Shown(d, agencies)));
        return response;
    }

    [Allow(Roles.RequestOfficer, Roles.Reviewer, Roles.Supervisor, Roles.Auditor, Roles.Admin)]
    public override async Task<V1.ArchivedAnswer> GetArchivedAnswer(GetArchivedAnswerRequest request, ServerCallContext context)
    {
        var (found, agencies) = await Own(request.Id, "id", context);
        return Shown(found, agencies);
    }

    [Allow(Roles.RequestOfficer)]
    public override async Task<V1.ArchivedAnswer> CreateArchivedAnswer(CreateArchivedAnswerRequest request, ServerCallContext context)
    {
        var (given, caller, cancel) = (request.ArchivedAnswer ?? new V1.ArchivedAnswer(), Caller.Of(context), context.CancellationToken);
        var v = new Violations();
        v.RequestId(request.RequestId);
        v.Required("archivedAnswer.applicationId", given.ApplicationId);
        CheckText(given, v);
        v.ThrowIfAny();
        var agencies = await agencyCopies.Read(cancel);
        var found = await collections.Entries.Get(given.ApplicationId, cancel);
        if (found is null || !agencies.MayActFor(caller, found.Value.AgencyId)) throw RequestsRefusals.NoSuchApplication.Of();
        var id = Ids.Of("archived-answer", caller.Subject, request.RequestId);
        if (await collections.Archive.Get(id, cancel) is { } before) return Shown(before, agencies);

        var entry = found.Value;
        if (entry is not { State: ApplicationState.Answered, FinishedOn: { } answered }) throw RequestsRefusals.WrongState.Of(entry.State.Name());
        var papers = RequireKnown(entry).Papers;
        RequireNameless(given, papers, v);
        v.ThrowIfAny();
        var now = time.GetUtcNow();
        // The basis is looked at like a text, but it is not the caller's: where it names somebody it is left out.
        var basis = papers.Answer!.LegalBasis;
        var answer = new ArchivedAnswer
        {
            Id = id, AgencyId = entry.AgencyId, ApplicationId = entry.Id, Question = given.Question, Text = given.Text, ItemIds = [.. given.ItemIds], Outcome = entry.Outcome,
            LegalBasis = Privacy.Scrub(basis, papers) == basis ? basis : "", Year = answered.Year, WrittenBy = [caller.Subject], CreatedAt = now, UpdatedAt = now
        };
        return Shown(await collections.Archive.CreateOnce(id, answer, RequestsRefusals.ArchivedBefore.Of(), cancel), agencies);
    }

    [Allow(Roles.RequestOfficer)]
    public override async Task<V1.ArchivedAnswer> UpdateArchivedAnswer(UpdateArchivedAnswerRequest request, ServerCallContext context)
    {
        var given = request.ArchivedAnswer ?? new V1.ArchivedAnswer();
        var (found, agencies) = await Own(given.Id, "archivedAnswer.id", context);
        var v = new Violations();
        var expected = Etags.Revision(given.Etag, "archivedAnswer.etag", v);
        var changed = Shown(found, agencies);
        FieldMasks.Apply(request.UpdateMask, given, changed, v, Changeable);
        CheckText(changed, v);
        v.ThrowIfAny();
        var written = found.Value.Write(changed.Question, changed.Text, [.. changed.ItemIds], Caller.Of(context).Subject, time.GetUtcNow());
        var application = await collections.Entries.Get(found.Value.ApplicationId, context.CancellationToken);
        RequireNameless(changed, RequireKnown(application!.Value).Papers, v);
        v.ThrowIfAny();
        return Shown(await collections.Archive.Replace(written.Id, found, written, expected, null, context.CancellationToken), agencies);
    }

    [Allow(Roles.Reviewer)]
    public override async Task<V1.ArchivedAnswer> PublishAnswer(PublishAnswerRequest request, ServerCallContext context)
    {
        var v = new Violations();
        v.Required("etag", request.Etag);
        v.ThrowIfAny();
        var (found, agencies) = await Own(request.Id, "id", context);
        Etags.Require(request.Etag, "etag", found.Revision);
        var published = found.Value.Publish(Caller.Of(context).Subject, law.Today, time.GetUtcNow());
        return Shown(await collections.Archive.Replace(published.Id, found, published, null, null, context.CancellationToken, EventOf(published, found.Revision + 1)), agencies);
    }

    [Allow(Roles.Reviewer)]
    public override async Task<V1.ArchivedAnswer> WithdrawAnswer(WithdrawAnswerRequest request, ServerCallContext context)
    {
        var v = new Violations();
        v.Required("reason", request.Reason);
        v.Text("reason", request.Reason, 500);
        v.NoPersonalData("reason", request.Reason);
        v.ThrowIfAny();
        var (found, agencies) = await Own(request.Id, "id", context);
        Etags.Require(request.Etag, "etag", found.Revision);
        var withdrawn = found.Value.Withdraw(request.Reason, time.GetUtcNow());
        return Shown(await collections.Archive.Replace(withdrawn.Id, found, withdrawn, null, null, context.CancellationToken, EventOf(withdrawn, found.Revision + 1)), agencies);
    }

    private static void CheckText(V1.ArchivedAnswer given, Violations v)
    {
        v.Required("archivedAnswer.question", given.Question);
        v.Text("archivedAnswer.question", given.Question, 1_000);
        v.NoPersonalData("archivedAnswer.question", given.Question);
        v.Required("archivedAnswer.text", given.Text);
        v.Text("archivedAnswer.text", given.Text, 10_000);
        v.NoPersonalData("archivedAnswer.text", given.Text);
        v.Count("archivedAnswer.itemIds", given.ItemIds.Count, 0, 20);
        for (var i = 0; i < given.ItemIds.Count; i++)
        {
            v.Required($"archivedAnswer.itemIds[{i}]", given.ItemIds[i]);
            v.Text($"archivedAnswer.itemIds[{i}]", given.ItemIds[i], 64);
        }
    }

    private static void RequireNameless(V1.ArchivedAnswer given, Papers papers, Violations v)
    {
        Privacy.RequireNameless("archivedAnswer.question", given.Question, papers, v);
        Privacy.RequireNameless("archivedAnswer.text", given.Text, papers, v);
    }

    /// <exception cref="RefusedException">It is not known any more who must not be named.</exception>
    private Application RequireKnown(Entry entry) => entry.ApplicantKey.Length > 0 ? register.Open(entry) : throw RequestsRefusals.Anonymous.Of();

    /// <summary>Of an agency that the caller may act for. Of any other's the caller does not even learn that it is there.</summary>
    private async Task<(Stored<ArchivedAnswer>, AgencyCopies.Snapshot)> Own(string id, string field, ServerCallContext context)
    {
        var v = new Violations();
        v.Required(field, id);
        v.ThrowIfAny();
        var agencies = await agencyCopies.Read(context.CancellationToken);
        var found = await collections.Archive.Get(id, context.CancellationToken);
        return found is not null && agencies.MayActFor(Caller.Of(context), found.Value.AgencyId) ? (found, agencies) : throw RequestsRefusals.NoSuchPublishedAnswer.Of();
    }
}
