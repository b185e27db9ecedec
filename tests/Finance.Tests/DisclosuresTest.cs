using Microsoft.Extensions.DependencyInjection;
using Sunshine.Finance.V1;
using Sunshine.Foundation.Identity;
using Sunshine.Foundation.V1;
using Sunshine.Testing.Hosts;

namespace Sunshine.Finance.Tests;

/// <summary>Disclosures of the office: an editor writes them, a publisher publishes them, a machine imports them.</summary>
public abstract class DisclosuresTest : FinanceTest
{
    protected DisclosureService.DisclosureServiceClient Disclosures => new(Host.Invoker());

    protected DisclosureService.DisclosureServiceClient Machine => new(As("machine", Roles.System));

    protected DraftingService.DraftingServiceClient Editor => new(As("editor", Roles.Editor));

    protected DraftingService.DraftingServiceClient Publisher => new(As("publisher", Roles.Publisher));

    /// <summary>What footing finds in this test.</summary>
    protected FootingRules Rules { get; set; } = (_, _) => [];

    protected override void Add(IServiceCollection services)
    {
        base.Add(services);
        services.AddSingleton<FootingRules>((tables, context) => Rules(tables, context));
    }

    /// <summary>The department's budget of 2016, approved on 1 February and disclosed in time.</summary>
    protected static DisclosureRecord Record(int year = 2016, string approvedOn = "2016-02-01", string publishedOn = "2016-02-20", string total = "1000.00") => new()
    {
        SourceId = $"b-{year}", AgencyId = "office", FiscalYear = year, Kind = DisclosureKind.Budget, Level = FinanceLevel.Department, PublishedOn = publishedOn,
        Content = BudgetContent(year, approvedOn), Statements = { Table(total) }
    };

    protected static DisclosureContent BudgetContent(int year = 2016, string approvedOn = "2016-02-01") => new()
    {
        Title = $"{year}年部门预算", Phase = Phase.Approved, Approval = new V1.Approval { Body = "市财政局", DocumentNumber = "财预〔2016〕1号", On = approvedOn }
    };

    protected static V1.Statement Table(string total = "1000.00", string layout = "department-budget-1") => new()
    {
        Layout = layout, Unit = AmountUnit.TenThousandYuan, Note = "注：本表反映部门收支总体情况。",
        Rows = { Row("income.total", "收入总计", total), Row("spending.total", "支出总计", total) }
    };

    protected static V1.Statement Empty(string layout) => new() { Layout = layout, Unit = AmountUnit.Yuan, Note = "注：本部门没有这项收支。" };

    protected static V1.StatementRow Row(string code, string name, string amount) => new() { Code = code, Name = name, Cells = { new StatementCell { Column = "amount", Value = amount } } };

    protected async Task<ImportedRecord> Import(DisclosureRecord record) => (await ImportAll(record))[0];

    protected async Task<IReadOnlyList<ImportedRecord>> ImportAll(params IEnumerable<DisclosureRecord> records) =>
        (await Machine.BatchImportDisclosuresAsync(new() { Records = { records } }, cancellationToken: Cancel)).Results;

    protected async Task<V1.Disclosure> Get(string id, string asOf = "") => await Disclosures.GetDisclosureAsync(new() { Id = id, AsOf = asOf }, cancellationToken: Cancel);

    /// <summary>Field and reason of everything that is wrong with a record.</summary>
    protected static IReadOnlyList<string> WrongIn(ImportedRecord record) => [.. record.Violations.Select(f => $"{f.Field} {f.Reason}")];

    /// <summary>An editor's draft of the office's budget.</summary>
    protected async Task<V1.Draft> NewDraft(string requestId = "d1", Action<V1.Draft>? change = null)
    {
        var draft = new V1.Draft { AgencyId = "office", FiscalYear = 2016, Kind = DisclosureKind.Budget, Content = BudgetContent() };
        change?.Invoke(draft);
        return await Editor.CreateDraftAsync(new() { RequestId = requestId, Draft = draft }, cancellationToken: Cancel);
    }

    protected async Task<DraftCheck> Put(string draftId, V1.Statement table) => await Editor.PutStatementAsync(new() { Id = draftId, Statement = table }, cancellationToken: Cancel);

    protected async Task<V1.Disclosure> Publish(V1.Draft draft) => await Publisher.PublishDraftAsync(new() { Id = draft.Id, Etag = draft.Etag }, cancellationToken: Cancel);

    /// <summary>A further release of what is there, with other amounts.</summary>
    protected async Task<V1.Draft> Revised(V1.Disclosure of, ReleaseChange change, string total, string requestId, string reason = "数字有误", string basis = "")
    {
        var draft = await Editor.ReviseDisclosureAsync(new() { Id = of.Id, RequestId = requestId, Change = change, ChangeReason = reason, ChangeBasis = basis }, cancellationToken: Cancel);
        return (await Put(draft.Id, Table(total))).Draft;
    }

    /// <summary>An amount of the table that is read most here.</summary>
    protected async Task<string> TotalOf(string id, int release = 0) =>
        (await Disclosures.GetStatementAsync(new() { Id = id, Layout = "department-budget-1", Release = release }, cancellationToken: Cancel)).Rows[0].Cells[0].Value;
}
