using Google.Protobuf.WellKnownTypes;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Sunshine.Foundation.Messaging;
using Sunshine.Foundation.Storage;
using Sunshine.Foundation.V1;
using Sunshine.Ledger.V1;
using Sunshine.Testing.Hosts;
using Sunshine.TransparencyLog;

namespace Sunshine.Ledger.Tests;

public abstract class LedgerTest() : ServiceTest(LedgerModule.Name)
{
    protected LedgerService.LedgerServiceClient Ledger => new(Host.Invoker());

    protected Collections Collections => Host.Services.GetRequiredService<Collections>();

    protected override void Add(IServiceCollection services) => services.AddLedger();

    protected override void Map(WebApplication app) => app.MapLedger();

    /// <summary>As the bus brings it.</summary>
    protected Task Tell(ActsDone told) => Host.Services.GetRequiredService<IEventBus>().Publish(Topics.Outgoing(told, Host.Clock), Cancel);

    /// <summary>All of these numbers, each an act.</summary>
    protected ActsDone Told(string source, long first, long last) => Told(source, first, last, [.. Enumerable.Range(0, (int)(last - first + 1)).Select(i => ActOf(first + i))]);

    protected static ActsDone Told(string source, long first, long last, params IEnumerable<Act> acts)
    {
        var told = new ActsDone { Source = source, FirstNumber = first, LastNumber = last };
        told.Acts.Add(acts);
        return told;
    }

    protected Act ActOf(long number, ActKind kind = ActKind.Published, params IEnumerable<Count> counts)
    {
        var act = new Act
        {
            FirstNumber = number, LastNumber = number, EventId = $"event-{number}", Kind = kind, AgencyId = "city", Resource = $"items/{number}", Revision = 1,
            Digest = new string('a', 64), OccurredAt = Host.Clock.GetUtcNow().ToTimestamp()
        };
        act.Counts.Add(counts);
        return act;
    }

    protected static Count CountOf(string what, string period, string amount = "", params IEnumerable<string> dimensions)
    {
        var count = new Count { What = what, Period = period, Amount = amount };
        count.Dimensions.Add(dimensions);
        return count;
    }

    protected async Task<long> Size() => (await Ledger.GetCheckpointAsync(new GetCheckpointRequest(), cancellationToken: Cancel)).TreeSize;

    /// <summary>Every act of the log in its order.</summary>
    protected async Task<IReadOnlyList<LoggedAct>> All(ListActsRequest? wanted = null)
    {
        var request = wanted?.Clone() ?? new ListActsRequest();
        request.PageSize = 200;
        var all = new List<LoggedAct>();
        do
        {
            var page = await Ledger.ListActsAsync(request, cancellationToken: Cancel);
            all.AddRange(page.Acts);
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);
        return all;
    }

    /// <summary>Everything that is served, checked as a stranger would.</summary>
    protected async Task<AuditReport> Audit()
    {
        var key = VerifierKey.Parse((await Ledger.GetCheckpointAsync(new GetCheckpointRequest(), cancellationToken: Cancel)).VerifierKey);
        using var client = Host.Http();
        return await new LogAudit(new HttpLogFiles(client, new Uri(Host.Addresses[0], "/api/v1/ledger/log/")), key).Run(Cancel);
    }
}
