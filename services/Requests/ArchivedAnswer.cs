using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;
using Sunshine.Foundation.Hosting;

namespace Sunshine.Requests;

/// <summary>
/// An answer for everybody. It is a document of its own, apart from the register, with nothing in it but what was written for the public;
/// of where it came from only officers hear.
/// </summary>
public sealed record ArchivedAnswer
{
    /// <summary>Follows from the call that made it, and not from the application.</summary>
    public required string Id { get; init; }

    public required string AgencyId { get; init; }

    /// <summary>One is written of each application.</summary>
    public required string ApplicationId { get; init; }

    public required string Question { get; init; }
    public required string Text { get; init; }
    public IReadOnlyList<string> ItemIds { get; init; } = [];
    public required V1.Outcome Outcome { get; init; }
    public string LegalBasis { get; init; } = "";
    public required int Year { get; init; }
    public V1.ArchiveState State { get; init; } = V1.ArchiveState.Draft;

    /// <summary>Subjects of all who have written it: none of them publishes it (四眼原则).</summary>
    public IReadOnlyList<string> WrittenBy { get; init; } = [];

    public string PublishedBy { get; init; } = "";
    public DateOnly? PublishedOn { get; init; }
    public string WithdrawalReason { get; init; } = "";
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset UpdatedAt { get; init; }

    [JsonIgnore]
    public string Digest => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{Question}\n{Text}")));

    public ArchivedAnswer Write(string question, string text, IReadOnlyList<string> itemIds, string by, DateTimeOffset now)
    {
        if (State == V1.ArchiveState.Published) throw RequestsRefusals.WrongArchiveState.Of(State.Name());
        return this with
        {
            Question = question, Text = text, ItemIds = itemIds, State = V1.ArchiveState.Draft, WrittenBy = WrittenBy.Contains(by) ? WrittenBy : [.. WrittenBy, by], PublishedBy = "",
            PublishedOn = null, WithdrawalReason = "", UpdatedAt = now
        };
    }

    public ArchivedAnswer Publish(string by, DateOnly today, DateTimeOffset now)
    {
        if (State != V1.ArchiveState.Draft) throw RequestsRefusals.WrongArchiveState.Of(State.Name());
        if (WrittenBy.Contains(by)) throw RequestsRefusals.FourEyes.Of();
        return this with { State = V1.ArchiveState.Published, PublishedBy = by, PublishedOn = today, UpdatedAt = now };
    }

    public ArchivedAnswer Withdraw(string reason, DateTimeOffset now)
    {
        if (State != V1.ArchiveState.Published) throw RequestsRefusals.WrongArchiveState.Of(State.Name());
        return this with { State = V1.ArchiveState.Withdrawn, WithdrawalReason = reason, UpdatedAt = now };
    }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault, UseStringEnumConverter = true)]
[JsonSerializable(typeof(ArchivedAnswer))]
internal sealed partial class ArchiveJson : JsonSerializerContext;
