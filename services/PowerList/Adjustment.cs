using Sunshine.Foundation.Agencies;
using Sunshine.Foundation.Hosting;

namespace Sunshine.Powers;

/// <summary>What is known besides a batch when it is looked at.</summary>
/// <param name="List">The list as it is.</param>
/// <param name="Contents">What the list says of the powers that the batch acts on, by version.</param>
/// <param name="Others">The lists that powers are taken over from.</param>
/// <param name="Fees">Of the items of the fee catalogue that operations name, those that are there.</param>
public sealed record Circumstances(
    ListSnapshot List, IReadOnlyDictionary<string, PowerVersion> Contents, IReadOnlyDictionary<string, ListSnapshot> Others, AgencyCopies.Snapshot Agencies, LawBook.Snapshot Laws,
    IReadOnlySet<string> Fees, PowerRules Rules);

/// <summary>
/// Carries out a batch's operations on a list in thought: what it would say of which power, what is wrong, and how the numbers change.
/// Nothing is written. The same operations on the same list come to the same, powers' ids too.
/// </summary>
public sealed class Adjustment
{
    private readonly Batch _batch;
    private readonly Circumstances _c;
    private readonly BalanceSheet _sheet;
    private readonly Dictionary<string, PowerVersion> _versions = [];

    /// <summary>The codes that operations have acted on, with the position of the first that did.</summary>
    private readonly Dictionary<string, int> _touched = [];

    /// <summary>The codes of powers that came, with the position of the operation.</summary>
    private readonly Dictionary<string, int> _taken = [];

    /// <summary>What powers of the list came from: each is taken over once.</summary>
    private readonly HashSet<string> _sources;

    private Adjustment(Batch batch, Circumstances circumstances)
    {
        (_batch, _c, _sheet) = (batch, circumstances, new BalanceSheet(circumstances.List.HeldAt(circumstances.List.Last)));
        _sources = [.. circumstances.List.HeldAt(circumstances.List.Last).SelectMany(l => l.Predecessors)];
    }

    /// <summary>What the batch says, in the order of powers' ids; their key is not set.</summary>
    public IReadOnlyList<PowerVersion> Versions { get; private set; } = [];

    /// <summary>What is wrong with each operation that has something wrong, by position from 0.</summary>
    public SortedDictionary<int, Violations> Errors { get; } = [];

    /// <summary>What is odd about operations and allowed, by position from 0.</summary>
    public SortedDictionary<int, Violations> Warnings { get; } = [];

    /// <summary>What is wrong with the batch as a whole.</summary>
    public Violations Whole { get; } = new();

    public Tally Total => _sheet.Total;

    public IReadOnlyList<BalanceSheet.Row> Rows => _sheet.Rows;

    public int ErrorCount => Whole.Found.Count + Errors.Values.Sum(v => v.Found.Count);

    public static Adjustment Of(Batch batch, IReadOnlyList<Operation> operations, Circumstances circumstances)
    {
        var adjustment = new Adjustment(batch, circumstances);
        if (operations.Count == 0) adjustment.Whole.Add("operations", "REQUIRED", "批次没有任何调整事项。", "The batch has no operation.");
        for (var i = 0; i < operations.Count; i++)
        {
            var v = new Violations();
            adjustment.Carry(i, operations[i], v);
            if (v.Any) adjustment.Errors[i] = v;
        }

        adjustment.CheckNewCodes(operations);
        adjustment.Versions = [.. adjustment._versions.Values.OrderBy(x => x.PowerId, StringComparer.Ordinal)];
        if (adjustment.ErrorCount == 0) adjustment._sheet.Prove(adjustment.Versions, circumstances.List, adjustment.Whole);
        if (batch.Declared is { } declared) BalanceSheet.CheckDeclared(declared, adjustment.Total, adjustment.Whole);
        return adjustment;
    }

    private void Carry(int at, Operation operation, Violations v)
    {
        var ended = new List<PowerVersion>();
        for (var i = 0; i < operation.Codes.Count; i++)
        {
            var code = operation.Codes[i];
            if (_touched.TryGetValue(code, out var before)) v.Add($"codes[{i}]", "TOUCHED_TWICE", $"第 {before + 1} 项调整已涉及该职权；一个批次对一项职权只能调整一次。", $"Operation {before + 1} acts on it already; a batch touches a power once.");
            else if (_c.List.Holder(code) is not { } held) v.Add($"codes[{i}]", "NO_SUCH_POWER", $"清单中没有编码为 {code} 的职权。", $"The list has no power with the code {code}.");
            else ended.Add(_c.Contents[held.VersionId]);
            _touched.TryAdd(code, at);
        }

        switch (operation.Kind)
        {
            case V1.OperationKind.Add: Add(at, operation, v); break;
            case V1.OperationKind.TakeOver: TakeOver(at, operation, v); break;
            case V1.OperationKind.Cancel: End(operation, ended, []); break;
            case V1.OperationKind.Delegate: Delegate(operation, ended, v); break;
            case V1.OperationKind.Merge or V1.OperationKind.Split: Reshape(at, operation, ended, v); break;
            default: Alter(at, operation, ended, v); break;
        }
    }

