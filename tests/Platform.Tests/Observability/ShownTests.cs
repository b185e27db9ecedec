using System.Diagnostics.Metrics;
using System.Text;
using System.Text.Json;
using Sunshine.Platform.Tests.Deployment;
using Sunshine.Testing.Hosts;
using Sunshine.Testing.Sidecar;

namespace Sunshine.Platform.Tests.Observability;

/// <summary>Rules and dashboards name what the programs measure, and what they measure is in one of them.</summary>
public sealed class ShownTests(EverythingFixture everything) : IClassFixture<EverythingFixture>
{
    /// <summary>Of Prometheus itself.</summary>
    private static readonly string[] Prometheus = ["up", "ALERTS"];

    [Fact]
    public void Every_series_of_a_rule_or_a_panel_is_measured_or_recorded()
    {
        var measured = everything.All.SelectMany(PrometheusNames.Of).ToHashSet();

        var unknown = Shown.Expressions.SelectMany(e => Expression.Series(e.Text).Select(s => (e.Where, Series: s)))
            .Where(s => !measured.Contains(s.Series) && !Shown.Recorded.ContainsKey(s.Series) && !Prometheus.Contains(s.Series));

        Assert.Empty(unknown);
        // It is known what an expression is made of at all.
        Assert.All(Shown.Expressions, e => Assert.NotEmpty(Expression.Series(e.Text)));
    }

    [Fact]
    public void Every_own_instrument_is_in_a_rule_or_a_panel()
    {
        var used = Shown.Expressions.SelectMany(e => Expression.Series(e.Text)).ToHashSet();

        Assert.InRange(everything.Own.DistinctBy(i => i.Name).Count(), 25, 100);
        Assert.Empty(everything.Own.Where(i => !PrometheusNames.Of(i).Any(used.Contains)).Select(i => i.Name).Distinct());
    }

    [Fact]
    public void Every_own_instrument_is_named_and_described_alike_and_tells_nothing_of_people()
    {
        Assert.All(everything.Own, i =>
        {
            Assert.Matches(@"^sunshine(\.[a-z][a-z_]*){2,3}$", i.Name);
            Assert.False(string.IsNullOrEmpty(i.Unit), i.Name);
            Assert.EndsWith(".", i.Description!.TrimEnd(), StringComparison.Ordinal);
        });
        Assert.All(everything.Own.GroupBy(i => i.Name), g => Assert.Single(g.Select(i => (i.Unit, i.Description, PrometheusNames.Kind(i))).Distinct()));
    }

