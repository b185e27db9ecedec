using System.Globalization;

namespace Sunshine.Testing.Sidecar;

/// <summary>How often and how soon a failed delivery is repeated.</summary>
/// <param name="Most">Repetitions after the first try; null for ever.</param>
internal sealed record RetryPolicy(int? Most, TimeSpan First, double Growth, TimeSpan Longest)
{
    /// <summary>Without a policy a sidecar tries once.</summary>
    public static readonly RetryPolicy None = new(0, TimeSpan.Zero, 1, TimeSpan.Zero);

    /// <summary>The pause before a repetition, counted from 0.</summary>
    public TimeSpan Pause(int repetition) => TimeSpan.FromTicks((long)Math.Min(Longest.Ticks, First.Ticks * Math.Pow(Growth, Math.Min(repetition, 60))));
}

/// <summary>What the files of <c>--resources-path</c> give this app: its pub/sub components, and the retry policy of each.</summary>
internal sealed record Resources(IReadOnlyDictionary<string, RetryPolicy> PubSubs)
{
    public static Resources Read(string? folder, string appId)
    {
        var documents = folder is null ? [] : Directory.EnumerateFiles(folder, "*.yaml").Order().SelectMany(YamlFile.Read).Where(d => IsScoped(d, appId)).ToList();
        var resiliencies = documents.Where(d => d.Text("kind") == "Resiliency").ToList();
        return new Resources(documents
            .Where(d => d.Text("kind") == "Component" && d.Text("spec", "type")?.StartsWith("pubsub.", StringComparison.Ordinal) == true)
            .Select(d => d.Text("metadata", "name")!)
            .ToDictionary(name => name, name => resiliencies.Select(r => Inbound(r, name)).FirstOrDefault(p => p is not null) ?? RetryPolicy.None));
    }

    private static bool IsScoped(object? document, string appId) => document.Items("scopes") is not { Count: > 0 } scopes || scopes.Contains(appId);

    private static RetryPolicy? Inbound(object? resiliency, string component)
    {
        if (resiliency.Text("spec", "targets", "components", component, "inbound", "retry") is not { } name) return null;
        var policy = resiliency.At("spec", "policies", "retries", name) ?? throw new InvalidDataException($"There is no retry policy {name}.");
        int? most = int.TryParse(policy.Text("maxRetries"), CultureInfo.InvariantCulture, out var n) && n >= 0 ? n : null;
        return policy.Text("policy") == "exponential"
            ? new RetryPolicy(most, TimeSpan.FromMilliseconds(500), 1.5, Duration(policy.Text("maxInterval") ?? "60s"))
            : new RetryPolicy(most, Duration(policy.Text("duration") ?? "5s"), 1, Duration(policy.Text("duration") ?? "5s"));
    }

    private static TimeSpan Duration(string text) => text.EndsWith("ms", StringComparison.Ordinal)
        ? TimeSpan.FromMilliseconds(double.Parse(text[..^2], CultureInfo.InvariantCulture))
        : text[^1] switch
        {
            's' => TimeSpan.FromSeconds(double.Parse(text[..^1], CultureInfo.InvariantCulture)),
            'm' => TimeSpan.FromMinutes(double.Parse(text[..^1], CultureInfo.InvariantCulture)),
            _ => throw new InvalidDataException($"{text} is no duration.")
        };
}
