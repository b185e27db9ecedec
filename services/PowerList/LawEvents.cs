using Sunshine.Foundation.Calendar;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Messaging;
using Sunshine.Foundation.Storage;

namespace Sunshine.Powers;

/// <summary>
/// What the Catalogue tells of documents that are laws of the register: their ends and amendments, and that one was taken back or
/// restored. Of a document that is not in the register there is nothing to do: nothing rests on it.
/// </summary>
public sealed class LawEvents(LawCollections collections, LawBook book, Clock clock, TimeProvider time)
{
    /// <summary>A document lost its force, was amended or was taken back.</summary>
    public async Task Follow(Received<Catalogue.V1.BasisChanged> received, CancellationToken cancel)
    {
        var changed = received.Event;
        var told = changed.OccurredAt?.ToDateTimeOffset() ?? clock.Now;
        var laws = await book.ReadNow(cancel);
        var act = new LawAct
        {
            Id = Ids.Of("law-act-event", received.Id), On = Days.TryParse(changed.On, out var on) ? on : Clock.DayOf(told), ItemId = changed.ItemId, ToldAt = told, RecordedAt = clock.Now,
            SuccessorLawId = laws.OfItem(changed.SuccessorId) is [var next, ..] ? next.Id : "",
            Kind = changed.Validity switch
            {
                Catalogue.V1.Validity.Repealed => V1.LawActKind.Repealed,
                Catalogue.V1.Validity.Expired => V1.LawActKind.Expired,
                Catalogue.V1.Validity.Amended => V1.LawActKind.Amended,
                _ => V1.LawActKind.Withdrawn
            }
        };
        foreach (var law in laws.Meant(changed.ItemId, changed.DocumentNumber, changed.Title))
        {
            var kept = act with { SuccessorLawId = act.SuccessorLawId == law.Id ? "" : act.SuccessorLawId };
            await Change(law.Id, V1.LawChange.ActRecorded, act.Id, l => IsKnown(l, kept) ? l : l.Record(kept, clock.Now), cancel);
        }

        // Written before this is read, as a restoration is before laws are: whichever comes second sees the first.
        if (act.Kind == V1.LawActKind.Withdrawn && changed.ItemId.Length > 0 && await collections.Restored.Get(changed.ItemId, cancel) is { } restored) await Restore(restored.Value, cancel);
    }

    /// <summary>An item changed. Only that it was restored is of interest: no other event tells of that.</summary>
    public async Task Follow(Catalogue.V1.ItemChanged changed, CancellationToken cancel)
    {
        if (changed.Change != Catalogue.V1.Change.Restored || changed.ItemId.Length == 0) return;
        var restored = new RestoredItem(changed.ItemId, changed.OccurredAt?.ToDateTimeOffset() ?? clock.Now);
        while (true)
        {
            var known = await collections.Restored.Get(restored.Id, cancel);
            if (known?.Value.At >= restored.At) break;
            if ((await collections.Restored.Write([new Write<RestoredItem>(restored.Id, restored, known?.Revision ?? 0, [])], cancel))[0].Outcome == WriteOutcome.Done) break;
        }

        await Restore(restored, cancel);
    }

    /// <summary>Takes back that the item was withdrawn before it was restored.</summary>
    private async Task Restore(RestoredItem restored, CancellationToken cancel)
    {
        // Of the store itself: another replica may have recorded the withdrawal at this moment.
        var laws = await collections.Laws.Search(new SearchQuery<Law> { Filters = [LawCollections.Item.In(restored.Id)], Size = PageTokens.LargestSize }, cancel);
        foreach (var law in laws.Documents.Select(d => d.Value))
        {
            foreach (var act in law.Acts.Where(a => a.Kind == V1.LawActKind.Withdrawn && a.ItemId == restored.Id && a.ToldAt <= restored.At && a.Stands))
                await Change(law.Id, V1.LawChange.ActTakenBack, act.Id, l => TakenBack(l, act.Id), cancel);
        }

        Law TakenBack(Law law, string actId) =>
            law.Acts.FirstOrDefault(a => a.Id == actId) is { Stands: true } act ? law.Replace(act.TakeBack("目录已恢复公开该文件。", "", clock.Now), clock.Now) : law;
    }

    /// <summary>Whether a caller has recorded the same already.</summary>
    private static bool IsKnown(Law law, LawAct act) =>
        law.Acts.Any(a => a is { Stands: true, Articles.Count: 0, ToldAt: null } && (a.Kind, a.On) == (act.Kind, act.On));

    /// <summary>Changes a law as it is at the moment, also if others do at the same time.</summary>
    /// <param name="change">Returns the same law if there is nothing to change.</param>
    private async Task Change(string lawId, V1.LawChange kind, string actId, Func<Law, Law> change, CancellationToken cancel)
    {
        while (true)
        {
            if (await collections.Laws.Get(lawId, cancel) is not { } read) return;
            var changed = change(read.Value);
            if (ReferenceEquals(changed, read.Value)) return;
            var told = Topics.Outgoing(LawMap.ToEvent(changed, kind, read.Revision + 1, actId), time);
            var written = (await collections.Laws.Write([Write.Replace(lawId, changed, read.Revision, told)], cancel))[0];
            if (written.Outcome != WriteOutcome.Done) continue;
            book.Written([new Stored<Law>(changed, written.Revision)]);
            return;
        }
    }
}
