using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Sunshine.Catalogue.V1;
using Sunshine.Foundation.Identity;

namespace Sunshine.Catalogue.Tests;

/// <summary>A city with a system and people who follow it. What the background work does is done when a test says so.</summary>
public abstract class FollowingTest : EditingTest
{
    protected const string Reader = "reader@example.com";

    internal WebhookReceiver Receiver { get; private set; } = null!;

    internal MailReceiver Mail { get; private set; } = null!;

    protected FollowingService.FollowingServiceClient Owner { get; private set; } = null!;

    protected FollowingService.FollowingServiceClient Anyone { get; private set; } = null!;

    protected override IReadOnlyDictionary<string, string?> Settings => new Dictionary<string, string?>
    {
        ["Following:AllowHttp"] = "true", ["Outbound:Allowed:0"] = "127.0.0.0/8", ["Following:PublicAddress"] = "https://www.example.gov.cn/", ["Following:Sender"] = "政务公开 <noreply@example.gov.cn>",
        ["Following:SmtpServer"] = "127.0.0.1", ["Following:SmtpPort"] = $"{Mail.Port}", ["Following:SmtpSecurity"] = "None"
    };

    public override async ValueTask InitializeAsync()
    {
        Receiver = await WebhookReceiver.Start();
        Mail = new MailReceiver();
        await base.InitializeAsync();
        Owner = new(Host.Invoker(Host.Issuer.Token([Roles.System], "county-1", subject: "county-system")));
        Anyone = new(Host.Invoker());
        // It begins with the process.
        _ = Host.Services.GetRequiredService<FollowingSweep>();
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await Receiver.DisposeAsync();
        Mail.Dispose();
        GC.SuppressFinalize(this);
    }

    protected override void Add(IServiceCollection services)
    {
        base.Add(services);
        services.Remove(services.Single(s => s.ImplementationType == typeof(FollowingWork)));
    }

    protected async Task<CreateWebhookResponse> Follow(ListItemsRequest? search = null, string requestId = "w1", string path = "/hook") =>
        await Owner.CreateWebhookAsync(new() { RequestId = requestId, Webhook = new() { Title = "县平台", Url = Receiver.Address + path, Search = search ?? new() } }, cancellationToken: Cancel);

    protected async Task<FollowByEmailResponse> Ask(string email = Reader, ListItemsRequest? search = null, string from = "203.0.113.7") =>
        await Anyone.FollowByEmailAsync(new() { Email = email, Search = search ?? new() }, new Metadata { { "x-forwarded-for", from } }, cancellationToken: Cancel);

    /// <summary>Asked for and confirmed.</summary>
    protected async Task FollowByEmail(ListItemsRequest? search = null, string email = Reader)
    {
        await Ask(email, search);
        await Send();
        await Use(LinkIn(Mail.Messages[^1], "confirm"));
    }

    /// <summary>The button on the page behind a link.</summary>
    protected async Task<System.Net.HttpStatusCode> Use(string link)
    {
        using var http = Host.Http();
        using var response = await http.PostAsync(new Uri(link).PathAndQuery, new FormUrlEncodedContent([new("List-Unsubscribe", "One-Click")]), Cancel);
        return response.StatusCode;
    }

    protected static string LinkIn(MimeKit.MimeMessage message, string act) =>
        message.TextBody!.Split('\n', '\r').Single(l => l.StartsWith("https://www.example.gov.cn/", StringComparison.Ordinal) && l.Contains($"/{act}?code=", StringComparison.Ordinal));

    /// <summary>What is due is found out.</summary>
    protected Task Sweep() => Host.Services.GetRequiredService<FollowingSweep>().RunOnce(Cancel);

    /// <summary>What waits and is due is sent.</summary>
    protected async Task Send()
    {
        var queue = Host.Services.GetRequiredService<DeliveryQueue>();
        while (await queue.RunOnce(Cancel) > 0)
        {
        }
    }

    /// <summary>The next interval: everything that may be sent within it is.</summary>
    protected async Task Tick(TimeSpan? interval = null)
    {
        Host.Clock.Advance(interval ?? TimeSpan.FromSeconds(10));
        for (var before = -1; before != Receiver.Posts.Count + Mail.Messages.Count;)
        {
            before = Receiver.Posts.Count + Mail.Messages.Count;
            await Sweep();
            await Send();
        }
    }

    protected async Task<IReadOnlyList<V1.Delivery>> Deliveries(string webhookId, DeliveryState state = default) =>
        (await Owner.ListDeliveriesAsync(new() { WebhookId = webhookId, State = state }, cancellationToken: Cancel)).Deliveries;

    protected static FieldMask Mask(params string[] paths) => new() { Paths = { paths } };
}
