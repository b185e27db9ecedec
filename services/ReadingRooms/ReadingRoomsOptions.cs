using System.ComponentModel.DataAnnotations;

namespace Sunshine.ReadingRooms;

/// <summary>Section <c>ReadingRooms</c>.</summary>
public sealed class ReadingRoomsOptions : IValidatableObject
{
    /// <summary>
    /// The rooms that issues of the gazette go to by themselves, by the agency that issues it. An agency that is not listed distributes to all rooms of all levels.
    /// </summary>
    public IReadOnlyDictionary<string, GazetteScope> Gazettes { get; init; } = new Dictionary<string, GazetteScope>();

    /// <summary>
    /// Where people confirm a receipt, with <c>{code}</c> for the room's code, e.g. <c>https://www.example.gov.cn/received/{code}</c>: what the QR codes of a sheet
    /// say. Default: none, and so they say the code alone.
    /// </summary>
    public string ConfirmationPage { get; init; } = "";

    /// <summary>How many receipts one client may confirm within an hour: 1-10,000. Default: 300.</summary>
    public int ConfirmationsPerHour { get; init; } = 300;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (ConfirmationsPerHour is < 1 or > 10_000)
            yield return new ValidationResult($"ReadingRooms:ConfirmationsPerHour is {ConfirmationsPerHour}; it must be from 1 to 10000.", [nameof(ConfirmationsPerHour)]);
        if (ConfirmationPage.Length > 0 && !(ConfirmationPage.Contains("{code}", StringComparison.Ordinal) && ConfirmationPage.Length <= 500
            && Uri.TryCreate(ConfirmationPage.Replace("{code}", "code", StringComparison.Ordinal), UriKind.Absolute, out var page) && page.Scheme is "https" or "http"))
            yield return new ValidationResult($"ReadingRooms:ConfirmationPage is '{ConfirmationPage}'; it must be an address with {{code}} in it.", [nameof(ConfirmationPage)]);
        foreach (var (agency, scope) in Gazettes)
        {
            if (scope.DivisionCode.Length > 0 && DivisionCode.LevelOf(scope.DivisionCode) is null)
                yield return new ValidationResult($"ReadingRooms:Gazettes:{agency}:DivisionCode is '{scope.DivisionCode}', which is no division's code.", [nameof(Gazettes)]);
            if (scope.Levels.Any(l => l == 0 || !Enum.IsDefined(l))) yield return new ValidationResult($"ReadingRooms:Gazettes:{agency}:Levels names a level that is none.", [nameof(Gazettes)]);
        }
    }
}

/// <summary>To which rooms an agency's gazette goes.</summary>
public sealed class GazetteScope
{
    /// <summary>Only to rooms of this division and below it. Default: everywhere.</summary>
    public string DivisionCode { get; init; } = "";

    /// <summary>Only to rooms of these levels. Default: all four.</summary>
    public IReadOnlyList<V1.DivisionLevel> Levels { get; init; } = [];
}
