using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Sunshine.Catalogue.V1;

namespace Sunshine.Cli.Samples;

/// <summary>
/// What the year has beside its items, with the report's counts: 16 issues of the gazette with their 197 documents, 6 major decisions that
/// were consulted on, 8 press conferences, and the figures that others reported (人民网 27, 省长信箱 12, 民心网 32,663 with 90.77 %, 12345
/// 172,489 with 91 %). Subjects and days are made up but for the one decision that the report names. Loading twice changes nothing.
/// </summary>
internal static class SampleEngagement
{
    public const int Issues = 16;
    public const int Conferences = 8;
    public const int Consultations = 6;
    public const int Tallies = 16;

    private static readonly (string Day, string Agency, string Subject)[] PressConferences =
    [
        ("2016-03-10", "as-news-office", "民生实事项目安排"), ("2016-04-21", "as-construction", "房地产市场平稳健康发展政策"), ("2016-05-12", "as-earthquake", "防震减灾工作"),
        ("2016-06-14", "as-work-safety", "强化安全发展观念，提升全民安全素质"), ("2016-07-05", "as-human-resources", "就业创业和社会保障政策"), ("2016-08-18", "as-environment", "大气污染防治进展"),
        ("2016-09-22", "as-food-drug", "创建食品安全城市"), ("2016-11-10", "as-gongguan", "冬季供热准备")
    ];

    private static readonly (string Opens, string Closes, string Agency, string Title, int Opinions, int Adopted)[] Decisions =
    [
        ("2016-02-15", "2016-03-16", "as-reform", "鞍山市国民经济和社会发展第十三个五年规划纲要（征求意见稿）", 64, 21), ("2016-03-21", "2016-04-20", "as-construction", "鞍山市公共租赁住房管理办法（征求意见稿）", 37, 9),
        ("2016-04-25", "2016-05-25", "as-civil-affairs", "鞍山市临时救助实施办法（征求意见稿）", 18, 6), ("2016-06-01", "2016-07-01", "as-environment", "鞍山市重污染天气应急预案（征求意见稿）", 25, 8),
        ("2016-07-11", "2016-08-10", "as-human-resources", "鞍山市整合城乡居民基本医疗保险制度工作方案（征求意见稿）", 112, 30), ("2016-09-01", "2016-10-01", "as-open-government", "鞍山市全面推进政务公开工作的实施方案（征求意见稿）", 41, 15)
    ];

    /// <summary>Where the report says them.</summary>
    private const string Document = "鞍山市2016年政府信息公开工作年度报告";

    private static readonly (string Source, string Measure, string Value, string Unit)[] Reported =
    [
        ("人民网网民留言", "答复件数", "27", "件"), ("省长信箱", "答复转办件数", "12", "件"), ("民心网", "办理诉求件数", "32663", "件"), ("民心网", "满意率", "90.77", "%"),
        ("12345政府服务热线", "办理件数", "172489", "件"), ("12345政府服务热线", "满意率", "91", "%"),
        ("政务公开实施方案", "征求意见单位数", "57", "个单位"), ("政务公开任务清单", "细化重点工作", "38", "项"), ("市政府主要领导", "解读政策次数", "5", "次"), ("地税", "减免税费", "6.13", "亿元"),
        ("国税", "减税", "7", "亿元"), ("创业典型", "发布个数", "42", "个"), ("政务公开培训", "举办培训班次数", "8", "次"), ("政务公开培训", "参加部门数", "40", "家"),
        ("政务公开培训", "接受培训人次", "200", "人次"), ("人力资源市场", "供求信息条数", "10000", "条")
    ];

    /// <exception cref="RpcException">A call fails.</exception>
    public static async Task Load(CallInvoker calls, CancellationToken cancel)
    {
        await LoadGazette(calls, cancel);
        var responses = new ResponseService.ResponseServiceClient(calls);
        foreach (var (day, agency, subject) in PressConferences)
        {
            await responses.CreateBriefingAsync(new()
            {
                RequestId = $"anshan-2016 {day}", Briefing = new Briefing { AgencyId = agency, Kind = BriefingKind.PressConference, On = day, Subject = subject }
            }, cancellationToken: cancel);
        }

        foreach (var (source, measure, value, unit) in Reported)
        {
            await responses.CreateTallyAsync(new()
            {
                RequestId = $"anshan-2016 {source} {measure}",
                Tally = new Tally { AgencyId = "as-city", Source = source, Measure = measure, Value = value, Unit = unit, PeriodFrom = "2016-01-01", PeriodTo = "2016-12-31", Scope = "全市", DocumentNumber = Document }
            }, cancellationToken: cancel);
        }

        var consultations = new ConsultationService.ConsultationServiceClient(calls);
        foreach (var decision in Decisions) await consultations.ImportConsultationAsync(Consultation(decision), cancellationToken: cancel);
    }

    private static async Task LoadGazette(CallInvoker calls, CancellationToken cancel)
    {
        var catalogue = new CatalogueService.CatalogueServiceClient(calls);
        var gazette = new GazetteService.GazetteServiceClient(calls);
        var documents = await catalogue.ListItemsAsync(new() { Channel = Channel.Gazette, PublishedFrom = "2016-01-01", PublishedTo = "2016-12-31", PageSize = 200 }, cancellationToken: cancel);
        var number = 0;
        // An issue is what came out on one day.
        foreach (var day in documents.Items.GroupBy(i => i.PublishedOn).OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            number++;
            var draft = new GazetteIssue { AgencyId = "as-city", Year = 2016, Number = number, Title = $"鞍山市人民政府公报2016年第{number}期" };
            draft.Contents.Add(day.OrderBy(i => i.DocumentNumber, StringComparer.Ordinal).Select((item, at) => new GazetteEntry { ItemId = item.Id, Page = at * 4 + 1 }));
            var issue = await gazette.CreateGazetteIssueAsync(new() { RequestId = $"anshan-2016 {number}", Issue = draft }, cancellationToken: cancel);
            if (issue.State == GazetteState.Draft) await gazette.IssueGazetteAsync(new() { Id = issue.Id, IssuedOn = day.Key, Etag = issue.Etag }, cancellationToken: cancel);
        }
    }

    private static ImportConsultationRequest Consultation((string Opens, string Closes, string Agency, string Title, int Opinions, int Adopted) decision)
    {
        var closed = DateOnly.Parse(decision.Closes);
        var held = new Consultation
        {
            AgencyId = decision.Agency, Title = decision.Title, OpensOn = decision.Opens, ClosesOn = decision.Closes,
            Summary = "决策前通过政府网站公开决策草案和依据，征求社会公众意见。（样本数据）", HowToRespond = "通过市政府门户网站“意见征集”栏目提交。",
            Adoption = new AdoptionSummary
            {
                Text = $"征求意见期间共收到意见{decision.Opinions}条，采纳{decision.Adopted}条，其余意见已逐条研究并说明理由。（样本数据）", OpinionCount = decision.Opinions, AdoptedCount = decision.Adopted,
                PublishedAt = Timestamp.FromDateTime(closed.AddDays(7).ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc))
            }
        };
        held.Steps.Add(new StepRecord { Step = DecisionStep.PublicParticipation, Result = StepResult.Passed, On = SampleDays.Iso(closed.AddDays(7)) });
        held.Steps.Add(new StepRecord { Step = DecisionStep.LegalityReview, Result = StepResult.Passed, On = SampleDays.Iso(closed.AddDays(20)) });
        return new ImportConsultationRequest { RequestId = $"anshan-2016 {decision.Opens}", Consultation = held };
    }
}
