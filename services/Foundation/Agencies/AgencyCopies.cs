using Grpc.Core;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Sunshine.Catalogue.V1;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Messaging;
using Sunshine.Foundation.Storage;

namespace Sunshine.Foundation.Agencies;

/// <summary>The tree of agencies as a service other than the Catalogue keeps it: copied at the start, then by the Catalogue's events.</summary>
public sealed class AgencyCopies(IDocuments<AgencyCopy> copies, AgencyService.AgencyServiceClient catalogue, TimeProvider time) : AgencyTree<AgencyCopy>(copies, time)
{
    private readonly IDocuments<AgencyCopy> _copies = copies;

    /// <summary>Copies one agency as it is now. If the Catalogue has none with this id, there is none here.</summary>
    /// <exception cref="RpcException">The Catalogue does not answer.</exception>
    public async Task Copy(string id, CancellationToken cancel)
    {
        try
        {
            await Keep(await catalogue.GetAgencyAsync(new() { Id = id }, cancellationToken: cancel), cancel);
        }
        catch (RpcException e) when (e.StatusCode is StatusCode.NotFound or StatusCode.InvalidArgument)
        {
            // An id that somebody made up.
        }
    }

    /// <summary>Copies all of them.</summary>
    /// <exception cref="RpcException">The Catalogue does not answer.</exception>
    public async Task CopyAll(CancellationToken cancel)
    {
        var request = new ListAgenciesRequest { PageSize = PageTokens.LargestSize };
        do
        {
            var page = await catalogue.ListAgenciesAsync(request, cancellationToken: cancel);
            foreach (var agency in page.Agencies) await Keep(agency, cancel);
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);
    }

    /// <summary>The tree, in which an agency that the Catalogue has is found even if its event has not come yet.</summary>
    /// <exception cref="RpcException">It is not known here, and the Catalogue does not answer: nobody may be told that there is none.</exception>
    public async ValueTask<Snapshot> ReadWith(string id, CancellationToken cancel)
    {
        var known = await Read(cancel);
        if (id.Length is 0 or > 64 || known.Find(id) is not null) return known;
        await Copy(id, cancel);
        return await Read(cancel);
    }

    /// <summary>The same for several.</summary>
    public async ValueTask<Snapshot> ReadWith(IEnumerable<string> ids, CancellationToken cancel)
    {
        var known = await Read(cancel);
        foreach (var id in ids.Distinct()) known = await ReadWith(id, cancel);
        return known;
    }

    private async Task Keep(Agency agency, CancellationToken cancel)
    {
        // A body that was renamed goes on under its id.
        var ended = agency.Successions.FirstOrDefault(s => s.Kind != SuccessionKind.Renamed);
        var copy = new AgencyCopy
        {
            Id = agency.Id, Name = agency.Name, ParentId = agency.ParentId, OrganisationCode = agency.OrganisationCode, CatalogueCode = agency.CatalogueCode,
            DissolvedOn = ended is null ? null : Days.Parse(ended.On), SuccessorIds = [.. agency.Successions.SelectMany(s => s.SuccessorIds)]
        };
        var kept = await _copies.Get(agency.Id, cancel);
        if (kept is not null && copy.Equals(kept.Value))
        {
            // Another call may have stored it at this moment and not shown it yet: who asked for it must see it.
            if ((await Read(cancel)).Find(copy.Id) is null) Changed(kept);
            return;
        }

        var written = await _copies.Write([Write.Put(copy.Id, copy)], cancel);
        Changed(new Stored<AgencyCopy>(copy, written[0].Revision));
    }
}

public static partial class AgencyCopying
{
    /// <summary>Keeps copies of all agencies in a service's store; they are had by the service's name as key.</summary>
    public static IServiceCollection AddAgencyCopies(this IServiceCollection services, string service)
    {
        services.AddServiceClient<AgencyService.AgencyServiceClient>("catalogue");
        services.AddKeyedSingleton(service, (provider, _) => new AgencyCopies(
            provider.GetRequiredKeyedService<IStore>(service).Open(AgencyCopy.Declared), provider.GetRequiredService<AgencyService.AgencyServiceClient>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<IHostedService>(provider => ActivatorUtilities.CreateInstance<Refresh>(provider, provider.GetRequiredKeyedService<AgencyCopies>(service)));
        return services;
    }

    public static void MapAgencyCopies(this IEndpointRouteBuilder endpoints, string service) =>
        endpoints.MapTopic<AgencyChanged>((services, received, cancel) => services.GetRequiredKeyedService<AgencyCopies>(service).Copy(received.Event.AgencyId, cancel));

    /// <summary>Copies all when the process starts, and again now and then for events that were lost.</summary>
    private sealed partial class Refresh(AgencyCopies copies, IHostApplicationLifetime life, TimeProvider time, ILogger<AgencyCopies> log) : BackgroundService
    {
        private static readonly TimeSpan Between = TimeSpan.FromMinutes(10);
        private static readonly TimeSpan BeforeRetry = TimeSpan.FromSeconds(2);

        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            // The Catalogue may be in this same process, which does not answer before it has started.
            var started = new TaskCompletionSource();
            await using var registration = life.ApplicationStarted.Register(started.SetResult);
            await started.Task.WaitAsync(stoppingToken);
            while (true)
            {
                var wait = Between;
                try
                {
                    await copies.CopyAll(stoppingToken);
                }
                catch (RpcException) when (stoppingToken.IsCancellationRequested)
                {
                    return;
                }
                catch (Exception e) when (e is RpcException or InvalidOperationException)
                {
                    wait = BeforeRetry;
                    CannotCopy(log, e is RpcException rpc ? rpc.Status.Detail : e.Message);
                }

                await Task.Delay(wait, time, stoppingToken);
            }
        }

        [LoggerMessage(1101, LogLevel.Warning, "Agencies could not be copied from the Catalogue, which is tried again: {Reason}")]
        private static partial void CannotCopy(ILogger log, string reason);
    }
}
