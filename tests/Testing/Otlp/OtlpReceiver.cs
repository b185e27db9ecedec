using System.Collections.Concurrent;
using Google.Protobuf;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Sunshine.Testing.Hosts;
using Sunshine.Testing.Otlp.V1;

namespace Sunshine.Testing.Otlp;

/// <summary>Takes what programs tell of themselves by OTLP over HTTP, as a collector would.</summary>
public sealed class OtlpReceiver : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<SeenSpan> _spans = new();
    private readonly ConcurrentDictionary<(string Program, string Name), SeenMetric> _metrics = new();

    private OtlpReceiver(WebApplication app, string address) => (_app, Address) = (app, address);

    public string Address { get; }

    /// <summary>All that came so far.</summary>
    public IReadOnlyCollection<SeenSpan> Spans => _spans;

    /// <inheritdoc cref="Spans"/>
    public IReadOnlyCollection<SeenMetric> Metrics => [.. _metrics.Values];

    /// <summary>What a program needs in its environment to tell this receiver, without delay.</summary>
    public IReadOnlyDictionary<string, string?> Environment => new Dictionary<string, string?>
    {
        ["OTEL_EXPORTER_OTLP_ENDPOINT"] = Address, ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf", ["OTEL_BSP_SCHEDULE_DELAY"] = "200", ["OTEL_METRIC_EXPORT_INTERVAL"] = "1000"
    };

    public static async Task<OtlpReceiver> Start()
    {
        var address = $"http://127.0.0.1:{Ports.Free()}";
        var builder = WebApplication.CreateSlimBuilder(["--urls", address]);
        builder.Logging.ClearProviders();
        var app = builder.Build();
        var receiver = new OtlpReceiver(app, address);
        app.MapPost("/v1/traces", async (HttpRequest request) => receiver.Take(Traces.Parser.ParseFrom(await Read(request))));
        app.MapPost("/v1/metrics", async (HttpRequest request) => receiver.Take(Otlp.V1.Metrics.Parser.ParseFrom(await Read(request))));
        app.MapPost("/v1/logs", () => Results.Ok());
        await app.StartAsync();
        return receiver;
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private static async Task<byte[]> Read(HttpRequest request)
    {
        var body = new MemoryStream();
        await request.Body.CopyToAsync(body, request.HttpContext.RequestAborted);
        return body.ToArray();
    }

    private static string Program(Resource? resource) => resource?.Attributes.FirstOrDefault(a => a.Key == "service.name")?.Value.StringValue ?? "";

    private IResult Take(Traces traces)
    {
        foreach (var of in traces.ResourceSpans)
        {
            foreach (var span in of.ScopeSpans.SelectMany(s => s.Spans))
            {
                _spans.Enqueue(new SeenSpan(Program(of.Resource), Hex(span.TraceId), Hex(span.SpanId), Hex(span.ParentSpanId), span.Name,
                    span.Attributes.ToDictionary(a => a.Key, a => a.Value.ValueCase == AnyValue.ValueOneofCase.IntValue ? $"{a.Value.IntValue}" : a.Value.StringValue)));
            }
        }

        return Results.Ok();
    }

    private IResult Take(Otlp.V1.Metrics metrics)
    {
        foreach (var of in metrics.ResourceMetrics)
        {
            foreach (var metric in of.ScopeMetrics.SelectMany(s => s.Metrics))
            {
                var kind = metric.DataCase switch { Metric.DataOneofCase.Histogram => "histogram", Metric.DataOneofCase.Sum when metric.Sum.IsMonotonic => "counter", _ => "gauge" };
                _metrics[(Program(of.Resource), metric.Name)] = new SeenMetric(Program(of.Resource), metric.Name, metric.Unit, kind);
            }
        }

        return Results.Ok();
    }

    private static string Hex(ByteString bytes) => Convert.ToHexStringLower(bytes.Span);
}

/// <param name="Program">The service's name.</param>
/// <param name="Parent">Empty for none.</param>
public sealed record SeenSpan(string Program, string Trace, string Id, string Parent, string Name, IReadOnlyDictionary<string, string> Attributes);

/// <param name="Kind"><c>counter</c>, <c>histogram</c> or <c>gauge</c>.</param>
public sealed record SeenMetric(string Program, string Name, string Unit, string Kind);
