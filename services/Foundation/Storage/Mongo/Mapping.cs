using MongoDB.Bson;
using MongoDB.Bson.Serialization;
using MongoDB.Bson.Serialization.Conventions;
using MongoDB.Bson.Serialization.Serializers;

namespace Sunshine.Foundation.Storage.Mongo;

/// <summary>How records become native BSON: days and times are dates, amounts Decimal128, enums their names.</summary>
internal static class Mapping
{
    private static readonly Lazy<bool> Registered = new(Register);

    /// <summary>Tells the driver once for the process; its registry is static.</summary>
    public static void Ensure() => _ = Registered.Value;

    public static BsonDocument Write<T>(T value) where T : class => value.ToBsonDocument();

    public static T Read<T>(BsonDocument document) where T : class => BsonSerializer.Deserialize<T>(document);

    /// <summary>A field's value.</summary>
    public static BsonValue Value(object value) => value switch
    {
        string s => new BsonString(s),
        long l => new BsonInt64(l),
        decimal d => new BsonDecimal128(d),
        DateOnly d => Day(d),
        DateTimeOffset t => new BsonDateTime(t.ToUnixTimeMilliseconds()),
        _ => throw new InvalidOperationException($"A value of type {value.GetType()} cannot be stored.")
    };

    /// <summary>The opposite of <see cref="Value"/>.</summary>
    public static object Value(BsonValue value, Type kind)
    {
        if (kind == typeof(string)) return value.AsString;
        if (kind == typeof(decimal)) return value.ToDecimal();
        if (kind == typeof(DateOnly)) return DateOnly.FromDateTime(Time(value).UtcDateTime);
        if (kind == typeof(DateTimeOffset)) return Time(value);
        return value.ToInt64();
    }

    /// <summary>A day is the moment it begins in UTC.</summary>
    public static BsonDateTime Day(DateOnly day) => new(new DateTimeOffset(day, TimeOnly.MinValue, TimeSpan.Zero).ToUnixTimeMilliseconds());

    private static DateTimeOffset Time(BsonValue value) => DateTimeOffset.FromUnixTimeMilliseconds(value.AsBsonDateTime.MillisecondsSinceEpoch);

    private static bool Register()
    {
        BsonSerializer.TryRegisterSerializer(new DecimalSerializer(BsonType.Decimal128));
        BsonSerializer.TryRegisterSerializer(new DateTimeOffsetSerializer(BsonType.DateTime));
        BsonSerializer.TryRegisterSerializer(new DateOnlySerializer(BsonType.DateTime));
        ConventionRegistry.Register(
            "Sunshine",
            new ConventionPack
            {
                new CamelCaseElementNameConvention(),
                new EnumRepresentationConvention(BsonType.String, topLevelOnly: false),
                // A document of an older or newer version is read as far as it is known.
                new IgnoreExtraElementsConvention(true),
                // A record's own Id is only a member: the id of the stored document stands outside of it.
                new NoIdMemberConvention()
            },
            type => type.Namespace?.StartsWith("Sunshine", StringComparison.Ordinal) == true);
        return true;
    }
}
