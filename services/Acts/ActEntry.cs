using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Sunshine.Acts;

/// <summary>
/// An entry of the ledger: an act of disclosure as its bytes say it, one object of JSON in UTF-8 without white space, at most <see cref="Longest"/> bytes. What is hashed, proved and
/// summed up are these bytes and nothing beside them. Members that are empty are left out; the order of members is that of the properties here.
/// </summary>
public sealed record ActEntry
{
    /// <summary>In bytes: what a bundle of entries can hold.</summary>
    public const int Longest = 65_535;

    /// <summary>Of the form, for readers of a later time.</summary>
    [JsonPropertyName("v"), JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public int Form { get; init; } = 1;

    /// <summary>The service that did it.</summary>
    public string Source { get; init; } = "";

    /// <summary>Numbers of the source's changes that it consists of, both included.</summary>
    public long First { get; init; }

    public long Last { get; init; }

    /// <summary>Id of the first change's event.</summary>
    public string Event { get; init; } = "";

    /// <summary>As <c>sunshine.ledger.v1.ActKind</c> without its prefix.</summary>
    public string Kind { get; init; } = "";

    public string? Agency { get; init; }

    /// <summary>What it was done to, by its path under the source.</summary>
    public string Resource { get; init; } = "";

    public long Revision { get; init; }

    /// <summary>SHA-256 of what the resource says since, or a salted commitment.</summary>
    public string? Digest { get; init; }

    public IReadOnlyList<string>? Notes { get; init; }

    /// <summary>Of a batch: <c>id/version/digest</c> of each record.</summary>
    public IReadOnlyList<string>? Members { get; init; }

    public IReadOnlyList<ActCount>? Counts { get; init; }

    /// <summary>When it was done, in UTC.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>When it was written into the log, in UTC.</summary>
    public DateTimeOffset Logged { get; init; }

    /// <exception cref="InvalidDataException">It would be longer than <see cref="Longest"/>.</exception>
    public byte[] ToBytes()
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(this, ActJson.Plain.ActEntry);
        return bytes.Length <= Longest ? bytes : throw new InvalidDataException($"The entry of {Source} {First} has {bytes.Length} bytes; at most {Longest} are possible.");
    }

    /// <exception cref="InvalidDataException">The bytes are no entry.</exception>
    public static ActEntry Parse(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return JsonSerializer.Deserialize(bytes, ActJson.Plain.ActEntry) ?? throw new InvalidDataException("The entry is null.");
        }
        catch (JsonException e)
        {
            throw new InvalidDataException("The entry cannot be read: " + e.Message, e);
        }
    }
}

/// <summary>What an act adds to the statistics.</summary>
/// <param name="What">What is counted, <c>catalogue.items</c>.</param>
/// <param name="Period">The year or month it is counted in.</param>
/// <param name="By"><c>name=value</c>, ordered by name.</param>
/// <param name="Amount">Negative where something is taken away.</param>
public sealed record ActCount(string What, string Period, IReadOnlyList<string> By, decimal Amount);

[JsonSerializable(typeof(ActEntry))]
internal sealed partial class ActJson : JsonSerializerContext
{
    /// <summary>With Chinese as it is: people read entries.</summary>
    public static ActJson Plain { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping
    });
}
