using System.ComponentModel.DataAnnotations;
using System.Net;
using System.Net.Http;
using System.Net.Sockets;
using Microsoft.Extensions.Options;

namespace Sunshine.Foundation.Hosting;

/// <summary>Section <c>Outbound</c>.</summary>
public sealed class OutboundOptions : IValidatableObject
{
    /// <summary>
    /// Addresses or networks (CIDR) that may be called although they are not public, such as a county's own network. Default: none.
    /// </summary>
    public IReadOnlyList<string> Allowed { get; init; } = [];

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) =>
        from text in Allowed
        where !OutboundAddresses.TryNetwork(text, out _)
        select new ValidationResult($"Outbound:Allowed: '{text}' is neither an address nor a network such as 10.0.0.0/8.", [nameof(Allowed)]);
}

/// <summary>An address that callers gave us leads where nobody from outside may reach.</summary>
public sealed class OutboundRefusedException(string host) : IOException($"{host} is not a public address.");

/// <summary>
/// Where the platform may call on behalf of others: public addresses, and what the operator allows. Looked at when the connection is
/// made, after the name was resolved, so that no name leads inside at a second look.
/// </summary>
public sealed class OutboundAddresses(IOptions<OutboundOptions> options)
{
    /// <summary>What is not public, by RFC 6890 and its successors: this host, private and shared networks, link-local, multicast, reserved.</summary>
    private static readonly IPNetwork[] Closed =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16",
            "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4", "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"
        }.Select(text => IPNetwork.Parse(text))
    ];

    /// <summary>Addresses of the sixth version that are given out for the internet are all of these.</summary>
    private static readonly IPNetwork Global = IPNetwork.Parse("2000::/3");

    private readonly IReadOnlyList<IPNetwork> _allowed = [.. options.Value.Allowed.Select(text => TryNetwork(text, out var network) ? network : throw new FormatException(text))];

    public bool MayConnect(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        if (_allowed.Any(n => n.Contains(address))) return true;
        return (address.AddressFamily == AddressFamily.InterNetwork || Global.Contains(address)) && !Closed.Any(n => n.Contains(address));
    }

    /// <summary>A handler that connects only where it may, follows no redirects and asks no proxy: each would be a way around.</summary>
    public SocketsHttpHandler Handler() => new()
    {
        ConnectCallback = Connect, AllowAutoRedirect = false, UseProxy = false, UseCookies = false,
        ConnectTimeout = TimeSpan.FromSeconds(15), PooledConnectionLifetime = TimeSpan.FromMinutes(2), MaxResponseHeadersLength = 64
    };

    internal static bool TryNetwork(string text, out IPNetwork network) =>
        IPNetwork.TryParse(text.Contains('/') ? text : text + (text.Contains(':') ? "/128" : "/32"), out network);

    private async ValueTask<Stream> Connect(SocketsHttpConnectionContext context, CancellationToken cancel)
    {
        var host = context.DnsEndPoint.Host;
        var addresses = IPAddress.TryParse(host, out var literal) ? [literal] : await Dns.GetHostAddressesAsync(host, cancel);
        var open = addresses.Where(MayConnect).ToArray();
        if (open.Length == 0) throw new OutboundRefusedException(host);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            // Those that were looked at, not the name: it may lead elsewhere by now.
            await socket.ConnectAsync(open, context.DnsEndPoint.Port, cancel);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
