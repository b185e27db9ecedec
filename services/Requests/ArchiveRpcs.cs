using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.AspNetCore.Authorization;
using Sunshine.Foundation.Agencies;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Identity;
using Sunshine.Foundation.Messaging;
using Sunshine.Foundation.Storage;
using Sunshine.Foundation.Text;
using Sunshine.Requests.V1;

namespace Sunshine.Requests;

/// <summary>The rpcs of <c>sunshine.requests.v1.ArchiveService</c>: what everybody reads. What officers do: the other part.</summary>
public sealed partial class ArchiveRpcs(
    Collections collections, Register register, [FromKeyedServices(RequestsModule.Name)] AgencyCopies agencyCopies, Law law, TimeProvider time)
    : ArchiveService.ArchiveServiceBase
{
    [AllowAnonymous]
    public override async Task<ListPublishedAnswersResponse> ListPublishedAnswers(ListPublishedAnswersRequest request, ServerCallContext context)
    {
        var agencies = await agencyCopies.Read(context.CancellationToken);
        var v = new Violations();
        v.Text("query", request.Query, 200);
        if (request.AgencyId.Length > 0) agencies.RequireKnown("agencyId", request.AgencyId, v);
        v.Count("outcomes", request.Outcomes.Count, 0, 30);
        for (var i = 0; i < request.Outcomes.Count; i++) v.Enum($"outcomes[{i}]", request.Outcomes[i], required: true);
        if (request.Year != 0 && request.Year is < 2008 or > 2100) v.Add("year", "OUT_OF_RANGE", "应在 2008 至 2100 之间。", "Must be from 2008 to 2100.");
        var (size, after) = (PageTokens.Size(request.PageSize, v), PageTokens.Place(request.PageToken, request, v));
        v.ThrowIfAny();

        var text = string.IsNullOrWhiteSpace(request.Query) ? null : TextQuery.Parse(request.Query);
        var filters = new List<FacetFilter<ArchivedAnswer>> { ArchiveCollection.State.In(ArchiveState.Published.Name()) };
        if (request.AgencyId.Length > 0) filters.Add(ArchiveCollection.Agency.In(agencies.SelfAndBelow(request.AgencyId)));
        if (request.Outcomes.Count > 0) filters.Add(ArchiveCollection.Outcome.In([.. request.Outcomes.Select(o => o.Name())]));
        if (request.Year != 0) filters.Add(ArchiveCollection.Year.In($"{request.Year:0000}"));
        var page = await collections.Archive.Search(new SearchQuery<ArchivedAnswer>
        {
            Text = text, Filters = filters, Order = text is null ? SearchOrder.Newest : SearchOrder.Relevance, Size = size, After = after
        }, context.CancellationToken);
        var response = new ListPublishedAnswersResponse { NextPageToken = PageTokens.Of(page.Next, request), TotalSize = page.Total };
        response.Answers.Add(page.Documents.Select(d => Published(d.Value, agencies)));
        return response;
    }

    [AllowAnonymous]
    public override async Task<PublishedAnswer> GetPublishedAnswer(GetPublishedAnswerRequest request, ServerCallContext context)
    {
        var v = new Violations();
        v.Required("id", request.Id);
        v.ThrowIfAny();
        var found = await collections.Archive.Get(request.Id, context.CancellationToken);
        if (found is not { Value.State: ArchiveState.Published }) throw RequestsRefusals.NoSuchPublishedAnswer.Of();
        return Published(found.Value, await agencyCopies.Read(context.CancellationToken));
    }

    private static PublishedAnswer Published(ArchivedAnswer answer, AgencyCopies.Snapshot agencies)
    {
        var shown = new PublishedAnswer
        {
            Id = answer.Id, AgencyId = answer.AgencyId, AgencyName = agencies.NameOf(answer.AgencyId), Question = answer.Question, Text = answer.Text, Outcome = answer.Outcome,
            OutcomeName = Outcomes.Of(answer.Outcome).Name, LegalBasis = answer.LegalBasis, Year = answer.Year, PublishedOn = Days.Format(answer.PublishedOn)
        };
        shown.ItemIds.Add(answer.ItemIds);
        return shown;
    }

    private static V1.ArchivedAnswer Shown(Stored<ArchivedAnswer> stored, AgencyCopies.Snapshot agencies)
    {
        var answer = stored.Value;
        var shown = new V1.ArchivedAnswer
        {
            Id = answer.Id, Etag = Etags.Of(stored.Revision), CreateTime = answer.CreatedAt.ToTimestamp(), UpdateTime = answer.UpdatedAt.ToTimestamp(), ApplicationId = answer.ApplicationId,
            AgencyId = answer.AgencyId, AgencyName = agencies.NameOf(answer.AgencyId), Question = answer.Question, Text = answer.Text, Outcome = answer.Outcome, LegalBasis = answer.LegalBasis,
            Year = answer.Year, State = answer.State, PublishedBy = answer.PublishedBy, PublishedOn = Days.Format(answer.PublishedOn), WithdrawalReason = answer.WithdrawalReason
        };
        shown.ItemIds.Add(answer.ItemIds);
        shown.WrittenBy.Add(answer.WrittenBy);
        return shown;
    }

    private OutgoingEvent EventOf(ArchivedAnswer answer, long revision) => Topics.Outgoing(new PublishedAnswerChanged
    {
        PublishedAnswerId = answer.Id, AgencyId = answer.AgencyId, State = answer.State, Outcome = answer.Outcome, ContentDigest = answer.Digest, Revision = revision,
        OccurredAt = answer.UpdatedAt.ToTimestamp()
    }, time);
}
