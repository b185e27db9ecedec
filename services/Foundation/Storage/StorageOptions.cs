using System.ComponentModel.DataAnnotations;

namespace Sunshine.Foundation.Storage;

public enum StorageKind
{
    /// <summary>One file for each service; one process.</summary>
    Sqlite,

    /// <summary>One database for each service; any number of replicas.</summary>
    Mongo
}

/// <summary>Section <c>Storage</c>.</summary>
public sealed class StorageOptions : IValidatableObject
{
    /// <summary>Where documents are kept. Default: Sqlite.</summary>
    public StorageKind Kind { get; init; } = StorageKind.Sqlite;

    /// <summary>The folder of the SQLite files; made if missing. Default: <c>data</c> below the working folder.</summary>
    public string Path { get; init; } = "data";

    /// <summary>
    /// MongoDB's connection string. Required for Mongo. Concerns need not be in it: everything is written to a majority with its journal and read from it. What it says of connections and waiting is
    /// stronger than <see cref="MaxConnections"/> and <see cref="ServerWait"/>.
    /// </summary>
    public string? ConnectionString { get; init; }

    /// <summary>Put before each service's database name on MongoDB. Default: <c>sunshine-</c>.</summary>
    public string DatabasePrefix { get; init; } = "sunshine-";

    /// <summary>On MongoDB: the most connections of this process to each server, for all its services. Default: 100.</summary>
    [Range(1, 10_000)]
    public int MaxConnections { get; init; } = 100;

    /// <summary>On MongoDB: how long a call waits for a primary or a free connection before it fails, 1-300 seconds. Default: 10 seconds, which an election takes at the most.</summary>
    public TimeSpan ServerWait { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// On MongoDB: how long a write waits for a majority before it fails, 1-300 seconds; it may be stored nevertheless, as after any lost answer. Default: 30 seconds.
    /// </summary>
    public TimeSpan WriteWait { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// The folder of the keys that personal data is encrypted with; made if missing, the same for all replicas, to be kept apart from
    /// copies of the store that are not encrypted. Default: <c>keys</c> below <see cref="Path"/>.
    /// </summary>
    public string KeyFolder { get; init; } = "";

    /// <summary>The folder of keys as it is.</summary>
    public string Keys => KeyFolder.Length > 0 ? KeyFolder : System.IO.Path.Combine(Path, "keys");

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!Enum.IsDefined(Kind))
            yield return new ValidationResult($"Storage:Kind is {Kind}; it must be Sqlite or Mongo.", [nameof(Kind)]);
        if (Kind == StorageKind.Mongo && string.IsNullOrWhiteSpace(ConnectionString))
            yield return new ValidationResult("Storage:Kind is Mongo, so Storage:ConnectionString must be set.", [nameof(ConnectionString)]);
        foreach (var (name, wait) in new[] { (nameof(ServerWait), ServerWait), (nameof(WriteWait), WriteWait) })
        {
            if (wait < TimeSpan.FromSeconds(1) || wait > TimeSpan.FromSeconds(300)) yield return new ValidationResult($"Storage:{name} is {wait}; it must be 1-300 seconds.", [name]);
        }

        if (Kind == StorageKind.Sqlite && string.IsNullOrWhiteSpace(Path))
            yield return new ValidationResult("Storage:Kind is Sqlite, so Storage:Path must name a folder.", [nameof(Path)]);
    }
}
