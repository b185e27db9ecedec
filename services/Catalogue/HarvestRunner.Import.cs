using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Storage;

namespace Sunshine.Catalogue;

public sealed partial class HarvestRunner
{
    private static readonly Violation NotOurs = new("sourceId", "NOT_OURS", "已有同编号的信息，不是本来源采集的。", "There is an item with this key that the source did not make.");
    private static readonly Violation EditedHere = new("", "EDITED_HERE", "该信息已在本目录修改，未予覆盖。", "The item was edited here since; it was left as it is.");
    private static readonly Violation WithdrawnHere = new("", "WITHDRAWN_HERE", "该信息已由人工撤回。", "A person took the item back here.");
    private static readonly Violation OtherAgencyNow = new("agencyId", "OTHER_AGENCY_NOW", "该信息原属另一机构，索引不变更机构。", "Its item is another agency's, and stays there.");
    private static readonly Violation Busy = new("", "CHANGED_MEANWHILE", "该信息刚被他人修改，下次再试。", "The item was changed at this moment; the next harvest tries again.");

    /// <summary>
    /// Imports what differs. Before an item is written, that it is the source's own; after it, what became of it, then that it is up to
    /// date: wherever this ends, doing it again leads to the same.
    /// </summary>
    private async Task ImportBatch(HarvestJob job, HarvestSource source, IReadOnlyList<(Gathered There, Stored<HarvestedItem>? Here)> batch, CancellationToken cancel)
    {
        var objects = new List<HarvestObject>(batch.Count);
        var readable = new List<Step>(batch.Count);
        foreach (var (there, here) in batch)
        {
            if (there.Problems.Count > 0 || there.Record is null) objects.Add(Tell(job, there, here?.Value.ItemId ?? "", V1.HarvestStatus.Errored, V1.HarvestStage.Fetch, there.Problems));
            else readable.Add(new Step(there, there.Record, here?.Value, here?.Value.ItemId ?? ItemImport.IdOf(there.Record)));
        }

        var items = await collections.Items.GetMany([.. readable.Select(s => s.ItemId).Distinct()], cancel);
        foreach (var step in readable)
        {
            step.Item = items.GetValueOrDefault(step.ItemId);
            step.Problem = await Conflict(source, step, cancel);
            if (step.Problem is { } conflict) objects.Add(Tell(job, step.There, step.ItemId, V1.HarvestStatus.Conflict, V1.HarvestStage.Import, [conflict]));
        }

        readable.RemoveAll(s => s.Problem is not null);
        if (job.DryRun) await Rehearse(job, source, readable, objects, cancel);
        else await Import(job, source, readable, objects, cancel);
    }

    /// <summary>Why an item must be left alone; null if it may be written.</summary>
    private async Task<Violation?> Conflict(HarvestSource source, Step step, CancellationToken cancel)
    {
        if (ItemImport.IdOf(step.Record) != step.ItemId) return OtherAgencyNow;
        if (step.Item is not { Value: var item }) return null;
        if (step.Here is not { Digest.Length: > 0 } here)
        {
            // It is there, and nothing says that we finished it: ours if we wrote it, or a source that is no more.
            return HarvestSource.WriterOf(item.Live.PublishedBy) is { } writer && (writer == source.Id || await collections.HarvestSources.Get(writer, cancel) is null) ? null : NotOurs;
        }

        if (item.Withdrawal is { } taken && taken.By != source.Writer) return WithdrawnHere;
        // Somebody else was at it, unless it is what we are about to write: then a process ended between the two.
        return HarvestedItem.StateOf(item) == here.ItemState || HarvestedItem.StateOf(item) == StateAfter(step.Record) ? null : EditedHere;
    }