    private void Add(int at, Operation operation, Violations v)
    {
        if (Came(at, 0, operation, [], v) is { } version) _sheet.Count(version.Content, t => t with { Added = t.Added + 1 });
    }

    /// <summary>Only what another list has delegated to this list's government, to this level, and not to be had twice.</summary>
    private void TakeOver(int at, Operation operation, Violations v)
    {
        var delegated = Delegated(operation, v);
        if (Came(at, 0, operation, delegated is null ? [] : [delegated.PowerId], v) is not { } version) return;
        if (delegated is not null && version.Content.Level < delegated.ToLevel) v.Add("powers[0].level", "ABOVE_DELEGATED", "高于下放到的层级。", "Above the level that it was delegated to.");
        _versions[version.PowerId] = version with { SourceListId = operation.SourceListId };
        _sheet.Count(version.Content, t => t with { TakenOver = t.TakenOver + 1 });
    }

    private Line? Delegated(Operation operation, Violations v)
    {
        if (operation.SourceListId == _c.List.Id || !_c.Others.TryGetValue(operation.SourceListId, out var source))
        {
            v.Add("sourceListId", "NO_SUCH_LIST", "没有这份清单，或为本清单。", "There is no such list, or it is this one.");
            return null;
        }

        var on = source.List.BatchOn(_batch.EffectiveOn);
        if (source.UnderCode(operation.SourceCode).LastOrDefault(l => l.Kind == V1.OperationKind.Delegate && l.From <= on) is not { } delegated)
        {
            v.Add("sourceCode", "NOT_DELEGATED", "该清单至施行之日未下放过此编码的职权。", "That list had not delegated a power with this code by the day the batch takes effect.");
            return null;
        }

        if (!delegated.ToAgencyIds.Any(to => _c.Agencies.IsWithin(to, _c.List.Id) || _c.Agencies.IsWithin(_c.List.Id, to)))
            v.Add("sourceCode", "DELEGATED_TO_OTHERS", "该职权下放的承接机关不属于本政府。", "It was delegated to others than this government.");
        if (!_sources.Add(delegated.PowerId)) v.Add("sourceCode", "TAKEN_OVER_BEFORE", "该职权已经承接。", "It was taken over already.");
        return delegated;
    }

    private void Delegate(Operation operation, List<PowerVersion> ended, Violations v)
    {
        foreach (var power in ended.Where(p => operation.ToLevel <= p.Content.Level))
            v.Add("toLevel", "NOT_LOWER", $"只能下放到低于 {power.Content.Level.Name()} 的层级。", $"It is exercised at {power.Content.Level.Name()}; it can only go lower.");
        for (var i = 0; i < operation.ToAgencyIds.Count; i++)
        {
            var to = operation.ToAgencyIds[i];
            _c.Agencies.RequireKnown($"toAgencyIds[{i}]", to, v);
            if (to == _c.List.Id) v.Add($"toAgencyIds[{i}]", "SAME_GOVERNMENT", "不能下放给本政府自身。", "A government does not delegate to itself.");
            if (operation.ToAgencyIds.Take(i).Contains(to)) v.Add($"toAgencyIds[{i}]", "TWICE", "承接机关重复。", "Stands twice.");
        }

        End(operation, ended, []);
    }

    /// <summary>Merges and splits: some powers end, others come of them.</summary>
    private void Reshape(int at, Operation operation, List<PowerVersion> ended, Violations v)
    {
        string[] from = [.. ended.Select(e => e.PowerId)];
        var came = new List<PowerVersion>();
        for (var i = 0; i < operation.Powers.Count; i++)
        {
            if (Came(at, i, operation, from, v) is { } version) came.Add(version);
        }

        var merges = operation.Kind == V1.OperationKind.Merge;
        foreach (var version in came) _sheet.Count(version.Content, t => merges ? t with { MergedInto = t.MergedInto + 1 } : t with { SplitInto = t.SplitInto + 1 });
        End(operation, ended, [.. came.Select(c => c.PowerId)]);
    }

