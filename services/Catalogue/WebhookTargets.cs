using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Options;
using Sunshine.Foundation.Hosting;

namespace Sunshine.Catalogue;

/// <summary>
/// Where webhooks may lead: nowhere into the networks that only we can reach. A name is looked up when it is registered and again whenever
/// a connection is made, to the very address that was looked at: what it stands for may change between the two.
/// </summary>
public sealed class WebhookTargets(IOptions<FollowingOptions> options)
{
    private const int LongestUrl = 2_000;

    /// <summary>Not of the internet (IANA special-purpose registries), or within which an address of another kind can be hidden.</summary>
    private static readonly IPNetwork[] Internal =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15",
            "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4", "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"
        }.Select(n => IPNetwork.Parse(n))
    ];

    /// <summary>Addresses of the sixth version that are given out for the internet are all of these.</summary>
    private static readonly IPNetwork Global = IPNetwork.Parse("2000::/3");

    private readonly IReadOnlyList<IPNetwork> _allowed = [.. options.Value.AllowedNetworks.Select(n => IPNetwork.Parse(n))];

    public bool Allows(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        if (_allowed.Any(n => n.Contains(address))) return true;
        return (address.AddressFamily == AddressFamily.InterNetwork || Global.Contains(address)) && !Internal.Any(n => n.Contains(address));
    }

    /// <summary>Refuses an address that messages would not be sent to.</summary>
    public async Task Check(string field, string url, Violations v, CancellationToken cancel)
    {
        v.Required(field, url);
        v.Text(field, url, LongestUrl);
        if (url.Length is 0 or > LongestUrl) return;
        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri.Scheme is not ("https" or "http") || uri.Host.Length == 0 || uri.UserInfo.Length > 0 || uri.Fragment.Length > 0)
            v.Add(field, "MALFORMED", "须为完整的 https 地址，不含用户名和片段标识。", "Must be an absolute https address without user or fragment.");
        else if (uri.Scheme == "http" && !options.Value.AllowHttp) v.Add(field, "NOT_HTTPS", "须为 https 地址。", "Must be an https address.");
        else if (await Find(uri.IdnHost, cancel) is not { Length: > 0 } found) v.Add(field, "NOT_RESOLVED", "找不到这台主机。", "There is no such host.");
        else if (!found.Any(Allows)) v.Add(field, "ADDRESS_NOT_ALLOWED", "不得指向本机或内部网络。", "Must not lead to this machine or an internal network.");
    }

    /// <summary>Connects to the first address of a host that is allowed and answers.</summary>
    /// <exception cref="TargetNotAllowedException">None is allowed.</exception>
    public async ValueTask<Stream> Connect(SocketsHttpConnectionContext context, CancellationToken cancel)
    {
        var allowed = (await Dns.GetHostAddressesAsync(context.DnsEndPoint.Host, cancel)).Where(Allows).ToArray();
        if (allowed.Length == 0) throw new TargetNotAllowedException();
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, context.DnsEndPoint.Port, cancel);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static async Task<IPAddress[]> Find(string host, CancellationToken cancel)
    {
        try
        {
            return await Dns.GetHostAddressesAsync(host, cancel);
        }
        catch (Exception e) when (e is SocketException or ArgumentException)
        {
            return [];
        }
    }
}

/// <summary>A host has no address that webhooks may lead to.</summary>
public sealed class TargetNotAllowedException() : IOException("The host is of an internal network.");
