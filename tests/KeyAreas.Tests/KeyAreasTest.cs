using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Sunshine.Foundation.Agencies;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Identity;
using Sunshine.Foundation.Storage;
using Sunshine.KeyAreas.V1;
using Sunshine.Testing.Hosts;

namespace Sunshine.KeyAreas.Tests;

/// <summary>The service of the key areas by itself, with agencies that it copied already, called through generated clients.</summary>
public abstract class KeyAreasTest : IAsyncLifetime
{
    protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    protected TestHost Host { get; private set; } = null!;

    protected virtual IReadOnlyDictionary<string, string?> Settings => new Dictionary<string, string?>();

    protected AreaService.AreaServiceClient Areas => new(Host.Invoker());

    protected AreaService.AreaServiceClient Admin => new(As("admin", Roles.Admin, ""));

    protected RecordService.RecordServiceClient Records => new(Host.Invoker());

    protected RecordService.RecordServiceClient Machine => new(As("machine", Roles.System));

    protected OversightService.OversightServiceClient Oversight => new(Host.Invoker());

    public virtual async ValueTask InitializeAsync()
    {
        Host = await StartHost(Settings);
        await AddAgencies(Host);
    }

    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (Host is not null) await Host.DisposeAsync();
    }

    protected static IStore StoreOf(TestHost host) => host.Services.GetRequiredKeyedService<IStore>(KeyAreasModule.Name);

    /// <summary>A process of the service. One on the <c>Storage:Path</c> of another that has ended is the same after a restart.</summary>
    protected static async Task<TestHost> StartHost(IReadOnlyDictionary<string, string?> settings)
    {
        var host = await TestHost.StartService(
            KeyAreasModule.Name, s => s.AddKeyAreas(), app => app.MapKeyAreas(), new Dictionary<string, string?>(settings) { ["Services:catalogue"] = "http://127.0.0.1:9" });
        host.Output = TestContext.Current.TestOutputHelper!.WriteLine;
        return host;
    }

    /// <summary>With a token that outlives every test.</summary>
    /// <param name="agency">Whose caller it is; empty for a token that names none.</param>
    protected CallInvoker As(string subject, string role, string agency = "city") => As(Host, subject, role, agency);

    protected static CallInvoker As(TestHost host, string subject, string role, string agency = "city") =>
        host.Invoker(host.Issuer.Token([role], agency.Length == 0 ? null : agency, subject, lifetime: TimeSpan.FromDays(10_000)));

    /// <summary>A city, an office of it, and a county, as the Catalogue's events would have brought them.</summary>
    protected static async Task AddAgencies(TestHost host)
    {
        var copies = StoreOf(host).Open(AgencyCopy.Declared);
        await copies.Write([.. new[] { ("city", ""), ("office", "city"), ("bureau", "city"), ("county", "") }.Select(a => Write.Put(a.Item1, new AgencyCopy { Id = a.Item1, Name = "机关 " + a.Item1, ParentId = a.Item2 }))], Cancel);
    }

    /// <summary>Goes to noon of a day in China.</summary>
    protected void GoTo(string day) => Host.Clock.Advance(Foundation.Calendar.Clock.BeginningOf(Days.Parse(day)!.Value).AddHours(12) - Host.Clock.GetUtcNow());

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
