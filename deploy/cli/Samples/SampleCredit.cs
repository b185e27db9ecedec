using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Spectre.Console;
using Sunshine.Cli.Importing;
using Sunshine.KeyAreas.V1;

namespace Sunshine.Cli.Samples;

/// <summary>
/// The credit records of the report, as many of each of its eight kinds as it says: 960,553. It states 960,737 as their sum, which is 184 too many; here the sum is
/// the sum. Who paid and how much is made up.
/// </summary>
internal static class SampleCredit
{
    private static readonly (string Kind, string From, int Count)[] Kinds =
    [
        ("自来水", "鞍山市自来水总公司", 207_864), ("医疗保险", "市人社局", 82_308), ("失业保险", "市人社局", 23_509), ("工伤保险", "市人社局", 82_307), ("生育保险", "市人社局", 82_307),
        ("养老保险", "市人社局", 230_992), ("公积金", "市公积金中心", 54_661), ("用电", "鞍山供电公司", 196_605)
    ];

    public static int Count => Kinds.Sum(k => k.Count);

    /// <param name="count">The first so many; 0 for all.</param>
    /// <exception cref="RpcException">The server cannot be reached.</exception>
    /// <exception cref="CommandFailedException">A record is refused.</exception>
    public static async Task Load(CallInvoker calls, IAnsiConsole console, TimeProvider time, int count, CancellationToken cancel)
    {
        var began = time.GetTimestamp();
        var importer = new RecordImporter(calls, time, count == 0 ? Count : Math.Min(count, Count), Record);
        await importer.Run(cancel);
        var seconds = time.GetElapsedTime(began).TotalSeconds;
        console.MarkupLineInterpolated(
            $"{importer.Settled:N0} credit records: {importer.Created:N0} created, {importer.Unchanged:N0} unchanged, {importer.Reconnects} reconnects, {importer.Settled / seconds:N0}/s.");
    }

    public static RecordEntry Record(int index)
    {
        var kind = 0;
        for (; index >= Kinds[kind].Count; kind++) index -= Kinds[kind].Count;
        var (month, payer) = (index % 12 + 1, index / 12);
        var due = 80 + payer % 400 * 3;
        var paid = (payer + month) % 41 != 0;
        var day = new DateOnly(2016, month, 10);
        return new RecordEntry
        {
            TypeId = "credit-payment", AgencyId = "as-reform", PublishedOn = SampleDays.Iso(day.AddDays(payer % 15)),
            Data = new Struct
            {
                Fields =
                {
                    ["信用类别"] = Value.ForString(Kinds[kind].Kind), ["主体名称"] = Value.ForString($"（样本）单位{payer:00000}"), ["主体代码"] = Value.ForString(SampleRecordValues.CreditCode(payer)),
                    ["所属期"] = Value.ForString($"2016-{month:00}"), ["应缴金额"] = Value.ForString($"{due}.00"), ["实缴金额"] = Value.ForString(paid ? $"{due}.00" : "0.00"),
                    ["缴纳状态"] = Value.ForString(paid ? "已缴" : "欠缴"), ["数据来源单位"] = Value.ForString(Kinds[kind].From)
                }
            }
        };
    }
}
