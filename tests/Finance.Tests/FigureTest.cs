using Sunshine.Finance.V1;
using Sunshine.Foundation.V1;

namespace Sunshine.Finance.Tests;

/// <summary>Departments with small tables, disclosed by an import.</summary>
public abstract class FigureTest : FinanceTest
{
    protected FigureService.FigureServiceClient Figures => new(Host.Invoker());

    protected DisclosureService.DisclosureServiceClient Machine => new(As("machine", Foundation.Identity.Roles.Admin, agency: ""));

    /// <summary>Discloses general expenditure by item, with the sums over it.</summary>
    protected async Task<ImportedRecord> Disclose(string agency, int year, Phase phase, params (string Code, string Name, long Basic, long Project)[] items)
    {
        var final = phase == Phase.Executed;
        var statement = new V1.Statement { Layout = final ? "department-final-5" : "department-budget-5", Unit = AmountUnit.Yuan };
        foreach (var digits in new[] { 3, 5, 7 })
        {
            foreach (var group in items.GroupBy(i => i.Code[..Math.Min(digits, i.Code.Length)]).Where(g => g.Key.Length == digits))
                statement.Rows.Add(Line(group.Key, digits == 7 ? group.First().Name : "", group.Sum(i => i.Basic), group.Sum(i => i.Project)));
        }

        statement.Rows.Add(Line("total", "", items.Sum(i => i.Basic), items.Sum(i => i.Project)));
        return await Disclose(agency, year, phase, statement);
    }

    protected async Task<ImportedRecord> Disclose(string agency, int year, Phase phase, params V1.Statement[] statements)
    {
        var record = new DisclosureRecord
        {
            SourceId = $"{agency}-{year}-{phase}", AgencyId = agency, FiscalYear = year,
            Kind = phase switch { Phase.Executed => DisclosureKind.FinalAccounts, Phase.Adjusted => DisclosureKind.AdjustedBudget, _ => DisclosureKind.Budget },
            PublishedOn = $"{(phase == Phase.Executed ? year + 1 : year)}-0{(phase == Phase.Proposed ? 1 : phase == Phase.Approved ? 3 : 9)}-01",
            Content = new DisclosureContent { Title = $"{year}年{phase}", Phase = phase }
        };
        if (phase != Phase.Proposed) record.Content.Approval = new V1.Approval { Body = "财政局", On = $"{record.PublishedOn[..8]}01" };
        record.Statements.Add(statements);
        var answer = await Machine.BatchImportDisclosuresAsync(new() { Records = { record } }, cancellationToken: Cancel);
        var result = Assert.Single(answer.Results);
        Assert.True(result.Fate is RecordFate.Created or RecordFate.Updated, $"{result}");
        return result;
    }

    private static V1.StatementRow Line(string code, string name, long basic, long project) => new()
    {
        Code = code, Name = name,
        Cells =
        {
            new StatementCell { Column = "total", Value = $"{basic + project}.00" }, new StatementCell { Column = "basic", Value = $"{basic}.00" }, new StatementCell { Column = "project", Value = $"{project}.00" }
        }
    };
}
