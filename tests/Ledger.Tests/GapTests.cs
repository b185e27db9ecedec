using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Sunshine.Foundation.Messaging;
using Sunshine.Ledger.V1;

namespace Sunshine.Ledger.Tests;

public sealed class GapTests : LedgerTest
{
    private readonly List<ActsMissing> _asked = [];

    protected override IReadOnlyDictionary<string, string?> Settings => new Dictionary<string, string?> { ["Ledger:AskAfter"] = "10.00:00:00" };

    protected override void Map(WebApplication app)
    {
        base.Map(app);
        app.MapTopic<ActsMissing>((_, received, _) =>
        {
            lock (_asked) _asked.Add(received.Event);
            return Task.CompletedTask;
        });
    }

    [Fact]
    public async Task What_is_overtaken_is_listed_until_it_comes()
    {
        await Tell(Told("catalogue", 1, 2));
        await Tell(Told("catalogue", 6, 8));
        await Tell(Told("catalogue", 12, 12));
        Assert.Equal("3-5 9-11: 6", await Gaps());

        await Tell(Told("catalogue", 4, 4));
        Assert.Equal("3-3 5-5 9-11: 5", await Gaps());
        await Tell(Told("catalogue", 9, 11));
        await Tell(Told("catalogue", 1, 8));
        Assert.Equal(": 0", await Gaps());
        Assert.Equal(Enumerable.Range(1, 12).Select(n => (long)n), (await All()).Select(a => a.Act.FirstNumber).Order());
    }

    [Fact]
    public async Task What_is_missing_is_asked_for_again_and_again()
    {
        await Tell(Told("catalogue", 5, 5));
        // Not the host's own, which works by itself as time goes on.
        var work = new GapWork(Host.Services.GetRequiredService<Collections>(), Host.Services.GetRequiredService<IEventBus>(), Options.Create(new LedgerOptions()), Host.Clock, NullLogger<GapWork>.Instance);
        await work.Ask(Cancel);
        Assert.Empty(Asked());
        Host.Clock.Advance(TimeSpan.FromMinutes(1));
        await work.Ask(Cancel);
        await work.Ask(Cancel);
        var asked = Assert.Single(Asked());
        Assert.Equal(("catalogue", 1, 4), (asked.Source, asked.FirstNumber, asked.LastNumber));
        Host.Clock.Advance(TimeSpan.FromMinutes(1));
        await work.Ask(Cancel);
        Assert.Equal(2, Asked().Count);
        var gap = Assert.Single((await Ledger.ListSourcesAsync(new ListSourcesRequest(), cancellationToken: Cancel)).Sources[0].Gaps);
        Assert.NotNull(gap.AskedAt);
    }

    [Fact]
    public async Task A_batch_of_which_a_part_came_otherwise_is_not_logged_twice()
    {
        await Tell(Told("key-areas", 1, 2));
        var batch = ActOf(1, ActKind.RecordsImported);
        batch.LastNumber = 4;
        await Tell(Told("key-areas", 1, 6, batch, ActOf(5)));
        Assert.Equal([1, 2, 5], (await All()).Select(a => a.Act.FirstNumber));
        Assert.Equal("3-4: 2", await Gaps());
        Assert.Contains(Host.Log.Lines, l => l.Message.Contains("some came before", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Acts_that_come_late_are_listed_newest_first()
    {
        var old = ActOf(1);
        Host.Clock.Advance(TimeSpan.FromHours(2));
        await Tell(Told("catalogue", 1, 2, old, ActOf(2)));
        var older = ActOf(1);
        Host.Clock.Advance(TimeSpan.FromHours(3));
        await Tell(Told("requests", 1, 1, older));

        var late = await Ledger.ListLateActsAsync(new ListLateActsRequest(), cancellationToken: Cancel);
        Assert.Equal([2, 0], late.Acts.Select(a => a.Index));
        late = await Ledger.ListLateActsAsync(new ListLateActsRequest { Source = "catalogue" }, cancellationToken: Cancel);
        Assert.Equal([0], late.Acts.Select(a => a.Index));
        Assert.Equal([1, 1], (await Ledger.ListSourcesAsync(new ListSourcesRequest(), cancellationToken: Cancel)).Sources.Select(s => s.LateCount));
    }

    private async Task<string> Gaps()
    {
        var source = Assert.Single((await Ledger.ListSourcesAsync(new ListSourcesRequest(), cancellationToken: Cancel)).Sources);
        return $"{string.Join(' ', source.Gaps.Select(g => $"{g.FirstNumber}-{g.LastNumber}"))}: {source.MissingCount}";
    }

    private List<ActsMissing> Asked()
    {
        lock (_asked) return [.. _asked];
    }
}
