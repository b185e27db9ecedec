using System.ComponentModel.DataAnnotations;
using System.Net;

namespace Sunshine.Foundation.Hosting;

/// <summary>Section <c>Forwarding</c>.</summary>
public sealed class ForwardingOptions : IValidatableObject
{
    /// <summary>
    /// Addresses or networks (CIDR) of proxies, gateways and sidecars on other machines, whose <c>X-Forwarded-For</c> and <c>Client-Cert</c> are believed. Default:
    /// none. Services believe their own machine besides; the gateway believes it only if it is listed.
    /// </summary>
    public IReadOnlyList<string> TrustedProxies { get; init; } = [];

    /// <summary>The same; an address is a network of one.</summary>
    public IEnumerable<IPNetwork> Networks => TrustedProxies.Select(p => IPNetwork.Parse(p.Contains('/') ? p : p + (p.Contains(':') ? "/128" : "/32")));

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (var proxy in TrustedProxies.Where(p => !(p.Contains('/') ? IPNetwork.TryParse(p, out _) : IPAddress.TryParse(p, out _))))
            yield return new ValidationResult($"Forwarding:TrustedProxies: '{proxy}' is neither an address nor a network such as 10.0.0.0/8.", [nameof(TrustedProxies)]);
    }
}
