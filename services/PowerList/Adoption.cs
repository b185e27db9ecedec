using System.Security.Cryptography;
using System.Text;
using Sunshine.Foundation.Agencies;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Messaging;
using Sunshine.Foundation.Storage;

namespace Sunshine.Powers;

/// <summary>
/// Makes a batch part of its list as one act. What it says of powers is stored first, under a key that nothing names; then one write of
/// the list's document names it. A process that dies before that write has changed nothing that anybody sees; what it stored is deleted
/// by the next one that succeeds.
/// </summary>
public sealed class Adoption(
    Collections collections, PowerLists lists, Sheets sheets, LawBook lawBook, [FromKeyedServices(PowerListModule.Name)] AgencyCopies agencyCopies, PowerRules rules, TimeProvider time)
{
    /// <summary>How many documents are written at a time.</summary>
    private const int Portion = 500;

    /// <summary>What a batch would do to its list as that is now.</summary>
    public async Task<Adjustment> Check(Batch batch, IReadOnlyList<Operation> operations, ListSnapshot list, CancellationToken cancel)
    {
        var acted = operations.SelectMany(o => o.Codes).Distinct().Select(list.Holder).OfType<Line>().Select(l => l.VersionId);
        var others = new Dictionary<string, ListSnapshot>();
        foreach (var source in operations.Select(o => o.SourceListId).Where(s => s.Length > 0).Distinct())
        {
            if (await lists.Find(source, cancel) is { } found) others[source] = found;
        }

        var circumstances = new Circumstances(list, await lists.Contents([.. acted], cancel), others, await agencyCopies.Read(cancel),
            // The batch cites what somebody may have put on record just now, elsewhere.
            await lawBook.ReadNow(cancel), await Fees(operations, cancel), rules);
        return Adjustment.Of(batch, operations, circumstances);
    }

    private async Task<IReadOnlySet<string>> Fees(IReadOnlyList<Operation> operations, CancellationToken cancel)
    {
        var named = operations.SelectMany(o => o.Powers).SelectMany(p => p.Fee?.FeeIds ?? []).Where(id => id.Length <= 64).Distinct();
        var found = new HashSet<string>();
        foreach (var part in named.Chunk(Portion)) found.UnionWith((await collections.Fees.GetMany(part, cancel)).Keys);
        return found;
    }

    /// <summary>Makes a draft current.</summary>
    /// <exception cref="RefusedException">It does not pass, comes before another, or another became current meanwhile.</exception>
    public async Task Adopt(Batch batch, string subject, CancellationToken cancel)
    {
        var read = await collections.Lists.Get(batch.ListId, cancel) ?? throw PowerListRefusals.NoSuchList.Of();
        var list = await lists.Read(read.Value, cancel);
        // The document names fewer batches than are current by now: whoever wrote the others was quicker.
        if (list.Last != read.Value.Batches.Count) throw Etags.Stale(read.Revision);
        if (list.Last > 0 && list.List.Batches[^1].EffectiveOn is var last && last > batch.EffectiveOn) throw PowerListRefusals.OutOfOrder.Of(Days.Format(last));
        var operations = await sheets.Read(batch.Sheets, cancel);
        var adjustment = await Check(batch, operations, list, cancel);
        if (adjustment.ErrorCount > 0) throw Findings.Refuse(adjustment, operations);

        var key = await collections.Next("versions", cancel);
        var attempt = new Attempt(key, batch.ListId);
        await collections.Attempts.Write([Write.Create(attempt.Id, attempt)], cancel);
        var versions = adjustment.Versions.Select(v => v with { Key = key, Digest = PowerContent.DigestOf(v.Content) }).ToList();
        foreach (var part in versions.Chunk(Portion)) await collections.Versions.Write([.. part.Select(v => Write.Create(v.Id, v))], cancel);

        var now = time.GetUtcNow();
        var adopted = new Adopted(
            batch.Id, key, batch.Decree, batch.EffectiveOn, batch.Note, batch.Declared, batch.Sheets, adjustment.Total, now, subject, DigestOf(versions), batch.CreatedAt);
        var changed = read.Value with { Batches = [.. read.Value.Batches, adopted], UpdatedAt = now };
        var told = Topics.Outgoing(Map.ToEvent(adopted, changed, adjustment.Rows), time);
        var written = await collections.Lists.Replace(changed.Id, read, changed, null, null, cancel, told);
        lists.Changed(written);
        await CleanUp(changed, key, cancel);
    }

    /// <summary>
    /// Deletes what others stored under earlier keys and no list names. Nobody can name it any more: a list is written only by who has read
    /// its last state, and whoever took an earlier key read an earlier one.
    /// </summary>
    private async Task CleanUp(PowerList list, long key, CancellationToken cancel)
    {
        var named = list.Batches.Select(b => b.Key).ToHashSet();
        var attempts = await collections.Attempts.List(new ListQuery<Attempt> { Where = [AttemptCollection.List.Is(list.Id)], Size = Portion }, cancel);
        foreach (var attempt in attempts.Documents.Where(a => a.Value.Key <= key))
        {
            if (!named.Contains(attempt.Value.Key)) await DeleteVersions(attempt.Value.Key, cancel);
            await collections.Attempts.Write([Write.Delete<Attempt>(attempt.Value.Id, attempt.Revision)], cancel);
        }
    }

    private async Task DeleteVersions(long key, CancellationToken cancel)
    {
        while (true)
        {
            var left = await collections.Versions.List(new ListQuery<PowerVersion> { Where = [VersionCollection.Key.Is(key)], Size = Portion }, cancel);
            if (left.Documents.Count == 0) return;
            await collections.Versions.Write([.. left.Documents.Select(d => Write.Delete<PowerVersion>(d.Value.Id, d.Revision))], cancel);
        }
    }

    private static string DigestOf(IEnumerable<PowerVersion> versions)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var version in versions) hash.AppendData(Encoding.UTF8.GetBytes($"{version.PowerId} {version.Kind.Name()} {(version.Held ? version.Digest : "-")}\n"));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
