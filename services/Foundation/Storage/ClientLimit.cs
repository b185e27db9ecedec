using System.Text.Json.Serialization;

namespace Sunshine.Foundation.Storage;

/// <summary>How much one client without an account may send within an hour. Kept in the store, so that it holds over all replicas.</summary>
public sealed class ClientLimit(IDocuments<ClientAllowance> allowances, SealedData sealing, TimeProvider time)
{
    private static readonly TimeSpan Window = TimeSpan.FromHours(1);

    /// <summary>Takes a slot, or finds the one that was taken before.</summary>
    /// <param name="purpose">What is limited; each purpose by itself.</param>
    /// <param name="client">The caller's address. It is stored as a pseudonym.</param>
    /// <param name="slot">The id of what is sent: the same again takes no other slot.</param>
    /// <returns>False if there is none left.</returns>
    public async Task<bool> Take(string purpose, string client, string slot, int most, CancellationToken cancel)
    {
        var id = sealing.Pseudonym("client-limit", purpose, client);
        while (true)
        {
            var stored = await allowances.Get(id, cancel);
            var now = time.GetUtcNow();
            var slots = stored?.Value.Slots.Where(s => now - s.At < Window).ToList() ?? [];
            if (slots.Exists(s => s.Id == slot)) return true;
            if (slots.Count >= most) return false;
            slots.Add(new ClientSlot(slot, now));
            var written = await allowances.Write([new Write<ClientAllowance>(id, new ClientAllowance(id, slots), stored?.Revision ?? 0, [])], cancel);
            if (written[0].Outcome == WriteOutcome.Done) return true;
        }
    }
}

/// <summary>What one client sent lately.</summary>
/// <param name="Id">A pseudonym.</param>
public sealed record ClientAllowance(string Id, IReadOnlyList<ClientSlot> Slots)
{
    public static readonly Collection<ClientAllowance> Declared = new("client_allowances", x => x.Id, ClientAllowanceJson.Default.ClientAllowance);
}

public sealed record ClientSlot(string Id, DateTimeOffset At);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ClientAllowance))]
internal sealed partial class ClientAllowanceJson : JsonSerializerContext;
