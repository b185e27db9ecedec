using Grpc.Core;
using Sunshine.Requests.V1;

namespace Sunshine.Cli.Samples;

/// <summary>
/// The year's requests after the report: 159 by letter, received and answered in the year; 2 were public already, 154 were granted, 3 in
/// part; no review; 2 suits without one, one corrected, one ended otherwise. Agencies, days, kinds of applicants and subjects are made up; nobody
/// applied. Loading twice changes nothing.
/// </summary>
public static class SampleRequests
{
    public const int Count = 159;
    public const int Suits = 2;

    private const ulong Seed = 20160003;
    private const int LongestDuration = 15;

    // Which of them were not simply granted: far apart, so that they lie with different agencies.
    private static readonly int[] AlreadyPublic = [31, 118];
    private static readonly int[] Partly = [12, 77, 140];

    private static readonly string[] Subjects =
    [
        "部门预算和决算", "公务接待费支出情况", "行政处罚裁量标准", "政府采购项目合同", "规范性文件清理结果", "专项资金分配结果", "工程项目批复文件", "环境影响评价批复",
        "征地补偿安置方案", "房屋征收补偿方案", "城市道路维修计划", "农村危房改造名单的公示办法", "行政许可办理依据", "安全生产检查结果", "最低生活保障标准", "教育经费使用情况",
        "污水处理设施运行情况", "土地出让结果", "集中供热价格的定价依据", "水利工程建设计划"
    ];

    /// <summary>In the order of receipt.</summary>
    public static IReadOnlyList<ApplicationRecord> Applications()
    {
        var random = new SplitMix64(Seed);
        var agencies = SampleAgencies.Instance;
        var offices = agencies.Departments.Concat(agencies.Counties).Concat(agencies.Zones).ToList();
        var days = SampleDays.All.Where(SampleDays.IsWorking).ToList();
        var received = Enumerable.Range(0, Count).Select(_ => random.Below(days.Count - LongestDuration)).Order().ToList();
        return
        [
            .. received.Select((day, i) =>
            {
                var office = offices[random.Below(offices.Count)];
                return new ApplicationRecord
                {
                    SourceId = $"2016-{i + 1:000}", AgencyId = office.Id, Channel = IntakeChannel.Letter,
                    ApplicantKind = random.Below(8) == 0 ? ApplicantKind.Enterprise : ApplicantKind.NaturalPerson, ReceivedOn = SampleDays.Iso(days[day]),
                    FinishedOn = SampleDays.Iso(days[day + 1 + random.Below(LongestDuration)]), Subject = $"{office.Short}2015年度{Subjects[random.Below(Subjects.Length)]}（样本数据）",
                    Outcome = AlreadyPublic.Contains(i) ? Outcome.AlreadyPublic : Partly.Contains(i) ? Outcome.PartlyGranted : Outcome.Granted
                };
            })
        ];
    }

    /// <summary>Against the agencies of two requests that were granted in part, after their answers.</summary>
    public static IReadOnlyList<CaseRecord> Cases()
    {
        var applications = Applications();
        return
        [
            Suit("2016-suit-1", applications[Partly[0]], CaseResult.Corrected, "2016-03-14", "2016-08-22"),
            Suit("2016-suit-2", applications[Partly[1]], CaseResult.Other, "2016-09-05", "2016-11-28")
        ];
    }

    /// <exception cref="RpcException">A call fails.</exception>
    /// <exception cref="CommandFailedException">A record is refused.</exception>
    public static async Task Load(CallInvoker calls, CancellationToken cancel)
    {
        var applications = new BatchImportApplicationsRequest();
        applications.Records.Add(Applications());
        var imported = await new ApplicationService.ApplicationServiceClient(calls).BatchImportApplicationsAsync(applications, cancellationToken: cancel);
        Refused.None("requests", imported.Results.SelectMany(r => r.Errors));

        var cases = new BatchImportCasesRequest();
        cases.Records.Add(Cases());
        var kept = await new CaseService.CaseServiceClient(calls).BatchImportCasesAsync(cases, cancellationToken: cancel);
        Refused.None("suits", kept.Results.SelectMany(r => r.Errors));
    }

    private static CaseRecord Suit(string id, ApplicationRecord about, CaseResult result, string receivedOn, string closedOn) => new()
    {
        SourceId = id, AgencyId = about.AgencyId, Kind = CaseKind.Suit, Route = SuitRoute.Direct, ReceivedOn = receivedOn, ClosedOn = closedOn, Result = result,
        Ground = about.Outcome, Subject = about.Subject
    };
}
