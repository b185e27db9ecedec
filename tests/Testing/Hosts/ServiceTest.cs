using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Sunshine.Foundation.Agencies;
using Sunshine.Foundation.Calendar;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Storage;
using Xunit;

namespace Sunshine.Testing.Hosts;

/// <summary>A service other than the Catalogue by itself, with agencies that it copied already, called through generated clients.</summary>
/// <param name="service">Its name.</param>
public abstract class ServiceTest(string service) : IAsyncLifetime
{
    protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    protected TestHost Host { get; private set; } = null!;

    protected virtual IReadOnlyDictionary<string, string?> Settings => new Dictionary<string, string?>();

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

    protected abstract void Add(IServiceCollection services);

    protected abstract void Map(WebApplication app);

    /// <summary>The service's store, as its documents are kept in it.</summary>
    protected IStore StoreOf(TestHost host) => host.Services.GetRequiredKeyedService<IStore>(service);

    /// <summary>A process of the service. One on the <c>Storage:Path</c> of another that has ended is the same after a restart.</summary>
    protected async Task<TestHost> StartHost(IReadOnlyDictionary<string, string?> settings)
    {
        var host = await TestHost.StartService(service, Add, Map, new Dictionary<string, string?>(settings) { ["Services:catalogue"] = settings.GetValueOrDefault("Services:catalogue") ?? await EmptyCatalogue.Address() });
        host.Output = TestContext.Current.TestOutputHelper!.WriteLine;
        return host;
    }

    /// <summary>With a token that outlives every test.</summary>
    /// <param name="agency">Whose caller it is; empty for a token that names none.</param>
    protected CallInvoker As(string subject, string role, string agency = "city") => As(Host, subject, role, agency);

    protected static CallInvoker As(TestHost host, string subject, string role, string agency = "city") =>
        host.Invoker(host.Issuer.Token([role], agency.Length == 0 ? null : agency, subject, lifetime: TimeSpan.FromDays(10_000)));

    /// <summary>A city, an office of it, a county and an office of that, unless a service wants others.</summary>
    protected virtual IReadOnlyList<(string Id, string ParentId, string CatalogueCode)> Agencies =>
        [("city", "", "LNAS"), ("office", "city", "LNAS01"), ("county", "", "LNHC"), ("county-office", "county", "LNHC01")];

    /// <summary>Stores them as the Catalogue's events would have brought them.</summary>
    protected async Task AddAgencies(TestHost host) => await StoreOf(host).Open(AgencyCopy.Declared).Write(
        [.. Agencies.Select(a => Write.Put(a.Id, new AgencyCopy { Id = a.Id, Name = "机关 " + a.Id, ParentId = a.ParentId, CatalogueCode = a.CatalogueCode }))], Cancel);

    /// <summary>Goes to noon of a day in China.</summary>
    protected void GoTo(string day)
    {
        var noon = Clock.BeginningOf(Days.Parse(day)!.Value).AddHours(12);
        Host.Clock.Advance(noon - Host.Clock.GetUtcNow());
    }
}
