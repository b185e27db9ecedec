using Sunshine.Foundation.Hosting;

namespace Sunshine.Powers;

/// <summary>
/// A service guide as it is stored. There is one only if an edition of it was published, and there is nothing in it that was not: what is
/// on its way stands in <see cref="GuideDraft"/>.
/// </summary>
public sealed record Guide
{
    /// <summary>Follows from agency and source id, or from the call that drafted it first.</summary>
    public required string Id { get; init; }

    public required string AgencyId { get; init; }

    /// <summary>Empty if the agency has no id of its own for it.</summary>
    public string SourceId { get; init; } = "";

    /// <summary>The edition that is public. Those before it are documents of their own.</summary>
    public required GuideEdition Live { get; init; }

    /// <summary>Every public act on it, oldest first; at least one.</summary>
    public required IReadOnlyList<GuideAct> Acts { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset UpdatedAt { get; init; }

    public static string IdOf(string agencyId, string sourceId) => Ids.Of("guide", agencyId, sourceId);

    /// <summary>The withdrawal that holds at the end of a day; null if there is none.</summary>
    public GuideAct? WithdrawalOn(DateOnly day) =>
        Acts.LastOrDefault(a => a.On <= day && a.Change is (V1.GuideChange.Withdrawn or V1.GuideChange.Restored)) is { Change: V1.GuideChange.Withdrawn } withdrawn ? withdrawn : null;

    /// <summary>The withdrawal that holds; null if there is none.</summary>
    public GuideAct? WithdrawalNow() => WithdrawalOn(DateOnly.MaxValue);

    public static Guide Publish(string id, string agencyId, string sourceId, GuideEdition first, DateOnly on, DateTimeOffset now) => new()
    {
        Id = id, AgencyId = agencyId, SourceId = sourceId, Live = first, CreatedAt = now, UpdatedAt = now,
        Acts = [new GuideAct(1, V1.GuideChange.Published, on, now, first.Number, first.Content.Title, first.ChangeNote, [])]
    };

    /// <summary>With its next edition.</summary>
    /// <exception cref="RefusedException">It is taken back.</exception>
    public Guide Amend(GuideEdition edition, DateOnly on, DateTimeOffset now)
    {
        if (WithdrawalNow() is not null) throw GuideRefusals.GuideWithdrawn.Of();
        var next = edition.After(Live);
        var fields = ContentDifferences.Of(Live.Content, next.Content).Select(d => d.Field).ToList();
        return With(V1.GuideChange.Amended, on, next.ChangeNote, now, fields, next);
    }

    /// <exception cref="RefusedException">It is taken back already.</exception>
    public Guide Withdraw(string reason, DateOnly on, DateTimeOffset now) =>
        WithdrawalNow() is null ? With(V1.GuideChange.Withdrawn, on, reason, now, [], Live) : throw GuideRefusals.GuideWithdrawn.Of();

    /// <exception cref="RefusedException">It is not taken back.</exception>
    public Guide Restore(string reason, DateOnly on, DateTimeOffset now) =>
        WithdrawalNow() is null ? throw GuideRefusals.GuideNotWithdrawn.Of() : With(V1.GuideChange.Restored, on, reason, now, [], Live);

    private Guide With(V1.GuideChange change, DateOnly on, string reason, DateTimeOffset now, IReadOnlyList<string> fields, GuideEdition live) => this with
    {
        Live = live, UpdatedAt = now, Acts = [.. Acts, new GuideAct(Acts.Count + 1, change, on, now, live.Number, live.Content.Title, reason, fields)]
    };
}

/// <summary>A public act on a guide. It never changes.</summary>
/// <param name="Number">Counted from 1 within the guide.</param>
/// <param name="On">The day in China on which it was done, also if that was before the guide came here.</param>
/// <param name="At">When it was stored.</param>
/// <param name="Fields">Of another edition: what differs from the one before.</param>
public sealed record GuideAct(int Number, V1.GuideChange Change, DateOnly On, DateTimeOffset At, int Edition, string Title, string Reason, IReadOnlyList<string> Fields);
