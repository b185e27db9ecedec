using Sunshine.Foundation.Agencies;
using Sunshine.Foundation.Tables;

namespace Sunshine.Powers;

internal sealed partial class PowerTable
{
    /// <summary>A row that <see cref="Power"/> reads as what it is of.</summary>
    /// <param name="named">How many agencies have a name.</param>
    public static IReadOnlyList<TableCell> Row(PowerContent content, AgencyCopies.Snapshot agencies, IReadOnlyDictionary<string, int> named, LawBook.Snapshot laws) =>
    [
        content.Code, content.Name, PowerWords.Kinds.First(w => w.Value == content.Kind).Key, named.GetValueOrDefault(agencies.NameOf(content.AgencyId)) == 1 ? agencies.NameOf(content.AgencyId) : content.AgencyId, content.Office,
        string.Join('\n', content.Bases.Select(b => Cite(b, laws))), string.Join('\n', content.Responsibilities.Select(r => $"{r.Step}：{r.Text.ReplaceLineEndings(" ")}")),
        string.Join('\n', content.Accountability.Select(a => a.ReplaceLineEndings(" "))), content.FlowChartId, content.TimeLimit is { Statutory: > 0 } s ? Text(s.Statutory, s.Unit) : null,
        content.TimeLimit switch { { OnTheSpot: true } => "即办", { Promised: > 0 } p => Text(p.Promised, p.Unit), _ => null },
        content.Fee is null ? null : content.Fee.Charged ? "收费" : "不收费", content.Fee?.Standard, content.Fee?.Basis, content.SupervisionPhone,
        PowerWords.Levels.First(w => w.Value == content.Level).Key
    ];

    /// <summary>By title where the register has one law of it, else by the law's id.</summary>
    private static string Cite(LegalBasis basis, LawBook.Snapshot laws)
    {
        if (laws.Find(basis.LawId)?.Value is not { } law || laws.Meant("", "", law.Title).Count != 1) return basis.Article.Length > 0 ? $"{basis.LawId}#{basis.Article}" : basis.LawId;
        return $"《{law.Title}》{basis.Article}";
    }

    private static string Text(int number, V1.TimeUnit unit) => unit switch
    {
        V1.TimeUnit.Month => $"{number}个月",
        V1.TimeUnit.Day => $"{number}日",
        _ => $"{number}个工作日"
    };
}