    private async Task Import(HarvestJob job, HarvestSource source, List<Step> steps, List<HarvestObject> objects, CancellationToken cancel)
    {
        var claims = steps.Where(s => s.Here is null)
            .Select(s => new HarvestedItem { SourceId = source.Id, UpstreamId = s.There.UpstreamId, ItemId = s.ItemId }).Select(c => Write.Create(c.Id, c)).ToList();
        if (claims.Count > 0) await collections.HarvestedItems.Write(claims, cancel);
        await Restore(source, steps.Where(s => s.Item?.Value.Withdrawal is not null).ToList(), cancel);

        var expected = steps.ToDictionary(s => s.ItemId, s => s.Item?.Revision ?? 0);
        var results = steps.Count == 0 ? [] : await import.Import(steps.ConvertAll(s => s.Record), 0, source.Caller(), Language.Chinese, cancel, expected);
        var now = await collections.Items.GetMany([.. steps.Select(s => s.ItemId)], cancel);
        var records = new List<Write<HarvestedItem>>(steps.Count);
        for (var i = 0; i < steps.Count; i++)
        {
            var (step, result) = (steps[i], results[i]);
            if (result.Outcome == V1.ImportOutcome.Refused)
            {
                objects.Add(Tell(job, step.There, "", V1.HarvestStatus.Errored, V1.HarvestStage.Import, await Why(source, step.Record, result, cancel)));
                continue;
            }

            objects.Add(Tell(job, step.There, step.ItemId, step.Status, V1.HarvestStage.Import, []));
            var record = new HarvestedItem
            {
                SourceId = source.Id, UpstreamId = step.There.UpstreamId, ItemId = step.ItemId, Digest = step.There.Digest, ItemState = HarvestedItem.StateOf(now[step.ItemId].Value)
            };
            records.Add(Write.Put(record.Id, record));
        }

        await Record(objects, cancel);
        if (records.Count > 0) await collections.HarvestedItems.Write(records, cancel);
    }

    private async Task Rehearse(HarvestJob job, HarvestSource source, List<Step> steps, List<HarvestObject> objects, CancellationToken cancel)
    {
        foreach (var step in steps)
        {
            var wrong = await Check(source, step.Record, cancel);
            objects.Add(wrong.Any
                ? Tell(job, step.There, step.Item is null ? "" : step.ItemId, V1.HarvestStatus.Errored, V1.HarvestStage.Import, wrong.Found)
                : Tell(job, step.There, step.Item is null ? "" : step.ItemId, step.Status, V1.HarvestStage.Import, []));
        }

        await Record(objects, cancel);
    }

    /// <summary>What came back is public again, before it is brought up to date.</summary>
    private async Task Restore(HarvestSource source, List<Step> steps, CancellationToken cancel)
    {
        if (steps.Count == 0) return;
        var changes = steps.ConvertAll(s => ItemChange.Of(s.Item!, s.Item!.Value.Do(NewAct(ActKind.Restored, source, $"来源“{source.Title}”重新提供该信息。")), V1.Change.Restored));
        var written = await writes.Write(changes, cancel);
        // One that somebody was quicker with is refused by the import, which expects what was read.
        for (var i = 0; i < steps.Count; i++)
        {
            if (written[i].Outcome == WriteOutcome.Done) steps[i].Item = new(changes[i].Item, written[i].Revision);
        }
    }

    /// <summary>Withdraws what is gone upstream.</summary>
    /// <returns>How many were left alone because of what was done here.</returns>
    private async Task<long> WithdrawVanished(HarvestLease lease, HarvestSource source, HarvestSpool spool, CancellationToken cancel)
    {
        await Enter(lease, V1.HarvestStage.Import, cancel);
        var kept = 0L;
        var batch = new List<Stored<HarvestedItem>>(Portion);
        await foreach (var (there, here) in Joined(source.Id, spool, cancel))
        {
            if (there is not null || here is not { Value.Gone: false }) continue;
            batch.Add(here);
            if (batch.Count == Portion) await Carry();
        }

        await Carry();
        return kept;

        async Task Carry()
        {
            if (batch.Count == 0) return;
            await lease.Check(cancel);
            kept += await WithdrawBatch(lease.Job, source, batch, cancel);
            batch.Clear();
        }
    }

