using Sunshine.Powers.V1;

namespace Sunshine.Cli.Samples;

/// <summary>
/// The city's powers at the beginning of 2016: 1,476, the number that follows from the report (1,462 retained, 12 cancelled, 2 delegated).
/// The ten kinds have the shares that a real district's published list has. Names are composed of fields of work and kinds; codes,
/// offices, limits and texts are made up, laws are real. The same on every run and machine.
/// </summary>
internal sealed class SamplePowers
{
    public const int Count = 1_476;

    private const ulong Seed = 20160004;
    private const string Region = "210300";

    private static readonly Shape[] Shapes =
    [
        new(PowerKind.Licence, "XK", 'L', 130, "行政审批科", 20, ["受理", "审查", "决定", "送达", "事后监管"]),
        new(PowerKind.Penalty, "CF", 'P', 2_152, "综合执法支队", 0, ["立案", "调查取证", "审查", "告知", "决定", "送达", "执行"]),
        new(PowerKind.Coercion, "QZ", 'C', 78, "综合执法支队", 0, ["催告", "决定", "执行", "事后监管"]),
        new(PowerKind.Levy, "ZS", 'Z', 8, "规划财务科", 0, ["公示", "核定", "征收", "使用监管"]),
        new(PowerKind.Payment, "JF", 'G', 25, "综合业务科", 30, ["受理", "审核", "公示", "给付", "事后监管"]),
        new(PowerKind.Inspection, "JC", 'I', 197, "监督检查科", 0, ["制定方案", "实施检查", "处理", "归档"]),
        new(PowerKind.Confirmation, "QR", 'Q', 43, "行政审批科", 30, ["受理", "审查", "决定", "送达"]),
        new(PowerKind.Reward, "JL", 'R', 40, "综合业务科", 0, ["制定方案", "组织推荐", "审核公示", "表彰"]),
        new(PowerKind.Adjudication, "CJ", 'A', 4, "政策法规科", 60, ["受理", "审理", "裁决", "执行"]),
        new(PowerKind.Other, "QT", 'O', 387, "业务管理科", 15, ["受理", "审查", "办结", "事后监管"])
    ];

    private static readonly string[] CertificatePenalties =
    [
        "对未取得{C}从事{A}的处罚", "对伪造、变造、买卖、出租、出借{C}的处罚", "对以欺骗、贿赂等不正当手段取得{C}的处罚", "对超出{C}核准的范围从事{A}的处罚",
        "对{C}载明事项变更后未按规定办理变更手续的处罚", "对{C}有效期届满未办理延续手续继续从事{A}的处罚"
    ];

    private static readonly string[] Penalties =
    [
        "对拒绝、阻碍{A}监督检查的处罚", "对{A}中隐瞒有关情况或者提供虚假材料的处罚", "对违反{A}管理规定拒不改正的处罚", "对{A}未按规定建立管理制度、台账或者档案的处罚",
        "对{A}未按规定报告或者备案的处罚", "对{A}中未履行安全管理责任的处罚"
    ];

    private static readonly string[] Others = ["{A}备案", "{A}投诉举报处理", "{A}年度报告审核", "{A}有关材料的初审转报"];

    private static readonly string[] Accountabilities =
    [
        "对符合法定条件的申请不予受理或者不在法定期限内办理的", "未严格按照法定条件和程序办理，造成损失的", "对不符合法定条件的申请人予以办理的", "没有法律依据或者事实依据实施的",
        "擅自改变种类、幅度或者范围实施的", "在办理过程中索取或者收受他人财物、谋取其他利益的", "泄露国家秘密、商业秘密或者个人隐私的", "其他违反法律法规规定的行为"
    ];

    private readonly IReadOnlyDictionary<string, string> _lawIds;

    private SamplePowers(IReadOnlyDictionary<string, string> lawIds) => _lawIds = lawIds;

    /// <summary>How many of each kind there are, in the order of kinds: the shares of the real list, largest remainders up.</summary>
    public static IReadOnlyDictionary<PowerKind, int> Quotas { get; } = Apportion();

