using System.ComponentModel.DataAnnotations;

namespace Sunshine.Ledger;

/// <summary>Section <c>Ledger</c>.</summary>
public sealed class LedgerOptions : IValidatableObject
{
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

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Origin.Length == 0 || Origin.Any(c => char.IsWhiteSpace(c) || char.IsControl(c) || c == '+'))
            yield return new ValidationResult("Ledger:Origin must be an address without scheme, white space and plus signs.", [nameof(Origin)]);
        if (LateAfter <= TimeSpan.Zero) yield return new ValidationResult("Ledger:LateAfter must be positive.", [nameof(LateAfter)]);
        if (AskAfter <= TimeSpan.Zero) yield return new ValidationResult("Ledger:AskAfter must be positive.", [nameof(AskAfter)]);
    }
}