    [Fact]
    public void Every_alert_says_what_it_means_and_its_runbook_has_a_heading_of_its_own()
    {
        var headings = Shown.Runbook.Split('\n').Where(l => l.StartsWith("### ", StringComparison.Ordinal)).Select(l => l[4..].Trim()).ToList();

        Assert.NotEmpty(Shown.Alerts);
        Assert.All(Shown.Alerts, a =>
        {
            Assert.StartsWith("Sunshine", a.Name, StringComparison.Ordinal);
            Assert.Contains(a.Severity, (string[])["page", "ticket"]);
            Assert.True(a.Summary.Length is > 10 and < 120, a.Name);
            Assert.True(a.Description.Length > 60, a.Name);
            Assert.Equal($"deploy/observability/README.md#{a.Name.ToLowerInvariant()}", a.Runbook);
        });
        Assert.Equal(Shown.Alerts.Select(a => a.Name).Order(StringComparer.Ordinal), headings.Where(h => h.StartsWith("Sunshine", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Prometheus_takes_the_rules()
    {
        var said = await Tool.Run(Shown.Folder, "promtool", "check", "rules", Shown.RulesFile);

        Assert.Contains($"SUCCESS: {Shown.Alerts.Count + Shown.Recorded.Count} rules found", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rules_do_as_their_tests_say_and_whatever_wakes_somebody_has_one()
    {
        var tested = YamlFile.Read(Path.Combine(Shown.Folder, Shown.RuleTestsFile)).Single().Items("tests").SelectMany(t => t.Items("alert_rule_test")).ToList();
        // By one test it fires, by another it is silent.
        Assert.All(Shown.Alerts.Where(a => a.Severity == "page"), a => Assert.Equal($"{a.Name}: False, True",
            $"{a.Name}: {string.Join(", ", tested.Where(t => t.Text("alertname") == a.Name).Select(t => t.Items("exp_alerts").Count > 0).Distinct().Order())}"));

        await Tool.Run(Shown.Folder, "promtool", "test", "rules", Shown.RuleTestsFile);
    }

    [Fact]
    public async Task Prometheus_takes_the_expressions_of_all_panels()
    {
        using var folder = new TemporaryFolder();
        var rules = new StringBuilder("groups:\n- name: panels\n  rules:\n");
        var expressions = Shown.Panels.SelectMany(p => p.Panel.GetProperty("targets").EnumerateArray()).Select(t => t.GetProperty("expr").GetString()!).Distinct().ToList();
        for (var i = 0; i < expressions.Count; i++) rules.Append("  - record: panel:expression").Append(i).Append("\n    expr: ").Append(JsonSerializer.Serialize(expressions[i].Replace("$__rate_interval", "5m", StringComparison.Ordinal))).Append('\n');
        await File.WriteAllTextAsync(Path.Combine(folder.Path, "panels.yaml"), rules.ToString(), TestContext.Current.CancellationToken);

        var said = await Tool.Run(folder.Path, "promtool", "check", "rules", "panels.yaml");

        Assert.Contains($"SUCCESS: {expressions.Count} rules found", said, StringComparison.Ordinal);
    }

    [Fact]
    public void Dashboards_are_what_grafana_imports()
    {
        Assert.Equal(["inside.json", "public.json"], Shown.Dashboards.Keys.Order());
        Assert.Equal(Shown.Dashboards.Count, Shown.Dashboards.Values.Select(d => d.GetProperty("uid").GetString()).Distinct().Count());
        Assert.All(Shown.Dashboards.Values, d =>
        {
            Assert.InRange(d.GetProperty("schemaVersion").GetInt32(), 39, 41);
            Assert.Contains(d.GetProperty("templating").GetProperty("list").EnumerateArray(), v => v.GetProperty("type").GetString() == "datasource" && v.GetProperty("name").GetString() == "datasource");
            var ids = d.GetProperty("panels").EnumerateArray().Select(p => p.GetProperty("id").GetInt32()).ToList();
            Assert.Equal(ids.Count, ids.Distinct().Count());
        });
        Assert.All(Shown.Panels, p =>
        {
            Assert.Equal("${datasource}", p.Panel.GetProperty("datasource").GetProperty("uid").GetString());
            Assert.NotEmpty(p.Panel.GetProperty("description").GetString()!);
            Assert.NotEmpty(p.Panel.GetProperty("targets").EnumerateArray());
            var place = p.Panel.GetProperty("gridPos");
            Assert.True(place.GetProperty("x").GetInt32() + place.GetProperty("w").GetInt32() <= 24);
        });
    }

    [Theory]
    [InlineData("sum by (job) (rate(a_total{x=\"sum(b)\"}[5m])) / on (job) group_left (y) c:d > 1e3", "a_total c:d")]
    [InlineData("histogram_quantile(0.95, sum by (le) (rate(a_seconds_bucket[5m]))) or (b unless c offset 1h) > bool 0", "a_seconds_bucket b c")]
    [InlineData("absent(a{job=~\"x{2}\"}) and min_over_time(b[15m:1m]) > 0", "a b")]
    public void It_is_seen_what_an_expression_is_made_of(string expression, string series) => Assert.Equal(series.Split(' '), Expression.Series(expression));

    [Theory]
    [InlineData("sunshine.outbox.delivered", "{event}", "counter", "sunshine_outbox_delivered_total")]
    [InlineData("sunshine.outbox.oldest", "s", "gauge", "sunshine_outbox_oldest_seconds")]
    [InlineData("sunshine.gateway.cache.size", "By", "gauge", "sunshine_gateway_cache_size_bytes")]
    [InlineData("http.server.request.duration", "s", "histogram", "http_server_request_duration_seconds_bucket")]
    [InlineData("dotnet.gc.pause.time", "s", "counter", "dotnet_gc_pause_time_seconds_total")]
    [InlineData("some.share", "1", "gauge", "some_share_ratio")]
    public void Names_become_those_of_prometheus(string name, string unit, string kind, string expected) => Assert.Contains(expected, PrometheusNames.Of(name, unit, kind));
}
