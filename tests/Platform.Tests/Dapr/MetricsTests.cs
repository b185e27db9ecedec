using Sunshine.Platform.Tests.Observability;

namespace Sunshine.Platform.Tests.Dapr;

/// <summary>What programs send of themselves to a collector, as they are deployed.</summary>
[Collection(DaprCollection.Name)]
public sealed class MetricsTests(Landscape landscape)
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Programs_send_what_rules_and_dashboards_ask_for()
    {
        await landscape.Import(Landscape.Records("measured", 5, 2005), Cancel);
        string[] catalogue =
        [
            "sunshine_store_up", "sunshine_store_commit_duration_seconds_bucket", "sunshine_store_writes_waiting", "sunshine_outbox_delivered_total", "sunshine_outbox_oldest_seconds", "sunshine_outbox_waiting",
            "sunshine_acts_untold", "sunshine_catalogue_imports_total", "sunshine_publication_overdue", "dotnet_process_memory_working_set_bytes", "http_server_request_duration_seconds_bucket"
        ];
        string[] gateway = ["sunshine_gateway_service_up", "sunshine_gateway_cache_size_bytes", "http_server_request_duration_seconds_count", "http_server_active_requests"];

        await Eventually.Get(() => Task.FromResult(Missing("catalogue", catalogue).Concat(Missing("gateway", gateway)).ToList()), missing => missing.Count == 0, Cancel);

        // Nobody has a store there but the catalogue, and what is asked for in the rules is among what comes.
        Assert.DoesNotContain(Series("gateway"), s => s.StartsWith("sunshine_store_", StringComparison.Ordinal));
        var asked = Shown.Expressions.SelectMany(e => Expression.Series(e.Text)).ToHashSet();
        Assert.All(catalogue.Concat(gateway).Where(s => s.StartsWith("sunshine_", StringComparison.Ordinal)), s => Assert.Contains(s, asked));
    }

    private List<string> Missing(string program, string[] wanted) => [.. wanted.Except(Series(program)).Select(s => $"{program}: {s}")];

    private List<string> Series(string program) =>
        [.. landscape.Receiver.Metrics.Where(m => m.Program == program).SelectMany(m => PrometheusNames.Of(m.Name, m.Unit.StartsWith('{') || m.Unit is "s" or "By" or "1" or "" ? m.Unit : "{other}", m.Kind))];
}
