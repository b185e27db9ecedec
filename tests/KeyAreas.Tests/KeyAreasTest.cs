using Google.Protobuf.WellKnownTypes;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Sunshine.Foundation.Identity;
using Sunshine.KeyAreas.V1;
using Sunshine.Testing.Hosts;

namespace Sunshine.KeyAreas.Tests;

public abstract class KeyAreasTest() : ServiceTest(KeyAreasModule.Name)
{
    protected AreaService.AreaServiceClient Areas => new(Host.Invoker());

    protected AreaService.AreaServiceClient Admin => new(As("admin", Roles.Admin, ""));

    protected RecordService.RecordServiceClient Records => new(Host.Invoker());

    protected RecordService.RecordServiceClient Machine => new(As("machine", Roles.System));

    protected OversightService.OversightServiceClient Oversight => new(Host.Invoker());

    protected override IReadOnlyList<(string Id, string ParentId, string CatalogueCode)> Agencies => [("city", "", ""), ("office", "city", ""), ("bureau", "city", ""), ("county", "", "")];

    protected override void Add(IServiceCollection services) => services.AddKeyAreas();

    protected override void Map(WebApplication app) => app.MapKeyAreas();

    protected static Struct Data(params IEnumerable<(string Name, object? Value)> fields)
    {
        var data = new Struct();
        foreach (var (name, value) in fields)
        {
            data.Fields[name] = value switch
            {
                null => Value.ForNull(),
                bool b => Value.ForBool(b),
                int i => Value.ForNumber(i),
                double d => Value.ForNumber(d),
                Struct s => Value.ForStruct(s),
                _ => Value.ForString($"{value}")
            };
        }

        return data;
    }

    protected static RecordEntry Entry(string type, Struct data, string agency = "office", string sourceId = "", string publishedOn = "") =>
        new() { TypeId = type, AgencyId = agency, SourceId = sourceId, PublishedOn = publishedOn, Data = data };

    /// <summary>A month of relief in a county: 2016Q4 by default, as the city's report has it.</summary>
    protected static RecordEntry Relief(string quarter = "2016Q4", string kind = "临时", int households = 55_318, object? spent = null, string agency = "office", string publishedOn = "") =>
        Entry("relief", Data(("季度", quarter), ("救助类型", kind), ("人次或户次", households), ("资金支出", spent ?? "3313.01")), agency, publishedOn: publishedOn);

    protected async Task<IReadOnlyList<EntryResult>> Import(params IEnumerable<RecordEntry> entries) => (await Machine.BatchImportRecordsAsync(new() { Records = { entries } }, cancellationToken: Cancel)).Results;

    /// <summary>Imports what must be new.</summary>
    protected async Task<IReadOnlyList<string>> Given(params IEnumerable<RecordEntry> entries)
    {
        var results = await Import(entries);
        Assert.All(results, r => Assert.Equal((EntryOutcome.Created, ""), (r.Outcome, string.Join(' ', WrongIn(r)))));
        return [.. results.Select(r => r.Id)];
    }

    /// <summary>Field and reason of everything that is wrong with a record.</summary>
    protected static IReadOnlyList<string> WrongIn(EntryResult result) => [.. result.Violations.Select(f => $"{f.Field} {f.Reason}")];

    protected async Task<Aggregate> Count(string type, params string[] groupBy) => await Records.GetAggregateAsync(new() { TypeId = type, GroupBy = { groupBy } }, cancellationToken: Cancel);

    /// <summary>Values, count and sums of each line.</summary>
    protected static IReadOnlyList<string> Lines(Aggregate aggregate) =>
        [.. aggregate.Lines.Select(l => $"{string.Join(',', l.Values)}: {l.Count}{string.Concat(l.Sums.Select(s => $" {s.Measure}={s.Amount}{s.Unit}"))}")];
}