    /// <summary>The list as it opens, by kind and main item.</summary>
    /// <param name="lawIds">Ids of laws by title.</param>
    /// <param name="feeIds">Ids of fee items by source id.</param>
    public static IReadOnlyList<PowerContent> Opening(IReadOnlyDictionary<string, string> lawIds, IReadOnlyDictionary<string, string> feeIds)
    {
        var (made, random) = (new SamplePowers(lawIds), new SplitMix64(Seed));
        var powers = new List<PowerContent>(Count);
        foreach (var shape in Shapes)
        {
            var candidates = Candidates(shape).ToList();
            // Which of them the city has is chance; in the list they stand as departments and their fields do.
            var chosen = Shuffled(Enumerable.Range(0, candidates.Count), random).Take(Quotas[shape.Kind]).Order().ToList();
            if (chosen.Count < Quotas[shape.Kind]) throw new InvalidOperationException($"There are {chosen.Count} candidates of kind {shape.Kind}, fewer than {Quotas[shape.Kind]}.");
            powers.AddRange(chosen.Select((at, n) => made.Power(shape, candidates[at], n + 1, random, feeIds)));
        }

        return powers;
    }

    /// <summary>In an order that is chance, the same for the same seed.</summary>
    public static IReadOnlyList<T> Shuffled<T>(IEnumerable<T> items, SplitMix64 random)
    {
        var shuffled = items.ToArray();
        for (var i = shuffled.Length - 1; i > 0; i--)
        {
            var other = random.Below(i + 1);
            (shuffled[i], shuffled[other]) = (shuffled[other], shuffled[i]);
        }

        return shuffled;
    }

    /// <summary>A code by the scheme region-organ-kind.</summary>
    public static string Code(string region, string organ, string kind, int mainItem) => $"{region}{organ}{kind}{mainItem:0000}000";

    private static Dictionary<PowerKind, int> Apportion()
    {
        var all = Shapes.Sum(s => s.Share);
        var quotas = Shapes.ToDictionary(s => s.Kind, s => s.Share * Count / all);
        foreach (var shape in Shapes.OrderByDescending(s => s.Share * Count % all).Take(Count - quotas.Values.Sum()).ToList()) quotas[shape.Kind]++;
        return quotas;
    }

    /// <summary>What powers of a kind there could be.</summary>
    private static IEnumerable<Candidate> Candidates(Shape shape)
    {
        var data = SampleData.Read<PowerData>("anshan-2016-powers.json");
        foreach (var (department, at) in data.Departments.Select((d, at) => (d, at)))
        {
            var organ = $"{at + 1:000}";
            foreach (var item in (department.Items ?? []).Select(i => i.Split('|')).Where(i => i[0] == shape.Letters)) yield return new Candidate(department.Id, organ, item[1], item[2]);
            foreach (var field in department.Fields.Select(f => f.Split('|')))
            {
                foreach (var pattern in Patterns(shape.Kind, field[1].Length > 0))
                {
                    yield return new Candidate(
                        department.Id, organ, pattern.Replace("{A}", field[0], StringComparison.Ordinal).Replace("{C}", field[1], StringComparison.Ordinal), field[2]);
                }
            }
        }
    }

    private static string[] Patterns(PowerKind kind, bool certificate) => kind switch
    {
        PowerKind.Licence when certificate => ["{C}核发"],
        PowerKind.Penalty => certificate ? [.. CertificatePenalties, .. Penalties] : Penalties,
        PowerKind.Coercion => ["对{A}涉嫌违法的场所、设施和财物的查封、扣押"],
        PowerKind.Inspection => ["对{A}的监督检查"],
        PowerKind.Reward => ["对在{A}工作中做出显著成绩的单位和个人的奖励"],
        PowerKind.Other => Others,
        _ => []
    };

