using System.Runtime.InteropServices;
using Sunshine.Foundation.Hosting;

namespace Sunshine.Powers;

/// <summary>The balance of a batch by agency and kind, and of the list as a whole (数量衡等).</summary>
public sealed class BalanceSheet
{
    private readonly Dictionary<(string Agency, V1.PowerKind Kind), Tally> _rows = [];

    /// <param name="opening">The powers before the batch.</param>
    public BalanceSheet(IEnumerable<Line> opening)
    {
        foreach (var line in opening) Count(line.AgencyId, line.PowerKind, t => t with { Opening = t.Opening + 1 });
    }

    public sealed record Row(string AgencyId, V1.PowerKind Kind, Tally Tally);

    /// <summary>By agency, then by kind.</summary>
    public IReadOnlyList<Row> Rows =>
        [.. _rows.OrderBy(r => r.Key.Agency, StringComparer.Ordinal).ThenBy(r => r.Key.Kind).Select(r => new Row(r.Key.Agency, r.Key.Kind, r.Value))];

    /// <summary>Of the list: what moves within it counts on neither side.</summary>
    public Tally Total
    {
        get
        {
            var sum = _rows.Values.Aggregate(new Tally { Opening = _rows.Values.Sum(t => t.Opening) }, (all, row) => all.Then(row));
            return sum with { MovedIn = 0, MovedOut = 0 };
        }
    }

    public void Count(PowerContent content, Func<Tally, Tally> change) => Count(content.AgencyId, content.Kind, change);

    private void Count(string agency, V1.PowerKind kind, Func<Tally, Tally> change)
    {
        ref var tally = ref CollectionsMarshal.GetValueRefOrAddDefault(_rows, (agency, kind), out _);
        tally = change(tally);
    }

    /// <summary>Counts the powers after the batch one by one, and refuses if any row comes to another number than its arithmetic does.</summary>
    /// <param name="versions">What the batch says.</param>
    public void Prove(IReadOnlyList<PowerVersion> versions, ListSnapshot list, Violations v)
    {
        var said = versions.ToDictionary(x => x.PowerId);
        var after = list.HeldAt(list.Last).Where(l => !said.ContainsKey(l.PowerId)).Select(l => (l.AgencyId, l.PowerKind))
            .Concat(versions.Where(x => x.Held).Select(x => (x.Content.AgencyId, x.Content.Kind)))
            .CountBy(x => x).ToDictionary();
        foreach (var ((agency, kind), tally) in _rows)
        {
            var counted = after.GetValueOrDefault((agency, kind));
            if (counted != tally.Closing) v.Add("", "DOES_NOT_BALANCE", $"{agency} {kind.Name()} 数量不平衡：应为 {tally.Closing}，实为 {counted}。", $"{agency} {kind.Name()} does not balance: {tally.Closing} by its operations, {counted} counted.");
        }
    }

    /// <summary>Adds a violation for each figure of a decree that its operations do not come to.</summary>
    public static void CheckDeclared(Declared declared, Tally total, Violations v)
    {
        foreach (var (field, said, counted) in new[]
        {
            ("opening", declared.Opening, total.Opening), ("added", declared.Added, total.Added + total.TakenOver + total.MergedInto + total.SplitInto),
            ("cancelled", declared.Cancelled, total.Cancelled + total.MergedAway + total.SplitAway), ("delegated", declared.Delegated, total.Delegated), ("closing", declared.Closing, total.Closing)
        })
        {
            if (said != counted) v.Add($"declared.{field}", "DOES_NOT_BALANCE", $"公告数为 {said}，按各项调整计算为 {counted}。", $"The decree says {said}; its operations come to {counted}.");
        }
    }

    /// <summary>The balance of a batch that is part of a list, from what the list says before and after it.</summary>
    public static BalanceSheet Of(ListSnapshot list, int number)
    {
        var sheet = new BalanceSheet(list.HeldAt(number - 1));
        foreach (var line in list.Lines)
        {
            if (line.From != number) continue;
            var before = number > 1 && list.At(line.PowerId, number - 1) is { Held: true } held ? held : null;
            sheet.Count(line, before);
        }

        return sheet;
    }

    private void Count(Line line, Line? before)
    {
        switch (line.Kind)
        {
            case V1.OperationKind.Add: Count(line.AgencyId, line.PowerKind, t => t with { Added = t.Added + 1 }); break;
            case V1.OperationKind.TakeOver: Count(line.AgencyId, line.PowerKind, t => t with { TakenOver = t.TakenOver + 1 }); break;
            case V1.OperationKind.Cancel: Count(line.AgencyId, line.PowerKind, t => t with { Cancelled = t.Cancelled + 1 }); break;
            case V1.OperationKind.Delegate: Count(line.AgencyId, line.PowerKind, t => t with { Delegated = t.Delegated + 1 }); break;
            case V1.OperationKind.Merge when line.Held: Count(line.AgencyId, line.PowerKind, t => t with { MergedInto = t.MergedInto + 1 }); break;
            case V1.OperationKind.Merge: Count(line.AgencyId, line.PowerKind, t => t with { MergedAway = t.MergedAway + 1 }); break;
            case V1.OperationKind.Split when line.Held: Count(line.AgencyId, line.PowerKind, t => t with { SplitInto = t.SplitInto + 1 }); break;
            case V1.OperationKind.Split: Count(line.AgencyId, line.PowerKind, t => t with { SplitAway = t.SplitAway + 1 }); break;
            default:
                if (before is not null && (before.AgencyId, before.PowerKind) != (line.AgencyId, line.PowerKind))
                {
                    Count(before.AgencyId, before.PowerKind, t => t with { MovedOut = t.MovedOut + 1 });
                    Count(line.AgencyId, line.PowerKind, t => t with { MovedIn = t.MovedIn + 1 });
                }

                Count(line.AgencyId, line.PowerKind, t => line.Kind == V1.OperationKind.Rename ? t with { Renamed = t.Renamed + 1 } : t with { Changed = t.Changed + 1 });
                break;
        }
    }
}
