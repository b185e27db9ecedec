using Sunshine.Catalogue.V1;

namespace Sunshine.Cli.Samples;

/// <summary>
/// A year of a city's disclosure after the figures of Anshan's report on 2016: 32,912 items on one channel each, 197 in the gazette,
/// 19,815 on the website (2,702 in 今日鞍山, 1,603 in 政务公开), 4,956 microblog, 963 WeChat, 6,981 other. The items of the key areas
/// that the report counts, and the policy interpretations, are as many as it says. Everything else is made up: no person, company or
/// event in it is real but for the names of agencies and places. The same bytes on every run and machine.
/// </summary>
public static class Anshan2016
{
    private const ulong Seed = 20160001;

    // A template that can no longer make a title that is new is given up after so many tries. Those with few titles need many.
    private const int Tries = 20_000;

    private static readonly Dictionary<string, int> Website = new()
    {
        ["k03"] = 786, ["k12"] = 218, ["k11"] = 67, ["k04"] = 22, ["k09"] = 9, ["k24"] = 26, ["k10"] = 53, ["k07"] = 22, ["k19"] = 170,
        ["k27"] = 14, ["k08"] = 81, ["k06"] = 100, ["k13"] = 78, ["k26"] = 21, ["interpret"] = 221, ["today"] = 2702, ["open"] = 1603,
        ["dept"] = 5600, ["county"] = 3900, ["notice"] = 2190, ["guide"] = 1400, ["stats"] = 130, ["plan"] = 110, ["emergency"] = 160,
    };

    private static readonly Dictionary<string, string> Columns = new()
    {
        ["today"] = "今日鞍山", ["open"] = "政务公开", ["interpret"] = "政策解读", ["dept"] = "部门动态", ["county"] = "县区动态", ["notice"] = "公示公告",
        ["guide"] = "办事指南", ["stats"] = "统计信息", ["plan"] = "规划计划", ["emergency"] = "应急管理",
    };

    /// <summary>The 219 agencies as a tree, parents first: the city, 58 departments, 7 counties, 6 zones, 120 towns and sub-districts, and 27 bodies of the city that are no agencies of its government.</summary>
    public static IReadOnlyList<Agency> Agencies => SampleAgencies.Instance.Records();

    /// <summary>How many items there are.</summary>
    public const int ItemCount = 32_912;

    /// <summary>The items, in the order of their first days, with source ids 2016-000001 and so on.</summary>
    public static IEnumerable<ImportRecord> Items()
    {
        var random = new SplitMix64(Seed);
        var items = MunicipalDocuments.Records(random).ToList();
        var made = new Maker(random);
        foreach (var (use, count) in Website) made.Add(use, Channel.Website, count);
        made.Add("other", Channel.Other, 6981);
        made.Add("wechat", Channel.Wechat, 963);
        made.Add("microblog", Channel.Microblog, 4956);
        items.AddRange(made.Items);
        items.AddRange(SampleFinance.Instance.Items());

        // Ordered by day; OrderBy is stable, so equal days keep the order in which they were made.
        var series = new Dictionary<string, int>();
        var number = 0;
        foreach (var item in items.OrderBy(x => x.Placements[0].On, StringComparer.Ordinal))
        {
            item.SourceId = $"2016-{++number:000000}";
            if (item.Title.Contains(SampleText.Number, StringComparison.Ordinal))
            {
                var next = series[item.Title] = series.GetValueOrDefault(item.Title) + 1;
                item.Title = item.Title.Replace(SampleText.Number, next.ToString(), StringComparison.Ordinal);
                item.Summary = item.Summary.Replace(SampleText.Number, next.ToString(), StringComparison.Ordinal);
            }

            yield return item;
        }
    }

    private sealed class Maker(SplitMix64 random)
    {
        private readonly Template[] _templates = SampleData.Read<Template[]>("anshan-2016-templates.json");
        private readonly Dictionary<string, string[]> _lists = SampleData.Read<Dictionary<string, string[]>>("anshan-2016-lists.json");
        private readonly Dictionary<string, string> _subjects = SampleData.Read<Dictionary<string, string>>("anshan-2016-subjects.json");
        private readonly SampleAgencies _agencies = SampleAgencies.Instance;
        private readonly HashSet<string> _titles = [];
        private readonly Dictionary<Template, int> _count = new(ReferenceEqualityComparer.Instance);

        public List<ImportRecord> Items { get; } = [];

        public void Add(string use, Channel channel, int count)
        {
            var wanted = Items.Count + count;
            foreach (var template in _templates.Where(x => x.Daily == use))
            {
                foreach (var day in SampleDays.All) Items.Add(Make(template, use, channel, day)!);
            }

            var choices = _templates.Select(x => (Template: x, Weight: Weight(x, use))).Where(x => x.Weight > 0).ToList();
            var failures = 0;
            while (Items.Count < wanted)
            {
                var template = Choose(choices);
                var full = template.Max is { } max && _count.GetValueOrDefault(template) >= max;
                if (!full && Make(template, use, channel, null) is { } item)
                {
                    _count[template] = _count.GetValueOrDefault(template) + 1;
                    Items.Add(item);
                    failures = 0;
                }
                else if (++failures > Tries)
                {
                    throw new InvalidOperationException($"The templates for {use} are exhausted, {wanted - Items.Count} items before the end.");
                }
            }
        }

        private static int Weight(Template template, string use) =>
            template.Use.Split(' ').Select(x => x.Split(':')).Where(x => x[0] == use).Select(x => int.Parse(x[1])).FirstOrDefault();

