using System.Text.Json.Serialization;
using Sunshine.Foundation.Calendar;

namespace Sunshine.Catalogue;

/// <summary>A public concern with its answers, as it is stored.</summary>
public sealed record Concern
{
    public required string Id { get; init; }
    public required string AgencyId { get; init; }
    public required string Subject { get; init; }
    public required string Source { get; init; }
    public bool Serious { get; init; }
    public required DateTimeOffset RaisedAt { get; init; }

    /// <summary>Oldest first.</summary>
    public IReadOnlyList<ConcernResponse> Responses { get; init; } = [];

    public string Outcome { get; init; } = "";

    /// <summary>By the rule in force when it was raised: a later one does not make an old answer late.</summary>
    public IReadOnlyList<ConcernDeadline> Deadlines { get; init; } = [];

    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset UpdatedAt { get; init; }

    [JsonIgnore]
    public bool IsPublic => Responses.Count > 0;

    /// <summary>The day of the first answer; null without one.</summary>
    [JsonIgnore]
    public DateOnly? RespondedOn => IsPublic ? Clock.DayOf(Responses[0].RespondedAt) : null;

    /// <summary>Whether anything is still owed to the public.</summary>
    [JsonIgnore]
    public bool IsPending => !IsPublic || Deadlines.Any(d => ConcernDeadlines.MetAt(d, Responses) is null);

    /// <summary>The first moment after which something that is owed is late; the end of time if no clock runs.</summary>
    [JsonIgnore]
    public DateTimeOffset NextDueAt =>
        Deadlines.Where(d => ConcernDeadlines.MetAt(d, Responses) is null).Select(d => d.DueAt).DefaultIfEmpty(DateTimeOffset.MaxValue).Min();

    public bool IsLateAt(DateTimeOffset now) => Deadlines.Any(d => ConcernDeadlines.IsLate(d, Responses, now));

    public Concern Respond(ConcernResponse response, DateTimeOffset now) =>
        this with { Responses = [.. Responses.Append(response).OrderBy(r => r.RespondedAt)], UpdatedAt = now };
}

/// <summary>One answer to a concern.</summary>
public sealed record ConcernResponse(
    DateTimeOffset RespondedAt, V1.ConcernResponseForm Form, IReadOnlyList<V1.Channel> Channels, string Text, string ItemId, string BriefingId, DateTimeOffset RecordedAt);

/// <summary>What is owed by when.</summary>
public sealed record ConcernDeadline(V1.ConcernDuty Duty, DateTimeOffset DueAt, string Citation);
