using Sunshine.Foundation.Hosting;

namespace Sunshine.Powers;

/// <summary>An edition of a guide on its way to the public, with the guide's id: a document of its own, so that no public read can come upon it.</summary>
public sealed record GuideDraft
{
    public required string Id { get; init; }

    /// <summary>Another with every writing, so that what was written while it was being published is no part of that.</summary>
    public required string Key { get; init; }

    /// <summary>Of the call that began it.</summary>
    public string RequestKey { get; init; } = "";

    public required string AgencyId { get; init; }
    public string SourceId { get; init; } = "";
    public required GuideContent Content { get; init; }
    public string ChangeNote { get; init; } = "";

    /// <summary>Number of the edition that was public when it was begun; 0 for a new guide.</summary>
    public int BaseEdition { get; init; }

    /// <summary>Subjects of all who have written it: none of them publishes it (四眼原则).</summary>
    public required IReadOnlyList<string> Editors { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset UpdatedAt { get; init; }

    public GuideDraft Write(GuideContent content, string changeNote, string editor, string key, DateTimeOffset now) => this with
    {
        Content = content, ChangeNote = changeNote, Key = key, UpdatedAt = now, Editors = Editors.Contains(editor) ? Editors : [.. Editors, editor]
    };

    /// <exception cref="RefusedException">The publisher has written it, or another edition came between.</exception>
    public void RequirePublishable(string publisher, Guide? guide)
    {
        if (Editors.Contains(publisher)) throw GuideRefusals.FourEyes.Of();
        if (guide is not null && guide.WithdrawalNow() is not null) throw GuideRefusals.GuideWithdrawn.Of();
        if (IsOvertaken(guide)) throw GuideRefusals.EditionOvertaken.Of();
    }

    public bool IsOvertaken(Guide? guide) => (guide?.Live.Number ?? 0) != BaseEdition;

    /// <summary>Whether it was published and only its removal did not come to its end.</summary>
    public bool IsDone(Guide? guide) => guide?.Live.DraftKey == Key;
}
