using System.Runtime.CompilerServices;
using System.Text;
using Sunshine.Foundation.Calendar;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Storage;

namespace Sunshine.Catalogue;

/// <summary>
/// Carries out harvest jobs. What upstream has is gathered and sorted, compared with what its source holds, and only what differs is
/// fetched and imported; so a job that begins anew, here or on another replica, goes on where it was. Deletions come last.
/// </summary>
public sealed partial class HarvestRunner(
    Collections collections, ItemImport import, ItemWrites writes, AgencyTree tree, IndexNumbers numbers, HarvestHttp http, CatalogueMeter meter, Clock clock, TimeProvider time, ILogger<HarvestRunner> log)
{
    private const int Portion = 100;

    /// <summary>After so many failures in a row there is nothing to be fetched.</summary>
    private const int MostFetchFailures = 3;

    private const int JobsKept = 100;

    /// <summary>Begins what is due, and carries out one job that nobody is at.</summary>
    /// <returns>Whether there was one.</returns>
    public async Task<bool> RunOnce(CancellationToken cancel)
    {
        await BeginDue(cancel);
        var open = await collections.HarvestJobs.List(new ListQuery<HarvestJob>
        {
            Where = [HarvestJobCollection.IsOpen.Is(true), HarvestJobCollection.LeaseUntil.AtMost(time.GetUtcNow())], OrderBy = HarvestJobCollection.LeaseUntil, Size = 20
        }, cancel);
        foreach (var job in open.Documents)
        {
            if (await HarvestLease.Take(collections.HarvestJobs, job, time, cancel) is not { } lease) continue;
            await using (lease) await Run(lease, cancel);
            return true;
        }

        return false;
    }

    /// <summary>A job for each source whose time has come, unless its last one has not ended.</summary>
    private async Task BeginDue(CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        var due = await collections.HarvestStates.List(new ListQuery<HarvestState>
        {
            Where = [HarvestStateCollection.NextRunAt.AtMost(now)], OrderBy = HarvestStateCollection.NextRunAt, Size = Portion
        }, cancel);
        foreach (var state in due.Documents)
        {
            if (await collections.HarvestSources.Get(state.Value.Id, cancel) is not { } source)
            {
                await collections.HarvestStates.Write([Write.Delete<HarvestState>(state.Value.Id, state.Revision)], cancel);
                continue;
            }

            if (source.Value.Interval is { } interval)
            {
                // Its id follows from its time: whoever else finds it due begins the same job.
                var id = Ids.Of("harvest-job", source.Value.Id, $"{state.Value.NextRunAt.ToUnixTimeMilliseconds()}");
                var job = new HarvestJob { Id = id, SourceId = source.Value.Id, Trigger = V1.HarvestTrigger.Schedule, CreatedAt = now, LeaseUntil = now };
                await collections.HarvestJobs.Write([Write.Create(id, job)], cancel);
                await collections.HarvestStates.Write([Write.Replace(state.Value.Id, state.Value with { NextRunAt = now + interval }, state.Revision)], cancel);
            }
            else
            {
                await collections.HarvestStates.Write([Write.Replace(state.Value.Id, state.Value with { NextRunAt = HarvestState.Never }, state.Revision)], cancel);
            }
        }
    }

    private async Task Run(HarvestLease lease, CancellationToken cancel)
    {
        try
        {
            await Work(lease, cancel);
        }
        catch (LeaseLostException)
        {
            LogLost(log, lease.Job.Id);
        }
        catch (HarvestCancelledException)
        {
            await End(lease, V1.HarvestJobState.Cancelled, null, cancel);
        }
        catch (UpstreamException e)
        {
            LogFailed(log, lease.Job.Id, e.Reason, e.Message);
            await End(lease, V1.HarvestJobState.Failed, new HarvestProblem(lease.Job.Stage, e.Reason, e.Message), cancel);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            // This process goes; another need not wait until the lease has lapsed.
            await lease.Update(job => job with { State = V1.HarvestJobState.Queued, Owner = "", LeaseUntil = time.GetUtcNow(), Attempts = job.Attempts - 1 }, CancellationToken.None);
            throw;
        }
        catch (Exception e)
        {
            LogBroken(log, e, lease.Job.Id);
            await End(lease, V1.HarvestJobState.Failed, new HarvestProblem(lease.Job.Stage, "INTERNAL", "A mistake of this platform; the log tells more."), cancel);
        }
    }

    private async Task Work(HarvestLease lease, CancellationToken cancel)
    {
        var job = lease.Job;
        if (await collections.HarvestSources.Get(job.SourceId, cancel) is not { } stored || job.CancelRequested) throw new HarvestCancelledException();
        if (job.Attempts > HarvestJob.MostAttempts)
            throw new UpstreamException("GIVEN_UP", $"{HarvestJob.MostAttempts} processes have begun it, and none has ended it.");
        var source = stored.Value;
        if ((await tree.Read(cancel)).Find(source.AgencyId) is null) throw new UpstreamException("AGENCY_MISSING", $"There is no agency {source.AgencyId}.");
        if (job.Attempts > 1) await ForgetOpenQuestions(job.Id, cancel);

        await Enter(lease, V1.HarvestStage.Gather, cancel);
        var state = (await collections.HarvestStates.Get(source.Id, cancel))?.Value;
        var known = state is not null && state.SourceRevision == stored.Revision && !job.DryRun && job.RetryOf.Length == 0 && state.ETag.Length + state.LastModified.Length > 0 ? state : null;
        var mapping = new HarvestMapping(source);
        IUpstream upstream = source.Kind == V1.HarvestKind.Sunshine
            ? new SunshineUpstream(source, mapping, http, collections.HarvestedItems, numbers.Scheme)
            : new FileUpstream(source, mapping, http);
        using var spool = new HarvestSpool();
        var gathering = await upstream.Gather(known, spool, cancel);
        await lease.Check(cancel);
        if (gathering.NotModified)
        {
            await Conclude(lease, stored, upstream, null, known!.Upstream, gathering, 0, cancel);
            return;
        }

        await Record([.. gathering.Unreadable.Select(u => new HarvestObject
        {
            JobId = job.Id, Line = u.Line, Status = V1.HarvestStatus.Errored, Stage = V1.HarvestStage.Gather, Problems = u.Problems
        })], cancel);
        var (held, vanished) = await Plan(source, spool, cancel);
        job = await lease.Update(j => j with { Vanished = vanished, Counts = j.Counts with { Gathered = spool.Count + gathering.Unreadable.Count } }, cancel);

        var delete = vanished > 0 && job.RetryOf.Length == 0;
        if (delete && gathering.Unreadable.Count > 0)
        {
            // What could not be read may be what is missing.
            delete = false;
            await lease.Update(j => j with { DeletionsWithheld = new HarvestProblem(V1.HarvestStage.Gather, "LINES_UNREADABLE", $"{gathering.Unreadable.Count} lines could not be read; they may be what is missing.") }, cancel);
        }
        else if (delete && (spool.Count == 0 || vanished * 100 > held * source.VanishLimitPercent) && !(job.Confirmed >= vanished))
        {
            var problem = new HarvestProblem(V1.HarvestStage.Gather, "MANY_VANISHED", $"{vanished} of {held} objects are gone upstream; more than {source.VanishLimitPercent} percent need a person's word.");
            if (!job.DryRun)
            {
                await lease.Update(j => j.Await(problem, vanished, time.GetUtcNow()), cancel);
                meter.Harvested(V1.HarvestJobState.AwaitingConfirmation);
                return;
            }

            await lease.Update(j => j with { DeletionsWithheld = problem }, cancel);
        }

        await ImportChanged(lease, source, upstream, spool, cancel);
        var kept = delete ? await WithdrawVanished(lease, source, spool, cancel) : 0;
        await Conclude(lease, stored, upstream, spool, spool.Side, gathering, kept, cancel);
    }

    /// <summary>How much the source holds, and how much of that is gone upstream.</summary>
    private async Task<(long Held, long Vanished)> Plan(HarvestSource source, HarvestSpool spool, CancellationToken cancel)
    {
        var (held, vanished) = (0L, 0L);
        await foreach (var (there, here) in Joined(source.Id, spool, cancel))
        {
            if (here is not { Value: { Gone: false, Digest.Length: > 0 } }) continue;
            held++;
            if (there is null) vanished++;
        }

        return (held, vanished);
    }

    private async Task ImportChanged(HarvestLease lease, HarvestSource source, IUpstream upstream, HarvestSpool spool, CancellationToken cancel)
    {
        await Enter(lease, V1.HarvestStage.Fetch, cancel);
        var failures = 0;
        var batch = new List<(Gathered There, Stored<HarvestedItem>? Here)>(upstream.Portion);
        await foreach (var (there, here) in Joined(source.Id, spool, cancel))
        {
            if (there is null || (here is { Value: { Gone: false } known } && known.Digest == there.Digest)) continue;
            batch.Add((there, here));
            if (batch.Count == upstream.Portion) await Carry();
        }

        await Carry();

        async Task Carry()
        {
            if (lease.Job.RetryOf.Length > 0)
            {
                var errors = await collections.HarvestObjects.GetMany([.. batch.Select(b => HarvestObject.IdOf(lease.Job.RetryOf, b.There.UpstreamId, b.There.Line))], cancel);
                batch.RemoveAll(b => errors.GetValueOrDefault(HarvestObject.IdOf(lease.Job.RetryOf, b.There.UpstreamId, b.There.Line))?.Value.Status != V1.HarvestStatus.Errored);
            }

            if (batch.Count == 0) return;
            await lease.Check(cancel);
            try
            {
                var fetched = await upstream.Fetch(batch.ConvertAll(b => b.There), cancel);
                batch = [.. fetched.Zip(batch, (there, b) => (there, b.Here))];
                failures = 0;
            }
            catch (UpstreamException e) when (++failures < MostFetchFailures)
            {
                batch = batch.ConvertAll(b => (b.There with { Problems = [new Violation("", e.Reason, e.Message, e.Message)] }, b.Here));
            }

            await ImportBatch(lease.Job, source, batch, cancel);
            batch.Clear();
        }
    }

    /// <summary>Both sides by their ids upstream: what was gathered, and what the source holds.</summary>
    private async IAsyncEnumerable<(Gathered? There, Stored<HarvestedItem>? Here)> Joined(string sourceId, HarvestSpool spool, [EnumeratorCancellation] CancellationToken cancel)
    {
        await using var held = Held(sourceId, cancel).GetAsyncEnumerator(cancel);
        var here = await held.MoveNextAsync() ? held.Current : null;
        foreach (var there in spool.Read())
        {
            int order;
            while ((order = here is null ? 1 : Order(here.Value.UpstreamId, there.UpstreamId)) < 0)
            {
                yield return (null, here);
                here = await held.MoveNextAsync() ? held.Current : null;
            }

            if (order > 0)
            {
                yield return (there, null);
                continue;
            }

            yield return (there, here);
            here = await held.MoveNextAsync() ? held.Current : null;
        }

        for (; here is not null; here = await held.MoveNextAsync() ? held.Current : null) yield return (null, here);

        static int Order(string a, string b) => Encoding.UTF8.GetBytes(a).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(b));
    }

    private async IAsyncEnumerable<Stored<HarvestedItem>> Held(string sourceId, [EnumeratorCancellation] CancellationToken cancel)
    {
        for (string? after = null; ;)
        {
            var page = await collections.HarvestedItems.List(new ListQuery<HarvestedItem>
            {
                Where = [HarvestedItemCollection.Source.Is(sourceId)], OrderBy = HarvestedItemCollection.Upstream, Size = 500, After = after
            }, cancel);
            foreach (var stored in page.Documents) yield return stored;
            if ((after = page.Next) is null) yield break;
        }
    }

    private async Task Conclude(
        HarvestLease lease, Stored<HarvestSource> source, IUpstream upstream, HarvestSpool? spool, HarvestSide side, Gathering gathering, long keptConflicts, CancellationToken cancel)
    {
        await Enter(lease, V1.HarvestStage.Balance, cancel);
        var job = lease.Job;
        var balance = job.DryRun ? null : await Balance(source.Value, upstream, spool, side, cancel);
        var gathered = side.Count + gathering.Unreadable.Count;
        var counts = new HarvestCounts(gathered)
        {
            Added = await Count(V1.HarvestStatus.Added), Updated = await Count(V1.HarvestStatus.Updated), Deleted = await Count(V1.HarvestStatus.Deleted),
            Restored = await Count(V1.HarvestStatus.Restored), Errored = await Count(V1.HarvestStatus.Errored), Conflicts = await Count(V1.HarvestStatus.Conflict)
        };
        counts = counts with { NotModified = Math.Max(0, gathered - counts.Added - counts.Updated - counts.Restored - counts.Errored - (counts.Conflicts - keptConflicts)) };

        // Only a harvest without anything left over is one to which the next may be compared by a mark of upstream's.
        var whole = balance is { Balanced: true } && counts.Errored + counts.Conflicts == 0;
        if (!job.DryRun && job.RetryOf.Length == 0) await Remember(source, whole, side, gathering, cancel);
        await lease.Update(j => (j with { Counts = counts, Balance = balance }).End(V1.HarvestJobState.Done, time.GetUtcNow()), cancel);
        meter.Harvested(V1.HarvestJobState.Done);
        await Prune(job.SourceId, cancel);

        Task<long> Count(V1.HarvestStatus status) => collections.HarvestObjects.Count([HarvestObjectCollection.Job.Is(job.Id), HarvestObjectCollection.Status.Is(status)], cancel);
    }

    private async Task Remember(Stored<HarvestSource> source, bool whole, HarvestSide side, Gathering gathering, CancellationToken cancel)
    {
        while (true)
        {
            var state = await collections.HarvestStates.Get(source.Value.Id, cancel);
            var next = (state?.Value ?? new HarvestState { Id = source.Value.Id }) with
            {
                SourceRevision = source.Revision, ETag = whole ? gathering.ETag : "", LastModified = whole ? gathering.LastModified : "", Upstream = side
            };
            var written = (await collections.HarvestStates.Write([new Write<HarvestState>(next.Id, next, state?.Revision ?? 0, [])], cancel))[0];
            if (written.Outcome == WriteOutcome.Done) return;
        }
    }

    /// <summary>What an earlier attempt found wrong is looked at again; what it achieved stays counted.</summary>
    private async Task ForgetOpenQuestions(string jobId, CancellationToken cancel)
    {
        await Forget([HarvestObjectCollection.Job.Is(jobId), HarvestObjectCollection.Status.Is(V1.HarvestStatus.Errored)], cancel);
        await Forget([HarvestObjectCollection.Job.Is(jobId), HarvestObjectCollection.Status.Is(V1.HarvestStatus.Conflict)], cancel);
    }

    private async Task Prune(string sourceId, CancellationToken cancel)
    {
        var kept = await collections.HarvestJobs.List(new ListQuery<HarvestJob>
        {
            Where = [HarvestJobCollection.Source.Is(sourceId)], OrderBy = HarvestJobCollection.CreatedAt, Descending = true, Size = JobsKept
        }, cancel);
        if (kept.Next is null) return;
        var old = await collections.HarvestJobs.List(new ListQuery<HarvestJob>
        {
            Where = [HarvestJobCollection.Source.Is(sourceId)], OrderBy = HarvestJobCollection.CreatedAt, Descending = true, Size = JobsKept, After = kept.Next
        }, cancel);
        foreach (var job in old.Documents.Where(j => j.Value.HasEnded))
        {
            await Forget([HarvestObjectCollection.Job.Is(job.Value.Id)], cancel);
            await collections.HarvestJobs.Write([Write.Delete<HarvestJob>(job.Value.Id, job.Revision)], cancel);
        }
    }

    private async Task Forget(IReadOnlyList<Criterion<HarvestObject>> which, CancellationToken cancel)
    {
        while (true)
        {
            var page = await collections.HarvestObjects.List(new ListQuery<HarvestObject> { Where = which, Size = 500 }, cancel);
            if (page.Documents.Count == 0) return;
            await collections.HarvestObjects.Write([.. page.Documents.Select(d => new Write<HarvestObject>(d.Value.Id, null, null, []))], cancel);
        }
    }

    private async Task Enter(HarvestLease lease, V1.HarvestStage stage, CancellationToken cancel)
    {
        await lease.Check(cancel);
        await lease.Update(j => j with { Stage = stage, LeaseUntil = time.GetUtcNow() + HarvestJob.Lease }, cancel);
    }

    private async Task End(HarvestLease lease, V1.HarvestJobState state, HarvestProblem? problem, CancellationToken cancel)
    {
        try
        {
            await lease.Update(j => j.End(state, time.GetUtcNow(), problem), cancel);
            meter.Harvested(state);
        }
        catch (LeaseLostException)
        {
            LogLost(log, lease.Job.Id);
        }
    }

    [LoggerMessage(2011, LogLevel.Warning, "Harvest job {Job} is another's by now")]
    private static partial void LogLost(ILogger log, string job);

    [LoggerMessage(2012, LogLevel.Warning, "Harvest job {Job} failed: {Reason}: {Sentence}")]
    private static partial void LogFailed(ILogger log, string job, string reason, string sentence);

    [LoggerMessage(2013, LogLevel.Error, "Harvest job {Job} could not be carried out")]
    private static partial void LogBroken(ILogger log, Exception e, string job);
}
