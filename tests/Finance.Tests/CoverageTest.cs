using Microsoft.Extensions.DependencyInjection;
using Sunshine.Finance.V1;
using Sunshine.Foundation.Agencies;
using Sunshine.Foundation.Identity;
using Sunshine.Foundation.Storage;
using Sunshine.Foundation.V1;

namespace Sunshine.Finance.Tests;

/// <summary>A city with 86 departments, d01 to d86, that must disclose the budget of 2016 and the final accounts of 2015 in 2016.</summary>
public abstract class CoverageTest : DisclosuresTest
{
    protected const string BudgetDay = "2016-02-20";
    protected const string FinalDay = "2016-09-01";

    protected static readonly IReadOnlyList<string> Departments = [.. Enumerable.Range(1, 86).Select(i => $"d{i:00}")];

    protected CoverageService.CoverageServiceClient Coverages => new(Host.Invoker());

    protected CoverageService.CoverageServiceClient Treasury => new(As("treasury", Roles.System));

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        var copies = Host.Services.GetRequiredKeyedService<IStore>(FinanceModule.Name).Open(AgencyCopy.Declared);
        await copies.Write([.. Departments.Select(d => Write.Put(d, new AgencyCopy { Id = d, Name = "部门 " + d, ParentId = "city", CatalogueCode = "LNAS" + d }))], Cancel);
    }

    /// <summary>On the list from the beginning of 2016, though recorded here ten years later.</summary>
    protected static FundedUnitRecord Unit(string agency, string effectiveOn = "2016-01-15") => new()
    {
        AgencyId = agency, FiscalYear = 2016, EffectiveOn = effectiveOn, Content = new V1.FundedUnitContent { DocumentNumber = "鞍财预〔2016〕3号" }
    };

    /// <summary>Approved on 1 February, so due on 21 February.</summary>
    protected static DisclosureRecord Budget(string agency, string publishedOn = BudgetDay, int year = 2016) => Made(agency, DisclosureKind.Budget, Phase.Approved, $"{year}-02-01", publishedOn, year);

    /// <summary>Handed down on 20 August 2016, so due on 9 September.</summary>
    protected static DisclosureRecord FinalAccounts(string agency, string publishedOn = FinalDay) => Made(agency, DisclosureKind.FinalAccounts, Phase.Executed, "2016-08-20", publishedOn, 2015);

    protected static DisclosureRecord Made(string agency, DisclosureKind kind, Phase phase, string? approvedOn, string publishedOn, int year = 2016, string subject = "") => new()
    {
        SourceId = $"{agency}-{kind}-{year}-{subject}", AgencyId = agency, FiscalYear = year, Kind = kind, PublishedOn = publishedOn, Subject = subject,
        Content = new DisclosureContent { Title = $"{agency} {year} {kind}", Phase = phase, Approval = approvedOn is null ? null : new V1.Approval { Body = "市财政局", On = approvedOn } }
    };

    protected async Task<IReadOnlyList<ImportedRecord>> List(params IEnumerable<FundedUnitRecord> records) =>
        (await Treasury.BatchImportFundedUnitsAsync(new() { Records = { records } }, cancellationToken: Cancel)).Results;

    /// <summary>Lists and imports what must not be refused.</summary>
    protected async Task Given(IEnumerable<FundedUnitRecord> units, IEnumerable<DisclosureRecord> disclosures)
    {
        Assert.All(await List(units), r => Assert.Equal((RecordFate.Created, 0), (r.Fate, r.Violations.Count)));
        if (disclosures.ToList() is { Count: > 0 } records) Assert.All(await ImportAll(records), r => Assert.Equal((RecordFate.Created, 0), (r.Fate, r.Violations.Count)));
    }

    protected async Task<Coverage> Cover(string asOf = "", string agency = "", DisclosureKind kind = default, int year = 2016) =>
        await Coverages.GetCoverageAsync(new() { Year = year, AsOf = asOf, AgencyId = agency, Kind = kind }, cancellationToken: Cancel);

    protected async Task<IReadOnlyList<CoverageCell>> Cells(ListCoverageCellsRequest? request = null)
    {
        request ??= new ListCoverageCellsRequest();
        (request.Year, request.PageSize) = (2016, 200);
        return (await Coverages.ListCoverageCellsAsync(request, cancellationToken: Cancel)).Cells;
    }

    protected static (int, int, string, bool) Of(Ratio ratio) => (ratio.Numerator, ratio.Denominator, ratio.Percent, ratio.Complete);
}
