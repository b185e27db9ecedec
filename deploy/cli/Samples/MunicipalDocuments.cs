using System.Text;
using Sunshine.Catalogue.V1;

namespace Sunshine.Cli.Samples;

/// <summary>
/// The 197 municipal documents of the year, in the order of their numbers and spread over the 16 issues of the gazette. Titles and
/// texts are made up but for the three that the city's report names; all dates are made up.
/// </summary>
internal static class MunicipalDocuments
{
    // How many of each series an issue carries: 54 of 鞍政发 and 142 of 鞍政办发. The two real numbers 86 and 91 fall in August
    // and September, after the State Council's notice on which the first is based.
    private static readonly int[] InIssue = [3, 3, 4, 4, 4, 3, 3, 3, 3, 4, 3, 3, 3, 3, 4, 4];
    private static readonly int[] OfficeInIssue = [7, 7, 8, 8, 9, 9, 8, 8, 8, 8, 9, 11, 11, 11, 10, 10];

    private const int OrderIssue = 9;

    public static IEnumerable<ImportRecord> Records(SplitMix64 random)
    {
        var data = SampleData.Read<DocumentData>("anshan-2016-documents.json");
        var real = new Dictionary<int, (DocumentArea, string)>
        {
            [86] = (Area("0201"), "在政务公开工作中进一步做好政务舆情回应的通知"),
            [91] = (Area("1601"), "解决无户口人员登记户口问题的实施意见"),
        };
        DocumentArea Area(string subject) => data.Areas.First(x => x.Subject == subject);

        foreach (var record in Series(random, data, "鞍政发", InIssue, area => area.F, [])) yield return record;
        foreach (var record in Series(random, data, "鞍政办发", OfficeInIssue, area => area.B, real)) yield return record;
        var issue = DateOnly.Parse(data.Issues[OrderIssue - 1]);
        var law = Area("1603");
        var order = Record("市政府令〔2016〕188号", "鞍山市人民政府重大行政决策程序规定", law, issue.AddDays(-8), issue, OrderIssue);
        order.Genre = "21";
        order.Stage = Stage.Decision;
        order.Summary = "规范重大行政决策程序，把公众参与、专家论证、风险评估、合法性审查和集体讨论决定确定为重大行政决策的法定程序，明确决策草案公开、意见采纳情况反馈和责任追究等要求，自公布之日起按规定施行。";
        order.Body = "鞍山市人民政府令第188号\n　　《鞍山市人民政府重大行政决策程序规定》已经市政府常务会议审议通过，现予公布。\n"
            + "　　一、重大行政决策应当遵循依法、科学、民主、公开的原则，把公众参与、专家论证、风险评估、合法性审查、集体讨论决定作为法定程序。\n"
            + "　　二、对涉及群众切身利益、需要社会广泛知晓的决策事项，除依法应当保密的外，决策草案和依据应当在决策前通过政府网站等向社会公开，以听证座谈、调查研究、咨询协商、媒体沟通等方式听取意见，并公开意见采纳情况。\n"
            + "　　三、决策草案应当经政府法制部门合法性审查；未经审查或者审查不合格的，不得提交集体讨论。\n"
            + "　　四、决策作出后应当按规定公开，并由执行部门定期报告执行情况；违反规定造成损失的，依法追究责任。\n"
            + "（本文为样本数据：标题和文号见市政府年度报告，条文为概括，不是原文。）";
        yield return order;
    }

    private static IEnumerable<ImportRecord> Series(
        SplitMix64 random, DocumentData data, string series, int[] inIssue, Func<DocumentArea, string[]> titles,
        Dictionary<int, (DocumentArea Area, string Title)> real)
    {
        var days = Days(random, data, inIssue);
        var placed = new (DocumentArea Area, string Title)?[days.Count];
        foreach (var (number, document) in real) placed[number - 1] = document;
        var entries = data.Areas.SelectMany(area => titles(area).Select(title => (Area: area, Title: title))).ToList();
        Shuffle(entries, random);
        // What fits few months goes first; the rest takes what is left.
        foreach (var (area, title) in entries.OrderBy(x => Months(x.Title) is var (from, to) ? to - from : 12))
        {
            var (from, to) = Months(title);
            var free = Enumerable.Range(0, days.Count).Where(i => placed[i] is null).ToList();
            var fitting = free.Where(i => days[i].Formed.Month >= from && days[i].Formed.Month <= to).ToList();
            if (fitting.Count == 0) throw new InvalidOperationException($"No free day for {title}.");
            placed[fitting[random.Below(fitting.Count)]] = (area, title.Split('@')[0]);
        }

        for (var i = 0; i < placed.Length; i++)
        {
            var (area, title) = placed[i]!.Value;
            var organ = series == "鞍政发" ? "鞍山市人民政府" : "鞍山市人民政府办公厅";
            var record = Record($"{series}〔2016〕{i + 1}号", $"{organ}关于{title}", area, days[i].Formed, days[i].Issue, days[i].Number);
            record.Summary = $"为{area.Purpose}，就{Topic(title)}作出安排，要求{area.Tasks[0]}，{area.Tasks[1]}，并明确责任分工和完成时限。";
            record.Body = Body(organ, title, area, days[i].Formed);
            yield return record;
        }
    }

