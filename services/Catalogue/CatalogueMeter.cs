using System.Diagnostics.Metrics;
using Sunshine.Foundation.Hosting;

namespace Sunshine.Catalogue;

/// <summary>What the catalogue counts. Tags are of few values, and none names an item, an agency or a person.</summary>
public sealed class CatalogueMeter
{
    private readonly Counter<long> _changes;
    private readonly Counter<long> _imports;
    private readonly Counter<long> _harvests;
    private readonly Counter<long> _messages;
    private readonly Histogram<double> _lateness;

    public CatalogueMeter(IMeterFactory meters)
    {
        var meter = meters.Create(Telemetry.Name);
        _changes = meter.CreateCounter<long>("sunshine.catalogue.changes", "{change}", "Changes of public items, by what changed: created, amended, withdrawn and so on.");
        _imports = meter.CreateCounter<long>("sunshine.catalogue.imports", "{record}", "Records that other systems brought, by outcome.");
        _harvests = meter.CreateCounter<long>("sunshine.catalogue.harvests", "{run}", "Harvest jobs that came to an end or wait for a person, by how.");
        _messages = meter.CreateCounter<long>("sunshine.catalogue.messages", "{message}", "Attempts to bring a message to a follower, by channel and outcome; dead is one that is not tried again.");
        _lateness = meter.CreateHistogram("sunshine.publication.lateness", "s", "Time from when an edition was to be published until it was.", null,
            new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800, 7200] });
    }

    public void Changed(V1.Change change) => _changes.Add(1, Tag("change", change.ToString()));

    public void Imported(V1.ImportOutcome outcome) => _imports.Add(1, Tag("outcome", outcome.ToString()));

    public void Harvested(V1.HarvestJobState outcome) => _harvests.Add(1, Tag("outcome", outcome.ToString()));

    public void Sent(FollowerKind channel, SendOutcome outcome, bool dead) =>
        _messages.Add(1, Tag("channel", channel.ToString()), Tag("outcome", dead && outcome == SendOutcome.Failed ? "Dead" : outcome.ToString()));

    public void Published(TimeSpan late) => _lateness.Record(late.TotalSeconds);

    private static KeyValuePair<string, object?> Tag(string name, string value) => new(name, value.ToLowerInvariant());
}
