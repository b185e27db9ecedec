using Sunshine.Foundation.Hosting;

namespace Sunshine.KeyAreas;

/// <summary>What a number counts, in words: which records, by which day, and what is left out.</summary>
internal static class Scopes
{
    public static string Listed(RecordType type, DateOnly? from, DateOnly? to) =>
        $"“{type.Name}”的记录（{type.CountedAs}），每条记录计一次，不含已撤销的{Between(from, to)}。不是目录信息条数，也不是发布次数。";

    public static string Aggregate(RecordType type, int year, long change) =>
        $"“{type.Name}”的记录（{type.CountedAs}），每条记录计一次，按记录所属日期或期间{(year == 0 ? "" : $"计入 {year} 年")}，更正后以现内容为准，不含已撤销的；截至变更序号 {change}。";

    public static string Type(RecordType type, int year) => $"所属日期或期间在 {year} 年的“{type.Name}”记录（{type.CountedAs}），不含已撤销的。";

    public static string Year(int year) =>
        $"所属日期或期间在 {year} 年的各类重点领域记录之和，每条记录计一次，不含已撤销的；各类记录的计量单位不同，见各项说明。目录中的信息条数、各渠道发布次数不在此列；“reported”为他处所述数字，不计入。";

    public static string Lookup(string subject) => $"以该{subject}为主体、未撤销的记录，每条记录计一次。";

    private static string Between(DateOnly? from, DateOnly? to) => (from, to) switch
    {
        (null, null) => "",
        (_, null) => $"，{Days.Format(from)} 起",
        (null, _) => $"，至 {Days.Format(to)}",
        _ => $"，{Days.Format(from)} 至 {Days.Format(to)}"
    };
}
