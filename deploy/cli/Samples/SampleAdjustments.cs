using Sunshine.Powers.V1;

namespace Sunshine.Cli.Samples;

/// <summary>
/// The batches of the lists: the city's opening and its three adjustments of 2016, which cancel 12 powers and delegate 2, and the lists of
/// three counties to which these went. Decrees and days are made up, and say so. One county has not taken over what it should; another did
/// after half a year, with a longer limit.
/// </summary>
internal sealed class SampleAdjustments
{
    public const int Cancelled = 12;
    public const int Delegated = 2;
    public const int Retained = SamplePowers.Count - Cancelled - Delegated;

    public const string City = "as-city";

    /// <summary>All batches have taken effect by then.</summary>
    public const string End = "2016-12-31";

    private const string Haicheng = "as-210381";
    private const string Taian = "as-210321";
    private const string Xiuyan = "as-210323";

    private const ulong Seed = 20160005;
    private const string Mark = "样本数据";

    // How many of each; those delegated go to these counties.
    private static readonly (string On, int Cancel, string[] To, int Rename, int Change)[] Adjustments =
    [
        ("2016-04-15", 5, [Haicheng, Taian], 2, 4), ("2016-08-19", 4, [Haicheng, Xiuyan], 1, 6), ("2016-11-30", 3, [], 1, 3)
    ];

    private static readonly (string Id, int Common)[] Counties = [(Haicheng, 60), (Taian, 40), (Xiuyan, 30)];

    private static readonly (string Kind, string Name, string Law)[] OfCounties =
    [
        ("XK", "农村宅基地用地审批", "中华人民共和国土地管理法"), ("JF", "特困人员供养待遇审批给付", "农村五保供养工作条例"), ("QR", "内地居民婚姻登记", "婚姻登记条例"),
        ("JC", "对乡村医生执业活动的监督检查", "乡村医生从业管理条例"), ("QT", "村庄建设规划备案", "村庄和集镇规划建设管理条例")
    ];

    private readonly IReadOnlyDictionary<string, string> _lawIds;
    private readonly IReadOnlyList<PowerContent> _opening;
    private readonly SplitMix64 _random = new(Seed);
    private readonly List<PowerContent> _delegated = [];

    // Licences, confirmations and others, each touched once at most; counties share others than these.
    private readonly Queue<PowerContent> _untouched;

    private SampleAdjustments(IReadOnlyDictionary<string, string> lawIds, IReadOnlyDictionary<string, string> feeIds)
    {
        _lawIds = lawIds;
        _opening = SamplePowers.Opening(lawIds, feeIds);
        _untouched = new(SamplePowers.Shuffled(_opening.Where(p => p.Kind == PowerKind.Licence || (p.Kind == PowerKind.Other && p.Name.EndsWith("备案", StringComparison.Ordinal))), _random));
    }

    /// <summary>The lists, the city's first.</summary>
    public static IReadOnlyList<CreateListRequest> Lists =>
    [
        List(City, "鞍山市市本级权责清单", PowerLevel.City, "210300"), .. Counties.Select(c => List(c.Id, $"{SampleAgencies.Instance.ById[c.Id].Short}权责清单", PowerLevel.County, c.Id[3..]))
    ];

    /// <summary>All batches in the order in which they become current.</summary>
    public static IReadOnlyList<SampleBatch> Batches(IReadOnlyDictionary<string, string> lawIds, IReadOnlyDictionary<string, string> feeIds)
    {
        var made = new SampleAdjustments(lawIds, feeIds);
        return [.. made.OfCity(), .. made.OfTheCounties()];
    }

    /// <summary>The powers that a list has after its batches, by code, as they came into it.</summary>
    public static IReadOnlyList<PowerContent> Held(string list, IEnumerable<SampleBatch> batches)
    {
        var operations = batches.Where(b => b.Request.ListId == list).SelectMany(b => b.Operations).ToList();
        var gone = operations.Where(o => o.Kind is OperationKind.Cancel or OperationKind.Delegate).SelectMany(o => o.Codes).ToHashSet();
        return [.. operations.Where(o => o.Kind is OperationKind.Add or OperationKind.TakeOver).Select(o => o.Powers[0]).Where(p => !gone.Contains(p.Code)).OrderBy(p => p.Code, StringComparer.Ordinal)];
    }

