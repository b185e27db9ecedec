using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Options;
using Sunshine.Foundation.Hosting;

namespace Sunshine.Catalogue;

/// <summary>
/// Where webhooks may lead: nowhere into the networks that only we can reach. A name is looked up when it is registered, and again whenever
/// a connection is made (<see cref="OutboundAddresses"/>): what it stands for may change between the two.
/// </summary>
public sealed class WebhookTargets(OutboundAddresses addresses, IOptions<FollowingOptions> options)
{
    private const int LongestUrl = 2_000;

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
        else if (!found.Any(addresses.MayConnect)) v.Add(field, "ADDRESS_NOT_ALLOWED", "不得指向本机或内部网络。", "Must not lead to this machine or an internal network.");
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
