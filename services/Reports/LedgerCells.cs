using Grpc.Core;
using Sunshine.Acts;
using Sunshine.Ledger.V1;

namespace Sunshine.Reports;

/// <summary>The sums of the ledger that figures are made of, as of one size. The last few sizes are kept: they never change.</summary>
public sealed class LedgerCells(LedgerService.LedgerServiceClient ledger)
{
    private const int MostKept = 4;

    private readonly Lock _lock = new();
    private readonly LinkedList<(long Size, ILookup<string, ActCount> Cells)> _kept = [];

    /// <summary>By what they count.</summary>
    /// <exception cref="RpcException">The ledger does not answer, or has no such size.</exception>
    public async Task<ILookup<string, ActCount>> At(long size, CancellationToken cancel)
    {
        lock (_lock)
        {
            if (_kept.FirstOrDefault(k => k.Size == size) is { Cells: { } known }) return known;
        }

        var cells = new List<ActCount>();
        using var call = ledger.ReadCells(new ReadCellsRequest { TreeSize = size }, cancellationToken: cancel);
        await foreach (var part in call.ResponseStream.ReadAllAsync(cancel)) cells.AddRange(part.Counts.Select(CountOf));
        var read = cells.ToLookup(c => c.What);
        lock (_lock)
        {
            _kept.AddFirst((size, read));
            if (_kept.Count > MostKept) _kept.RemoveLast();
        }

        return read;
    }

    public static ActCount CountOf(Foundation.V1.Count count) =>
        new(count.What, count.Period, [.. count.Dimensions], decimal.Parse(count.Amount, System.Globalization.CultureInfo.InvariantCulture));
}
