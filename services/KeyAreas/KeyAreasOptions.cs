using System.ComponentModel.DataAnnotations;

namespace Sunshine.KeyAreas;

/// <summary>Section <c>KeyAreas</c>.</summary>
public sealed class KeyAreasOptions
{
    /// <summary>How many different codes one client may look up within an hour: 1-10,000. Default: 30.</summary>
    [Range(1, 10_000)]
    public int LookupsPerHour { get; init; } = 30;
}
