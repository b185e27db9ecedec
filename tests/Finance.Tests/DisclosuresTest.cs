using Sunshine.Finance.V1;
using Sunshine.Foundation.Identity;

namespace Sunshine.Finance.Tests;

/// <summary>Disclosures of the office: an editor writes them, a publisher publishes them, a machine imports them.</summary>
public abstract class DisclosuresTest : FinanceTest
{
    protected DisclosureService.DisclosureServiceClient Disclosures => new(Host.Invoker());

    protected DisclosureService.DisclosureServiceClient Machine => new(As("machine", Roles.System));

    /// <summary>The department's budget of 2016, approved on 1 February and disclosed in time.</summary>
    protected static DisclosureRecord Record(int year = 2016, string approvedOn = "2016-02-01", string publishedOn = "2016-02-20", string total = "1000.00") => new()
    {
        SourceId = $"b-{year}", AgencyId = "office", FiscalYear = year, Kind = DisclosureKind.Budget, Level = FinanceLevel.Department, PublishedOn = publishedOn,
        Content = new DisclosureContent { Title = $"{year}年部门预算", Phase = Phase.Approved, Approval = new V1.Approval { Body = "市财政局", DocumentNumber = "财预〔2016〕1号", On = approvedOn } },
        Statements = { Table(total) }
    };

    protected static V1.Statement Table(string total = "1000.00", string layout = "department-budget-1") => new()
    {
        Layout = layout, Unit = AmountUnit.TenThousandYuan, Note = "注：本表反映部门收支总体情况。",
        Rows = { Row("income", "收入总计", total), Row("spending", "支出总计", total) }
    };

    protected static V1.StatementRow Row(string code, string name, string amount) => new() { Code = code, Name = name, Cells = { new StatementCell { Column = "amount", Value = amount } } };

    protected async Task<ImportedRecord> Import(DisclosureRecord record) => (await ImportAll(record))[0];

    protected async Task<IReadOnlyList<ImportedRecord>> ImportAll(params IEnumerable<DisclosureRecord> records) =>
        (await Machine.BatchImportDisclosuresAsync(new() { Records = { records } }, cancellationToken: Cancel)).Results;

    protected async Task<V1.Disclosure> Get(string id, string asOf = "") => await Disclosures.GetDisclosureAsync(new() { Id = id, AsOf = asOf }, cancellationToken: Cancel);

    /// <summary>Field and reason of everything that is wrong with a record.</summary>
    protected static IReadOnlyList<string> WrongIn(ImportedRecord record) => [.. record.Violations.Select(f => $"{f.Field} {f.Reason}")];
}
