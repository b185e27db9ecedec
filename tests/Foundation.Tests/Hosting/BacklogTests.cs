using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Sunshine.Foundation.Hosting;
using System.Diagnostics.Metrics;
using System.Threading.RateLimiting;

namespace Sunshine.Foundation.Tests.Hosting;

/// <summary>Places follow how long work waits for a thread.</summary>
public sealed class BacklogTests : IDisposable
{
    private static readonly TimeSpan Behind = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan InTime = TimeSpan.FromMilliseconds(1);

    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly Backlog _backlog;

    public BacklogTests() => _backlog = new Backlog(Options.Create(new LoadOptions()), new FakeTimeProvider(), _services.GetRequiredService<IMeterFactory>());

    private Places Public => _backlog.Of(known: false);

    private Places Known => _backlog.Of(known: true);

    public void Dispose()
    {
        _backlog.Dispose();
        _services.Dispose();
    }

    [Fact]
    public void The_public_has_fewer_first_then_callers_with_a_token_and_both_keep_some()
    {
        var before = Known.Count;
        var calls = Enumerable.Range(0, 1_000).Select(_ => Public.AttemptAcquire()).ToList();
        var seen = new List<int>();
        while (Public.Count > Backlog.Fewest)
        {
            _backlog.Follow(Behind);
            Assert.Equal(before, Known.Count);
            seen.Add(Public.Count);
        }

        Assert.Equal(500, seen[0]);
        Assert.Equal(Backlog.Fewest, seen[^1]);
        for (var i = 0; i < 20; i++) _backlog.Follow(Behind);
        Assert.Equal((Backlog.Fewest, Backlog.Fewest), (Public.Count, Known.Count));

        foreach (var call in calls) Public.Leave(call);
        Assert.Equal(0, Public.Taken);
    }

    [Fact]
    public void A_little_behind_takes_a_few_and_what_is_in_between_changes_nothing()
    {
        for (var i = 0; i < 1_000; i++) Assert.True(Public.AttemptAcquire().IsAcquired);
        _backlog.Follow(TimeSpan.FromMilliseconds(25));
        Assert.Equal(850, Public.Count);
        _backlog.Follow(TimeSpan.FromMilliseconds(15));
        Assert.Equal(850, Public.Count);
    }

    [Fact]
    public void All_come_back_within_seconds()
    {
        var before = (Public.Count, Known.Count);
        for (var i = 0; i < 30; i++) _backlog.Follow(Behind);
        var ticks = 0;
        for (; (Public.Count, Known.Count) != before; ticks++) _backlog.Follow(InTime);
        // A tenth of a second each.
        Assert.InRange(ticks, 1, 60);
    }

    [Fact]
    public async Task Who_waits_gets_the_place_that_is_opened_and_who_leaves_one_that_is_closed_takes_it_with_him()
    {
        using var places = new Places(most: 4, waiting: 10);
        var inside = Enumerable.Range(0, 4).Select(_ => places.AttemptAcquire()).ToList();
        places.Count = 2;
        Assert.Equal((2, 4), (places.Count, places.Taken));
        var waiting = places.AcquireAsync(TestContext.Current.CancellationToken).AsTask();
        places.Leave(inside[0]);
        places.Leave(inside[1]);
        Assert.False(waiting.IsCompleted);
        Assert.Equal(2, places.Taken);

        places.Count = 3;
        var third = await waiting;
        Assert.True(third.IsAcquired);
        Assert.False(places.AttemptAcquire().IsAcquired);
        foreach (var place in (RateLimitLease[])[inside[2], inside[3], third]) places.Leave(place);
        Assert.Equal(0, places.Taken);

        // One that is free is closed at once, and never more than all but one.
        places.Count = 0;
        Assert.Equal(1, places.Count);
        using var only = places.AttemptAcquire();
        Assert.True(only.IsAcquired);
        Assert.False(places.AttemptAcquire().IsAcquired);
    }
}
