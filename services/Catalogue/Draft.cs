using System.Text.Json.Serialization;
using Sunshine.Foundation.Hosting;

namespace Sunshine.Catalogue;

/// <summary>
/// An edition of an item on its way to the public, with the item's id. It is a document of its own, so that no public read can come upon
/// it. Its transitions are here; each is refused from a state that does not allow it.
/// </summary>
public sealed record Draft
{
    public required string Id { get; init; }

    /// <summary>Tells this draft from others of the same item.</summary>
    public required string Key { get; init; }

    public required string AgencyId { get; init; }
    public required V1.DraftState State { get; init; }
    public required Content Content { get; init; }

    /// <summary>Number of the edition that was public when it was begun; 0 for a new item.</summary>
    public int BasedOn { get; init; }

    public string ChangeNote { get; init; } = "";
    public string PersonalDataBasis { get; init; } = "";
    public DateOnly? ChangedOn { get; init; }

    /// <summary>The last day on which publishing it is in time; null if it is not known from when the clock runs.</summary>
    public DateOnly? DueOn { get; init; }

    /// <summary>Subjects of all who have written it: none of them reviews it (四眼原则).</summary>
    public IReadOnlyList<string> Editors { get; init; } = [];

    public Review? Review { get; init; }
    public DateTimeOffset? PublishAt { get; init; }
    public string PublishedBy { get; init; } = "";
    public IReadOnlyList<Placement> Placements { get; init; } = [];

    /// <summary>Taken when its publication begins, so that one that is begun again has the same.</summary>
    public string IndexNumber { get; init; } = "";

    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset UpdatedAt { get; init; }

    [JsonIgnore]
    public bool IsOpen => State is V1.DraftState.Drafted or V1.DraftState.Returned;

    public Draft Write(Content content, string changeNote, string personalDataBasis, DateOnly? changedOn, DateOnly? dueOn, string editor, DateTimeOffset now)
    {
        Require(IsOpen);
        return this with
        {
            Content = content, ChangeNote = changeNote, PersonalDataBasis = personalDataBasis, ChangedOn = changedOn, DueOn = dueOn,
            Editors = Editors.Contains(editor) ? Editors : [.. Editors, editor], UpdatedAt = now
        };
    }

    public Draft Submit(DateTimeOffset now)
    {
        Require(IsOpen);
        return this with { State = V1.DraftState.Submitted, Review = null, UpdatedAt = now };
    }

    public Draft Decide(Review review)
    {
        Require(State == V1.DraftState.Submitted);
        if (Editors.Contains(review.Reviewer)) throw CatalogueRefusals.ReviewerIsEditor.Of();
        return this with
        {
            Review = review, UpdatedAt = review.At,
            State = review.Decision switch
            {
                V1.ReviewDecision.Approve => V1.DraftState.Approved,
                V1.ReviewDecision.Restrict => V1.DraftState.Restricted,
                _ => V1.DraftState.Returned
            }
        };
    }

    /// <summary>Whatever was decided was decided on a text that may change from now on.</summary>
    public Draft Recall(DateTimeOffset now)
    {
        Require(State is not (V1.DraftState.Publishing or V1.DraftState.Drafted));
        return this with { State = V1.DraftState.Drafted, Review = null, PublishAt = null, PublishedBy = "", Placements = [], UpdatedAt = now };
    }

    public Draft Schedule(DateTimeOffset at, IReadOnlyList<Placement> placements, string by, DateTimeOffset now)
    {
        RequirePublishable();
        return this with { State = V1.DraftState.Scheduled, PublishAt = at, Placements = placements, PublishedBy = by, UpdatedAt = now };
    }

    /// <summary>Asked before a number is taken for it, so that a refusal leaves no gap.</summary>
    public void RequirePublishable() => Require(State is V1.DraftState.Approved or V1.DraftState.Scheduled);

    /// <summary>From here on the publication is finished by whoever comes upon it.</summary>
    public Draft BeginPublishing(IReadOnlyList<Placement> placements, string indexNumber, string by, DateTimeOffset now)
    {
        RequirePublishable();
        return this with { State = V1.DraftState.Publishing, Placements = placements, IndexNumber = indexNumber, PublishedBy = by, PublishAt = now, UpdatedAt = now };
    }

    /// <summary>Approved as before, to be published by a person: at its time it could not be.</summary>
    public Draft Unschedule(DateTimeOffset now) => this with { State = V1.DraftState.Approved, PublishAt = null, PublishedBy = "", Placements = [], UpdatedAt = now };

    /// <summary>What was approved is no more what would follow on the edition that is public.</summary>
    public Draft Overtaken(DateTimeOffset now) => this with { State = V1.DraftState.Returned, Review = null, UpdatedAt = now };

    public void RequireDiscardable() => Require(State != V1.DraftState.Publishing);

    private void Require(bool allowed)
    {
        if (!allowed) throw CatalogueRefusals.WrongDraftState.Of(State.Name()).With("state", State.Name());
    }
}
