using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Google.Protobuf;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Sunshine.Catalogue.V1;

namespace Sunshine.Catalogue.Tests;

/// <summary>Somebody else's system on loopback: it keeps what is posted to it and answers what a test wants.</summary>
internal sealed class WebhookReceiver : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<Posted> _posted = new();

    private WebhookReceiver(WebApplication app) => _app = app;

    /// <summary>What it answers to the path of a request, before anything else is known.</summary>
    public Func<HttpContext, Task> Answer { get; set; } = _ => Task.CompletedTask;

    public IReadOnlyList<Posted> Posts => [.. _posted];

    public string Address => _app.Urls.Single();

    /// <summary>Every item that it was told of, with what happened, in order; of repeated messages the first.</summary>
    public IEnumerable<(Change Change, string ItemId)> Told => Posts.DistinctBy(p => p.Id).SelectMany(p => p.Payload.Data.Items).Select(i => (i.Change, i.ItemId));

    public static async Task<WebhookReceiver> Start()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var receiver = new WebhookReceiver(app);
        app.Run(receiver.Take);
        await app.StartAsync();
        return receiver;
    }

    public void AnswerWith(HttpStatusCode status) => Answer = http =>
    {
        http.Response.StatusCode = (int)status;
        return Task.CompletedTask;
    };

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task Take(HttpContext http)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body);
        var headers = http.Request.Headers;
        _posted.Enqueue(new Posted(http.Request.Path, headers.ContentType.ToString(), headers["webhook-id"].ToString(), headers["webhook-timestamp"].ToString(), headers["webhook-signature"].ToString(), body.ToArray()));
        await Answer(http);
    }

    public sealed record Posted(string Path, string ContentType, string Id, string Timestamp, string Signature, byte[] Body)
    {
        public WebhookPayload Payload => JsonParser.Default.Parse<WebhookPayload>(Encoding.UTF8.GetString(Body));

        /// <summary>As the specification has receivers check it.</summary>
        public bool IsSignedWith(string secret)
        {
            var key = Convert.FromBase64String(secret["whsec_".Length..]);
            var expected = "v1," + Convert.ToBase64String(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{Id}.{Timestamp}.{Encoding.UTF8.GetString(Body)}")));
            return Signature.Split(' ').Contains(expected);
        }
    }
}
