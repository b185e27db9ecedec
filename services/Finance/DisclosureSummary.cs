using System.Globalization;
using System.Text;
using Sunshine.Foundation.Hosting;

namespace Sunshine.Finance;

/// <summary>A few sentences on what a release has, for the catalogue. Nothing is said that is not in it.</summary>
public static class DisclosureSummary
{
    /// <summary>Lines that are named if a table has them.</summary>
    private static readonly (string Code, string Name)[] Totals = [("income.total", "收入总计"), ("spending.total", "支出总计")];

    /// <param name="number">Of the release.</param>
    public static string Of(DisclosureIdentity identity, int number, V1.ReleaseChange change, Content content, IReadOnlyList<Statement> tables)
    {
        var text = new StringBuilder($"{identity.FiscalYear}年{(identity.Level == V1.FinanceLevel.Government ? "政府" : "部门")}{KindNames.Chinese(identity.Kind)}公开");
        if (identity.Subject.Length > 0) text.Append($"（{identity.Subject}）");
        // Each release says something of its own, and so is an edition of its own in the catalogue.
        if (number > 1) text.Append($"，第{number}版{(change == V1.ReleaseChange.Amendment ? "（依法调整）" : change == V1.ReleaseChange.Correction ? "（更正）" : "")}");
        text.Append(tables.Count > 0 ? $"，含{tables.Count}张表。" : "。");
        if (content.Approval is { } approval) text.Append($"{approval.Body}于{Days.Format(approval.On)}{(identity.Level == V1.FinanceLevel.Government ? "批准" : "批复")}。");
        var totals = Totals.Select(t => (t.Name, Amount: AmountOf(t.Code, tables))).Where(t => t.Amount is not null).Select(t => $"{t.Name}{Yuan(t.Amount!.Value)}").ToList();
        if (totals.Count > 0) text.Append(string.Join("，", totals)).Append('。');
        return text.ToString();
    }

    /// <summary>As the first table that has the line states it: the one of all revenue and expenditure.</summary>
    private static decimal? AmountOf(string code, IReadOnlyList<Statement> tables) => tables.SelectMany(t => t.Rows).FirstOrDefault(r => r.Code == code)?.Cells.GetValueOrDefault("amount");

    private static string Yuan(decimal amount) => amount % 100 == 0
        ? (amount / 10_000).ToString("#,##0.00", CultureInfo.InvariantCulture) + "万元"
        : amount.ToString("#,##0.00", CultureInfo.InvariantCulture) + "元";
}
