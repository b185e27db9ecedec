using Sunshine.Catalogue.V1;
using Sunshine.Finance.V1;

namespace Sunshine.Cli.Samples;

/// <summary>
/// What 86 departments disclosed of their money: in 2016 the budgets of 2016 and, 46 of them, the final accounts of 2015, which are the 132 items
/// that the report counts; before, the budgets of 2015, so that there is something to compare with. 40 departments disclosed no final accounts,
/// which is what the report's "100 %" does not say. All amounts are made up.
/// </summary>
internal sealed class SampleFinance
{
    public const int UnitCount = 86;
    public const int FinalAccountsCount = 46;

    private const ulong Seed = 20160007;

    private static readonly FinanceData Data = SampleData.Read<FinanceData>("anshan-2016-finance.json");

    private static readonly (string Element, string Text)[] Texts =
    [
        ("functions", "{0}按照市政府批准的职责开展工作，内设机构和所属单位情况见部门网站（样本数据）。"), ("changes", "{0}收支与上年相比的变化主要是人员经费和项目安排的变化（样本数据）。"),
        ("operating", "机关运行经费按定额安排，用于办公、差旅、会议等日常支出（样本数据）。"), ("procurement", "政府采购分货物、工程和服务三类，按年度采购计划执行（样本数据）。"),
        ("assets", "国有资产主要是办公用房、车辆和办公设备（样本数据）。"), ("terms", "基本支出：为保障机构正常运转、完成日常工作任务而发生的支出。项目支出：为完成特定任务在基本支出之外发生的支出。")
    ];

    private readonly SplitMix64 _random = new(Seed);

    private SampleFinance() => Units = [.. Data.Units.Select((u, i) => Make(u[0], u[1], i))];

    public static SampleFinance Instance { get; } = new();

    public IReadOnlyList<Unit> Units { get; }

    public static string NameOf(string code) => code[0] == '3' ? Data.Economic[code] : Data.Functional[code];

    /// <summary>A department and its money of two years.</summary>
    /// <param name="FinalAccounts">Of 2015; null if it disclosed none.</param>
    internal sealed record Unit(SampleAgency Agency, SampleBudget Budget2015, SampleBudget Budget2016, SampleBudget? FinalAccounts, int Number);

    /// <summary>The items of the catalogue that the disclosures of 2016 are, without their source ids.</summary>
    public IEnumerable<ImportRecord> Items() => Records().Where(r => r.PublishedOn[..4] == "2016").Select(record =>
    {
        var budget = record.Kind == DisclosureKind.Budget;
        var item = new ImportRecord
        {
            AgencyId = record.AgencyId, Title = record.Content.Title, SubjectCategory = "0401", Genre = "99", Stage = budget ? Stage.Decision : Stage.Result, KeyArea = "02",
            FormedOn = record.Content.Approval.On,
            Summary = budget ? "公开2016年部门预算，包括部门职责和机构设置、收支总表、财政拨款收支表、“三公”经费预算表和名词解释，没有数据的表格以空表列示并作出说明。"
                : "公开2015年度部门决算，说明收入支出决算总体情况、财政拨款支出决算、“三公”经费支出增减变化原因和政府采购情况，接受社会监督。"
        };
        item.Keywords.Add(budget ? ["部门预算", "三公经费"] : ["部门决算", "三公经费"]);
        item.Placements.Add(new Placement { Channel = Channel.Website, On = record.PublishedOn, Column = "重点领域信息公开" });
        return item;
    });

    /// <summary>The disclosures, oldest first.</summary>
    public IEnumerable<DisclosureRecord> Records() =>
        Units.Select(u => Record(u, "budget-2015", 2015, DisclosureKind.Budget, new DateOnly(2015, 2, 13), u.Budget2015.Budget(null)))
            .Concat(Units.Select(u => Record(u, "budget-2016", 2016, DisclosureKind.Budget, new DateOnly(2016, 2, 19), u.Budget2016.Budget(u.Budget2015))))
            .Concat(Units.Where(u => u.FinalAccounts is not null)
                .Select(u => Record(u, "final-2015", 2015, DisclosureKind.FinalAccounts, new DateOnly(2016, 8, 29), u.FinalAccounts!.FinalAccounts(u.Budget2015))));

