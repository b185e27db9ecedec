using System.ComponentModel.DataAnnotations;
using Sunshine.TransparencyLog;

namespace Sunshine.Ledger;

/// <summary>Section <c>Ledger</c>.</summary>
public sealed class LedgerOptions : IValidatableObject
{
    private const int MostWitnesses = 16;

    /// <summary>
    /// The log's name, for ever: the public address of its files without scheme and slash at the end, as <c>www.example.gov.cn/api/v1/ledger/log</c>. Default: that of standalone.
    /// </summary>
    public string Origin { get; init; } = "localhost:8080/api/v1/ledger/log";

    /// <summary>The file with the signing key; made at the first start if missing. Default: <c>ledger.key</c> in the folder of keys (Storage:KeyFolder). All replicas need the same.</summary>
    public string KeyFile { get; init; } = "";

    /// <summary>An act that is logged later than this after it was done is listed as late. Default: one hour.</summary>
    public TimeSpan LateAfter { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Missing changes are asked for after this, and again. Default: one minute.</summary>
    public TimeSpan AskAfter { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Who cosigns the checkpoints (C2SP tlog-witness), up to 16. Default: none.</summary>
    public IReadOnlyList<WitnessOptions> Witnesses { get; init; } = [];

    /// <summary>A witness is asked for a newer checkpoint no more often than this; at least a second. Default: 30 seconds.</summary>
    public TimeSpan WitnessEvery { get; init; } = TimeSpan.FromSeconds(30);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Origin.Length == 0 || Origin.Any(c => char.IsWhiteSpace(c) || char.IsControl(c) || c == '+'))
            yield return new ValidationResult("Ledger:Origin must be an address without scheme, white space and plus signs.", [nameof(Origin)]);
        if (LateAfter <= TimeSpan.Zero) yield return new ValidationResult("Ledger:LateAfter must be positive.", [nameof(LateAfter)]);
        if (AskAfter <= TimeSpan.Zero) yield return new ValidationResult("Ledger:AskAfter must be positive.", [nameof(AskAfter)]);
        if (WitnessEvery < TimeSpan.FromSeconds(1)) yield return new ValidationResult("Ledger:WitnessEvery must be at least a second.", [nameof(WitnessEvery)]);
        if (Witnesses.Count > MostWitnesses) yield return new ValidationResult($"Ledger:Witnesses: there are {Witnesses.Count}, and at most {MostWitnesses} are possible.", [nameof(Witnesses)]);
        var keys = new List<VerifierKey>();
        for (var i = 0; i < Witnesses.Count; i++)
        {
            if (!Uri.TryCreate(Witnesses[i].Url, UriKind.Absolute, out var url) || url.Scheme is not ("https" or "http"))
                yield return new ValidationResult($"Ledger:Witnesses:{i}:Url is '{Witnesses[i].Url}'; it must be an http or https address.", [nameof(Witnesses)]);
            if (Fault(Witnesses[i].Key, keys) is { } fault) yield return new ValidationResult($"Ledger:Witnesses:{i}:Key: {fault}", [nameof(Witnesses)]);
        }
    }

    private static string? Fault(string text, List<VerifierKey> before)
    {
        if (VerifierKey.Fault(text, KeyType.Cosignature) is { } fault) return fault;
        var key = VerifierKey.Parse(text);
        if (before.Any(k => k.Id == key.Id || k.Name == key.Name)) return "Two witnesses have the same name or key.";
        before.Add(key);
        return null;
    }
}

/// <summary>A witness of the log.</summary>
public sealed class WitnessOptions
{
    /// <summary>Below which it takes <c>add-checkpoint</c>. An address that is not public must be in <c>Outbound:Allowed</c>.</summary>
    public string Url { get; init; } = "";

    /// <summary>Its verifier key, <c>name+id+base64</c>, of the type for cosignatures.</summary>
    public string Key { get; init; } = "";
}
