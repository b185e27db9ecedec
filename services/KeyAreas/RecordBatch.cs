using System.Text;
using System.Text.Encodings.Web;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Messaging;
using Sunshine.Foundation.Storage;
using Sunshine.Foundation.V1;
using Sunshine.Ledger.V1;

namespace Sunshine.KeyAreas;

/// <summary>Changes of records that follow each other, as one act.</summary>
internal sealed class RecordBatch
{
    /// <summary>Of the act's entry in the log, in bytes: well below what an entry may have.</summary>
    public const int Longest = 40 * 1024;

    /// <summary>Of an entry without members and counts, and of what stands around each count.</summary>
    private const int Entry = 1_024, AroundCount = 80;

    private readonly V1.RecordChange _change;
    private readonly string _typeId;
    private readonly Act _act;
    private readonly CountSums _sums = new();
    private int _bytes = Entry;

    public RecordBatch(NumberedEvent first, V1.RecordChanged changed)
    {
        (_change, _typeId) = (changed.Change, changed.TypeId);
        _act = first.ToAct(ActKind.RecordsImported, AgencyOf(changed), "records/" + changed.TypeId, changed.OccurredAt, [])
            .Noting("area", changed.AreaId).Noting("change", changed.Change.ShortName());
        Add(changed, RecordCounts.Of(changed));
    }

    /// <returns>Whether it belongs to it and there is room.</returns>
    public bool TryAdd(NumberedEvent change, V1.RecordChanged changed)
    {
        if (changed.Change != _change || changed.TypeId != _typeId) return false;
        var counts = RecordCounts.Of(changed);
        if (_bytes + BytesOf(MemberOf(changed)) + counts.Where(_sums.Lacks).Sum(BytesOf) > Longest) return false;
        Add(changed, counts);
        _act.LastNumber = change.Number;
        // Of several agencies it is nobody's; whose each record is, its counts say.
        if (AgencyOf(changed) != _act.AgencyId) _act.AgencyId = "";
        return true;
    }

    /// <summary>When nothing more comes.</summary>
    public Act Close()
    {
        _act.Counts.Add(_sums.Counts());
        return _act;
    }

    private void Add(V1.RecordChanged changed, IReadOnlyList<Count> counts)
    {
        _act.Members.Add(MemberOf(changed));
        _bytes += BytesOf(_act.Members[^1]);
        foreach (var count in counts)
        {
            if (_sums.Add(count)) _bytes += BytesOf(count);
        }
    }

    private static string MemberOf(V1.RecordChanged changed) => $"{changed.RecordId}/{changed.Version}/{changed.Digest}";

    private static string AgencyOf(V1.RecordChanged changed) => RecordCounts.Dimension(changed.After ?? changed.Before, "agency");

    private static int BytesOf(Count count) => AroundCount + BytesOf(count.What) + BytesOf(count.Period) + count.Dimensions.Sum(BytesOf);

    /// <summary>As the entry has it, with its quotation marks.</summary>
    private static int BytesOf(string text) => Encoding.UTF8.GetByteCount(JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(text)) + 3;
}
