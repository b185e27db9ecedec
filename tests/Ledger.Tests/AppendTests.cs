using Microsoft.Extensions.DependencyInjection;
using Sunshine.Ledger.V1;

namespace Sunshine.Ledger.Tests;

public sealed class AppendTests : LedgerTest
{
    [Fact]
    public async Task Acts_come_in_order_and_everything_served_is_sound()
    {
        Assert.Equal(0, await Size());
        await Tell(Told("catalogue", 1, 3));
        await Tell(Told("requests", 1, 2));
        for (var first = 4; first < 1_000; first += 300) await Tell(Told("catalogue", first, first + 299));

        var all = await All();
        Assert.Equal(1_205, all.Count);
        Assert.Equal(Enumerable.Range(0, 1_205).Select(i => (long)i), all.Select(a => a.Index));
        Assert.Equal([("catalogue", 3L), ("requests", 1L), ("requests", 2L), ("catalogue", 4L)], all.Skip(2).Take(4).Select(a => (a.Source, a.Act.FirstNumber)));
        var report = await Audit();
        Assert.True(report.IsSound, string.Join('\n', report.Faults));
        Assert.Equal(1_205, report.Entries);
    }

    [Fact]
    public async Task What_comes_again_is_acknowledged_and_not_written_again()
    {
        var told = Told("catalogue", 1, 5);
        await Tell(told);
        await Tell(told);
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Tell(Told("catalogue", 4, 8))));
        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8], (await All()).Select(a => a.Act.FirstNumber));
    }

    [Fact]
    public async Task Changes_that_are_no_act_are_covered_and_make_no_entry()
    {
        await Tell(Told("powers", 1, 10, ActOf(4), ActOf(9)));
        await Tell(Told("powers", 11, 20, []));
        Assert.Equal([4, 9], (await All()).Select(a => a.Act.FirstNumber));
        var source = Assert.Single((await Ledger.ListSourcesAsync(new ListSourcesRequest(), cancellationToken: Cancel)).Sources);
        Assert.Equal((20, 2, 0), (source.LastNumber, source.ActCount, source.MissingCount));
    }

    [Fact]
    public async Task What_is_told_is_what_is_shown()
    {
        var act = ActOf(1, ActKind.RequestAnswered, CountOf("requests.answered", "2016-05", "", "agency=city", "outcome=GRANTED"), CountOf("requests.fees", "2016", "-12.50", "agency=city"));
        act.Notes.Add("outcome=GRANTED");
        act.Members.Add("r1/1/abc");
        act.LastNumber = 3;
        await Tell(Told("requests", 1, 3, act));
        var logged = await Ledger.GetActAsync(new GetActRequest { Index = 0 }, cancellationToken: Cancel);
        act.Counts[0].Amount = "1";
        Assert.Equal(act, logged.Act);
        Assert.Contains("\"kind\":\"REQUEST_ANSWERED\"", logged.Entry.ToStringUtf8());
    }

    [Theory]
    [InlineData("UPPER", 1, 1, 1, "items/1", "2016")]
    [InlineData("catalogue", 0, 1, 1, "items/1", "2016")]
    [InlineData("catalogue", 2, 1, 1, "items/1", "2016")]
    [InlineData("catalogue", 1, 1, 2, "items/1", "2016")]
    [InlineData("catalogue", 1, 1, 1, "", "2016")]
    [InlineData("catalogue", 1, 1, 1, "items/1", "2016-13")]
    [InlineData("catalogue", 1, 2_001, 1, "items/1", "2016")]
    public async Task What_no_source_may_tell_is_not_let_in(string source, long first, long last, long number, string resource, string period)
    {
        var act = ActOf(number, ActKind.Published, CountOf("catalogue.items", period));
        act.Resource = resource;
        await Assert.ThrowsAsync<InvalidDataException>(() => Host.Services.GetRequiredService<Sequencer>().Append(Told(source, first, last, act), Cancel));
        Assert.Equal(0, await Size());
    }
}