    private static (int From, int To) Months(string title) =>
        title.Split('@') is [_, var months] && months.Split('-') is [var from, var to] ? (int.Parse(from), int.Parse(to)) : (1, 12);

    /// <summary>For each number of a series: when it was signed and in which issue it appeared, 2 to 19 days later.</summary>
    private static List<(DateOnly Formed, DateOnly Issue, int Number)> Days(SplitMix64 random, DocumentData data, int[] inIssue)
    {
        var days = new List<(DateOnly, DateOnly, int)>();
        for (var i = 0; i < inIssue.Length; i++)
        {
            var issue = DateOnly.Parse(data.Issues[i]);
            var formed = new List<DateOnly>();
            while (formed.Count < inIssue[i])
            {
                var day = issue.AddDays(-2 - random.Below(18));
                if (SampleDays.IsWorking(day) && day.Year == 2016) formed.Add(day);
            }

            days.AddRange(formed.Order().Select(day => (day, issue, i + 1)));
        }

        return days;
    }

    private static ImportRecord Record(string number, string title, DocumentArea area, DateOnly formed, DateOnly issue, int issueNumber)
    {
        var record = new ImportRecord
        {
            AgencyId = number.StartsWith("鞍政办", StringComparison.Ordinal) ? "as-gov-office" : "as-city",
            Title = title,
            DocumentNumber = number,
            SubjectCategory = area.Subject,
            Genre = title switch
            {
                _ when title.EndsWith("通知", StringComparison.Ordinal) => "08",
                _ when title.EndsWith("意见", StringComparison.Ordinal) => "07",
                _ when title.EndsWith("决定", StringComparison.Ordinal) => "02",
                _ when title.EndsWith("通告", StringComparison.Ordinal) => "06",
                _ => "99",
            },
            Stage = title.Contains("意见", StringComparison.Ordinal) || title.Contains("决定", StringComparison.Ordinal) ? Stage.Decision : Stage.Execution,
            FormedOn = SampleDays.Iso(formed),
        };
        record.Keywords.AddRange(area.Kw.Split(' '));
        record.Placements.Add(new Placement { Channel = Channel.Gazette, On = SampleDays.Iso(issue), Column = $"2016年第{issueNumber}期" });
        return record;
    }

    /// <summary>What the document is about, without the words of its form.</summary>
    private static string Topic(string about)
    {
        foreach (var end in new[] { "的实施意见", "的若干意见", "的通知", "的通告", "的决定", "的意见" })
        {
            if (about.EndsWith(end, StringComparison.Ordinal)) about = about[..^end.Length];
        }

        return about.StartsWith("印发", StringComparison.Ordinal) ? $"《{about[2..]}》的实施" : about + (about.EndsWith("工作", StringComparison.Ordinal) ? "" : "工作");
    }

    private static string Body(string organ, string about, DocumentArea area, DateOnly formed)
    {
        var text = new StringBuilder("各县（市）区人民政府，各开发区管委会，市政府各部门、各直属单位：\n");
        var signature = $"　　{organ}\n　　2016年{formed.Month}月{formed.Day}日\n";
        if (about.StartsWith("印发", StringComparison.Ordinal))
        {
            var attached = about[2..^"的通知".Length];
            text.Append($"　　《{attached}》已经市政府同意，现印发给你们，请结合实际认真贯彻执行。\n{signature}{attached}\n　　为{area.Purpose}，制定本文件。\n");
            signature = "";
        }
        else
        {
            var form = about[^2..] switch
            {
                "意见" => "提出如下意见",
                "决定" => "作出如下决定",
                "通告" => "通告如下",
                _ => "通知如下",
            };
            text.Append($"　　为{area.Purpose}，按照国家和省有关部署，结合我市实际，现就有关事项{form}：\n");
        }

        text.Append("　　一、总体要求。坚持依法依规、问题导向、公开透明，把维护群众切身利益作为出发点和落脚点，力争年内取得明显成效。\n　　二、主要任务。\n");
        for (var i = 0; i < area.Tasks.Length; i++) text.Append($"　　（{"一二三四五"[i]}）{area.Tasks[i]}。\n");
        text.Append("　　三、组织领导。各地区、各部门要高度重视，主要负责同志亲自抓，明确责任单位和责任人，制定具体措施，按月调度、按季通报。\n");
        text.Append("　　四、监督检查。市政府将对落实情况开展专项督查，对工作不力、进度滞后的予以通报；涉及群众切身利益的事项和执行结果，要通过政府网站等渠道及时向社会公开。\n");
        return text.Append(signature).ToString();
    }

    private static void Shuffle<T>(List<T> list, SplitMix64 random)
    {
        for (var i = list.Count - 1; i > 0; i--)
        {
            var j = random.Below(i + 1);
            (list[i], list[j]) = (list[j], list[i]);
        }
    }
}
