using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Storage;

namespace Sunshine.Powers;

/// <summary>The operations of batches, in sheets that never change.</summary>
public sealed class Sheets(Collections collections, TimeProvider time)
{
    /// <summary>How many operations a sheet has at most.</summary>
    private const int Most = 500;

    /// <summary>In bytes, roughly: an engine takes 16 MiB a document.</summary>
    private const int Largest = 2 * 1024 * 1024;

    /// <summary>Operations in their order.</summary>
    public async Task<IReadOnlyList<Operation>> Read(IReadOnlyList<SheetReference> references, CancellationToken cancel)
    {
        var operations = new List<Operation>(references.Sum(r => r.Count));
        foreach (var part in references.Chunk(20))
        {
            var sheets = await collections.Sheets.GetMany([.. part.Select(r => r.Id)], cancel);
            foreach (var reference in part) operations.AddRange(sheets[reference.Id].Value.Operations);
        }

        return operations;
    }

    /// <summary>Stores sheets so that others stand in the place of some operations of a batch. They count once the batch names them.</summary>
    /// <param name="first">Position of the first operation to go, from 0.</param>
    /// <param name="count">How many go.</param>
    public async Task<IReadOnlyList<SheetReference>> Replace(Batch batch, int first, int count, IReadOnlyList<Operation> operations, CancellationToken cancel)
    {
        var (before, after) = (new List<SheetReference>(), new List<SheetReference>());
        var (rest, start) = (new List<Operation>(), 0);
        var head = new List<Operation>();
        foreach (var sheet in batch.Sheets)
        {
            var end = start + sheet.Count;
            if (end <= first) before.Add(sheet);
            else if (start >= first + count) after.Add(sheet);
            else
            {
                var kept = await Read([sheet], cancel);
                head.AddRange(kept.Take(Math.Max(0, first - start)));
                rest.AddRange(kept.Skip(Math.Max(0, first + count - start)));
            }

            start = end;
        }

        // Many small calls must not leave a sheet each.
        if (head.Count == 0 && before is [.., { Count: < Most / 2 } last])
        {
            head.AddRange(await Read([last], cancel));
            before.RemoveAt(before.Count - 1);
        }

        return [.. before, .. await Store(batch.Id, [.. head, .. operations, .. rest], cancel), .. after];
    }

    /// <summary>Stores operations as sheets.</summary>
    public async Task<IReadOnlyList<SheetReference>> Store(string batchId, IReadOnlyList<Operation> operations, CancellationToken cancel)
    {
        var references = new List<SheetReference>();
        for (var i = 0; i < operations.Count;)
        {
            var part = new List<Operation>();
            for (var size = 0; i < operations.Count && part.Count < Most && size < Largest; i++)
            {
                part.Add(operations[i]);
                size += Map.ToProto(operations[i], 0).CalculateSize();
            }

            var sheet = new Sheet(Ids.New(time), batchId, part);
            await collections.Sheets.Write([Write.Create(sheet.Id, sheet)], cancel);
            references.Add(new SheetReference(sheet.Id, part.Count));
        }

        return references;
    }
}
