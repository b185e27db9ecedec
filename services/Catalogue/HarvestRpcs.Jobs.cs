using Grpc.Core;
using Sunshine.Catalogue.V1;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Identity;
using Sunshine.Foundation.Storage;

namespace Sunshine.Catalogue;

/// <summary>Jobs and their reports.</summary>
public sealed partial class HarvestRpcs
{
    [Allow(Roles.Publisher, Roles.System, Roles.Admin)]
    public override async Task<V1.HarvestJob> RunHarvestSource(RunHarvestSourceRequest request, ServerCallContext context)
    {
        var v = new Violations();
        v.RequestId(request.RequestId);
        v.ThrowIfAny();
        var source = await Own(request.Id, "id", context);
        return await Begin(new Catalogue.HarvestJob
        {
            Id = Ids.Of("harvest-job", Caller.Of(context).Subject, source.Value.Id, request.RequestId), SourceId = source.Value.Id, Trigger = HarvestTrigger.Person, DryRun = request.DryRun,
            CreatedAt = time.GetUtcNow(), LeaseUntil = time.GetUtcNow()
        }, context);
    }

    [Allow(Roles.Publisher, Roles.Supervisor, Roles.Auditor, Roles.System, Roles.Admin)]
    public override async Task<V1.HarvestJob> GetHarvestJob(GetHarvestJobRequest request, ServerCallContext context) => HarvestMap.ToProto(await OwnJob(request.Id, "id", context));

    [Allow(Roles.Publisher, Roles.Supervisor, Roles.Auditor, Roles.System, Roles.Admin)]
    public override async Task<ListHarvestJobsResponse> ListHarvestJobs(ListHarvestJobsRequest request, ServerCallContext context)
    {
        var v = new Violations();
        var (size, after) = (PageTokens.Size(request.PageSize, v), PageTokens.Place(request.PageToken, request, v));
        v.ThrowIfAny();
        var source = await Own(request.SourceId, "sourceId", context);
        var page = await collections.HarvestJobs.List(new ListQuery<Catalogue.HarvestJob>
        {
            Where = [HarvestJobCollection.Source.Is(source.Value.Id)], OrderBy = HarvestJobCollection.CreatedAt, Descending = true, Size = size, After = after
        }, context.CancellationToken);
        var response = new ListHarvestJobsResponse { NextPageToken = PageTokens.Of(page.Next, request) };
        response.Jobs.Add(page.Documents.Select(HarvestMap.ToProto));
        return response;
    }

    [Allow(Roles.Publisher, Roles.Supervisor, Roles.Auditor, Roles.System, Roles.Admin)]
    public override async Task<ListHarvestObjectsResponse> ListHarvestObjects(ListHarvestObjectsRequest request, ServerCallContext context)
    {
        var v = new Violations();
        v.Enum("status", request.Status, required: false);
        var (size, after) = (PageTokens.Size(request.PageSize, v), PageTokens.Place(request.PageToken, request, v));
        v.ThrowIfAny();
        var job = await OwnJob(request.JobId, "jobId", context);
        var page = await collections.HarvestObjects.List(new ListQuery<Catalogue.HarvestObject>
        {
            Where = request.Status == 0
                ? [HarvestObjectCollection.Job.Is(job.Value.Id)]
                : [HarvestObjectCollection.Job.Is(job.Value.Id), HarvestObjectCollection.Status.Is(request.Status)],
            Size = size, After = after
        }, context.CancellationToken);
        var response = new ListHarvestObjectsResponse { NextPageToken = PageTokens.Of(page.Next, request) };
        response.Objects.Add(page.Documents.Select(d => HarvestMap.ToProto(d.Value, context.Language())));
        return response;
    }

    [Allow(Roles.Publisher, Roles.System, Roles.Admin)]
    public override Task<V1.HarvestJob> CancelHarvestJob(CancelHarvestJobRequest request, ServerCallContext context) =>
        Change(request.Id, "", context, job => job.Cancel(time.GetUtcNow()));

    [Allow(Roles.Publisher, Roles.System, Roles.Admin)]
    public override Task<V1.HarvestJob> ConfirmHarvestJob(ConfirmHarvestJobRequest request, ServerCallContext context) =>
        Change(request.Id, request.Etag, context, job => job.Confirm(time.GetUtcNow()));

    [Allow(Roles.Publisher, Roles.System, Roles.Admin)]
    public override async Task<V1.HarvestJob> RetryHarvestJob(RetryHarvestJobRequest request, ServerCallContext context)
    {
        var v = new Violations();
        v.RequestId(request.RequestId);
        v.ThrowIfAny();
        var job = await OwnJob(request.Id, "id", context);
        if (!job.Value.HasEnded) throw CatalogueRefusals.HarvestNotEnded.Of(request.Id);
        return await Begin(new Catalogue.HarvestJob
        {
            Id = Ids.Of("harvest-job", Caller.Of(context).Subject, job.Value.Id, request.RequestId), SourceId = job.Value.SourceId, Trigger = HarvestTrigger.Retry, RetryOf = job.Value.Id,
            CreatedAt = time.GetUtcNow(), LeaseUntil = time.GetUtcNow()
        }, context);
    }

    private async Task<V1.HarvestJob> Begin(Catalogue.HarvestJob job, ServerCallContext context)
    {
        var running = CatalogueRefusals.HarvestRunning.Of(job.SourceId);
        var stored = await collections.HarvestJobs.CreateOnce(job.Id, job, running, context.CancellationToken);
        schedule.Wake();
        return HarvestMap.ToProto(stored);
    }

    /// <summary>Whoever is at the job writes it too: as long as the caller named no state, the change is made to the newest.</summary>
    private async Task<V1.HarvestJob> Change(string id, string etag, ServerCallContext context, Func<Catalogue.HarvestJob, Catalogue.HarvestJob> change)
    {
        while (true)
        {
            var stored = await OwnJob(id, "id", context);
            Etags.Require(etag, "etag", stored.Revision);
            var changed = change(stored.Value);
            var written = (await collections.HarvestJobs.Write([Write.Replace(id, changed, stored.Revision)], context.CancellationToken))[0];
            if (written.Outcome != WriteOutcome.Done) continue;
            schedule.Wake();
            return HarvestMap.ToProto(new Stored<Catalogue.HarvestJob>(changed, written.Revision));
        }
    }

    private async Task<Stored<Catalogue.HarvestJob>> OwnJob(string id, string field, ServerCallContext context)
    {
        var v = new Violations();
        v.Required(field, id);
        v.ThrowIfAny();
        var agencies = await tree.Read(context.CancellationToken);
        if (await collections.HarvestJobs.Get(id, context.CancellationToken) is { } job
            && await collections.HarvestSources.Get(job.Value.SourceId, context.CancellationToken) is { } source && agencies.MayActFor(Caller.Of(context), source.Value.AgencyId)) return job;
        throw CatalogueRefusals.NoSuchHarvestJob.Of(id);
    }
}