    private PowerContent Power(Shape shape, Candidate candidate, int mainItem, SplitMix64 random, IReadOnlyDictionary<string, string> feeIds)
    {
        var content = new PowerContent
        {
            Code = Code(Region, candidate.Organ, shape.Letters, mainItem), Name = candidate.Name, Kind = shape.Kind, AgencyId = candidate.Department, Office = shape.Office, Level = PowerLevel.City,
            SupervisionPhone = $"0412-5550{candidate.Organ}", Fee = new Fee()
        };
        content.Bases.Add(SampleLaws.Instance.Basis(candidate.Law, shape.About, random, _lawIds));
        if (Common(shape.Kind) is { } common && random.Below(3) == 0) content.Bases.Add(SampleLaws.Instance.Basis(common, shape.About, random, _lawIds));
        content.Responsibilities.Add(shape.Steps.Select(step => new Responsibility { Step = step, Text = $"{step}环节：依法依规办理“{candidate.Name}”，{Duty(step)}。" }));
        content.Accountability.Add(Shuffled(Enumerable.Range(0, Accountabilities.Length), random).Take(3 + random.Below(3)).Order().Select(i => Accountabilities[i]));
        if (shape.Days > 0)
        {
            content.TimeLimit = new TimeLimit { Unit = TimeUnit.WorkingDay, Statutory = shape.Days, Promised = 3 + random.Below(shape.Days - 4) };
            if (shape.Kind == PowerKind.Licence && random.Below(4) == 0) content.TimeLimit.Note = "听证、检验、检测、鉴定和专家评审所需时间不计算在内";
        }

        if (shape.Kind == PowerKind.Levy && FeeOf(candidate.Name) is { } fee) content.Fee = new Fee { Charged = true, FeeIds = { feeIds[fee] } };
        return content;
    }

    /// <summary>The law about all powers of a kind, if there is one.</summary>
    private static string? Common(PowerKind kind) => kind switch
    {
        PowerKind.Licence => "中华人民共和国行政许可法",
        PowerKind.Penalty => "中华人民共和国行政处罚法",
        PowerKind.Coercion => "中华人民共和国行政强制法",
        _ => null
    };

    /// <summary>A levy is named as the fee it levies.</summary>
    private static string? FeeOf(string name) =>
        SampleData.Read<FeeData>("anshan-2016-fees.json").Fees.Select((f, at) => (Name: f.Split('|')[1], At: at)).Where(f => name.StartsWith(f.Name, StringComparison.Ordinal))
            .Select(f => SampleFees.SourceId(f.At + 1)).FirstOrDefault();

    private static string Duty(string step) => step switch
    {
        "受理" => "公示应当提交的材料，一次性告知补正，依法受理或者不予受理并告知理由",
        "立案" => "发现违法线索或者接到举报的，予以审查并决定是否立案",
        "调查取证" => "由两名以上执法人员调查，出示证件，制作笔录，收集证据",
        "审查" or "审核" => "对材料和调查结果进行审查，提出意见",
        "告知" => "告知当事人事实、理由、依据和陈述、申辩、听证的权利",
        "决定" or "裁决" => "在法定期限内作出决定，制作文书，不予同意的说明理由",
        "送达" => "在法定期限内送达文书并公开结果",
        "执行" => "监督当事人履行，逾期不履行的依法执行",
        "事后监管" or "使用监管" => "开展后续监督检查，发现问题及时纠正",
        "公示" or "审核公示" => "按照规定公示，接受监督",
        _ => "履行法律法规规章规定的责任"
    };

    /// <summary>How powers of a kind look.</summary>
    /// <param name="Letters">The kind in codes.</param>
    /// <param name="About">What a law's article is about that such a power rests on.</param>
    /// <param name="Share">How many a real district has of it: Weibin, 2021, 3,064 in all.</param>
    /// <param name="Days">The limit by law in working days; 0 for none.</param>
    private sealed record Shape(PowerKind Kind, string Letters, char About, int Share, string Office, int Days, string[] Steps);

    private sealed record Candidate(string Department, string Organ, string Name, string Law);
}

/// <summary>anshan-2016-powers.json.</summary>
internal sealed record PowerData(DepartmentData[] Departments);

/// <summary>What a department works in.</summary>
/// <param name="Fields">Activity, the certificate that it needs (may be empty), the law about it; separated by <c>|</c>.</param>
/// <param name="Items">Single powers: kind as in codes, name, law.</param>
internal sealed record DepartmentData(string Id, string[] Fields, string[]? Items);
