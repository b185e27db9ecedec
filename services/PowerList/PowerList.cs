namespace Sunshine.Powers;

/// <summary>
/// A government's list (权责清单): the batches that it consists of. What a batch says of powers is stored before, in documents of its own
/// that never change (<see cref="PowerVersion"/>); the one write that adds its name here makes all of it current.
/// </summary>
public sealed record PowerList
{
    /// <summary>The government's.</summary>
    public required string Id { get; init; }

    public string Name { get; init; } = "";
    public V1.PowerLevel Level { get; init; }
    public string Region { get; init; } = "";

    /// <summary>In their order: the first is number 1. Days never decrease.</summary>
    public IReadOnlyList<Adopted> Batches { get; init; } = [];

    public DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset UpdatedAt { get; init; }

    /// <summary>Number of the last batch that has taken effect by a day; 0 if none has.</summary>
    public int BatchOn(DateOnly day)
    {
        var number = Batches.Count;
        while (number > 0 && Batches[number - 1].EffectiveOn > day) number--;
        return number;
    }

    /// <summary>Number of a batch; 0 if the list does not have it.</summary>
    public int NumberOf(string batchId)
    {
        for (var i = 0; i < Batches.Count; i++)
        {
            if (Batches[i].BatchId == batchId) return i + 1;
        }

        return 0;
    }
}

/// <summary>A batch that is part of a list.</summary>
/// <param name="Key">What its versions are stored under: another one for each attempt to make it current, never given out twice.</param>
/// <param name="Digest">SHA-256 over what it changed.</param>
public sealed record Adopted(
    string BatchId, long Key, Decree Decree, DateOnly EffectiveOn, string Note, Declared? Declared, IReadOnlyList<SheetReference> Sheets, Tally Balance, DateTimeOffset AdoptedAt,
    string AdoptedBy, string Digest, DateTimeOffset CreatedAt);
