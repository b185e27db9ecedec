using Sunshine.Foundation.Hosting;
using Sunshine.KeyAreas.V1;

namespace Sunshine.Portal.Components;

public static partial class Words
{
    public static string Of(Frequency frequency, Language language) => In(language, frequency switch
    {
        Frequency.Hourly => ("每小时更新", "Every hour"),
        Frequency.Daily => ("每日更新", "Every day"),
        Frequency.Monthly => ("每月更新", "Every month"),
        Frequency.Quarterly => ("每季度更新", "Every quarter"),
        Frequency.Yearly => ("每年更新", "Every year"),
        Frequency.OnEvent => ("有变动时更新", "Whenever something happens"),
        _ => ("未注明", "Not stated")
    });

    public static string Of(ObligationState state, Language language) => In(language, state switch
    {
        ObligationState.Current => ("按时", "Up to date"),
        ObligationState.Due => ("待公开", "Due"),
        ObligationState.Late => ("逾期", "Late"),
        ObligationState.Stale => ("长期未更新", "Stale"),
        ObligationState.Empty => ("从未公开", "Never disclosed"),
        _ => ("全部", "All")
    });

    /// <summary>What a state of obligations means, for who meets the word for the first time.</summary>
    public static string Explain(ObligationState state, Language language) => In(language, state switch
    {
        ObligationState.Current => ("没有欠缺", "nothing is missing"),
        ObligationState.Due => ("一期已结束，仍在公开时限内", "a period has ended, and there is time still"),
        ObligationState.Late => ("最近一期超过时限仍未公开", "the latest period is missing after its time limit"),
        ObligationState.Stale => ("连续多期超过时限未公开；随时公开的，一年内没有更新", "several periods in a row are missing; of what comes by event, nothing came for a year"),
        ObligationState.Empty => ("一条记录也没有，且首期已逾期", "there is no record at all, and the first is overdue"),
        _ => ("", "")
    });

    public static string Of(LimitUnit unit, Language language) => In(language, unit switch
    {
        LimitUnit.CalendarDay => ("日", "days"),
        _ => ("个工作日", "working days")
    });
}
