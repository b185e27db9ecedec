using System.Collections.Concurrent;
using Google.Protobuf;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Sunshine.Catalogue.V1;
using Sunshine.Foundation.Messaging;
using Sunshine.Foundation.Storage;

namespace Sunshine.Catalogue.Tests;

public sealed class EventsTests : CatalogueTest
{
    private readonly ConcurrentDictionary<string, IMessage> _received = new();
    private readonly SemaphoreSlim _arrived = new(0);
    private int _failures;

    [Fact]
    public async Task Each_change_of_an_item_is_told_once_it_is_stored()
    {
        await AddAgencies();
        await Arrive(4);
        var created = await ImportOne(Record("1"));
        await ImportOne(Record("1"));
        await ImportOne(Record("1", title: "新的标题"));
        await ImportOne(new ImportRecord());

        await Arrive(2);

        var items = _received.Values.OfType<ItemChanged>().OrderBy(e => e.Revision).ToList();
        Assert.Equal([(Change.Created, 1), (Change.Amended, 2)], items.Select(e => (e.Change, e.Revision)));
        Assert.All(items, e => Assert.Equal((created.Id, created.IndexNumber, "city", 64), (e.ItemId, e.IndexNumber, e.AgencyId, e.ContentDigest.Length)));
        Assert.All(items, e => Assert.Equal(Host.Clock.GetUtcNow(), e.OccurredAt.ToDateTimeOffset()));
        Assert.Equal(4, _received.Values.OfType<AgencyChanged>().Count(e => e is { Change: Change.Created, Revision: 1 }));
    }

    [Fact]
    public async Task A_handler_that_fails_gets_the_event_again()
    {
        _failures = 1;
        await Agencies.CreateAgencyAsync(new() { Agency = NewAgency("anshan"), RequestId = "r1" }, cancellationToken: Cancel);
        var outbox = Host.Services.GetRequiredKeyedService<IStore>(CatalogueModule.Name).Outbox;

        // The retry is due by the clock, which nobody but the test moves.
        while (!await _arrived.WaitAsync(TimeSpan.FromMilliseconds(20), Cancel)) Host.Clock.Advance(TimeSpan.FromSeconds(30));

        Assert.Equal("anshan", Assert.IsType<AgencyChanged>(Assert.Single(_received).Value).AgencyId);
        while (await outbox.Count(Cancel) > 0) await Task.Yield();
    }

    protected override void Map(WebApplication app)
    {
        base.Map(app);
        app.MapTopic<ItemChanged>((_, e, _) => Take(e.Id, e.Event));
        app.MapTopic<AgencyChanged>((_, e, _) => Take(e.Id, e.Event));
    }

    private Task Take(string id, IMessage message)
    {
        if (Interlocked.Decrement(ref _failures) >= 0) throw new InvalidOperationException("Not this time.");
        if (_received.TryAdd(id, message)) _arrived.Release();
        return Task.CompletedTask;
    }

    private async Task Arrive(int count)
    {
        for (var i = 0; i < count; i++) Assert.True(await _arrived.WaitAsync(TimeSpan.FromSeconds(30), Cancel), $"Only {i} of {count} events arrived.");
    }
}
