namespace Sunshine.Portal.Components.Desk;

/// <summary>How a published item ends: taken back, out of force, or restored after all.</summary>
public sealed class EndingForm
{
    public string? Validity { get; set; }

    public string? On { get; set; }

    public string? Reason { get; set; }

    /// <summary>Id or address of the item that stands in its place.</summary>
    public string? Successor { get; set; }

    public bool RemoveContent { get; set; }
}
