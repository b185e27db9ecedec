using System.Diagnostics.Metrics;
using System.Text.Json.Serialization;
using Microsoft.Extensions.DependencyInjection;
using Sunshine.Foundation.Storage;

namespace Sunshine.Foundation.Hosting;

/// <summary>How often callers without an account may do something within a time. Kept in the store, so that it holds over all replicas.</summary>
public sealed class CallLimit(string service, IDocuments<Allowance> allowances, SealedData sealing, TimeProvider time, IMeterFactory meters)
{
    private readonly Counter<long> _refused = meters.Create(Telemetry.Name)
        .CreateCounter<long>("sunshine.calls.refused", "{call}", "Calls of people without an account that were refused because they had done the same too often, by the reason they were told.");

    /// <summary>Takes a slot, or finds the one it took before.</summary>
    /// <param name="who">What is limited and whose it is, such as the caller's address. It is stored as a pseudonym.</param>
    /// <param name="taker">What takes the slot; done again, it takes no second one.</param>
    /// <exception cref="RefusedException">There is none left.</exception>
    public async Task Take(IReadOnlyList<string> who, string taker, int most, TimeSpan window, Refusal refusal, CancellationToken cancel)
    {
        var id = sealing.Pseudonym([.. who]);
        while (true)
        {
            var stored = await allowances.Get(id, cancel);
            var now = time.GetUtcNow();
            var slots = stored?.Value.Slots.Where(s => now - s.At < window).ToList() ?? [];
            if (slots.Exists(s => s.Taker == taker)) return;
            if (slots.Count >= most)
            {
                _refused.Add(1, new("service", service), new("reason", refusal.Reason));
                throw refusal.Of(most.ToString());
            }

            slots.Add(new AllowanceSlot(taker, now));
            var written = await allowances.Write([new Write<Allowance>(id, new Allowance(id, slots), stored?.Revision ?? 0, [])], cancel);
            if (written[0].Outcome == WriteOutcome.Done) return;
        }
    }
}

/// <summary>What one caller did within the time that is counted.</summary>
/// <param name="Id">A pseudonym for what is limited and whose it is: it tells neither.</param>
public sealed record Allowance(string Id, IReadOnlyList<AllowanceSlot> Slots)
{
    public static readonly Collection<Allowance> Declared = new("allowances", x => x.Id, AllowanceJson.Default.Allowance) { IsBookkeeping = true };
}

/// <param name="Taker">What took it.</param>
public sealed record AllowanceSlot(string Taker, DateTimeOffset At);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Allowance))]
internal sealed partial class AllowanceJson : JsonSerializerContext;

public static class CallLimiting
{
    /// <summary>A limit over a service's own store; it is had by the service's name as key.</summary>
    public static IServiceCollection AddCallLimit(this IServiceCollection services, string service) =>
        services.AddKeyedSingleton(service, (provider, _) => new CallLimit(
            service, provider.GetRequiredKeyedService<IStore>(service).Open(Allowance.Declared), provider.GetRequiredService<SealedData>(), provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<IMeterFactory>()));
}
