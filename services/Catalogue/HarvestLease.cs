using Sunshine.Foundation.Storage;

namespace Sunshine.Catalogue;

/// <summary>Somebody else has the job by now, or nobody has: what was done so far may be done again by others.</summary>
public sealed class LeaseLostException() : Exception("The lease of a harvest job was lost.");

/// <summary>A person stopped the job.</summary>
public sealed class HarvestCancelledException() : Exception("A harvest job was cancelled.");

/// <summary>
/// The right to work on a job, renewed while it is held. Every write of the job goes through here, and fails when another has taken it
/// over.
/// </summary>
public sealed class HarvestLease : IAsyncDisposable
{
    private static readonly TimeSpan Renewal = TimeSpan.FromMinutes(1);

    private readonly IDocuments<HarvestJob> _jobs;
    private readonly TimeProvider _time;
    private readonly string _owner;
    private readonly SemaphoreSlim _writing = new(1);
    private readonly CancellationTokenSource _ended = new();
    private readonly Task _renewing;
    private Stored<HarvestJob> _current;

    private HarvestLease(IDocuments<HarvestJob> jobs, TimeProvider time, string owner, Stored<HarvestJob> current)
    {
        (_jobs, _time, _owner, _current) = (jobs, time, owner, current);
        _renewing = Renew();
    }

    public HarvestJob Job => _current.Value;

    /// <summary>Takes up an open job that nobody holds; null if another was quicker.</summary>
    public static async Task<HarvestLease?> Take(IDocuments<HarvestJob> jobs, Stored<HarvestJob> open, TimeProvider time, CancellationToken cancel)
    {
        var owner = Foundation.Hosting.Ids.New(time);
        var taken = open.Value.Take(owner, time.GetUtcNow());
        var written = (await jobs.Write([Write.Replace(taken.Id, taken, open.Revision)], cancel))[0];
        return written.Outcome == WriteOutcome.Done ? new HarvestLease(jobs, time, owner, new(taken, written.Revision)) : null;
    }

    /// <summary>Changes the job.</summary>
    /// <exception cref="LeaseLostException">Another has it.</exception>
    public async Task<HarvestJob> Update(Func<HarvestJob, HarvestJob> change, CancellationToken cancel)
    {
        await _writing.WaitAsync(cancel);
        try
        {
            while (true)
            {
                var changed = change(_current.Value);
                var written = (await _jobs.Write([Write.Replace(changed.Id, changed, _current.Revision)], cancel))[0];
                if (written.Outcome == WriteOutcome.Done)
                {
                    _current = new(changed, written.Revision);
                    return changed;
                }

                _current = await _jobs.Get(changed.Id, cancel) is { } stored && stored.Value.Owner == _owner ? stored : throw new LeaseLostException();
            }
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <summary>To be asked before each step.</summary>
    /// <exception cref="LeaseLostException">Another has it.</exception>
    /// <exception cref="HarvestCancelledException">A person stopped it.</exception>
    public async Task Check(CancellationToken cancel)
    {
        var stored = await _jobs.Get(_current.Value.Id, cancel);
        if (stored is null || stored.Value.Owner != _owner) throw new LeaseLostException();
        if (stored.Value.CancelRequested) throw new HarvestCancelledException();
    }

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        await _renewing;
        _ended.Dispose();
    }

    private async Task Renew()
    {
        try
        {
            while (true)
            {
                await Task.Delay(Renewal, _time, _ended.Token);
                await Update(job => job with { LeaseUntil = _time.GetUtcNow() + HarvestJob.Lease }, _ended.Token);
            }
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // Without renewal the lease lapses, and the next step finds another at it.
        }
    }
}
