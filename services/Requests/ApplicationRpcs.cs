using Grpc.Core;
using Sunshine.Catalogue.V1;
using Sunshine.Foundation.Agencies;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Identity;
using Sunshine.Foundation.Storage;
using Sunshine.Requests.V1;

namespace Sunshine.Requests;

/// <summary>The rpcs of <c>sunshine.requests.v1.ApplicationService</c>: reading, and what officers do among themselves. Acts: the other parts.</summary>
public sealed partial class ApplicationRpcs(
    Collections collections, Register register, [FromKeyedServices(RequestsModule.Name)] AgencyCopies agencyCopies, ApplicationFiles files, AnswerDocument document,
    CatalogueService.CatalogueServiceClient catalogue, Law law)
    : ApplicationService.ApplicationServiceBase
{
    /// <summary>Who sees an application whole.</summary>
    private static readonly string[] Handling = [Roles.RequestOfficer, Roles.Reviewer];

    [Allow(Roles.RequestOfficer, Roles.Reviewer, Roles.Supervisor, Roles.Auditor, Roles.Admin)]
    public override async Task<V1.Application> GetApplication(GetApplicationRequest request, ServerCallContext context)
    {
        var (found, agencies) = await Own(request.Id, context);
        return Shown(found, register.Open(found.Value), agencies, context);
    }

    [Allow(Roles.RequestOfficer, Roles.Reviewer, Roles.Supervisor, Roles.Auditor, Roles.Admin)]
    public override async Task<ListApplicationsResponse> ListApplications(ListApplicationsRequest request, ServerCallContext context)
    {
        var agencies = await agencyCopies.Read(context.CancellationToken);
        var query = ApplicationSearch.Of(request, agencies, Caller.Of(context));
        var page = await collections.Entries.Search(query, context.CancellationToken);
        var response = new ListApplicationsResponse { NextPageToken = PageTokens.Of(page.Next, request), TotalSize = page.Total };
        response.Applications.Add(page.Documents.Select(d => Map.ToSummary(d.Value, agencies, law)));
        return response;
    }

    [Allow(Roles.RequestOfficer, Roles.Reviewer, Roles.Supervisor, Roles.Auditor, Roles.Admin)]
    public override async Task<DueDateExplanation> GetDueDateExplanation(GetDueDateExplanationRequest request, ServerCallContext context)
    {
        var (found, _) = await Own(request.Id, context);
        return Map.ToProto(register.Open(found.Value).DueDate(law) ?? throw RequestsRefusals.NotReceived.Of(), law);
    }

    [Allow(Roles.RequestOfficer, Roles.Reviewer, Roles.Supervisor, Roles.Admin)]
    public override async Task<GetDueDateMovesResponse> GetDueDateMoves(GetDueDateMovesRequest request, ServerCallContext context)
    {
        var agencies = await agencyCopies.Read(context.CancellationToken);
        var v = new Violations();
        var within = ApplicationSearch.Within(request.AgencyId, agencies, Caller.Of(context), v);
        v.ThrowIfAny();
        var response = new GetDueDateMovesResponse { CalendarEdition = law.Edition };
        var moves = new List<DueDateMove>();
        for (string? after = null; ;)
        {
            var page = await collections.Entries.Search(new SearchQuery<Entry>
            {
                Filters = [EntryCollection.Agency.In(within), EntryCollection.Open.In(EntryCollection.Yes)], Size = PageTokens.LargestSize, After = after
            }, context.CancellationToken);
            foreach (var entry in page.Documents.Select(d => d.Value))
            {
                if (register.Open(entry).DueDate(law)?.Day is not { } due || due == entry.DueOn || entry.DueOn is not { } before) continue;
                moves.Add(new DueDateMove
                {
                    ApplicationId = entry.Id, ReceiptNumber = entry.ReceiptNumber, AgencyId = entry.AgencyId, DueOn = Days.Format(before), NewDueOn = Days.Format(due),
                    Days = due.DayNumber - before.DayNumber
                });
            }

            if ((after = page.Next) is null) break;
        }

        response.Moves.Add(moves.OrderBy(m => m.NewDueOn, StringComparer.Ordinal));
        return response;
    }

    [Allow(Roles.RequestOfficer, Roles.Reviewer)]
    public override async Task<GetSimilarResponse> GetSimilar(GetSimilarRequest request, ServerCallContext context)
    {
        var (found, agencies) = await Own(request.Id, context);
        var phrases = Similarity.PhrasesOf(found.Value.Subject);
        var response = new GetSimilarResponse();
        var within = ApplicationSearch.Within("", agencies, Caller.Of(context), new Violations());
        response.Applications.Add((await Similarity.Among(collections.Entries, phrases, within, found.Value.Id, context.CancellationToken)).Select(e => Map.ToSummary(e, agencies, law)));
        try
        {
            response.Items.Add(await Similarity.InCatalogue(catalogue, phrases, context.CancellationToken));
            response.CatalogueAsked = true;
        }
        catch (RpcException e) when (e.StatusCode is StatusCode.Unavailable or StatusCode.DeadlineExceeded or StatusCode.ResourceExhausted)
        {
            // The officer sees what is known here, and that the Catalogue could not be asked.
        }

        return response;
    }

    [Allow(Roles.RequestOfficer, Roles.Reviewer)]
    public override async Task<GetSameApplicantResponse> GetSameApplicant(GetSameApplicantRequest request, ServerCallContext context)
    {
        var (found, agencies) = await Own(request.Id, context);
        var caller = Caller.Of(context);
        var others = (await OfSameApplicant(found.Value, found.Value.ArrivedOn.AddYears(-1), context.CancellationToken)).Where(e => agencies.MayActFor(caller, e.AgencyId)).ToList();
        var response = new GetSameApplicantResponse { TotalSize = others.Count, InMonth = others.Count(e => IsSameMonth(e, found.Value)) };
        response.Many = ExcessiveApplications.AreMany(response.InMonth + 1, law.Today);
        response.RepeatedIds.Add(others.Where(e => ExcessiveApplications.WantTheSame(e, found.Value)).Take(200).Select(e => e.Id));
        response.Applications.Add(others.Take(200).Select(e => Map.ToSummary(e, agencies, law)));
        return response;
    }

    [Allow(Roles.RequestOfficer, Roles.Reviewer)]
    public override async Task<FileContent> GetFile(GetFileRequest request, ServerCallContext context)
    {
        var (found, _) = await Own(request.Id, context);
        var file = register.Open(found.Value).Papers.Files.FirstOrDefault(f => f.Id == request.FileId) ?? throw RequestsRefusals.NoSuchFile.Of(request.FileId);
        return await files.Read(file, context.CancellationToken);
    }

    [Allow(Roles.RequestOfficer)]
    public override async Task<V1.Application> AddFile(AddFileRequest request, ServerCallContext context)
    {
        var (found, agencies) = await Own(request.Id, context);
        var v = new Violations();
        await ApplicationFiles.Check("file.", request.File ?? new NewFile(), v, context.CancellationToken);
        v.ThrowIfAny();
        StateTable.Require(Verb.AddFile, found.Value);
        var kept = await files.Keep([request.File!], fromApplicant: false, context.CancellationToken);
        return await files.Referring(kept, () => Save(found, register.Open(found.Value).AddFiles(kept, Today(context), law), "", agencies, context));
    }

    [Allow(Roles.RequestOfficer, Roles.Reviewer)]
    public override async Task<V1.Application> AssignApplication(AssignApplicationRequest request, ServerCallContext context)
    {
        var (found, agencies) = await Own(request.Id, context);
        var v = new Violations();
        v.Text("assignedTo", request.AssignedTo, 100);
        v.ThrowIfAny();
        return await Save(found, register.Open(found.Value).Assign(request.AssignedTo, Today(context), law), request.Etag, agencies, context);
    }

    [Allow(Roles.RequestOfficer, Roles.Reviewer)]
    public override async Task<V1.Application> AddNote(AddNoteRequest request, ServerCallContext context)
    {
        var (found, agencies) = await Own(request.Id, context);
        var v = new Violations();
        v.Required("text", request.Text);
        v.Text("text", request.Text, 2_000);
        v.ThrowIfAny();
        return await Save(found, register.Open(found.Value).AddNote(request.Text, Caller.Of(context).Subject, law.Now), "", agencies, context);
    }

    /// <summary>The applicant's other applications since a day, newest first; none once it is anonymous.</summary>
    private async Task<IReadOnlyList<Entry>> OfSameApplicant(Entry entry, DateOnly since, CancellationToken cancel)
    {
        if (entry.ApplicantKey.Length == 0) return [];
        var page = await collections.Entries.List(new ListQuery<Entry>
        {
            Where = [EntryCollection.Applicant.Is(entry.ApplicantKey), EntryCollection.ArrivedOn.AtLeast(since)], OrderBy = EntryCollection.ArrivedOn, Descending = true, Size = 10_000
        }, cancel);
        return [.. page.Documents.Select(d => d.Value).Where(e => e.Id != entry.Id)];
    }

    private static bool IsSameMonth(Entry a, Entry b) => (a.ArrivedOn.Year, a.ArrivedOn.Month) == (b.ArrivedOn.Year, b.ArrivedOn.Month);

    private Act Today(ServerCallContext context) => new(law.Today, "", "", Caller.Of(context).Subject);

    /// <summary>An application of an agency that the caller may act for. Of any other's the caller does not even learn that it is there.</summary>
    private async Task<(Stored<Entry>, AgencyCopies.Snapshot)> Own(string id, ServerCallContext context)
    {
        var v = new Violations();
        v.Required("id", id);
        v.ThrowIfAny();
        var agencies = await agencyCopies.Read(context.CancellationToken);
        var found = await collections.Entries.Get(id, context.CancellationToken);
        return found is not null && agencies.MayActFor(Caller.Of(context), found.Value.AgencyId) ? (found, agencies) : throw RequestsRefusals.NoSuchApplication.Of();
    }

    private async Task<V1.Application> Save(Stored<Entry> read, Application changed, string etag, AgencyCopies.Snapshot agencies, ServerCallContext context)
    {
        var v = new Violations();
        var expected = Etags.Revision(etag, "etag", v);
        v.ThrowIfAny();
        var saved = await register.Save(read, changed, expected, context.CancellationToken);
        return Shown(saved, changed, agencies, context);
    }

    private V1.Application Shown(Stored<Entry> stored, Application application, AgencyCopies.Snapshot agencies, ServerCallContext context) =>
        Map.ToProto(stored, application, agencies, law, whole: Caller.Of(context).Roles.Overlaps(Handling));
}
