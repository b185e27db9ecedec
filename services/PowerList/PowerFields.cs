using Sunshine.Foundation.Hosting;

namespace Sunshine.Powers;

/// <summary>What a list says of a power, field by field, as text for people: by it two states are compared.</summary>
/// <param name="title">A law's title by its id.</param>
public sealed class PowerFields(Func<string, string> title)
{
    /// <summary>The fields that two agencies' lists are compared by (features of the same power that must not diverge).</summary>
    public static readonly string[] Compared = ["name", "kind", "bases", "timeLimit", "fee"];

    /// <summary>The fields that differ, in the contract's order.</summary>
    public IEnumerable<V1.FieldChange> Differences(PowerContent before, PowerContent after) =>
        Texts(before).Zip(Texts(after)).Where(p => p.First.Text != p.Second.Text)
            .Select(p => new V1.FieldChange { Field = p.First.Field, Before = p.First.Text, After = p.Second.Text });

    private IEnumerable<(string Field, string Text)> Texts(PowerContent c)
    {
        yield return ("code", c.Code);
        yield return ("name", c.Name);
        yield return ("kind", c.Kind.Name());
        yield return ("agencyId", c.AgencyId);
        yield return ("office", c.Office);
        yield return ("bases", string.Join('\n', c.Bases.Select(b => $"《{title(b.LawId)}》{b.Article}")));
        yield return ("responsibilities", string.Join('\n', c.Responsibilities.Select(r => $"{r.Step}：{r.Text}")));
        yield return ("accountability", string.Join('\n', c.Accountability));
        yield return ("flowChartId", c.FlowChartId);
        yield return ("timeLimit", Text(c.TimeLimit));
        yield return ("fee", Text(c.Fee));
        yield return ("supervisionPhone", c.SupervisionPhone);
        yield return ("level", c.Level.Name());
    }

    private static string Text(TimeLimit? limit)
    {
        if (limit is null) return "";
        var unit = limit.Unit switch { V1.TimeUnit.WorkingDay => "个工作日", V1.TimeUnit.Month => "个月", _ => "日" };
        string[] parts =
        [
            limit.Statutory > 0 ? $"法定 {limit.Statutory} {unit}" : "", limit.Promised > 0 ? $"承诺 {limit.Promised} {unit}" : "", limit.OnTheSpot ? "即办" : "", limit.Note
        ];
        return string.Join("；", parts.Where(p => p.Length > 0));
    }

    private static string Text(Fee? fee) => fee switch
    {
        null => "",
        { Charged: false } => "不收费",
        _ => string.Join("；", new[] { "收费", string.Join("、", fee.FeeIds), fee.Standard, fee.Basis }.Where(p => p.Length > 0))
    };
}
