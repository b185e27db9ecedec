using Sunshine.Foundation.Hosting;

namespace Sunshine.ReadingRooms;

/// <summary>What a coverage counts, in words, so that nobody reads more into its figures than is in them. “To all” is said only where it is so.</summary>
internal static class CoverageStatements
{
    public static (string Chinese, string English) Of(Distribution of, V1.DeliveryFigures figures, DateOnly day)
    {
        var (chinese, english) = Result(figures);
        return (
            $"《{of.Publication.Title}》{(of.Publication.Edition > 1 ? $"第{of.Publication.Edition}版" : "")}的送达情况，截至 {Days.Format(day)} 日终。应送范围为 {Days.Format(of.IssuedOn)} 当日开放的{Levels(of)}查阅场所"
            + $"{(of.DivisionCode.Length == 0 ? "" : $"（限区划 {of.DivisionCode}）")} {figures.RoomCount} 家；其后新设的不计入。{chinese}{Method(of.DueOn)}",
            $"Delivery of “{of.Publication.Title}”{(of.Publication.Edition > 1 ? $", edition {of.Publication.Edition}" : "")}, as of the end of {Days.Format(day)}. It goes to the {figures.RoomCount} reading rooms of the "
            + $"levels {string.Join(", ", of.Levels)}{(of.DivisionCode.Length == 0 ? "" : $" of division {of.DivisionCode}")} that were there on {Days.Format(of.IssuedOn)}; those that opened later are not counted. {english}{EnglishMethod(of.DueOn)}");
    }

    public static (string Chinese, string English) Of(int year, int distributions, bool gazettesOnly, V1.DeliveryFigures figures, DateOnly day)
    {
        var (chinese, english) = Result(figures);
        return (
            $"{year} 年{(gazettesOnly ? "印发的政府公报" : "印发或公开并开始送达的公报和文件")} {distributions} 项的送达情况，截至 {Days.Format(day)} 日终。每项对其印发当日开放的每家查阅场所各计一次。{chinese}以签收为准；各项的应送范围和期限见各项。百分比保留两位小数，四舍五入。",
            $"Delivery of the {distributions} {(gazettesOnly ? "issues of the gazette" : "issues and documents")} of {year} that were distributed, as of the end of {Days.Format(day)}. Each counts once for every reading room that was there on its day of issue. "
            + $"{english}What a room has confirmed counts; which rooms and which time, each distribution says. Percentages have two decimals, rounded half up.");
    }

    private static (string Chinese, string English) Result(V1.DeliveryFigures f)
    {
        var (excused, excusedEnglish) = f.ExcusedCount == 0 ? ("", "") : ($"其中 {f.ExcusedCount} 家次依法或因关闭免于送达，不计入分母。", $"{f.ExcusedCount} of them are excused and not in the denominator. ");
        if (f.OwedCount == 0) return ($"{excused}没有应送的场所。", $"{excusedEnglish}Nothing is owed. ");
        return f.MissingCount == 0
            ? ($"{excused}应送 {f.OwedCount} 家次已全部签收，其中逾期 {f.LateCount} 家次。", $"{excusedEnglish}All {f.OwedCount} have confirmed that they have it, {f.LateCount} of them late. ")
            : ($"{excused}应送 {f.OwedCount} 家次，已签收 {f.ReceivedCount} 家次（逾期 {f.LateCount}），未签收 {f.MissingCount} 家次。", $"{excusedEnglish}Of {f.OwedCount}, {f.ReceivedCount} have confirmed that they have it, {f.LateCount} of them late; {f.MissingCount} have not. ");
    }

    private static string Levels(Distribution of) => string.Join("、", of.Levels.Select(l => l switch
    {
        V1.DivisionLevel.City => "市级",
        V1.DivisionLevel.County => "县级",
        V1.DivisionLevel.Town => "乡镇级",
        _ => "村级"
    }));

    private static string Method(DateOnly? due) =>
        $"以签收为准，已送出而未签收的不计为送达；{(due is null ? "当时的法律没有规定期限" : $"{Days.Format(due)} 为期限的最后一日")}。免于送达的，不论何时记载均计。百分比保留两位小数，四舍五入。";

    private static string EnglishMethod(DateOnly? due) =>
        $"What a room has confirmed counts, what was only sent does not; {(due is null ? "the law of the day set no time" : $"{Days.Format(due)} is the last day in time")}. An excuse counts whenever it was recorded. Percentages have two decimals, rounded half up.";
}
