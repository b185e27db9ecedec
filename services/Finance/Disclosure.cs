using Sunshine.Foundation.Hosting;

namespace Sunshine.Finance;

/// <summary>What a disclosure is of: there is one of each, but for kinds of which an agency has several, told apart by their subject.</summary>
/// <param name="Subject">The fund, the audited matter; else empty.</param>
public sealed record DisclosureIdentity(string AgencyId, int FiscalYear, V1.DisclosureKind Kind, V1.FinanceLevel Level, string Subject)
{
    /// <summary>The id of the disclosure: whoever discloses the same again finds what is there.</summary>
    public string DisclosureId => Ids.Of("disclosure", AgencyId, $"{FiscalYear}", $"{Kind}", $"{Level}", Subject);
}

/// <summary>A disclosure with its releases. One write makes a release public with all its tables.</summary>
public sealed record Disclosure
{
    public required string Id { get; init; }
    public required DisclosureIdentity Identity { get; init; }
    public string SourceId { get; init; } = "";

    /// <summary>By their number, the first is 1. At least one.</summary>
    public IReadOnlyList<Release> Releases { get; init; } = [];

    /// <summary>When it was taken back and put back, first to last.</summary>
    public IReadOnlyList<Withdrawal> Withdrawals { get; init; } = [];

    /// <summary>The item of the catalogue; empty until it is known.</summary>
    public string ItemId { get; init; } = "";

    public string IndexNumber { get; init; } = "";
    public DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset UpdatedAt { get; init; }

    public Release Latest => Releases[^1];
    public bool Withdrawn => Withdrawals is [.., { RestoredAt: null }];
    public DateOnly FirstPublishedOn => Releases[0].PublishedOn;

    /// <summary>Of each phase the last release, first to last.</summary>
    public IEnumerable<Release> LatestOfPhases => Releases.GroupBy(r => r.Content.Phase).Select(p => p.Last()).OrderBy(r => r.Number);

    /// <summary>The release that was the latest at the end of a day; null before the first.</summary>
    public Release? AsOf(DateOnly day) => Releases.LastOrDefault(r => r.PublishedOn <= day);

    /// <summary>The one that a draft became; null if it became none.</summary>
    public Release? Of(string draftId) => Releases.FirstOrDefault(r => r.DraftId == draftId && draftId.Length > 0);

    /// <summary>That it is, or at the end of a day was, taken back; null if not. What is taken back now, is so for every day.</summary>
    public Withdrawal? WithdrawnOn(DateOnly? day)
    {
        if (Withdrawn) return Withdrawals[^1];
        if (day is not { } past) return null;
        var end = Foundation.Calendar.Clock.EndOf(past);
        return Withdrawals.LastOrDefault(w => w.At <= end && w.RestoredAt > end);
    }

    public Disclosure Withdraw(string reason, string by, DateTimeOffset now) =>
        Withdrawn ? throw FinanceRefusals.Withdrawn.Of() : this with { Withdrawals = [.. Withdrawals, new Withdrawal(reason, now, null, by)], UpdatedAt = now };

    public Disclosure Restore(string by, DateTimeOffset now) => Withdrawn
        ? this with { Withdrawals = [.. Withdrawals.SkipLast(1), Withdrawals[^1] with { RestoredAt = now, RestoredBy = by }], UpdatedAt = now }
        : throw FinanceRefusals.NotWithdrawn.Of();
}

/// <summary>One release. It never changes.</summary>
public sealed record Release
{
    public required int Number { get; init; }
    public V1.ReleaseChange Change { get; init; }
    public string ChangeReason { get; init; } = "";
    public string ChangeBasis { get; init; } = "";
    public required Content Content { get; init; }

    /// <summary>In the order of their layouts.</summary>
    public IReadOnlyList<StatementReference> Statements { get; init; } = [];

    /// <summary>What footing found and let stand.</summary>
    public IReadOnlyList<StandingFinding> Findings { get; init; } = [];

    /// <summary>Null where the law sets no time.</summary>
    public DateOnly? DueOn { get; init; }

    /// <summary>The law that sets it.</summary>
    public string DueBasis { get; init; } = "";

    public DateOnly PublishedOn { get; init; }

    /// <summary>
    /// Of a correction: the day on which what it corrects was disclosed, by which its timeliness goes. Whoever was late stays so, and whoever was in
    /// time is not late for putting a mistake right. Else null.
    /// </summary>
    public DateOnly? TimedOn { get; init; }

    public DateTimeOffset RecordedAt { get; init; }

    /// <summary>Subject of who published it.</summary>
    public string PublishedBy { get; init; } = "";

    /// <summary>The draft that it was; empty of one that came by an import.</summary>
    public string DraftId { get; init; } = "";

    /// <summary>A few sentences on what it has.</summary>
    public string Summary { get; init; } = "";

    public string Digest { get; init; } = "";

    public int DaysLate => DueOn is { } due && (TimedOn ?? PublishedOn) is var day && day > due ? day.DayNumber - due.DayNumber : 0;

    public V1.Timeliness Timeliness => DueOn is null ? V1.Timeliness.Unspecified : DaysLate > 0 ? V1.Timeliness.Late : V1.Timeliness.InTime;
}

/// <summary>What a release says besides its tables.</summary>
public sealed record Content
{
    public required string Title { get; init; }
    public V1.Phase Phase { get; init; }
    public Approval? Approval { get; init; }
    public IReadOnlyList<Explanation> Explanations { get; init; } = [];

    /// <summary>The item of the catalogue that somebody named.</summary>
    public string ItemId { get; init; } = "";
}

/// <param name="Body">Who approved (批准) or handed down (批复).</param>
public sealed record Approval(string Body, string DocumentNumber, DateOnly On);

/// <param name="Element">Code of a required text.</param>
public sealed record Explanation(string Element, string Text);

/// <summary>A finding that a release was published with.</summary>
/// <param name="Waiver">Null of a warning that nobody explained, and of an error that an import brought along.</param>
public sealed record StandingFinding(FootingFinding Finding, Waiver? Waiver);

/// <summary>A decision that a finding stands nevertheless.</summary>
/// <param name="By">Subject of who decided so.</param>
public sealed record Waiver(string FindingId, string Reason, string By, DateTimeOffset At);

/// <param name="By">Subject of who took it back.</param>
/// <param name="RestoredAt">Null while it is taken back.</param>
public sealed record Withdrawal(string Reason, DateTimeOffset At, DateTimeOffset? RestoredAt, string By = "", string RestoredBy = "");
