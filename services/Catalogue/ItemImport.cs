using Sunshine.Foundation.Calendar;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Identity;
using Sunshine.Foundation.Storage;

namespace Sunshine.Catalogue;

/// <summary>
/// Turns records into items. The same agency and source id is the same item; the same record again changes nothing. A record that is
/// refused leaves the others alone.
/// </summary>
public sealed class ItemImport(Collections collections, ItemWrites items, AgencyTree tree, IndexNumbers numbers, DisclosureTerm term, CatalogueMeter meter, TimeProvider time, Clock clock)
{
    /// <summary>A record that others keep changing is tried this often.</summary>
    private const int Attempts = 10;

    public static string IdOf(V1.ImportRecord record) => Ids.Of("item", record.AgencyId, record.SourceId);

    /// <summary>Imports records in order; what is not refused is durable when this ends.</summary>
    /// <param name="first">The position of the first record.</param>
    /// <param name="expected">The revisions that items must be at, 0 for one that must not be there; null if it does not matter.</param>
    public async Task<IReadOnlyList<V1.ImportResult>> Import(
        IReadOnlyList<V1.ImportRecord> records, long first, Caller caller, Language language, CancellationToken cancel, IReadOnlyDictionary<string, long>? expected = null)
    {
        var agencies = await tree.Read(cancel);
        var results = new V1.ImportResult[records.Count];
        var ready = new List<Candidate>();
        var taken = new HashSet<string>();
        for (var i = 0; i < records.Count; i++)
        {
            var warnings = new Violations();
            var content = Map.ContentOf(records[i]);
            var violations = ItemRules.Check(records[i], content, agencies, caller, numbers.Scheme, clock.Today, warnings);
            results[i] = new V1.ImportResult { Position = first + i, SourceId = records[i].SourceId };
            results[i].Warnings.Add(warnings.Found.Select(w => w.ToProto(language)));
            if (violations.Any)
            {
                Refuse(results[i], violations, language);
                continue;
            }

            var candidate = new Candidate(records[i], content, agencies.Find(records[i].AgencyId)!, caller.Subject, results[i]) { Expected = expected?.GetValueOrDefault(IdOf(records[i])) };
            if (!taken.Add(candidate.Id))
            {
                // The same item again in one message: the later one counts, after the earlier one.
                await Store(ready, language, cancel);
                ready = [];
                taken = [candidate.Id];
            }

            ready.Add(candidate);
        }

        await Store(ready, language, cancel);
        foreach (var result in results) meter.Imported(result.Outcome);
        return results;
    }

    private async Task Store(List<Candidate> candidates, Language language, CancellationToken cancel)
    {
        var attempts = 0;
        while (candidates.Count > 0)
        {
            // Meeting a given number is no attempt: there is always a next number, until there is none and the record is refused.
            if (candidates.Exists(c => c.WasStale) && ++attempts > Attempts) throw Foundation.Hosting.Refusals.StaleEtag.Of();
            candidates = await StoreOnce(candidates, language, cancel);
        }
    }

    /// <summary>Stores what it can.</summary>
    /// <returns>The candidates that somebody else was quicker with; they are to be looked at anew.</returns>
    private async Task<List<Candidate>> StoreOnce(List<Candidate> candidates, Language language, CancellationToken cancel)
    {
        var existing = await collections.Items.GetMany([.. candidates.Select(c => c.Id)], cancel);
        var changed = new List<Candidate>(candidates.Count);
        foreach (var candidate in candidates)
        {
            candidate.Existing = existing.GetValueOrDefault(candidate.Id);
            if (candidate.Expected is { } revision && revision != (candidate.Existing?.Revision ?? 0))
            {
                var violations = new Violations();
                violations.Add("", "CHANGED_MEANWHILE", "该信息刚被他人修改。", "The item was changed meanwhile.");
                Refuse(candidate.Result, violations, language);
                continue;
            }

            if (candidate.Existing?.Value is { } old)
            {
                Accept(candidate.Result, V1.ImportOutcome.Unchanged, old);
                if (candidate.Record.IndexNumber.Length > 0 && candidate.Record.IndexNumber != old.IndexNumber)
                {
                    var violations = new Violations();
                    violations.Add("indexNumber", "IMMUTABLE", $"索引号一经编制不得变更，现为 {old.IndexNumber}。", $"An index number never changes; it is {old.IndexNumber}.");
                    Refuse(candidate.Result, violations, language);
                    continue;
                }

                if (candidate.Digest == old.Live.Digest && candidate.Placements.SequenceEqual(old.Placements)) continue;
            }

            changed.Add(candidate);
        }

        await AssignNumbers(changed, language, cancel);
        changed.RemoveAll(c => c.Result.Outcome == V1.ImportOutcome.Refused);
        var now = time.GetUtcNow();
        var changes = changed.ConvertAll(c => ToChange(c, now));
        var written = await items.Write(changes, cancel);

        var again = new List<Candidate>();
        for (var i = 0; i < written.Count; i++)
        {
            var candidate = changed[i];
            switch (written[i].Outcome)
            {
                case WriteOutcome.Done:
                    Accept(candidate.Result, candidate.Existing is null ? V1.ImportOutcome.Created : V1.ImportOutcome.Updated, changes[i].Item);
                    break;
                case WriteOutcome.Taken when candidate.Record.IndexNumber.Length > 0:
                    var violations = new Violations();
                    violations.Add("indexNumber", "TAKEN", "索引号已被另一条信息使用。", "Another item has this index number.");
                    Refuse(candidate.Result, violations, language);
                    break;
                default:
                    // A number that a publisher had assigned itself was met, or the item was written meanwhile.
                    candidate.WasStale = written[i].Outcome == WriteOutcome.Stale;
                    again.Add(candidate);
                    break;
            }
        }

        await StepOverGiven(changed, again, cancel);
        return again;
    }

