using System.Security.Cryptography;
using Google.Protobuf;

namespace Sunshine.Powers;

/// <summary>What a list says of a power. It never changes: another batch says something else.</summary>
public sealed record PowerContent
{
    public string Code { get; init; } = "";
    public string Name { get; init; } = "";
    public V1.PowerKind Kind { get; init; }
    public string AgencyId { get; init; } = "";
    public string Office { get; init; } = "";
    public IReadOnlyList<LegalBasis> Bases { get; init; } = [];
    public IReadOnlyList<Responsibility> Responsibilities { get; init; } = [];
    public IReadOnlyList<string> Accountability { get; init; } = [];
    public string FlowChartId { get; init; } = "";
    public TimeLimit? TimeLimit { get; init; }
    public Fee? Fee { get; init; }
    public string SupervisionPhone { get; init; } = "";
    public V1.PowerLevel Level { get; init; }

    /// <summary>SHA-256, lower-case hexadecimal, of what is sent of it.</summary>
    public static string DigestOf(PowerContent content) => Convert.ToHexStringLower(SHA256.HashData(Map.ToProto(content).ToByteArray()));
}

/// <param name="Step">受理, 审查, 决定, …</param>
public sealed record Responsibility(string Step, string Text);

/// <summary>How long it may take. 0: not stated.</summary>
public sealed record TimeLimit(V1.TimeUnit Unit, int Statutory, int Promised, bool OnTheSpot, string Note);

public sealed record Fee(bool Charged, IReadOnlyList<string> FeeIds, string Standard, string Basis);
