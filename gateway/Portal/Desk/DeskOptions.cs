using System.ComponentModel.DataAnnotations;

namespace Sunshine.Portal.Desk;

/// <summary>Section <c>Portal:Desk</c>: how officers sign in. The authority is <c>Identity:Authority</c>, whose tokens the services take.</summary>
public sealed class DeskOptions
{
    /// <summary>The client that the authority knows the desk by. Default: <c>desk</c>.</summary>
    [Required]
    public string ClientId { get; init; } = "desk";

    /// <summary>The file with the client's secret, readable by the portal alone. Without it there is no desk.</summary>
    public string? SecretFile { get; init; }
}