    /// <summary>Where even the last number that was taken in a row is another's, more of that row will be: it is not gone through one by one.</summary>
    private async Task StepOverGiven(List<Candidate> tried, List<Candidate> again, CancellationToken cancel)
    {
        foreach (var row in tried.Where(c => c is { Existing: null, Record.IndexNumber.Length: 0 }).GroupBy(c => numbers.Scheme.Split(c.IndexNumber!).Prefix))
        {
            var last = row.MaxBy(c => c.IndexNumber, StringComparer.Ordinal)!;
            if (again.Contains(last) && !last.WasStale) await numbers.StepOver(last.IndexNumber!, cancel);
        }
    }

    private async Task AssignNumbers(List<Candidate> candidates, Language language, CancellationToken cancel)
    {
        var without = new List<Candidate>();
        foreach (var candidate in candidates)
        {
            candidate.IndexNumber = candidate.Existing?.Value.IndexNumber
                ?? (candidate.Record.IndexNumber.Length > 0 ? candidate.Record.IndexNumber : null);
            if (candidate.IndexNumber is null) without.Add(candidate);
        }

        var taken = await numbers.Take([.. without.Select(c => numbers.Scheme.Prefix(c.Agency, c.PublishedOn.Year)!)], cancel);
        for (var i = 0; i < taken.Count; i++)
        {
            without[i].IndexNumber = taken[i];
            if (taken[i] is not null) continue;
            var violations = new Violations();
            violations.Add("indexNumber", "EXHAUSTED", "该机构当年的索引号已用完。", "The agency has no index number left for the year.");
            Refuse(without[i].Result, violations, language);
        }
    }

    private ItemChange ToChange(Candidate candidate, DateTimeOffset now)
    {
        var edition = new Edition
        {
            Number = 1, Content = Map.ToContent(candidate.Content), ChangeNote = candidate.Record.ChangeNote, PublishedAt = now, PublishedBy = candidate.Subject,
            Digest = candidate.Digest, PersonalDataBasis = candidate.Record.PersonalDataBasis
        };
        if (candidate.Existing is not { } old)
        {
            var item = new Item
            {
                Id = candidate.Id, IndexNumber = candidate.IndexNumber!, AgencyId = candidate.Record.AgencyId, SourceId = candidate.Record.SourceId,
                // What was disclosed before it came here was public since then.
                Live = edition with { PublishedAt = Clock.BeginningOf(candidate.PublishedOn) is var since && since < now ? since : now, ChangeNote = "" },
                Placements = candidate.Placements, DueOn = term.Due(edition.Content.FormedOn), CreatedAt = now, UpdatedAt = now
            };
            return ItemChange.New(item);
        }

        var placed = old.Value with { Placements = candidate.Placements, UpdatedAt = now };
        return candidate.Digest == old.Value.Live.Digest
            ? ItemChange.Of(old, placed, V1.Change.Updated)
            : ItemChange.Of(old, placed.Amend(edition) with { DueOn = old.Value.DueOn ?? term.Due(edition.Content.FormedOn) }, V1.Change.Amended);
    }

    private static void Accept(V1.ImportResult result, V1.ImportOutcome outcome, Item item) =>
        (result.Outcome, result.Id, result.IndexNumber) = (outcome, item.Id, item.IndexNumber);

    private static void Refuse(V1.ImportResult result, Violations violations, Language language)
    {
        (result.Outcome, result.Id, result.IndexNumber) = (V1.ImportOutcome.Refused, "", "");
        result.Violations.Add(violations.Found.Select(v => v.ToProto(language)));
    }

    private sealed class Candidate(V1.ImportRecord record, V1.ItemContent content, Agency agency, string subject, V1.ImportResult result)
    {
        public V1.ImportRecord Record { get; } = record;
        public V1.ItemContent Content { get; } = content;
        public string Id { get; } = IdOf(record);
        public Agency Agency { get; } = agency;
        public string Subject { get; } = subject;
        public V1.ImportResult Result { get; } = result;
        public string Digest { get; } = Edition.DigestOf(content);
        public IReadOnlyList<Placement> Placements { get; } = [.. record.Placements.Select(Map.ToPlacement).OrderBy(p => p.On)];
        public DateOnly PublishedOn => Placements[0].On;
        public Stored<Item>? Existing { get; set; }
        public string? IndexNumber { get; set; }

        /// <summary>Null if any revision will do.</summary>
        public long? Expected { get; init; }

        /// <summary>Somebody else wrote the item meanwhile.</summary>
        public bool WasStale { get; set; }
    }
}
