using Google.Rpc;
using Grpc.Core;
using Grpc.Health.V1;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Sunshine.Catalogue.V1;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Messaging;
using Sunshine.Testing.V1;

namespace Sunshine.Testing.Probe;

/// <summary>
/// A service that owns nothing: made as every other service is, it shows from outside what Foundation does inside one. What it hears of,
/// how its calls to other services end, and what arrives of a call to itself.
/// </summary>
public static class ProbeProgram
{
    public static async Task Run(string[] args)
    {
        var builder = SunshineHost.Create(args, "probe");
        builder.Services.AddKeyedSingleton<Deliveries>("items");
        builder.Services.AddKeyedSingleton<Deliveries>("dead");
        builder.Services.AddServiceClient<CatalogueService.CatalogueServiceClient>("catalogue");
        builder.Services.AddServiceClient<EchoService.EchoServiceClient>("echo");
        builder.Services.AddServiceClient<Health.HealthClient>("nowhere");

        var app = builder.Build();
        app.UseRouting();
        app.UseFoundation();
        app.MapFoundation();
        app.MapGrpcService<EchoRpcs>();
        app.MapTopic<ItemChanged>((services, received, _) =>
        {
            services.GetRequiredKeyedService<Deliveries>("items").Add(received.Id, received.Event.ItemId);
            return Task.CompletedTask;
        });
        app.Services.GetRequiredService<IEventBus>().Subscribe(app, "catalogue.items.probe" + DaprBus.Dead, (services, dead, _) =>
        {
            services.GetRequiredKeyedService<Deliveries>("dead").Add(dead.Id, "");
            return Task.CompletedTask;
        });
        MapProbe(app);
        await app.RunAsync();
    }

    private static void MapProbe(IEndpointRouteBuilder app)
    {
        app.MapGet("/probe/deliveries/{what}", (string what, IServiceProvider services) => services.GetRequiredKeyedService<Deliveries>(what).All).AllowAnonymous();
        app.MapGet("/probe/statistics/{year}", (int year, CatalogueService.CatalogueServiceClient catalogue) =>
            Report(async () => (await catalogue.GetStatisticsAsync(new GetStatisticsRequest { Year = year })).ItemCount)).AllowAnonymous();
        app.MapGet("/probe/nowhere", (Health.HealthClient nowhere) =>
            Report(async () => (long)(await nowhere.CheckAsync(new HealthCheckRequest())).Status)).AllowAnonymous();
        app.MapGet("/probe/echo", async (EchoService.EchoServiceClient echo) =>
        {
            var headers = new Dictionary<string, string>();
            var report = await Report(async () =>
            {
                foreach (var header in (await echo.EchoAsync(new EchoRequest())).Headers) headers[header.Name] = string.Join(',', header.Values);
                return headers.Count;
            });
            return report with { Headers = headers };
        }).AllowAnonymous();
        app.MapPost("/api/v1/probe/{kind}", async (HttpContext http) => new { Said = http.Request.ContentLength, Read = (await Read(http)).Length }).AllowAnonymous();
        app.MapPost("/probe/import", async (HttpContext http, CatalogueService.CatalogueServiceClient catalogue) =>
        {
            var request = ImportItemsRequest.Parser.ParseFrom(await Read(http));
            return await Report(async () =>
            {
                using var call = catalogue.ImportItems();
                await call.RequestStream.WriteAsync(request);
                await call.RequestStream.CompleteAsync();
                var stored = 0L;
                await foreach (var response in call.ResponseStream.ReadAllAsync()) stored += response.Results.Count(r => r.Outcome == ImportOutcome.Created);
                return stored;
            });
        }).AllowAnonymous();
    }

    private static async Task<byte[]> Read(HttpContext http)
    {
        var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body, http.RequestAborted);
        return body.ToArray();
    }

    private static async Task<CallReport> Report(Func<Task<long>> call)
    {
        try
        {
            return new CallReport("OK", "", "", await call(), new Dictionary<string, string>());
        }
        catch (RpcException e)
        {
            var reason = e.GetRpcStatus()?.GetDetail<ErrorInfo>() is { Domain: Refusal.Domain } info ? info.Reason : "";
            return new CallReport(e.StatusCode.ToString(), e.Status.Detail, reason, 0, new Dictionary<string, string>());
        }
    }
}
