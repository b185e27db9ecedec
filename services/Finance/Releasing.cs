using System.Text.Json;
using Google.Protobuf.WellKnownTypes;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Messaging;
using Sunshine.Foundation.Storage;

namespace Sunshine.Finance;

/// <summary>What is to become a release, checked already.</summary>
/// <param name="Statements">Stored already.</param>
/// <param name="Tables">The same with their lines.</param>
/// <param name="DraftId">Empty of an import.</param>
public sealed record NextRelease(
    DisclosureIdentity Identity, string SourceId, Content Content, V1.ReleaseChange Change, string ChangeReason, string ChangeBasis, IReadOnlyList<StatementReference> Statements,
    IReadOnlyList<Statement> Tables, IReadOnlyList<StandingFinding> Findings, DateOnly PublishedOn, string PublishedBy, string DraftId);

/// <summary>Makes a release public: one write of its disclosure, with its event. Before that write nothing has happened; after it, everything.</summary>
public sealed class Releasing(Collections collections, DisclosureTerm term, TimeProvider time)
{
    /// <summary>Of a disclosure with all its releases as JSON: below what a document of MongoDB holds (16 MiB).</summary>
    private const int LargestDocument = 12 * 1024 * 1024;

    /// <param name="read">The disclosure as it was read; null if there was none.</param>
    /// <returns>Null if somebody else wrote it meanwhile.</returns>
    /// <exception cref="RefusedException">It would be too large.</exception>
    public async Task<Stored<Disclosure>?> Write(Stored<Disclosure>? read, NextRelease next, CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        var latest = read?.Value.Latest;
        var due = term.Of(next.Identity.Kind, next.Identity.Level, next.Content.Phase, next.Content.Approval?.On);
        var (number, change) = ((latest?.Number ?? 0) + 1, next.Change == V1.ReleaseChange.Unspecified ? V1.ReleaseChange.First : next.Change);
        var release = new Release
        {
            Number = number, Change = change, ChangeReason = next.ChangeReason,
            ChangeBasis = next.ChangeBasis, Content = next.Content, Statements = next.Statements, Findings = next.Findings, DueOn = due?.On, DueBasis = due?.Basis ?? "",
            PublishedOn = next.PublishedOn, TimedOn = change == V1.ReleaseChange.Correction ? latest!.TimedOn ?? latest.PublishedOn : null, RecordedAt = now,
            PublishedBy = next.PublishedBy, DraftId = next.DraftId, Summary = DisclosureSummary.Of(next.Identity, number, change, next.Content, next.Tables),
            Digest = ReleaseDigest.Of(next.Content, next.Statements.Select(s => (s.Layout, s.Digest)))
        };
        var disclosure = read is null
            ? new Disclosure { Id = next.Identity.DisclosureId, Identity = next.Identity, SourceId = next.SourceId, Releases = [release], ItemId = next.Content.ItemId, CreatedAt = now, UpdatedAt = now }
            : Follow(read.Value, release, now);
        if (JsonSerializer.SerializeToUtf8Bytes(disclosure, FinanceJson.Default.Disclosure).Length > LargestDocument) throw FinanceRefusals.Full.Of();
        var revision = read?.Revision ?? 0;
        var written = (await collections.Disclosures.Write(
            [new Write<Disclosure>(disclosure.Id, disclosure, revision, [EventOf(read?.Value, disclosure, V1.DisclosureChange.Released, revision + 1)])], cancel))[0];
        return written.Outcome == WriteOutcome.Done ? new Stored<Disclosure>(disclosure, written.Revision) : null;
    }

    /// <param name="before">Null if it is new.</param>
    /// <param name="revision">The disclosure's after the write that this goes with.</param>
    public OutgoingEvent EventOf(Disclosure? before, Disclosure disclosure, V1.DisclosureChange change, long revision)
    {
        var (identity, latest) = (disclosure.Identity, disclosure.Latest);
        return Topics.Outgoing(new V1.DisclosureChanged
        {
            DisclosureId = disclosure.Id, Change = change, Revision = revision, AgencyId = identity.AgencyId, FiscalYear = identity.FiscalYear, Kind = identity.Kind, Level = identity.Level,
            Subject = identity.Subject, Release = latest.Number, ReleaseChange = latest.Change, Phase = latest.Content.Phase, Title = latest.Content.Title,
            Reason = change == V1.DisclosureChange.Released ? latest.ChangeReason : disclosure.Withdrawals[^1].Reason, ApprovedOn = Days.Format(latest.Content.Approval?.On),
            PublishedOn = Days.Format(latest.PublishedOn), FirstPublishedOn = Days.Format(disclosure.FirstPublishedOn), Timeliness = latest.Timeliness, Digest = latest.Digest,
            ItemId = latest.Content.ItemId, Summary = latest.Summary, OccurredAt = disclosure.UpdatedAt.ToTimestamp(),
            Counts = { Counts.Change(DisclosureCounts.Of(before), DisclosureCounts.Of(disclosure)) }
        }, time);
    }

    /// <summary>An item that is named now takes the place of the one that was there, whose index number is not its own.</summary>
    private static Disclosure Follow(Disclosure before, Release release, DateTimeOffset now)
    {
        var renamed = release.Content.ItemId.Length > 0 && release.Content.ItemId != before.ItemId;
        return before with
        {
            Releases = [.. before.Releases, release], UpdatedAt = now, ItemId = renamed ? release.Content.ItemId : before.ItemId, IndexNumber = renamed ? "" : before.IndexNumber
        };
    }
}
