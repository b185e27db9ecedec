using Sunshine.Powers.V1;

namespace Sunshine.Cli.Samples;

/// <summary>
/// The 5,316 service guides of the report: one for each power for which one applies, the others for public services of departments, counties,
/// zones and towns. Some agencies write more than others, so that scores differ. Everything in them but names of laws and places is made up.
/// </summary>
internal sealed class SampleGuides
{
    public const int Count = 5_316;

    private const ulong Seed = 20160006;

    // Which powers one applies for.
    private static readonly HashSet<PowerKind> AppliedFor =
        [PowerKind.Licence, PowerKind.Levy, PowerKind.Payment, PowerKind.Confirmation, PowerKind.Reward, PowerKind.Adjudication, PowerKind.Other];

    private static readonly (string Name, MaterialForm Form, string Issuer)[] Materials =
    [
        ("申请书", MaterialForm.Original, "申请人"), ("申请人身份证明", MaterialForm.OriginalAndCopy, "公安机关"), ("营业执照", MaterialForm.Copy, "工商行政管理部门"), ("授权委托书", MaterialForm.Original, "申请人"),
        ("场所使用证明", MaterialForm.Copy, "申请人"), ("专业技术人员资格证明", MaterialForm.Copy, "发证机关"), ("管理制度文本", MaterialForm.Original, "申请人"), ("设施设备清单", MaterialForm.Original, "申请人"),
        ("户口簿", MaterialForm.OriginalAndCopy, "公安机关"), ("家庭收入证明", MaterialForm.Original, "所在单位或者社区")
    ];

    private readonly SplitMix64 _random = new(Seed);
    private readonly IReadOnlyDictionary<string, string> _lawIds;
    private readonly ServiceData _services = SampleData.Read<ServiceData>("anshan-2016-services.json");
    private readonly List<string> _days = [.. SampleDays.All.Where(SampleDays.IsWorking).Select(SampleDays.Iso)];
    private readonly List<GuideRecord> _records = new(Count);

    // Agencies differ in how much their guides say: the chance in percent that an element is there.
    private readonly Dictionary<string, int> _care = [];

    private SampleGuides(IReadOnlyDictionary<string, string> lawIds) => _lawIds = lawIds;

    /// <param name="lawIds">Ids of laws by title.</param>
    /// <param name="feeIds">Ids of fee items by source id.</param>
    /// <param name="powers">The powers that lists have, with their ids.</param>
    public static IReadOnlyList<GuideRecord> Records(IReadOnlyDictionary<string, string> lawIds, IReadOnlyDictionary<string, string> feeIds, IEnumerable<(string Id, PowerContent Content)> powers)
    {
        var made = new SampleGuides(lawIds);
        var agencies = SampleAgencies.Instance;
        foreach (var (id, power) in powers.Where(p => AppliedFor.Contains(p.Content.Kind))) made.ForPower(id, power);
        var fields = SampleData.Read<PowerData>("anshan-2016-powers.json").Departments.ToDictionary(d => d.Id, d => d.Fields.Select(f => f.Split('|')).ToList());
        var fees = SampleData.Read<FeeData>("anshan-2016-fees.json").Fees.Select((f, at) => (Agency: f.Split('|')[0], Id: feeIds[SampleFees.SourceId(at + 1)])).ToLookup(f => f.Agency, f => f.Id);
        foreach (var department in agencies.Departments)
        {
            foreach (var service in made._services.Agency) made.ForService(department, service, fees[department.Id].FirstOrDefault());
            foreach (var field in fields.GetValueOrDefault(department.Id) ?? [])
            {
                made.ForService(department, $"{field[0]}政策咨询|{field[2]}", null);
                made.ForService(department, $"{field[0]}办理进度查询|{field[2]}", null);
                if (field[1].Length > 0) made.ForService(department, $"{field[1]}遗失补办|{field[2]}", fees[department.Id].FirstOrDefault());
            }
        }

        foreach (var county in agencies.Counties)
        {
            foreach (var service in made._services.County) made.ForService(county, service, null);
        }

        foreach (var zone in agencies.Zones)
        {
            foreach (var service in SamplePowers.Shuffled(made._services.County, made._random).Take(12)) made.ForService(zone, service, null);
        }

        // What is left is the towns', as evenly as it goes.
        var left = Count - made._records.Count;
        foreach (var (town, at) in agencies.Towns.Select((t, at) => (t, at)))
        {
            var count = left / agencies.Towns.Count + (at < left % agencies.Towns.Count ? 1 : 0);
            foreach (var service in SamplePowers.Shuffled(made._services.Town, made._random).Take(count)) made.ForService(town, service, null);
        }

        return made._records.Count == Count ? made._records : throw new InvalidOperationException($"There are {made._records.Count} guides instead of {Count}.");
    }

