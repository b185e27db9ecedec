namespace Sunshine.Finance;

/// <summary>
/// Footing (勾稽): whether tables add up, each by itself, with each other, and with what was disclosed before. A table in yuan adds up to the cent. Of one in
/// 万元 each printed amount was rounded to 100 yuan, so a sum of n of them may be 50 × (n + 1) yuan away from the printed total.
/// </summary>
public static class Footing
{
    /// <summary>Tables of unknown layouts, which <see cref="StatementRules"/> refuses, are passed over.</summary>
    public static IReadOnlyList<FootingFinding> Check(IReadOnlyList<Statement> statements, FootingContext context)
    {
        var found = new List<FootingFinding>();
        var tables = new Dictionary<string, FootingTable>();
        foreach (var statement in statements)
        {
            if (Layouts.Find(statement.Layout) is { } layout) tables.TryAdd(layout.Code, new FootingTable(statement, layout, context));
        }

        var suspect = FootingUnits.Check(tables, context, found);
        foreach (var table in tables.Values)
        {
            table.InTenThousands = suspect.Contains(table.Layout.Code);
            FootingSums.Check(table, found);
            CheckCodes(table, context.FiscalYear, found);
        }

        FootingIdentities.Check(tables, suspect, found);
        FootingComparisons.Check(tables, suspect, context, found);
        CheckMissing(tables, context, found);
        return [.. found.OrderBy(f => f.Severity)];
    }

    private static void CheckCodes(FootingTable table, int year, List<FootingFinding> found)
    {
        if (table.Layout is not { Codes: { } codes, Classification: { } wanted }) return;
        foreach (var row in table.Rows.Where(r => table.Layout.Line(r.Code) is null && codes.Judge(r.Code, year, wanted.Lenient) == CodeStanding.Doubtful))
        {
            found.Add(new FootingFinding("unlisted-code", V1.FindingSeverity.Warning, table.Layout.Code, row.Code, "", null, null,
                $"科目 {row.Code} 不在 {year} 年的科目表中，请核对。", $"The code {row.Code} is not in our table of {year}; look it up."));
        }
    }

    private static void CheckMissing(Dictionary<string, FootingTable> tables, FootingContext context, List<FootingFinding> found)
    {
        if (context.Kind == V1.DisclosureKind.Unspecified) return;
        var severity = context.Publication ? V1.FindingSeverity.Error : V1.FindingSeverity.Warning;
        foreach (var code in Layouts.Required(context.Level, context.Kind, context.FiscalYear).Where(c => !tables.ContainsKey(c)))
        {
            found.Add(new FootingFinding("required-table", severity, code, "", "", null, null,
                $"缺少《{Layouts.Find(code)!.Name}》；没有数据也须公开空表并说明。", $"The table {code} is missing; without data it is published empty, with a note."));
        }

        foreach (var text in TextElements.Required(context.Level, context.Kind, context.FiscalYear).Where(t => !context.Texts.Contains(t.Id)))
            found.Add(new FootingFinding("required-text", V1.FindingSeverity.Warning, "", text.Id, "", null, null, $"缺少文字说明：{text.Name}。", $"The text {text.Id} is missing."));
    }
}
