using Sunshine.Foundation.Messaging;
using Sunshine.Foundation.Storage;
using Sunshine.Ledger.V1;

namespace Sunshine.KeyAreas;

/// <summary>
/// Which changes are acts of disclosure: changes of records, as many in a row as are of one type and were changed in the same way as one act, so that an import of a million records makes some
/// thousands of them. What areas and types are is the platform's own.
/// </summary>
public static class Acts
{
    private static readonly string Topic = Topics.Of<V1.RecordChanged>();

    public static IReadOnlyList<Act> Of(IReadOnlyList<NumberedEvent> changes)
    {
        var batches = new List<RecordBatch>();
        RecordBatch? batch = null;
        foreach (var change in changes)
        {
            if (change.Event.Topic != Topic)
            {
                batch = null;
                continue;
            }

            var changed = Topics.Read<V1.RecordChanged>(change.Event);
            if (batch?.TryAdd(change, changed) == true) continue;
            batch = new RecordBatch(change, changed);
            batches.Add(batch);
        }

        return batches.ConvertAll(b => b.Close());
    }
}
