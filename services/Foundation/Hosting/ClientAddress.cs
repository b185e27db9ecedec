using System.Net;
using System.Net.Sockets;
using Grpc.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Sunshine.Foundation.Hosting;

/// <summary>
/// Where a call comes from, looking through the gateway and sidecars: they connect from this machine or from
/// <see cref="ForwardingOptions.TrustedProxies"/>, and each adds who called it to <c>X-Forwarded-For</c>. Anyone else's header is not believed.
/// </summary>
public sealed class ClientAddress(IOptions<ForwardingOptions> options)
{
    private readonly IReadOnlyList<IPNetwork> _trusted = [.. options.Value.Networks];

    /// <summary>The address, or the network of 64 bits that an IPv6 client may choose from; empty if it is not known.</summary>
    public string Of(ServerCallContext context) => Of(context.GetHttpContext());

    /// <inheritdoc cref="Of(ServerCallContext)"/>
    public string Of(HttpContext http)
    {
        var hops = http.Request.Headers["X-Forwarded-For"].SelectMany(h => (h ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)).ToList();
        var address = http.Connection.RemoteIpAddress;
        for (var i = hops.Count - 1; i >= 0 && IsOurs(address) && IPEndPoint.TryParse(hops[i], out var hop); i--) address = hop.Address;
        if (address is { IsIPv4MappedToIPv6: true }) address = address.MapToIPv4();
        return address is { AddressFamily: AddressFamily.InterNetworkV6 } ? Convert.ToHexStringLower(address.GetAddressBytes().AsSpan(0, 8)) : address?.ToString() ?? "";
    }

    /// <summary>Whether who connects is this machine or one of those that are believed.</summary>
    internal bool IsFromOurs(HttpContext http) => IsOurs(http.Connection.RemoteIpAddress);

    /// <summary>A server within this process has no address at all.</summary>
    private bool IsOurs(IPAddress? address)
    {
        if (address is null) return true;
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        return IPAddress.IsLoopback(address) || _trusted.Any(n => n.Contains(address));
    }
}
