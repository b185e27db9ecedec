using System.Text.Json.Serialization;

namespace Sunshine.Foundation.Calendar;

/// <summary>The calendar file as it is written. Days are <c>MM-dd</c> or <c>MM-dd..MM-dd</c>, both ends counted.</summary>
internal sealed record CalendarDocument(
    string Edition, string Source, Dictionary<string, YearDocument> Years, string PendingRequests, LawDocument[] Laws);

/// <summary>Days off, and weekend days worked, by the holiday's name.</summary>
internal sealed record YearDocument(Dictionary<string, string[]> Off, Dictionary<string, string[]> Work);

internal sealed record LawDocument(
    string Statute, string Title, string Number, string From, PeriodDocument[] Periods, YearlyDateDocument[] Dates,
    string? To = null, bool Memory = false, HourLimitDocument[]? HourLimits = null);

internal sealed record PeriodDocument(
    string Key, string Name, int Length, string Unit, string Article, string? Rolls = null, bool Memory = false);

internal sealed record YearlyDateDocument(string Key, string Name, string Day, string Article, bool Memory = false);

internal sealed record HourLimitDocument(string Key, string Name, int Hours, string Article, bool Memory = false);

// Strict in everything: a misspelt or repeated member of a file edited by hand must not be passed over in silence.
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    AllowDuplicateProperties = false)]
[JsonSerializable(typeof(CalendarDocument))]
internal sealed partial class CalendarJson : JsonSerializerContext;
