using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.Extensions.Options;
using Sunshine.Foundation.Agencies;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Identity;
using Sunshine.Foundation.Storage;
using Sunshine.Foundation.Text;
using Sunshine.Requests.V1;

namespace Sunshine.Requests;

/// <summary>The rpcs of <c>sunshine.requests.v1.TopicService</c>; the contract says what each does. Proposing: the other part.</summary>
public sealed partial class TopicRpcs(
    Collections collections, Register register, TopicDemand demand, [FromKeyedServices(RequestsModule.Name)] AgencyCopies agencyCopies,
    Catalogue.V1.EditingService.EditingServiceClient editing, Catalogue.V1.CatalogueService.CatalogueServiceClient catalogue, Law law, TimeProvider time,
    IOptions<RequestsOptions> options)
    : TopicService.TopicServiceBase
{
    private const int UsualDays = 180;
    private const int MostDays = 3_650;
    private static readonly string[] Changeable = ["title", "description"];

    [Allow(Roles.RequestOfficer)]
    public override async Task<V1.Topic> CreateTopic(CreateTopicRequest request, ServerCallContext context)
    {
        var (given, caller) = (request.Topic ?? new V1.Topic(), Caller.Of(context));
        var agencies = await agencyCopies.ReadWith(given.AgencyId, context.CancellationToken);
        var v = new Violations();
        v.RequestId(request.RequestId);
        agencies.RequireKnown("topic.agencyId", given.AgencyId, v);
        CheckText(given, v);
        v.ThrowIfAny();
        agencies.RequireActingFor(caller, given.AgencyId);
        var now = time.GetUtcNow();
        var topic = new Topic
        {
            Id = Ids.Of("topic", caller.Subject, request.RequestId), AgencyId = given.AgencyId, Title = given.Title, Description = given.Description, CreatedAt = now, UpdatedAt = now
        };
        var written = (await collections.Topics.Write([Write.Create(topic.Id, topic, TopicDemand.EventOf(topic, TopicChange.Created, now, time))], context.CancellationToken))[0];
        return Shown(written.Outcome == WriteOutcome.Done ? new Stored<Topic>(topic, written.Revision) : (await collections.Topics.Get(topic.Id, context.CancellationToken))!, agencies);
    }

    [Allow(Roles.RequestOfficer)]
    public override async Task<V1.Topic> UpdateTopic(UpdateTopicRequest request, ServerCallContext context)
    {
        var given = request.Topic ?? new V1.Topic();
        var (found, agencies) = await Own(given.Id, "topic.id", context);
        var v = new Violations();
        var expected = Etags.Revision(given.Etag, "topic.etag", v);
        var changed = Shown(found, agencies);
        FieldMasks.Apply(request.UpdateMask, given, changed, v, Changeable);
        CheckText(changed, v);
        v.ThrowIfAny();
        await foreach (var entry in demand.Applications(found.Value.Id, context.CancellationToken)) RequireNameless(changed.Title, changed.Description, entry, v);
        v.ThrowIfAny();
        var now = time.GetUtcNow();
        var topic = found.Value with { Title = changed.Title, Description = changed.Description, UpdatedAt = now };
        return Shown(await collections.Topics.Replace(topic.Id, found, topic, expected, null, context.CancellationToken, TopicDemand.EventOf(topic, TopicChange.Updated, now, time)), agencies);
    }

    [Allow(Roles.RequestOfficer, Roles.Reviewer, Roles.Supervisor, Roles.Auditor, Roles.Admin)]
    public override async Task<V1.Topic> GetTopic(GetTopicRequest request, ServerCallContext context)
    {
        var (found, agencies) = await Own(request.Id, "id", context);
        return Shown(found, agencies);
    }

    [Allow(Roles.RequestOfficer, Roles.Reviewer, Roles.Supervisor, Roles.Auditor, Roles.Admin)]
    public override async Task<TopicFigures> GetTopicFigures(GetTopicFiguresRequest request, ServerCallContext context)
    {
        var v = new Violations();
        if (request.Days is < 0 or > MostDays) v.Add("days", "OUT_OF_RANGE", $"应为 1 至 {MostDays} 天。", $"Must be from 1 to {MostDays}.");
        v.ThrowIfAny();
        var (found, _) = await Own(request.Id, "id", context);
        return await demand.Compare(found.Value, request.Days == 0 ? UsualDays : request.Days, law.Today, context.CancellationToken);
    }

    [Allow(Roles.RequestOfficer, Roles.Reviewer, Roles.Supervisor, Roles.Auditor, Roles.Admin)]
    public override async Task<ListTopicsResponse> ListTopics(ListTopicsRequest request, ServerCallContext context)
    {
        var agencies = await agencyCopies.Read(context.CancellationToken);
        var v = new Violations();
        var within = ApplicationSearch.Within(request.AgencyId, agencies, Caller.Of(context), v);
        v.Text("query", request.Query, 200);
        v.Enum("state", request.State, required: false);
        var (size, after) = (PageTokens.Size(request.PageSize, v), PageTokens.Place(request.PageToken, request, v));
        v.ThrowIfAny();
        var text = string.IsNullOrWhiteSpace(request.Query) ? null : TextQuery.Parse(request.Query);
        var filters = new List<FacetFilter<Topic>> { TopicCollection.Agency.In(within) };
        if (request.State != 0) filters.Add(TopicCollection.State.In(request.State.Name()));
        if (request.Proposable) filters.Add(TopicCollection.Proposable(options.Value.ProposeFrom));
        var page = await collections.Topics.Search(new SearchQuery<Topic>
        {
            Text = text, Filters = filters, Order = text is null ? SearchOrder.Newest : SearchOrder.Relevance, Size = size, After = after
        }, context.CancellationToken);
        var response = new ListTopicsResponse { NextPageToken = PageTokens.Of(page.Next, request), TotalSize = page.Total };
        response.Topics.Add(page.Documents.Select(d => Shown(d, agencies)));
        return response;
    }

    [Allow(Roles.RequestOfficer)]
    public override async Task<V1.Topic> AddApplication(AddApplicationRequest request, ServerCallContext context)
    {
        var (found, application, expected, agencies) = await Both(request.Id, request.ApplicationId, request.Etag, context);
        var (topic, entry) = (found.Value, application.Value);
        if (entry.TopicId == topic.Id) return Shown(found, agencies);
        if (entry.TopicId.Length > 0) throw RequestsRefusals.OtherTopic.Of(entry.TopicId);
        // Who applied is what topics count.
        if (entry.ApplicantKey.Length == 0) throw RequestsRefusals.Anonymous.Of();
        var v = new Violations();
        if (!agencies.IsWithin(entry.AgencyId, topic.AgencyId))
            v.Add("applicationId", "OTHER_AGENCY", "申请的受理机关须为该事项的机关或其下级机关。", "The application's agency must be the topic's or one below it.");
        RequireNameless(topic.Title, topic.Description, entry, v);
        v.ThrowIfAny();
        return await Assign(application, topic.Id, expected, TopicDemand.EventOf(topic, TopicChange.ApplicationAdded, law.Now, time), topic.Id, agencies, context);
    }

    [Allow(Roles.RequestOfficer)]
    public override async Task<V1.Topic> RemoveApplication(RemoveApplicationRequest request, ServerCallContext context)
    {
        var (found, application, expected, agencies) = await Both(request.Id, request.ApplicationId, request.Etag, context);
        if (application.Value.TopicId != found.Value.Id) return Shown(found, agencies);
        return await Assign(application, "", expected, TopicDemand.EventOf(found.Value, TopicChange.ApplicationRemoved, law.Now, time), found.Value.Id, agencies, context);
    }

    /// <summary>The event goes with the application's write: killed before the topic is counted, its handler counts it.</summary>
    private async Task<V1.Topic> Assign(
        Stored<Entry> application, string topicId, long? expected, OutgoingEvent told, string countedId, AgencyCopies.Snapshot agencies, ServerCallContext context)
    {
        var changed = application.Value with { TopicId = topicId, UpdatedAt = law.Now };
        await collections.Entries.Replace(changed.Id, application, changed, expected, null, context.CancellationToken, told);
        return Shown((await demand.Count(countedId, context.CancellationToken))!, agencies);
    }

    private async Task<(Stored<Topic> Topic, Stored<Entry> Application, long? Expected, AgencyCopies.Snapshot Agencies)> Both(
        string id, string applicationId, string etag, ServerCallContext context)
    {
        var v = new Violations();
        v.Required("applicationId", applicationId);
        var expected = Etags.Revision(etag, "etag", v);
        v.ThrowIfAny();
        var (found, agencies) = await Own(id, "id", context);
        var application = await collections.Entries.Get(applicationId, context.CancellationToken);
        if (application is null || !agencies.MayActFor(Caller.Of(context), application.Value.AgencyId)) throw RequestsRefusals.NoSuchApplication.Of();
        return (found, application, expected, agencies);
    }

    /// <summary>A topic of an agency that the caller may act for. Of any other's the caller does not even learn that it is there.</summary>
    private async Task<(Stored<Topic>, AgencyCopies.Snapshot)> Own(string id, string field, ServerCallContext context)
    {
        var v = new Violations();
        v.Required(field, id);
        v.ThrowIfAny();
        var agencies = await agencyCopies.Read(context.CancellationToken);
        var found = await collections.Topics.Get(id, context.CancellationToken);
        return found is not null && agencies.MayActFor(Caller.Of(context), found.Value.AgencyId) ? (found, agencies) : throw RequestsRefusals.NoSuchTopic.Of();
    }

    private static void CheckText(V1.Topic given, Violations v)
    {
        v.Required("topic.title", given.Title);
        v.Text("topic.title", given.Title, 200);
        v.NoPersonalData("topic.title", given.Title);
        v.Text("topic.description", given.Description, 2_000);
        v.NoPersonalData("topic.description", given.Description);
    }

    private void RequireNameless(string title, string description, Entry entry, Violations v)
    {
        var papers = register.Open(entry).Papers;
        Privacy.RequireNameless("topic.title", title, papers, v);
        Privacy.RequireNameless("topic.description", description, papers, v);
    }

    private V1.Topic Shown(Stored<Topic> stored, AgencyCopies.Snapshot agencies)
    {
        var topic = stored.Value;
        return new V1.Topic
        {
            Id = topic.Id, Etag = Etags.Of(stored.Revision), CreateTime = topic.CreatedAt.ToTimestamp(), UpdateTime = topic.UpdatedAt.ToTimestamp(), AgencyId = topic.AgencyId,
            AgencyName = agencies.NameOf(topic.AgencyId), Title = topic.Title, Description = topic.Description, State = topic.State, Applications = topic.Applications,
            Applicants = topic.Applicants, Granted = topic.Granted, Proposable = topic.IsProposable(options.Value.ProposeFrom), ItemId = topic.ItemId,
            ProposedOn = Days.Format(topic.ProposedOn), PublishedOn = Days.Format(topic.PublishedOn)
        };
    }
}
