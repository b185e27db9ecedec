using Google.Protobuf.WellKnownTypes;

namespace Sunshine.Cli.Samples;

/// <summary>
/// What the report says of relief: 97,207 times medical with 1,865.69 (万元), 55,318 households temporary with 3,313.01, and the subsistence allowance of a month,
/// 40,862 households with 67,620 people and 2,380.06. By quarter, and by town and country, it is made up so that it adds up to that.
/// </summary>
internal static class SampleReliefFigures
{
    private static readonly (int Cases, string Spent)[] Medical = [(24_301, "466.42"), (24_302, "466.42"), (24_302, "466.42"), (24_302, "466.43")];
    private static readonly (int Cases, string Spent)[] Temporary = [(13_829, "828.25"), (13_829, "828.25"), (13_830, "828.25"), (13_830, "828.26")];
    private static readonly (string Kind, int Households, int People, string Spent)[] Allowance = [("城市", 24_100, 38_900, "1512.40"), ("农村", 16_762, 28_720, "867.66")];

    public static void Put(string type, int index, Struct record)
    {
        if (type == "relief")
        {
            var (quarter, medical) = (index % 4, index < 4);
            var (cases, spent) = (medical ? Medical : Temporary)[quarter];
            record.Fields["季度"] = Value.ForString($"2016Q{quarter + 1}");
            record.Fields["救助类型"] = Value.ForString(medical ? "医疗" : "临时");
            record.Fields["人次或户次"] = Value.ForNumber(cases);
            record.Fields["资金支出"] = Value.ForString(spent);
            record.Fields.Remove("区县");
            record.Fields.Remove("平均救助水平");
        }
        else if (type == "subsistence-allowance")
        {
            var (kind, households, people, spent) = Allowance[index % 2];
            record.Fields["统计月"] = Value.ForString($"2016-{7 + index / 2:00}");
            record.Fields["区县"] = Value.ForString("210300");
            record.Fields["城乡"] = Value.ForString(kind);
            record.Fields["户数"] = Value.ForNumber(households);
            record.Fields["人数"] = Value.ForNumber(people);
            record.Fields["当月支出"] = Value.ForString(spent);
        }
    }
}