    /// <summary>Renames and changes.</summary>
    private void Alter(int at, Operation operation, List<PowerVersion> read, Violations v)
    {
        if (read is not [var before] || operation.Powers.Count == 0) return;
        var to = Map.ToProto(before.Content);
        FieldMasks.Apply(
            operation.Kind == V1.OperationKind.Rename ? new() { Paths = { "name" } } : new() { Paths = { operation.Mask } }, Map.ToProto(operation.Powers[0]), to, v, OperationRules.Changeable);
        var content = Map.ToContent(to) with { Bases = Check(at, to, "powers[0].", v) };
        if (Map.ToProto(before.Content).Equals(to)) v.Add("powers[0]", "NO_CHANGE", "与现行内容相同，没有变更。", "Nothing of it differs from what the list says.");
        var rebased = operation.Kind == V1.OperationKind.Change && operation.Mask.Any(m => m is "bases");
        _versions[before.PowerId] = before with
        {
            Kind = operation.Kind, Content = content, BasedOn = rebased ? _batch.EffectiveOn : before.BasedOn, Reason = operation.Reason
        };
        if (content.Code != before.Content.Code) _taken.TryAdd(content.Code, at);
        var renamed = operation.Kind == V1.OperationKind.Rename;
        if ((content.AgencyId, content.Kind) != (before.Content.AgencyId, before.Content.Kind))
        {
            _sheet.Count(before.Content, t => t with { MovedOut = t.MovedOut + 1 });
            _sheet.Count(content, t => t with { MovedIn = t.MovedIn + 1 });
        }

        _sheet.Count(content, t => renamed ? t with { Renamed = t.Renamed + 1 } : t with { Changed = t.Changed + 1 });
    }

    private void End(Operation operation, List<PowerVersion> ended, IReadOnlyList<string> successors)
    {
        foreach (var power in ended)
        {
            _versions[power.PowerId] = power with
            {
                Kind = operation.Kind, Held = false, Predecessors = [], Successors = successors, ToLevel = operation.ToLevel, ToAgencyIds = operation.ToAgencyIds, Reason = operation.Reason, SourceListId = ""
            };
            _sheet.Count(power.Content, t => operation.Kind switch
            {
                V1.OperationKind.Cancel => t with { Cancelled = t.Cancelled + 1 },
                V1.OperationKind.Delegate => t with { Delegated = t.Delegated + 1 },
                V1.OperationKind.Merge => t with { MergedAway = t.MergedAway + 1 },
                _ => t with { SplitAway = t.SplitAway + 1 }
            });
        }
    }

    /// <summary>A power that comes into the list. Null if its code was met before, so that nothing is counted twice.</summary>
    private PowerVersion? Came(int at, int index, Operation operation, IReadOnlyList<string> predecessors, Violations v)
    {
        if (operation.Powers.Count <= index) return null;
        var content = operation.Powers[index];
        content = content with { Bases = Check(at, Map.ToProto(content), $"powers[{index}].", v) };
        if (!_taken.TryAdd(content.Code, at))
        {
            v.Add($"powers[{index}].code", "REPEATED", $"第 {_taken[content.Code] + 1} 项调整已使用编码 {content.Code}。", $"Operation {_taken[content.Code] + 1} has the code {content.Code} already.");
            return null;
        }

        var id = Ids.Of("power", _batch.ListId, _batch.Id, content.Code);
        return _versions[id] = new PowerVersion
        {
            PowerId = id, ListId = _batch.ListId, Kind = operation.Kind, Held = true, Content = content, BasedOn = _batch.EffectiveOn, Predecessors = predecessors, Reason = operation.Reason
        };
    }

    /// <returns>What it rests on, in the form that lists have it.</returns>
    private IReadOnlyList<LegalBasis> Check(int at, V1.PowerContent content, string prefix, Violations v)
    {
        var inner = new Violations(prefix);
        _c.Rules.Check(content, _c.List.List, _c.Agencies, _batch.EffectiveOn, inner);
        var bases = _c.Laws.Check(content.Bases, "bases", inner);
        for (var i = 0; i < (content.Fee?.FeeIds.Count ?? 0); i++)
        {
            if (!_c.Fees.Contains(content.Fee!.FeeIds[i])) inner.Add($"fee.feeIds[{i}]", "NO_SUCH_FEE", "收费目录中没有这一项。", "The fee catalogue has no such item.");
        }

        v.AddUnder(inner);
        // A list that cites what has ended was published so: it is said, and whoever reads the power sees it.
        var warnings = new Violations(prefix);
        if (!inner.Any) _c.Laws.Warn(bases, "bases", _batch.EffectiveOn, warnings);
        if (!warnings.Any) return bases;
        if (Warnings.TryGetValue(at, out var known)) known.Add(warnings);
        else Warnings[at] = warnings;
        return bases;
    }

    /// <summary>A new code must be free: not that of a power that stays.</summary>
    private void CheckNewCodes(IReadOnlyList<Operation> operations)
    {
        foreach (var (code, at) in _taken)
        {
            // What the same operation ends gives its code away; what another one ends does not, since who cites the code that day could mean either.
            if (_c.List.Holder(code) is null || (operations[at].Codes.Contains(code) && operations[at].Kind is V1.OperationKind.Merge or V1.OperationKind.Split)) continue;
            if (!Errors.TryGetValue(at, out var v)) v = Errors[at] = new Violations();
            var index = operations[at].Powers.ToList().FindIndex(p => p.Code == code);
            v.Add($"powers[{Math.Max(index, 0)}].code", "CODE_TAKEN", $"清单中已有编码为 {code} 的职权。", $"The list has a power with the code {code}.");
        }
    }
}