    private static DisclosureRecord Record(Unit unit, string source, int year, DisclosureKind kind, DateOnly approved, IEnumerable<Finance.V1.Statement> statements)
    {
        var final = kind == DisclosureKind.FinalAccounts;
        // Handed down on four days; every eleventh department is late. Twenty days are counted from the day that it was handed down.
        var on = approved.AddDays(unit.Number % 4 * 3);
        var published = on.AddDays(unit.Number % 11 == 7 ? 24 + unit.Number % 5 : 6 + unit.Number * 5 % 15);
        var record = new DisclosureRecord
        {
            SourceId = $"{source}-{unit.Agency.Id}", AgencyId = unit.Agency.Id, FiscalYear = year, Kind = kind, PublishedOn = SampleDays.Iso(published),
            Content = new DisclosureContent
            {
                Title = final ? $"{unit.Agency.Short}{year}年度部门决算公开" : $"{unit.Agency.Short}{year}年部门预算及“三公”经费预算公开", Phase = final ? Phase.Executed : Phase.Approved,
                Approval = new Approval { Body = "鞍山市财政局", DocumentNumber = $"样本数据〔{on.Year}〕{unit.Number + 1}号", On = SampleDays.Iso(on) }
            }
        };
        record.Content.Explanations.Add(Texts.Select(t => new Explanation { Element = t.Element, Text = string.Format(t.Text, unit.Agency.Short) }));
        record.Statements.Add(statements);
        return record;
    }

    private Unit Make(string agencyId, string section, int number)
    {
        var agency = SampleAgencies.Instance.ById[agencyId];
        var first = Budget(section, Data.Funds.Contains(agencyId));
        var second = Next(first, 96, 118);
        return new Unit(agency, first, second, number % 15 < (number < 75 ? 8 : 6) ? Executed(first) : null, number);
    }

    private SampleBudget Budget(string section, bool fund)
    {
        var staff = 20 + _random.Below(180);
        var running = staff * (900 + _random.Below(300));
        var pension = staff * 160;
        List<SpendingLine> lines =
        [
            new(section + "01", "行政运行", running, 0), new(section + "02", "一般行政管理事务", 0, staff * (200 + _random.Below(400)) + 2_000),
            new(section + "99", $"其他{NameOf(section)}支出".Replace("支出支出", "支出"), 0, staff * (100 + _random.Below(900))), new("2080505", NameOf("2080505"), pension, 0),
            new("2100501", NameOf("2100501"), staff * 60, 0), new("2210201", NameOf("2210201"), staff * 96, 0)
        ];
        if (fund) lines.Add(new("2120899", "其他国有土地使用权出让收入安排的支出", 0, 40_000 + _random.Below(400_000), true));
        return WithEconomic(new SampleBudget(lines, _random.Below(2_000), 0, new Dictionary<string, long>(), new ThreePublic(_random.Below(3) * 120, 0, 80 + staff * 3, 30 + staff)), staff);
    }

    /// <summary>Another year: every line goes up or down by itself.</summary>
    private SampleBudget Next(SampleBudget budget, int least, int most)
    {
        long Changed(long amount) => amount * (least + _random.Below(most - least)) / 100;
        var lines = budget.Lines.Select(l => l with { Basic = Changed(l.Basic), Project = Changed(l.Project) }).ToList();
        var p = budget.ThreePublic;
        return WithEconomic(budget with { Lines = lines, Opening = _random.Below(2_000), ThreePublic = new ThreePublic(Changed(p.Abroad) * 9 / 10, 0, Changed(p.Running) * 9 / 10, Changed(p.Receptions) * 8 / 10) }, 50);
    }

    /// <summary>What came of a budget; something is left over.</summary>
    private SampleBudget Executed(SampleBudget budget) => Next(budget, 86, 104) with { Opening = budget.Opening, Closing = _random.Below(1_500) };

    /// <summary>Basic expenditure by economic class. What cannot be said otherwise is wages.</summary>
    private static SampleBudget WithEconomic(SampleBudget budget, int staff)
    {
        var basic = budget.General.Sum(l => l.Basic);
        var p = budget.ThreePublic;
        var economic = new Dictionary<string, long>
        {
            ["30102"] = basic / 4, ["30103"] = basic / 20, ["30104"] = basic / 9, ["30201"] = staff * 20, ["30202"] = staff * 4, ["30207"] = staff * 3, ["30211"] = staff * 12, ["30212"] = p.Abroad,
            ["30215"] = staff * 2, ["30216"] = staff * 2, ["30217"] = p.Receptions, ["30226"] = staff * 5, ["30231"] = p.Running, ["30301"] = basic / 60, ["30302"] = basic / 14,
            ["30311"] = budget.Lines.Where(l => l.Code == "2210201").Sum(l => l.Basic)
        };
        economic["30101"] = basic - economic.Values.Sum();
        return budget with { Economic = economic };
    }
}

/// <summary>anshan-2016-finance.json.</summary>
/// <param name="Bodies">Bodies that the sample has only here: id, name, short name.</param>
/// <param name="Units">The departments, each with the section under which it spends most.</param>
/// <param name="Funds">Those that spend a government fund too.</param>
internal sealed record FinanceData(string[][] Bodies, string[][] Units, string[] Funds, Dictionary<string, string> Functional, Dictionary<string, string> Economic);
