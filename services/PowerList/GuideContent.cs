using System.Security.Cryptography;
using Google.Protobuf;

namespace Sunshine.Powers;

/// <summary>What an edition of a guide says. It never changes: another edition says something else. The contract says what each part is.</summary>
public sealed record GuideContent
{
    public string Title { get; init; } = "";
    public V1.ServiceKind Kind { get; init; }
    public IReadOnlyList<string> PowerIds { get; init; } = [];
    public string Office { get; init; } = "";

    /// <summary>With articles in their first form.</summary>
    public IReadOnlyList<LegalBasis> Bases { get; init; } = [];

    public string Conditions { get; init; } = "";
    public IReadOnlyList<V1.Audience> Audiences { get; init; } = [];
    public IReadOnlyList<ProcessStep> Steps { get; init; } = [];
    public IReadOnlyList<Material> Materials { get; init; } = [];
    public bool NoMaterials { get; init; }
    public IReadOnlyList<string> FeeIds { get; init; } = [];
    public bool FreeOfCharge { get; init; }
    public TimeLimit? TimeLimit { get; init; }
    public Supervision? Supervision { get; init; }
    public IReadOnlyList<ServicePlace> Places { get; init; } = [];
    public string Hours { get; init; } = "";
    public string Phone { get; init; } = "";
    public IReadOnlyList<ChannelRule> Channels { get; init; } = [];
    public IReadOnlyList<ServiceResult> Results { get; init; } = [];
    public IReadOnlyList<ServiceQuestion> Questions { get; init; } = [];

    /// <summary>SHA-256, lower-case hexadecimal, of what is sent of it.</summary>
    public static string DigestOf(GuideContent content) => Convert.ToHexStringLower(SHA256.HashData(GuideMap.ToProto(content).ToByteArray()));
}

public sealed record ProcessStep(string Step, string Text, string Duration, string Responsible);

/// <param name="Copies">0: not said.</param>
public sealed record Material(string Name, V1.MaterialForm Form, int Copies, string Issuer, string Condition, string BlankFormId, string ModelTextId, string Notes);

public sealed record Supervision(string Phone, string Address, string Url);

/// <param name="Longitude">A decimal as it was sent, with <paramref name="Latitude"/>; both empty if it is not known.</param>
public sealed record ServicePlace(string Address, string Name, string Window, string Hours, string Phone, string Longitude, string Latitude);

/// <param name="MaterialNumbers">Counted from 1; none for all.</param>
public sealed record ChannelRule(
    V1.ServiceChannel Channel, bool Available, string Url, string Address, IReadOnlyList<int> MaterialNumbers, TimeLimit? TimeLimit, string FeeNote, int Visits);

public sealed record ServiceResult(string Name, string Validity, string SampleId);

public sealed record ServiceQuestion(string Question, string Answer);
