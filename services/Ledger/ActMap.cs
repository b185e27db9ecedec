using System.Globalization;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Sunshine.Acts;
using Sunshine.Foundation.V1;
using Sunshine.TransparencyLog;
using Sunshine.Foundation.Hosting;

namespace Sunshine.Ledger;

/// <summary>Acts as sources tell them, as the log has them, and as they are shown.</summary>
internal static class ActMap
{
    private const string KindPrefix = "ACT_KIND_";

    public static ActEntry ToEntry(string source, V1.Act act, DateTimeOffset logged) => new()
    {
        Source = source, First = act.FirstNumber, Last = act.LastNumber, Event = act.EventId, Kind = NameOf(act.Kind), Agency = Given(act.AgencyId), Resource = act.Resource, Revision = act.Revision,
        Digest = Given(act.Digest), Notes = act.Notes.Count == 0 ? null : [.. act.Notes], Members = act.Members.Count == 0 ? null : [.. act.Members],
        Counts = act.Counts.Count == 0 ? null : [.. act.Counts.Select(ToCount)], At = Milliseconds(act.OccurredAt?.ToDateTimeOffset() ?? logged), Logged = Milliseconds(logged)
    };

    public static V1.LoggedAct ToProto(long index, byte[] bytes)
    {
        var entry = ActEntry.Parse(bytes);
        var act = new V1.Act
        {
            FirstNumber = entry.First, LastNumber = entry.Last, EventId = entry.Event, Kind = KindOf(entry.Kind), AgencyId = entry.Agency ?? "", Resource = entry.Resource, Revision = entry.Revision,
            Digest = entry.Digest ?? "", OccurredAt = entry.At.ToTimestamp()
        };
        act.Notes.Add(entry.Notes ?? []);
        act.Members.Add(entry.Members ?? []);
        act.Counts.Add((entry.Counts ?? []).Select(ToProto));
        return new V1.LoggedAct
        {
            Index = index, LeafHash = Convert.ToHexStringLower(Hash.Leaf(bytes).Bytes), Source = entry.Source, Act = act, LoggedAt = entry.Logged.ToTimestamp(), Entry = UnsafeByteOperations.UnsafeWrap(bytes)
        };
    }

    public static Count ToProto(ActCount count)
    {
        var proto = new Count { What = count.What, Period = count.Period, Amount = count.Amount.ToString(CultureInfo.InvariantCulture) };
        proto.Dimensions.Add(count.By);
        return proto;
    }

    public static string NameOf(V1.ActKind kind) => kind.Name()[KindPrefix.Length..];

    private static V1.ActKind KindOf(string name) =>
        V1.ActReflection.Descriptor.EnumTypes[0].FindValueByName(KindPrefix + name) is { } value ? (V1.ActKind)value.Number : V1.ActKind.Unspecified;

    private static ActCount ToCount(Count count) =>
        new(count.What, count.Period, [.. count.Dimensions], count.Amount.Length == 0 ? 1 : decimal.Parse(count.Amount, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture));

    private static string? Given(string text) => text.Length == 0 ? null : text;

    /// <summary>Whole milliseconds: an entry's bytes need no more.</summary>
    private static DateTimeOffset Milliseconds(DateTimeOffset at) => DateTimeOffset.FromUnixTimeMilliseconds(at.ToUnixTimeMilliseconds());
}
