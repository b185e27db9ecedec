using Sunshine.Foundation.Calendar;

namespace Sunshine.Requests;

/// <summary>On which day an application counts as received (条例 2019 art. 31). The regulation of 2008 does not say, so that is a setting.</summary>
public static class ReceiptRule
{
    /// <summary>The day of receipt if the way it came decides it alone; null if both sides have to confirm it.</summary>
    /// <param name="text">In force on the day it arrived.</param>
    public static DateOnly? ReceivedOn(Regulation text, V1.IntakeChannel channel, bool plainMail, DateOnly arrivedOn, ReceiptBefore2019 before2019) =>
        !NeedsConfirmation(text, channel, plainMail, before2019) ? arrivedOn : null;

    private static bool NeedsConfirmation(Regulation text, V1.IntakeChannel channel, bool plainMail, ReceiptBefore2019 before2019)
    {
        if (!text.IsSince2019() && before2019 == ReceiptBefore2019.Arrival) return false;
        return channel switch
        {
            V1.IntakeChannel.InPerson => false,
            V1.IntakeChannel.Letter => plainMail,
            _ => true
        };
    }
}
