using System.Diagnostics.Metrics;

namespace Sunshine.Platform.Tests.Observability;

/// <summary>
/// Names as metrics have them in Prometheus when they come through the OpenTelemetry Collector's exporter (compatibility/prometheus_and_openmetrics of the OpenTelemetry specification): dots become
/// underscores, the unit and for what only grows <c>total</c> are put behind.
/// </summary>
internal static class PrometheusNames
{
    private static readonly Dictionary<string, string> Units = new()
    {
        ["s"] = "seconds", ["ms"] = "milliseconds", ["us"] = "microseconds", ["ns"] = "nanoseconds", ["d"] = "days", ["By"] = "bytes", ["KiBy"] = "kibibytes", ["MiBy"] = "mebibytes", ["%"] = "percent"
    };

    /// <summary>All series of an instrument.</summary>
    public static IReadOnlyList<string> Of(Instrument instrument) => Of(instrument.Name, instrument.Unit ?? "", Kind(instrument));

    /// <param name="kind"><c>counter</c>, <c>histogram</c> or <c>gauge</c>.</param>
    public static IReadOnlyList<string> Of(string name, string unit, string kind)
    {
        var words = name.Split(['.', '_', '-'], StringSplitOptions.RemoveEmptyEntries).ToList();
        // What stands in braces is for people alone.
        if (!unit.StartsWith('{'))
        {
            var word = Units.GetValueOrDefault(unit) ?? (unit == "1" && kind == "gauge" ? "ratio" : unit == "1" || unit.Length == 0 ? "" : throw new ArgumentException($"{name}: the unit {unit} is not known.", nameof(unit)));
            if (word.Length > 0 && !words.Contains(word)) words.Add(word);
        }

        if (kind == "counter")
        {
            words.Remove("total");
            words.Add("total");
        }

        var whole = string.Join('_', words);
        return kind == "histogram" ? [whole + "_bucket", whole + "_count", whole + "_sum"] : [whole];
    }

    public static string Kind(Instrument instrument)
    {
        var type = instrument.GetType().GetGenericTypeDefinition();
        if (type == typeof(Histogram<>)) return "histogram";
        return type == typeof(Counter<>) || type == typeof(ObservableCounter<>) ? "counter" : "gauge";
    }
}
