using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Sunshine.Acts;
using Sunshine.Foundation.V1;
using Sunshine.Ledger.V1;

namespace Sunshine.Ledger.Tests;

public sealed class CellTests : LedgerTest
{
    [Fact]
    public async Task Sums_are_those_of_the_acts_up_to_a_size_and_stay_so()
    {
        await Tell(Told("catalogue", 1, 2, ActOf(1, ActKind.Published, Item("2016-05")), ActOf(2, ActKind.Published, Item("2016-06"), CountOf("catalogue.items-by-area", "2016-06", "", "agency=city", "area=k01"))));
        await Tell(Told("catalogue", 3, 3, ActOf(3, ActKind.Withdrawn, Item("2016-05", "-1"))));
        await Tell(Told("finance", 1, 1, ActOf(1, ActKind.BudgetDisclosed, CountOf("finance.amounts", "2015", "12.50", "agency=city"), Item("2016-06", "2"))));

        Assert.Equal(["catalogue.items 2016-06 agency=city 3", "catalogue.items-by-area 2016-06 agency=city,area=k01 1", "finance.amounts 2015 agency=city 12.5"], await Cells(new ReadCellsRequest()));
        Assert.Equal(["catalogue.items 2016-05 agency=city 1", "catalogue.items 2016-06 agency=city 1", "catalogue.items-by-area 2016-06 agency=city,area=k01 1"], await Cells(new ReadCellsRequest { TreeSize = 2 }));
        Assert.Equal(["finance.amounts 2015 agency=city 12.5"], await Cells(new ReadCellsRequest { Year = 2015 }));
        Assert.Equal(["finance.amounts 2015 agency=city 12.5"], await Cells(new ReadCellsRequest { What = { "finance." } }));
        Assert.Equal(["catalogue.items 2016-05 agency=city 1", "catalogue.items 2016-06 agency=city 1", "catalogue.items-by-area 2016-06 agency=city,area=k01 1"], await Cells(new ReadCellsRequest { TreeSize = 2 }));
    }

    [Fact]
    public async Task Sums_over_stored_segments_are_the_same_after_a_restart()
    {
        // Beyond one segment of 65,536 acts, in portions as sources tell them.
        var source = 0L;
        for (var n = 0; n < 140; n++)
        {
            var first = source + 1;
            source += 500;
            await Tell(Told("catalogue", first, source, [.. Enumerable.Range(0, 500).Select(i => ActOf(first + i, ActKind.Published, Item($"2016-{(first + i) % 12 + 1:00}")))]));
        }

        var size = await Size();
        Assert.Equal(70_000, size);
        var cells = await Cells(new ReadCellsRequest());
        Assert.Equal(12, cells.Count);
        Assert.Equal(70_000, (await Sums(size)).Ordered().Sum(c => c.Amount));
        Assert.NotNull(await Collections.Segments.Get(KeptSegment.IdOf(0), Cancel));

        using var log = new LogReading(Collections);
        using var restarted = new ActBook(Collections, log);
        Assert.Equal(Text((await Sums(size)).Ordered()), Text((await restarted.SumsAt(size, Cancel)).Ordered()));
        // At sizes within the stored segment, at its end and behind it, against acts added up one by one.
        foreach (var earlier in new[] { 500L, 65_500, 66_000 })
        {
            var naive = new CellSums();
            for (var index = 0L; index < earlier; index++) naive.Add(ActEntry.Parse(await log.Entry(index, Cancel)));
            Assert.Equal(Text(naive.Ordered()), Text((await restarted.SumsAt(earlier, Cancel)).Ordered()));
        }

        Assert.Equal([69_999L], (await All(new ListActsRequest { Source = "catalogue", Resource = "items/70000" })).Select(a => a.Index));
        Assert.True((await Audit()).IsSound);
    }

    private static Count Item(string period, string amount = "") => CountOf("catalogue.items", period, amount, "agency=city");

    private Task<CellSums> Sums(long size) => Host.Services.GetRequiredService<ActBook>().SumsAt(size, Cancel);

    private static IEnumerable<string> Text(IEnumerable<ActCount> counts) => counts.Select(c => $"{c.What} {c.Period} {string.Join(',', c.By)} {c.Amount}");

    private async Task<IReadOnlyList<string>> Cells(ReadCellsRequest request)
    {
        using var call = Ledger.ReadCells(request, cancellationToken: Cancel);
        var cells = new List<string>();
        await foreach (var cell in call.ResponseStream.ReadAllAsync(Cancel)) cells.AddRange(cell.Counts.Select(c => $"{c.What} {c.Period} {string.Join(',', c.Dimensions)} {c.Amount}"));
        return cells;
    }
}
