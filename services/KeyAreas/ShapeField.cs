using System.Globalization;
using System.Text.Json;

namespace Sunshine.KeyAreas;

/// <summary>How what tells of a single person is hidden.</summary>
public enum PersonalKind
{
    None,
    Name,
    Id,
    Phone,
    Address
}

/// <summary>Whose full code finds a record.</summary>
public enum SubjectKind
{
    None,

    /// <summary>统一社会信用代码.</summary>
    Organisation,

    /// <summary>居民身份证号码; the field with <c>x-personal: name</c> is the name that must go with it.</summary>
    Person
}

/// <summary>One property of a schema with what its annotations say.</summary>
/// <param name="Scale">Most decimal places of a decimal; null if it is none.</param>
/// <param name="Allowed">The values of its <c>enum</c>, as texts; empty if it has none.</param>
public sealed record ShapeField(
    string Name, string Title, string Unit, bool Key, bool Day, bool Filter, bool Dimension, bool Measure, int? Scale, PersonalKind Personal, SubjectKind Subject, IReadOnlyList<string> Allowed)
{
    /// <summary>A decimal of the data: a string or a number. Null if it is neither.</summary>
    public static decimal? Decimal(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number => value.TryGetDecimal(out var number) ? number : null,
        JsonValueKind.String when value.GetString() is { Length: > 0 and <= 32 } text =>
            decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? number : null,
        _ => null
    };

    /// <summary>A value as filters and dimensions have it; null for what is no single value.</summary>
    public static string? Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number => value.GetRawText(),
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        _ => null
    };
}
