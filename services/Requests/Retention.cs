using Microsoft.Extensions.Options;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Storage;

namespace Sunshine.Requests;

/// <summary>
/// Makes applications anonymous whose time is over (个人信息保护法 art. 19, 47). In steps of one document each: the papers lose what tells of
/// somebody and name the bytes that are still to go, the bytes go, their names go. Whoever comes upon one of which a part is done goes on
/// with it, and any number of replicas may do it at once.
/// </summary>
public sealed partial class Retention(Collections collections, Register register, Law law, IOptions<RequestsOptions> options, ILogger<Retention> log)
{
    private const int Portion = 100;

    /// <summary>The last day on which an application may have ended, to be due on a day.</summary>
    public DateOnly EndedUntil(DateOnly day) => day.AddDays(-options.Value.KeepPersonalDataFor);

    /// <summary>The first day on which it is due; null while it is open.</summary>
    public DateOnly? DueFrom(Entry entry) => entry.FinishedOn?.AddDays(options.Value.KeepPersonalDataFor);

    /// <summary>Does what is due.</summary>
    /// <returns>How many became anonymous.</returns>
    public async Task<int> RunOnce(CancellationToken cancel)
    {
        var done = 0;
        for (string? after = null; ;)
        {
            var page = await collections.Entries.List(new ListQuery<Entry>
            {
                Where = [EntryCollection.Kept.AtMost(EndedUntil(law.Today))], OrderBy = EntryCollection.Kept, Size = Portion, After = after
            }, cancel);
            foreach (var due in page.Documents) done += await Try(due, cancel) ? 1 : 0;
            if ((after = page.Next) is null) return done;
        }
    }

    private async Task<bool> Try(Stored<Entry> due, CancellationToken cancel)
    {
        try
        {
            if (due.Value.AnonymisedAt is null && await IsDisputed(due.Value.Id, cancel)) return false;
            var anonymous = due.Value.AnonymisedAt is null ? await Anonymise(due, cancel) : due;
            await DeleteFiles(anonymous, cancel);
            return due.Value.AnonymisedAt is null;
        }
        catch (RefusedException e) when (e.Refusal == Refusals.StaleEtag)
        {
            // Another replica was quicker, or an officer opened it again or held it at this moment: it is looked at again the next time.
            return false;
        }
        catch (Exception e) when (!cancel.IsCancellationRequested)
        {
            // One whose key is lost, say, holds up no other.
            LogFailed(log, e, due.Value.Id);
            return false;
        }
    }

    /// <summary>Whether a review, a suit or a complaint about it is open: its papers are evidence.</summary>
    private async Task<bool> IsDisputed(string id, CancellationToken cancel) => (await collections.Cases.Search(new SearchQuery<Case>
    {
        Filters = [CaseCollection.Application.In(id), CaseCollection.ClosedIn.In(EntryCollection.Unfinished)], Size = 0
    }, cancel)).Total > 0;

    private async Task<Stored<Entry>> Anonymise(Stored<Entry> due, CancellationToken cancel)
    {
        var entry = due.Value;
        var onTopic = entry.TopicId.Length == 0 ? [] : (await collections.Entries.List(new ListQuery<Entry> { Where = [EntryCollection.Applicant.Is(entry.ApplicantKey)], Size = 10_000 }, cancel))
            .Documents.Where(d => d.Value.TopicId == entry.TopicId && d.Value.Id != entry.Id).ToList();
        var changed = register.Open(entry).Anonymise(countsApplicant: entry.TopicId.Length > 0 && onTopic.Count == 0, law);
        return await register.Save(due, changed, null, cancel);
    }

    private async Task DeleteFiles(Stored<Entry> anonymous, CancellationToken cancel)
    {
        var entry = anonymous.Value;
        if (entry.FilesToDelete.Count == 0) return;
        var elsewhere = await FilesElsewhere(entry, cancel);
        foreach (var file in entry.FilesToDelete.Where(f => !elsewhere.Contains(f))) await collections.Files.Delete(file, cancel);
        // Stale, another replica did the same, or it is done the next time.
        await collections.Entries.Write([Write.Replace(entry.Id, entry with { FilesToDelete = [] }, anonymous.Revision)], cancel);
    }

    /// <summary>
    /// The files of the applications that this one came from or went on as, as far as these are not anonymous: what was handed to another
    /// agency took the names of its files with it, not a copy of the bytes. The last of them to become anonymous deletes them.
    /// </summary>
    private async Task<HashSet<string>> FilesElsewhere(Entry entry, CancellationToken cancel)
    {
        var (files, seen, next) = (new HashSet<string>(), new HashSet<string> { entry.Id }, new Queue<Entry>([entry]));
        while (next.TryDequeue(out var one))
        {
            var papers = register.Open(one).Papers;
            if (one.AnonymisedAt is null) files.UnionWith(papers.Files.Select(f => f.StoredAs));
            foreach (var id in papers.Links.Select(l => l.ApplicationId).Where(seen.Add))
            {
                if (await collections.Entries.Get(id, cancel) is { } linked) next.Enqueue(linked.Value);
            }
        }

        return files;
    }

    [LoggerMessage(3001, LogLevel.Error, "Application {Id}, whose time is over, could not be made anonymous")]
    private static partial void LogFailed(ILogger log, Exception e, string id);
}
