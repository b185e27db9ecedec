using System.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Sunshine.Foundation.Hosting;

/// <summary>Traces, metrics and logs by OpenTelemetry, sent over OTLP where <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> says so.</summary>
public static class Telemetry
{
    /// <summary>The name of our own activity source and meter.</summary>
    public const string Name = "Sunshine";

    public static readonly ActivitySource Source = new(Name);

    public static IServiceCollection AddTelemetry(this IServiceCollection services, IConfiguration configuration, string appId)
    {
        services.AddSingleton<DistributedContextPropagator>(new LastTraceParent(DistributedContextPropagator.CreateDefaultPropagator()));
        services.AddSingleton<StateGauges>();
        services.AddSingleton<StateWork>();
        // Without a receiver nothing is measured: recording spans nobody reads costs a tenth of the throughput. For the same reason the
        // shipped settings silence Hosting.Diagnostics, which makes a span for every call only to write its id into log lines.
        if (string.IsNullOrEmpty(configuration["OTEL_EXPORTER_OTLP_ENDPOINT"])) return services;

        services.AddOpenTelemetry()
            .ConfigureResource(r => r.AddService(appId, serviceNamespace: "sunshine"))
            .WithTracing(t => t.AddSource(Name).AddAspNetCoreInstrumentation().AddHttpClientInstrumentation())
            .WithMetrics(m => m.AddMeter(Name).AddAspNetCoreInstrumentation().AddHttpClientInstrumentation().AddRuntimeInstrumentation())
            .WithLogging()
            .UseOtlpExporter();
        services.AddHostedService(provider => provider.GetRequiredService<StateWork>());
        return services;
    }

    /// <summary>
    /// A Dapr sidecar that proxies gRPC adds its own <c>traceparent</c> beside the caller's, which would break the trace; the last one,
    /// the sidecar's, is the parent.
    /// </summary>
    private sealed class LastTraceParent(DistributedContextPropagator inner) : DistributedContextPropagator
    {
        public override IReadOnlyCollection<string> Fields => inner.Fields;

        public override void Inject(Activity? activity, object? carrier, PropagatorSetterCallback? setter) => inner.Inject(activity, carrier, setter);

        public override IEnumerable<KeyValuePair<string, string?>>? ExtractBaggage(object? carrier, PropagatorGetterCallback? getter) =>
            inner.ExtractBaggage(carrier, getter);

        public override void ExtractTraceIdAndState(object? carrier, PropagatorGetterCallback? getter, out string? traceId, out string? traceState)
        {
            PropagatorGetterCallback? last = getter is null ? null : (object? from, string name, out string? value, out IEnumerable<string>? values) =>
            {
                getter(from, name, out value, out values);
                value = values?.LastOrDefault() ?? value;
                values = null;
                if (name == "traceparent" && value?.LastIndexOf(',') is >= 0 and var comma) value = value[(comma + 1)..].Trim();
            };
            inner.ExtractTraceIdAndState(carrier, last, out traceId, out traceState);
        }
    }
}