        private Template Choose(List<(Template Template, int Weight)> choices)
        {
            var at = random.Below(choices.Sum(x => x.Weight));
            foreach (var (template, weight) in choices)
            {
                at -= weight;
                if (at < 0) return template;
            }

            throw new InvalidOperationException("Unreachable: the weights were just summed.");
        }

        /// <returns>Null if the title is one that another item has.</returns>
        private ImportRecord? Make(Template template, string use, Channel channel, DateOnly? on)
        {
            var months = template.M?.Split('-');
            var day = on ?? SampleDays.Pick(
                random, months is null ? 1 : int.Parse(months[0]), months is null ? 12 : int.Parse(months[1]), channel is Channel.Microblog or Channel.Wechat);
            var title = template.T[random.Below(template.T.Length)];
            var formed = day.AddDays(-Lag(template, title));
            if (formed.Year < 2016) formed = new DateOnly(2016, 1, 1);
            var agency = Agency(template.By);
            var place = agency.Id.Length > "as-210302".Length && agency.County is not null ? agency : Town(agency.County);
            if (template.R && !SampleAgency.IsRural(place.Short)) return null;
            var other = _agencies.Departments[random.Below(_agencies.Departments.Count)];
            var text = new SampleText(random, _lists, agency, other, place.County!, place.Short, formed);
            title = text.Fill(title);
            if (!title.Contains(SampleText.Number, StringComparison.Ordinal) && !_titles.Add(title)) return null;

            var record = new ImportRecord
            {
                AgencyId = agency.Id,
                Title = title,
                Summary = text.Fill(template.S),
                SubjectCategory = template.C switch
                {
                    "*" => Subject(text),
                    "@" => _subjects[agency.Id],
                    _ => template.C,
                },
                Genre = template.G,
                Stage = template.St switch
                {
                    "D" => Stage.Decision,
                    "E" => Stage.Execution,
                    "A" => Stage.Administration,
                    "S" => Stage.Service,
                    "R" => Stage.Result,
                    _ => Stage.Unspecified,
                },
                KeyArea = use[0] == 'k' ? use[1..] : "",
                FormedOn = SampleDays.Iso(formed),
            };
            record.Keywords.AddRange(text.Fill(template.K).Split(' ').Distinct());
            // An interpretation says what it explains; a municipal document of that name is found by it.
            if (use == "interpret") record.References.Add(new Reference { Relation = Relation.Interprets, Title = text.Chosen("policy!") is { } policy ? Bare(policy) : "政策" });
            record.Placements.Add(new Placement { Channel = channel, On = SampleDays.Iso(day), Column = Column(use, channel, agency, title) });
            return record;
        }

        private static string Bare(string policy) => policy.Trim('《', '》');

        /// <summary>Documents appear up to 19 days after they were formed, news within two; what names a day appears on it.</summary>
        private int Lag(Template template, string title) =>
            title.Contains("{D}", StringComparison.Ordinal) ? 0 : template.G is "38" or "99" or "06" ? random.Below(3) : random.Skewed(20);

        private SampleAgency Agency(string by)
        {
            SampleAgency Any(IReadOnlyList<SampleAgency> among) => among[random.Below(among.Count)];
            return by switch
            {
                "dept" => Any(_agencies.Departments),
                "county" => Any(_agencies.Counties),
                "zone" => Any(_agencies.Zones),
                "place" => random.Below(10) < 8 ? Any(_agencies.Counties) : Any(_agencies.Zones),
                "town" => Any(_agencies.Towns),
                _ => _lists.TryGetValue(by, out var ids) || (ids = by.Split(' ')).Length > 0
                    ? _agencies.ById[ids[random.Below(ids.Length)]]
                    : throw new InvalidOperationException(by),
            };
        }

        /// <summary>A town of the county, or of any county, each county as likely.</summary>
        private SampleAgency Town(CountyData? county)
        {
            county ??= _agencies.Counties[random.Below(_agencies.Counties.Count)].County!;
            var towns = _agencies.TownsOf[county];
            return towns[random.Below(towns.Length)];
        }

        private string Subject(SampleText text)
        {
            foreach (var list in new[] { "work", "localwork", "zonework", "activity", "season@" })
            {
                if (text.Chosen(list) is { } word && _subjects.TryGetValue(word, out var subject)) return subject;
            }

            return "0299";
        }

        private static string Column(string use, Channel channel, SampleAgency agency, string title) => channel switch
        {
            Channel.Website => use[0] == 'k' ? "重点领域信息公开" : Columns[use],
            Channel.Other when title.Contains("鞍山日报", StringComparison.Ordinal) => "鞍山日报",
            Channel.Other when title.Contains("千山晚报", StringComparison.Ordinal) => "千山晚报",
            Channel.Other when title.Contains("求职导报", StringComparison.Ordinal) => "求职导报",
            Channel.Other when title.Contains("电视台", StringComparison.Ordinal) => "鞍山电视台",
            Channel.Other when title.Contains("广播电台", StringComparison.Ordinal) => "鞍山人民广播电台",
            Channel.Other when title.Contains("电子屏", StringComparison.Ordinal) => "电子屏",
            Channel.Other when title.Contains("大厅", StringComparison.Ordinal) => "办事大厅",
            Channel.Other => agency.Id.StartsWith("as-21", StringComparison.Ordinal) && agency.Short.EndsWith('镇') ? "村务公开栏" : "公示栏",
            _ => agency.Id switch
            {
                "as-police" => "平安鞍山",
                "as-environment" => "鞍山环保",
                "as-weather" => "鞍山气象",
                "as-news-office" or "as-gov-office" or "as-city" => "鞍山发布",
                _ => (agency.County is null ? "部门" : "县区") + (channel == Channel.Microblog ? "微博" : "微信"),
            },
        };
    }
}