    private IEnumerable<SampleBatch> OfCity()
    {
        yield return Batch(City, 1, "2015-12-25", "鞍山市人民政府关于公布市本级权责清单的通知", _opening.Select(Add), new() { Added = SamplePowers.Count, Closing = SamplePowers.Count });
        var held = SamplePowers.Count;
        foreach (var ((on, cancel, to, rename, change), at) in Adjustments.Select((a, at) => (a, at)))
        {
            var operations = new List<Operation>();
            for (var i = 0; i < cancel; i++) operations.Add(new() { Kind = OperationKind.Cancel, Codes = { _untouched.Dequeue().Code }, Reason = $"按照上级取消行政职权事项的要求取消（{Mark}）" });
            if (to.Length > 0)
            {
                _delegated.Add(Next(p => p.Kind == PowerKind.Licence));
                operations.Add(new()
                {
                    Kind = OperationKind.Delegate, Codes = { _delegated[^1].Code }, ToLevel = PowerLevel.County, ToAgencyIds = { to }, Reason = $"下放县级管理，方便群众办理（{Mark}）"
                });
            }

            for (var i = 0; i < rename; i++)
            {
                var power = Next(p => p.Kind == PowerKind.Licence);
                operations.Add(new() { Kind = OperationKind.Rename, Codes = { power.Code }, Powers = { new PowerContent { Name = power.Name + "（含变更、延续和注销）" } }, Reason = $"规范名称（{Mark}）" });
            }

            for (var i = 0; i < change; i++) operations.Add(Change(_untouched.Dequeue(), i));
            var closing = held - cancel - (to.Length > 0 ? 1 : 0);
            yield return Batch(
                City, at + 2, on, $"鞍山市人民政府关于调整市本级权责清单的通知（2016年第{at + 1}批）", operations,
                new() { Opening = held, Cancelled = cancel, Delegated = held - cancel - closing, Closing = closing });
            held = closing;
        }
    }

    /// <summary>Counties have part of what the city has, under the same main items, and some of their own.</summary>
    private IEnumerable<SampleBatch> OfTheCounties()
    {
        foreach (var (id, common) in Counties)
        {
            var operations = SamplePowers.Shuffled(_opening.Where(p => p.Kind is not (PowerKind.Licence or PowerKind.Other)), _random).Take(common - 10)
                .Concat(_untouched.Take(10)).OrderBy(p => p.Code, StringComparer.Ordinal).Select((p, at) => Add(Shared(p, id, at)))
                .Concat(OfCounties.Select(own => Add(Own(own, id)))).ToList();
            yield return Batch(id, 1, "2015-12-28", $"{SampleAgencies.Instance.ById[id].Short}人民政府关于公布权责清单的通知", operations, new() { Added = operations.Count, Closing = operations.Count });
        }

        int Opened(string id) => Counties.Single(c => c.Id == id).Common + OfCounties.Length;
        yield return Takeover(Haicheng, 2, "2016-05-20", 0, Opened(Haicheng), 0);
        yield return Takeover(Haicheng, 3, "2016-09-30", 1, Opened(Haicheng) + 1, 0);
        // Half a year late, and slower than the city was.
        yield return Takeover(Taian, 2, "2016-10-20", 0, Opened(Taian), 2);
    }

    private SampleBatch Takeover(string county, int number, string on, int which, int held, int slower)
    {
        var power = Moved(_delegated[which], county);
        power.TimeLimit.Promised = Math.Min(power.TimeLimit.Promised + slower, power.TimeLimit.Statutory);
        var operation = new Operation { Kind = OperationKind.TakeOver, Powers = { power }, SourceListId = City, SourceCode = _delegated[which].Code };
        return Batch(
            county, number, on, $"{SampleAgencies.Instance.ById[county].Short}人民政府关于承接市级下放行政职权的通知", [operation], new() { Opening = held, Added = 1, Closing = held + 1 });
    }

