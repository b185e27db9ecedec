using System.ComponentModel.DataAnnotations;

namespace Sunshine.Powers;

/// <summary>Section <c>Powers</c>.</summary>
public sealed class PowerListOptions
{
    /// <summary>The scheme that codes of powers follow, by its id in <c>Codes/code-schemes.json</c>. Default: region-organ-kind.</summary>
    [Required]
    public string CodeScheme { get; init; } = "region-organ-kind";
}
