using Sunshine.Foundation.Hosting;
using Sunshine.ReadingRooms.V1;

namespace Sunshine.Portal.Components;

public static partial class Words
{
    public static string Of(RoomKind kind, Language language) => In(language, kind switch
    {
        RoomKind.Archive => ("国家档案馆", "State archive"),
        RoomKind.Library => ("公共图书馆", "Public library"),
        RoomKind.ServiceHall => ("政务服务场所", "Hall of administrative services"),
        RoomKind.Town => ("乡镇、街道查阅点", "Town or sub-district"),
        RoomKind.Village => ("村、社区查阅点", "Village or community"),
        _ => ("全部", "All")
    });

    public static string Of(DivisionLevel level, Language language) => In(language, level switch
    {
        DivisionLevel.City => ("市级", "City"),
        DivisionLevel.County => ("县（市、区）级", "County"),
        DivisionLevel.Town => ("乡镇、街道", "Town or sub-district"),
        DivisionLevel.Village => ("村、社区", "Village or community"),
        _ => ("全部", "All")
    });

    public static string Of(Weekday day, Language language) => In(language, day switch
    {
        Weekday.Monday => ("周一", "Mon"),
        Weekday.Tuesday => ("周二", "Tue"),
        Weekday.Wednesday => ("周三", "Wed"),
        Weekday.Thursday => ("周四", "Thu"),
        Weekday.Friday => ("周五", "Fri"),
        Weekday.Saturday => ("周六", "Sat"),
        Weekday.Sunday => ("周日", "Sun"),
        _ => ("", "")
    });

    public static string Of(HolidayRule rule, Language language) => In(language, rule switch
    {
        HolidayRule.EveryWeek => ("法定节假日照常开放", "Open on public holidays as in any week"),
        _ => ("法定节假日不开放，调休上班日开放", "Closed on public holidays, open on make-up days")
    });

    public static string Of(DeliveryState state, Language language) => In(language, state switch
    {
        DeliveryState.Pending => ("待送达", "On its way"),
        DeliveryState.Overdue => ("逾期未送达", "Overdue"),
        DeliveryState.Delivered => ("已送出，待签收", "Delivered, not confirmed"),
        DeliveryState.Received => ("按期签收", "Received in time"),
        DeliveryState.ReceivedLate => ("逾期签收", "Received late"),
        DeliveryState.Excused => ("无须送达", "Need not be delivered"),
        _ => ("全部", "All")
    });

    public static string Of(DeliveryMethod method, Language language) => In(language, method switch
    {
        DeliveryMethod.Post => ("邮寄", "Post"),
        DeliveryMethod.Courier => ("专人送达", "Brought"),
        DeliveryMethod.Collected => ("自行领取", "Fetched"),
        DeliveryMethod.Electronic => ("电子方式", "As a file"),
        _ => ("", "")
    });

    public static string Of(ConfirmationWay way, Language language) => In(language, way switch
    {
        ConfirmationWay.Code => ("查阅场所凭码签收", "By the room's own code"),
        ConfirmationWay.Table => ("机关登记", "Recorded by the agency"),
        ConfirmationWay.Call => ("系统接口登记", "Recorded by a system"),
        _ => ("", "")
    });

    public static string Of(HoldingForm form, Language language) => In(language, form switch
    {
        HoldingForm.Paper => ("纸质", "Paper"),
        HoldingForm.Electronic => ("电子", "File"),
        _ => ("未注明", "Not stated")
    });

    public static string Of(HoldingState state, Language language) => In(language, state switch
    {
        HoldingState.Held => ("可查阅", "There"),
        HoldingState.ToRecall => ("待收回", "To be recalled"),
        HoldingState.Ended => ("已不在此处", "No longer there"),
        _ => ("", "")
    });
}
