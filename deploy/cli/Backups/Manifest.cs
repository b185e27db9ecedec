using System.Text.Json;
using System.Text.Json.Serialization;

namespace Sunshine.Cli.Backups;

/// <summary>What a backup says of itself.</summary>
/// <param name="Format">Of the backup; this program knows <see cref="Known"/>.</param>
/// <param name="TakenAt">The moment that all stores show.</param>
/// <param name="Checkpoint">The ledger's, as a signed note; null if the log was empty.</param>
/// <param name="Files">How many files there are besides the stores.</param>
/// <param name="Bytes">Of all files, stores included.</param>
internal sealed partial record Manifest(int Format, DateTimeOffset TakenAt, IReadOnlyList<StoreCounts> Stores, string? Checkpoint, long Files, long Bytes)
{
    public const int Known = 1;

    /// <summary>Its name in the backup.</summary>
    public const string Name = "manifest.json";

    /// <summary>The name of the list of digests, as <c>sha256sum --check</c> reads it.</summary>
    public const string Digests = "SHA256SUMS";

    /// <summary>Where the files are in the backup.</summary>
    public const string Prefix = "data/";

    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this, Json.Default.Manifest);

    /// <exception cref="JsonException">It is none.</exception>
    public static Manifest Parse(ReadOnlySpan<byte> bytes) => JsonSerializer.Deserialize(bytes, Json.Default.Manifest) ?? throw new JsonException("The manifest is empty.");

    [JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
    [JsonSerializable(typeof(Manifest))]
    private sealed partial class Json : JsonSerializerContext;
}
