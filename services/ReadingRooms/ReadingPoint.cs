using System.Security.Cryptography;
using System.Text;
using Sunshine.Foundation.Storage;
using Sunshine.Foundation.Text;

namespace Sunshine.ReadingRooms;

/// <summary>The electronic reading point of a room: which of its keys holds. There is a document only of a room whose key was replaced.</summary>
/// <param name="Generation">From 1.</param>
public sealed record ReadingPoint(string RoomId, int Generation)
{
    /// <summary>In letters; 80 bits.</summary>
    private const int ProofLength = 16;

    /// <summary>The room's id and, after a point, what only who has the platform's secret can make.</summary>
    public string KeyOf(SealedData secret) =>
        $"{RoomId}.{Crockford.Encode(Convert.FromHexString(secret.Pseudonym("reading-point", RoomId, $"{Generation}").AsSpan(0, ProofLength * 5 / 4)), ProofLength)}";

    /// <summary>Whether a key is the one that holds. In the same time for any guess.</summary>
    public bool IsProvenBy(string key, SealedData secret) => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(key), Encoding.UTF8.GetBytes(KeyOf(secret)));

    /// <summary>The room that a key claims to be of; empty if it claims none.</summary>
    public static string RoomOf(string key) => key.LastIndexOf('.') is > 0 and var point ? key[..point] : "";
}

/// <summary>The reading points of rooms, whether their keys were ever replaced or not.</summary>
public sealed class ReadingPoints(Collections collections)
{
    /// <param name="roomIds">At most 1,000 that are there.</param>
    public async Task<IReadOnlyDictionary<string, ReadingPoint>> Of(IReadOnlyCollection<string> roomIds, CancellationToken cancel)
    {
        var stored = await collections.ReadingPoints.GetMany(roomIds, cancel);
        return roomIds.ToDictionary(id => id, id => stored.TryGetValue(id, out var point) ? point.Value : new ReadingPoint(id, 1));
    }

    /// <summary>Ends a generation of keys, if it is the one that holds.</summary>
    /// <returns>The one that holds after it.</returns>
    public async Task<ReadingPoint> Replace(string roomId, int generation, CancellationToken cancel)
    {
        var stored = await collections.ReadingPoints.Get(roomId, cancel);
        var current = stored?.Value ?? new ReadingPoint(roomId, 1);
        if (current.Generation != generation) return current;
        var next = current with { Generation = generation + 1 };
        var written = (await collections.ReadingPoints.Write([new Write<ReadingPoint>(roomId, next, stored?.Revision ?? 0, [])], cancel))[0];
        // Who was quicker meant the same generation.
        return written.Outcome == WriteOutcome.Done ? next : (await collections.ReadingPoints.Get(roomId, cancel))!.Value;
    }
}
