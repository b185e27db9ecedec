using Sunshine.Foundation.Hosting;

namespace Sunshine.ReadingRooms;

/// <summary>What may be recorded of a delivery, and what it adds to what is known.</summary>
internal static class DeliveryRules
{
    /// <summary>What can be said without knowing what is stored.</summary>
    public static void CheckRecord(V1.DeliveryRecord record, DateOnly issuedOn, DateOnly today, Violations v)
    {
        var (delivered, received) = (Day("deliveredOn", record.DeliveredOn, issuedOn, today, v), Day("receivedOn", record.ReceivedOn, issuedOn, today, v));
        if (received < delivered) v.Add("receivedOn", "BEFORE_DELIVERED", "不能早于送达之日。", "Must not be before the day it was delivered.");
        v.Enum("method", record.Method, required: false);
        PublicText.Check("deliveredBy", record.DeliveredBy, 100, v);
        PublicText.Check("excuse", record.Excuse, 500, v);
        var said = record.DeliveredOn.Length > 0 || record.ReceivedOn.Length > 0;
        if (record.Excuse.Length > 0 && (said || record.Method != 0 || record.DeliveredBy.Length > 0)) v.Add("excuse", "EXCUSED_AND_DELIVERED", "免于送达的，不能同时记载送达。", "What is excused is not delivered at the same time.");
        if (record.Excuse.Length == 0 && !said) v.Add("deliveredOn", "NOTHING_SAID", "须记载送达日期、签收日期或免于送达的理由。", "Say when it was delivered or received, or why it need not be.");
    }

    /// <summary>The delivery with what the record adds: the same if it adds nothing.</summary>
    /// <param name="record">Checked before.</param>
    /// <param name="v">What is wrong with it in view of what is known.</param>
    public static Delivery Add(Delivery known, V1.DeliveryRecord record, V1.ConfirmationWay way, Violations v)
    {
        if (record.Excuse.Length > 0)
        {
            if (known.ReceivedOn is not null) v.Add("excuse", "RECEIVED_ALREADY", "该场所已签收，不能免于送达。", "The room has it already.");
            return known.Excuse == record.Excuse ? known : new Delivery(known.RoomId, known.Level, known.DivisionCode) { Excuse = record.Excuse };
        }

        var (delivered, received) = (Days.Parse(record.DeliveredOn) ?? known.DeliveredOn, Days.Parse(record.ReceivedOn) ?? known.ReceivedOn);
        if (received < delivered) v.Add(record.ReceivedOn.Length > 0 ? "receivedOn" : "deliveredOn", "BEFORE_DELIVERED", "签收不能早于送达。", "It cannot be received before it was delivered.");
        // What the room itself has said nobody else says otherwise.
        if (known.Confirmation == V1.ConfirmationWay.Code && received != known.ReceivedOn) v.Add("receivedOn", "CONFIRMED_BY_ROOM", "该场所已自行确认签收日期。", "The room has confirmed another day itself.");
        var added = known with
        {
            DeliveredOn = delivered, ReceivedOn = received, Method = record.Method == 0 ? known.Method : record.Method,
            DeliveredBy = record.DeliveredBy.Length == 0 ? known.DeliveredBy : record.DeliveredBy, Excuse = null
        };
        return received == known.ReceivedOn ? added : added with { Confirmation = way };
    }

    private static DateOnly? Day(string field, string text, DateOnly issuedOn, DateOnly today, Violations v)
    {
        var day = v.Day(field, text);
        if (day < issuedOn) v.Add(field, "BEFORE_ISSUE", $"不能早于印发之日（{Days.Format(issuedOn)}）。", $"Must not be before the issue, on {Days.Format(issuedOn)}.");
        if (day > today) v.Add(field, "IN_FUTURE", "不能晚于今天。", "Must not be in the future.");
        return day;
    }
}