    /// <summary>Some of what both have diverges, as it does between real lists.</summary>
    private static PowerContent Shared(PowerContent power, string county, int at)
    {
        var shared = Moved(power, county);
        if (at % 7 == 3) shared.Name += "（县级权限）";
        if (at % 7 == 5) shared.TimeLimit = new TimeLimit { Unit = TimeUnit.WorkingDay, Statutory = 45, Promised = 40 };
        if (at % 14 == 6) shared.Bases[0].Article = "";
        return shared;
    }

    private static PowerContent Moved(PowerContent power, string county)
    {
        var moved = power.Clone();
        (moved.Code, moved.AgencyId, moved.Level, moved.Office, moved.SupervisionPhone) = (county[3..] + power.Code[6..], county, PowerLevel.County, "县级主管部门", "0412-5551000");
        return moved;
    }

    private PowerContent Own((string Kind, string Name, string Law) own, string county)
    {
        var power = _opening.First(p => p.Code[9..11] == own.Kind).Clone();
        (power.Name, power.Code) = (own.Name, SamplePowers.Code(county[3..], "900", own.Kind, 9001));
        power.Bases.Clear();
        power.Bases.Add(new LegalBasis { LawId = _lawIds[own.Law] });
        (power.AgencyId, power.Level, power.Office, power.SupervisionPhone) = (county, PowerLevel.County, "县级主管部门", "0412-5551000");
        foreach (var duty in power.Responsibilities) duty.Text = $"{duty.Step}环节：依法依规办理“{own.Name}”。";
        return power;
    }

    private static Operation Change(PowerContent before, int at)
    {
        var operation = new Operation { Kind = OperationKind.Change, Codes = { before.Code }, Reason = $"优化服务（{Mark}）", UpdateMask = new() };
        switch (at % 3)
        {
            case 0:
                operation.Powers.Add(new PowerContent { TimeLimit = new TimeLimit { Unit = TimeUnit.WorkingDay, Statutory = before.TimeLimit.Statutory, Promised = Math.Max(1, before.TimeLimit.Promised - 2) } });
                operation.UpdateMask.Paths.Add("time_limit");
                break;
            case 1:
                operation.Powers.Add(new PowerContent { Office = "政务服务窗口" });
                operation.UpdateMask.Paths.Add("office");
                break;
            default:
                operation.Powers.Add(new PowerContent { SupervisionPhone = "0412-5550900" });
                operation.UpdateMask.Paths.Add("supervision_phone");
                break;
        }

        return operation;
    }

    private PowerContent Next(Func<PowerContent, bool> fits)
    {
        while (!fits(_untouched.Peek())) _untouched.Enqueue(_untouched.Dequeue());
        return _untouched.Dequeue();
    }

    private static Operation Add(PowerContent power) => new() { Kind = OperationKind.Add, Powers = { power } };

    private static CreateListRequest List(string id, string name, PowerLevel level, string region) =>
        new() { RequestId = $"anshan-2016 {id}", AgencyId = id, Name = name, Level = level, Region = region };

    private static SampleBatch Batch(string list, int number, string on, string title, IEnumerable<Operation> operations, DeclaredFigures declared) => new(
        new CreateBatchRequest
        {
            RequestId = $"anshan-2016 {list} {number}", ListId = list, EffectiveOn = on, Declared = declared,
            Decree = new Decree { Title = $"{title}（{Mark}）", DocumentNumber = $"{Mark}〔{on[..4]}〕{list[3..]}-{number}号", DecidedOn = on }, Note = $"{Mark}：批次、日期和文号均为编造。"
        },
        [.. operations]);
}

/// <summary>A batch with its operations.</summary>
internal sealed record SampleBatch(CreateBatchRequest Request, IReadOnlyList<Operation> Operations);
