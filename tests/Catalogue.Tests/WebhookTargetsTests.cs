using System.Net;
using Grpc.Core;
using Microsoft.Extensions.Options;
using Sunshine.Catalogue.V1;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Identity;

namespace Sunshine.Catalogue.Tests;

/// <summary>Webhooks lead to the internet, and to nothing that only we can reach.</summary>
public sealed class WebhookTargetsTests : CatalogueTest
{
    [Theory]
    [InlineData("http://8.8.8.8/", "NOT_HTTPS")]
    [InlineData("https://localhost/", "ADDRESS_NOT_ALLOWED")]
    [InlineData("https://127.0.0.1/", "ADDRESS_NOT_ALLOWED")]
    [InlineData("https://127.1/", "ADDRESS_NOT_ALLOWED")]
    [InlineData("https://2130706433/", "ADDRESS_NOT_ALLOWED")]
    [InlineData("https://0x7f000001/", "ADDRESS_NOT_ALLOWED")]
    [InlineData("https://10.1.2.3:8443/a", "ADDRESS_NOT_ALLOWED")]
    [InlineData("https://169.254.169.254/latest/meta-data", "ADDRESS_NOT_ALLOWED")]
    [InlineData("https://[::1]/", "ADDRESS_NOT_ALLOWED")]
    [InlineData("https://[::ffff:192.168.1.1]/", "ADDRESS_NOT_ALLOWED")]
    [InlineData("https://[fd00::1]/", "ADDRESS_NOT_ALLOWED")]
    [InlineData("https://[64:ff9b::a00:1]/", "ADDRESS_NOT_ALLOWED")]
    [InlineData("https://name.invalid/", "NOT_RESOLVED")]
    [InlineData("https://user:pass@8.8.8.8/", "MALFORMED")]
    [InlineData("file:///etc/passwd", "MALFORMED")]
    [InlineData("/hook", "MALFORMED")]
    [InlineData("", "REQUIRED")]
    public async Task An_address_that_leads_elsewhere_is_refused_at_registration(string url, string reason)
    {
        var owner = new FollowingService.FollowingServiceClient(Host.As(Roles.System, "city"));
        var refused = await Refused(StatusCode.InvalidArgument, async () => await owner.CreateWebhookAsync(new() { RequestId = "r1", Webhook = new() { Url = url, Search = new() } }, cancellationToken: Cancel));
        Assert.Equal([("webhook.url", reason)], refused.Fields());
    }

    [Fact]
    public async Task An_address_of_the_internet_is_accepted()
    {
        var owner = new FollowingService.FollowingServiceClient(Host.As(Roles.System, "city"));
        var created = await owner.CreateWebhookAsync(new() { RequestId = "r1", Webhook = new() { Url = "https://8.8.8.8:8443/hook?key=1", Search = new() } }, cancellationToken: Cancel);
        Assert.Equal("https://8.8.8.8:8443/hook?key=1", created.Webhook.Url);
    }

    [Theory]
    [InlineData("0.0.0.0", false)]
    [InlineData("100.64.0.1", false)]
    [InlineData("172.31.255.255", false)]
    [InlineData("172.32.0.1", true)]
    [InlineData("192.168.0.1", false)]
    [InlineData("198.19.0.1", false)]
    [InlineData("224.0.0.1", false)]
    [InlineData("255.255.255.255", false)]
    [InlineData("::", false)]
    [InlineData("fe80::1", false)]
    [InlineData("ff02::1", false)]
    [InlineData("2001::1", false)]
    [InlineData("2002:7f00:1::", false)]
    [InlineData("2001:db8::1", false)]
    [InlineData("2400:3200::1", true)]
    [InlineData("10.9.0.1", true)]
    [InlineData("::ffff:10.9.0.1", true)]
    [InlineData("10.10.0.1", false)]
    public void Networks_are_internal_unless_they_are_listed(string address, bool allowed) =>
        Assert.Equal(allowed, new OutboundAddresses(Options.Create(new OutboundOptions { Allowed = ["10.9.0.0/16"] })).MayConnect(IPAddress.Parse(address)));
}
