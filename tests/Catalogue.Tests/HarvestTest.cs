using System.Collections.Concurrent;
using System.Text;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Sunshine.Catalogue.V1;
using Sunshine.Foundation.Identity;

namespace Sunshine.Catalogue.Tests;

/// <summary>A catalogue that harvests what real servers on loopback have.</summary>
public abstract class HarvestTest : CatalogueTest
{
    private int _requests;

    protected HarvestService.HarvestServiceClient Harvests { get; private set; } = null!;

    /// <summary>The upstream of a test.</summary>
    protected UpstreamServer Upstream { get; private set; } = null!;

    protected override IReadOnlyDictionary<string, string?> Settings => new Dictionary<string, string?> { ["Outbound:Allowed:0"] = "127.0.0.0/8" };

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await AddAgencies();
        Harvests = new(Host.As(Roles.Publisher, "city"));
        Upstream = await UpstreamServer.Start();
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        if (Upstream is not null) await Upstream.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>A table with Chinese headings.</summary>
    protected V1.HarvestSource Table(int limit = 100) => new()
    {
        Title = "区县目录", AgencyId = "city", Kind = HarvestKind.Csv, Url = Upstream.Address("table.csv"), VanishLimitPercent = limit,
        Fields =
        {
            new V1.HarvestField { Field = "source_id", From = "编号" }, new V1.HarvestField { Field = "title", From = "标题" }, new V1.HarvestField { Field = "on", From = "公开日期" },
            new V1.HarvestField { Field = "channel", Constant = "政府网站" }, new V1.HarvestField { Field = "body", From = "正文" },
            new V1.HarvestField { Field = "genre", From = "体裁", Values = { new HarvestValue { From = "无", To = "" }, new HarvestValue { From = "通知", To = "08" } } }
        }
    };

    protected static string Csv(params IEnumerable<string> rows) => "编号,标题,公开日期,正文,体裁\n" + string.Concat(rows.Select(r => r + "\n"));

    protected static string Row(int i, string title = "关于印发工作方案的通知") => $"k{i},{title} {i},2016/9/{i % 28 + 1},正文 {i},无";

    protected void Serves(params IEnumerable<string> rows) => Upstream.Text("table.csv", Csv(rows));

    protected async Task<V1.HarvestSource> Create(V1.HarvestSource source, HarvestService.HarvestServiceClient? by = null) =>
        await (by ?? Harvests).CreateHarvestSourceAsync(new() { Source = source, RequestId = $"c{_requests++}" }, cancellationToken: Cancel);

    protected async Task<V1.HarvestJob> Run(V1.HarvestSource source, bool dryRun = false) => await Ended(await Begin(source, dryRun));

    protected async Task<V1.HarvestJob> Begin(V1.HarvestSource source, bool dryRun = false) =>
        await Harvests.RunHarvestSourceAsync(new() { Id = source.Id, RequestId = $"j{_requests++}", DryRun = dryRun }, cancellationToken: Cancel);

    /// <summary>The job at its end, or where it waits for a person. Time goes on while it is waited for, so that retries come.</summary>
    protected async Task<V1.HarvestJob> Ended(V1.HarvestJob job, Func<V1.HarvestJob, bool>? until = null)
    {
        until ??= j => j.State is not (HarvestJobState.Queued or HarvestJobState.Running);
        while (true)
        {
            Cancel.ThrowIfCancellationRequested();
            var now = await Harvests.GetHarvestJobAsync(new() { Id = job.Id }, cancellationToken: Cancel);
            if (until(now)) return now;
            Host.Clock.Advance(TimeSpan.FromMilliseconds(500));
            await Task.WhenAny(Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, Cancel));
        }
    }

    protected async Task<IReadOnlyList<V1.HarvestObject>> Objects(V1.HarvestJob job, HarvestStatus status = 0)
    {
        var all = new List<V1.HarvestObject>();
        var request = new ListHarvestObjectsRequest { JobId = job.Id, Status = status, PageSize = 200 };
        do
        {
            var page = await Harvests.ListHarvestObjectsAsync(request, cancellationToken: Cancel);
            all.AddRange(page.Objects);
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);
        return all;
    }

    protected async Task<IReadOnlyList<ItemSummary>> Listed() => await ListAll(new() { PageSize = 200 });

    protected async Task<V1.Item> ItemOf(string sourceId, string agency = "city") =>
        await Public.GetItemAsync(new() { Id = Sunshine.Foundation.Hosting.Ids.Of("item", agency, sourceId) }, cancellationToken: Cancel);

    protected static void Counted(V1.HarvestJob job, int gathered = 0, int added = 0, int updated = 0, int notModified = 0, int deleted = 0, int restored = 0, int errored = 0, int conflicts = 0)
    {
        Assert.True(job.State == HarvestJobState.Done, $"{job}");
        Assert.Equal(new V1.HarvestCounts
        {
            Gathered = gathered, Added = added, Updated = updated, NotModified = notModified, Deleted = deleted, Restored = restored, Errored = errored, Conflicts = conflicts
        }, job.Counts);
    }
}

/// <summary>A server of a test's own, whose answers the test sets.</summary>
public sealed class UpstreamServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, RequestDelegate> _answers = new();

    private UpstreamServer(WebApplication app) => _app = app;

    /// <summary>Each path that was asked for, with the status it was answered with.</summary>
    public ConcurrentQueue<(string Path, int Status, string Authorization)> Asked { get; } = new();

    public static async Task<UpstreamServer> Start()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var server = new UpstreamServer(app);
        app.Run(async http =>
        {
            var (path, authorization) = (http.Request.Path.Value!.TrimStart('/'), http.Request.Headers.Authorization.ToString());
            try
            {
                if (server._answers.TryGetValue(path, out var answer)) await answer(http);
                else http.Response.StatusCode = 404;
            }
            finally
            {
                server.Asked.Enqueue((path, http.Response.StatusCode, authorization));
            }
        });
        await app.StartAsync();
        return server;
    }

    public string Address(string path = "") => _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single() + "/" + path;

    public void Answer(string path, RequestDelegate answer) => _answers[path] = answer;

    public void Text(string path, string text, Encoding? encoding = null) => Answer(path, http => http.Response.Body.WriteAsync((encoding ?? Encoding.UTF8).GetBytes(text)).AsTask());

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