    private void ForPower(string id, PowerContent power)
    {
        var content = new GuideContent { Title = power.Name, Kind = (ServiceKind)power.Kind, PowerIds = { id }, Bases = { power.Bases }, Office = power.Office };
        Fill(content, SampleAgencies.Instance.ById[power.AgencyId], power.SupervisionPhone, power.TimeLimit);
        if (power.Fee.Charged) content.FeeIds.Add(power.Fee.FeeIds);
        else if (Has(power.AgencyId)) content.FreeOfCharge = true;
        Add(power.AgencyId, content);
    }

    /// <param name="service">Name and law.</param>
    /// <param name="fee">The item of the fee catalogue that the agency charges; null if it has none.</param>
    private void ForService(SampleAgency agency, string service, string? fee)
    {
        var parts = service.Split('|');
        var content = new GuideContent { Title = parts[0], Kind = ServiceKind.PublicService };
        if (parts[1].Length > 0) content.Bases.Add(new LegalBasis { LawId = _lawIds[parts[1]] });
        if (Has(agency.Id)) content.Office = $"{agency.Short}办事窗口";
        Fill(content, agency, "0412-5552000", Has(agency.Id) ? new TimeLimit { Unit = TimeUnit.WorkingDay, Promised = 1 + _random.Below(15) } : null);
        if (fee is not null && parts[0].EndsWith("补办", StringComparison.Ordinal)) content.FeeIds.Add(fee);
        else if (Has(agency.Id)) content.FreeOfCharge = true;
        if (content.TimeLimit is null && _random.Below(3) == 0) content.TimeLimit = new TimeLimit { OnTheSpot = true };
        Add(agency.Id, content);
    }

    private void Fill(GuideContent content, SampleAgency agency, string supervision, TimeLimit? limit)
    {
        if (limit is not null) content.TimeLimit = limit.Clone();
        if (Has(agency.Id)) content.Conditions = $"符合“{content.Title}”规定条件的申请人。（样本数据）";
        if (Has(agency.Id)) content.Audiences.Add(content.Kind is ServiceKind.Payment ? [Audience.Persons] : [Audience.Persons, Audience.LegalPersons]);
        if (Has(agency.Id))
        {
            var text = Has(agency.Id) || Has(agency.Id);
            content.Steps.Add(new[] { ("受理", "窗口收件，一次性告知需补正的材料"), ("审查", "对材料进行审查，必要时现场核查"), ("办结", "作出决定并送达结果") }
                .Select(s => new ProcessStep { Step = s.Item1, Text = text ? s.Item2 : "", Responsible = text ? "窗口工作人员" : "" }));
        }

        if (Has(agency.Id))
        {
            if (content.Title.EndsWith("咨询", StringComparison.Ordinal)) content.NoMaterials = true;
            else content.Materials.Add(Materials.Take(2).Concat(SamplePowers.Shuffled(Materials.Skip(2), _random).Take(_random.Below(4))).Select(m => new Material { Name = m.Name, Form = m.Form, Copies = 1, Issuer = m.Issuer }));
        }

        if (Has(agency.Id)) content.Supervision = new Supervision { Phone = supervision };
        if (Has(agency.Id)) content.Places.Add(new ServicePlace { Name = agency.County is null ? "市公共行政服务中心" : $"{agency.Short}便民服务中心", Address = agency.County is null ? "市公共行政服务中心办事大厅（样本数据）" : $"{agency.Short}便民服务大厅（样本数据）", Window = $"{1 + _random.Below(30)}号窗口" });
        if (Has(agency.Id)) content.Hours = "工作日 8:30-11:30，13:00-16:30";
        if (Has(agency.Id)) content.Phone = supervision;
        if (Has(agency.Id)) content.Channels.Add(new ChannelRule { Channel = ServiceChannel.Counter, Available = true, Visits = 1 + _random.Below(2) });
        if (_random.Below(10) == 0) content.Channels.Add(new ChannelRule { Channel = ServiceChannel.Post, Available = true });
        if (Has(agency.Id)) content.Results.Add(new ServiceResult { Name = content.Title.EndsWith("核发", StringComparison.Ordinal) ? content.Title[..^2] : $"{content.Title}结果" });
        if (_random.Below(5) == 0) content.Questions.Add(new ServiceQuestion { Question = "能否委托他人办理？", Answer = "可以，需要提交授权委托书和受托人身份证明。" });
    }

    private bool Has(string agency)
    {
        if (!_care.TryGetValue(agency, out var care)) _care[agency] = care = 55 + _random.Below(45);
        return _random.Below(100) < care;
    }

    private void Add(string agency, GuideContent content) => _records.Add(new GuideRecord
    {
        AgencyId = agency, SourceId = $"2016-guide-{_records.Count + 1:0000}", Content = content, PublishedOn = _days[_random.Below(_days.Count)]
    });
}

/// <summary>anshan-2016-services.json: public services, each with the law about it, separated by <c>|</c>; the law may be empty.</summary>
internal sealed record ServiceData(string[] Agency, string[] County, string[] Town);