    private async Task<long> WithdrawBatch(HarvestJob job, HarvestSource source, List<Stored<HarvestedItem>> batch, CancellationToken cancel)
    {
        var items = await collections.Items.GetMany([.. batch.Select(b => b.Value.ItemId).Distinct()], cancel);
        var (objects, records, changes) = (new List<HarvestObject>(), new List<Write<HarvestedItem>>(), new List<(Stored<HarvestedItem> Here, ItemChange Change)>());
        foreach (var here in batch)
        {
            var item = items.GetValueOrDefault(here.Value.ItemId);
            if (item is null)
            {
                // It was about to be imported once, and never was.
                if (!job.DryRun) records.Add(Write.Delete<HarvestedItem>(here.Value.Id, here.Revision));
            }
            else if (item.Value.Withdrawal is { } taken)
            {
                records.Add(Write.Replace(here.Value.Id, here.Value with { Gone = true }, here.Revision));
                if (taken.By == source.Writer) objects.Add(Gone(job, here.Value, V1.HarvestStatus.Deleted));
            }
            else if (HarvestedItem.StateOf(item.Value) != here.Value.ItemState) objects.Add(Gone(job, here.Value, V1.HarvestStatus.Conflict, EditedHere));
            else changes.Add((here, ItemChange.Of(item, item.Value.Do(NewAct(ActKind.Withdrawn, source, $"来源“{source.Title}”不再提供该信息。")), V1.Change.Withdrawn)));
        }

        var written = job.DryRun || changes.Count == 0 ? [] : await writes.Write(changes.ConvertAll(c => c.Change), cancel);
        for (var i = 0; i < changes.Count; i++)
        {
            var here = changes[i].Here;
            if (!job.DryRun && written[i].Outcome != WriteOutcome.Done)
            {
                objects.Add(Gone(job, here.Value, V1.HarvestStatus.Conflict, Busy));
                continue;
            }

            objects.Add(Gone(job, here.Value, V1.HarvestStatus.Deleted));
            records.Add(Write.Replace(here.Value.Id, here.Value with { Gone = true }, here.Revision));
        }

        await Record(objects, cancel);
        if (!job.DryRun && records.Count > 0) await collections.HarvestedItems.Write(records, cancel);
        return objects.Count(o => o.Status == V1.HarvestStatus.Conflict);
    }

    private async Task<Violations> Check(HarvestSource source, V1.ImportRecord record, CancellationToken cancel) =>
        ItemRules.Check(record, Map.ContentOf(record), await tree.Read(cancel), source.Caller(), numbers.Scheme, clock.Today, new Violations());

    /// <summary>A refusal in both languages; what only the store could know, in the one it was said in.</summary>
    private async Task<IReadOnlyList<Violation>> Why(HarvestSource source, V1.ImportRecord record, V1.ImportResult result, CancellationToken cancel) =>
        await Check(source, record, cancel) is { Any: true } wrong
            ? wrong.Found
            : [.. result.Violations.Select(v => new Violation(v.Field, v.Reason, v.Description, v.Description))];

    private async Task Record(IReadOnlyList<HarvestObject> objects, CancellationToken cancel)
    {
        foreach (var part in objects.DistinctBy(o => o.Id).Chunk(500)) await collections.HarvestObjects.Write([.. part.Select(o => Write.Put(o.Id, o))], cancel);
    }

    /// <summary>What an item would be like with this record; empty for one that the rules refuse.</summary>
    private static string StateAfter(V1.ImportRecord record) => record.Placements.All(p => Days.TryParse(p.On, out _))
        ? HarvestedItem.StateOf(Edition.DigestOf(Map.ContentOf(record)), record.Placements.Select(Map.ToPlacement).OrderBy(p => p.On))
        : "";

    private Act NewAct(ActKind kind, HarvestSource source, string reason) =>
        new(kind, time.GetUtcNow(), clock.Today, source.Writer, reason, "", V1.Validity.Unspecified, RemovesContent: false);

    private static HarvestObject Tell(HarvestJob job, Gathered there, string itemId, V1.HarvestStatus status, V1.HarvestStage stage, IReadOnlyList<Violation> problems) =>
        new() { JobId = job.Id, UpstreamId = there.UpstreamId, Line = there.Line, Digest = there.Digest, ItemId = itemId, Status = status, Stage = stage, Problems = problems };

    private static HarvestObject Gone(HarvestJob job, HarvestedItem here, V1.HarvestStatus status, params IReadOnlyList<Violation> problems) =>
        new() { JobId = job.Id, UpstreamId = here.UpstreamId, ItemId = here.ItemId, Status = status, Stage = V1.HarvestStage.Import, Problems = problems };

    private sealed class Step(Gathered there, V1.ImportRecord record, HarvestedItem? here, string itemId)
    {
        public Gathered There { get; } = there;
        public V1.ImportRecord Record { get; } = record;
        public HarvestedItem? Here { get; } = here;
        public string ItemId { get; } = itemId;
        public Stored<Item>? Item { get; set; }
        public Violation? Problem { get; set; }

        public V1.HarvestStatus Status => Here is not { Digest.Length: > 0 } ? V1.HarvestStatus.Added : Here.Gone ? V1.HarvestStatus.Restored : V1.HarvestStatus.Updated;
    }
}
