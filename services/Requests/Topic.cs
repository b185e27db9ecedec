using System.Text.Json.Serialization;
using Sunshine.Foundation.Calendar;

namespace Sunshine.Requests;

/// <summary>What several applications are about, on its way to disclosure. Which ones they are stands in them (<see cref="Entry.TopicId"/>).</summary>
public sealed record Topic
{
    public required string Id { get; init; }
    public required string AgencyId { get; init; }
    public required string Title { get; init; }
    public string Description { get; init; } = "";
    public V1.TopicState State { get; init; } = V1.TopicState.Open;

    /// <summary>As they were counted last, like the two that follow (<see cref="TopicDemand"/>).</summary>
    public int Applications { get; init; }

    public int Applicants { get; init; }

    /// <summary>Whether an answer gave it in full.</summary>
    public bool Granted { get; init; }

    /// <summary>Of the Catalogue's draft, and of the item that comes of it; empty until it is proposed.</summary>
    public string ItemId { get; init; } = "";

    /// <summary>How often it was proposed.</summary>
    public int Proposals { get; init; }

    public DateOnly? ProposedOn { get; init; }
    public DateOnly? PublishedOn { get; init; }

    /// <summary>The newest one of the item that an event told of; 0 for none.</summary>
    public long ItemRevision { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>Whether it should be proposed (依申请公开转主动公开).</summary>
    /// <param name="from">Asked for by so many applicants.</param>
    public bool IsProposable(int from) => State == V1.TopicState.Open && (Granted || Applicants >= from);

    public Topic Propose(string itemId, DateTimeOffset now) => this with
    {
        State = V1.TopicState.Proposed, ItemId = itemId, Proposals = Proposals + 1, ProposedOn = Clock.DayOf(now), PublishedOn = null, ItemRevision = 0, UpdatedAt = now
    };

    /// <summary>After something happened to its item; events come in no certain order, and more than once.</summary>
    public Topic Follow(long itemRevision, bool withdrawn, DateOnly on, DateTimeOffset now)
    {
        var newest = itemRevision > ItemRevision;
        var changed = this with
        {
            ItemRevision = Math.Max(itemRevision, ItemRevision), PublishedOn = !withdrawn && (PublishedOn is null || on < PublishedOn) ? on : PublishedOn,
            State = !newest ? State : withdrawn ? V1.TopicState.Withdrawn : V1.TopicState.Published
        };
        return changed == this ? this : changed with { UpdatedAt = now };
    }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault, UseStringEnumConverter = true)]
[JsonSerializable(typeof(Topic))]
internal sealed partial class TopicJson : JsonSerializerContext;
