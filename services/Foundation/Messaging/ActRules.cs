using System.Globalization;
using System.Text.RegularExpressions;
using Sunshine.Foundation.V1;
using Sunshine.Ledger.V1;

namespace Sunshine.Foundation.Messaging;

/// <summary>What a source may tell the ledger. It is another service of ours; but what is in the log stays there, so that nothing odd may come in.</summary>
public static partial class ActRules
{
    /// <summary>Changes in one message.</summary>
    public const int MostChanges = 2_000;

    public const int MostPlaces = 4;
    public const int LongestDimension = 200;
    public const int LongestNote = 300;

    private const int MostDimensions = 12;
    private const int MostNotes = 20;

    /// <summary>Amounts are smaller, so that no number of acts adds up to more than a decimal holds.</summary>
    private const decimal Beyond = 1_000_000_000_000_000_000;

    /// <exception cref="InvalidDataException">It is something else. Told again it will be so again: it belongs to the dead letters.</exception>
    public static void Check(ActsDone told)
    {
        Require(Name().IsMatch(told.Source), "the source's name");
        Require(told.FirstNumber >= 1 && told.LastNumber >= told.FirstNumber && told.LastNumber - told.FirstNumber < MostChanges, "the numbers");
        var last = told.FirstNumber - 1;
        foreach (var act in told.Acts)
        {
            Require(act.FirstNumber > last && act.LastNumber >= act.FirstNumber && act.LastNumber <= told.LastNumber, $"the numbers of act {act.FirstNumber}");
            last = act.LastNumber;
            Check(act);
        }
    }

    private static void Check(Act act)
    {
        Require(act.Kind != ActKind.Unspecified && Enum.IsDefined(act.Kind), $"the kind of act {act.FirstNumber}");
        Require(act.Resource.Length is > 0 and <= 300 && act.EventId.Length is > 0 and <= 64, $"the resource or event of act {act.FirstNumber}");
        Require(act.Notes.Count <= MostNotes && act.Notes.All(n => IsPair(n, LongestNote)), $"a note of act {act.FirstNumber}");
        Require(act.Members.Count <= MostChanges && act.Members.All(m => m.Length is > 0 and <= 300 && !m.Any(char.IsControl)), $"a member of act {act.FirstNumber}");
        foreach (var count in act.Counts) Check(act, count);
    }

    private static void Check(Act act, Count count)
    {
        Require(What().IsMatch(count.What) && Period().IsMatch(count.Period), $"what act {act.FirstNumber} counts for");
        Require(count.Amount.Length == 0 || IsAmount(count.Amount), $"an amount of act {act.FirstNumber}");
        Require(count.Dimensions.Count <= MostDimensions, $"the dimensions of act {act.FirstNumber}");
        var before = "";
        foreach (var dimension in count.Dimensions)
        {
            Require(IsPair(dimension, LongestDimension), $"a dimension of act {act.FirstNumber}");
            var name = dimension[..dimension.IndexOf('=', StringComparison.Ordinal)];
            Require(string.CompareOrdinal(name, before) > 0, $"the order of the dimensions of act {act.FirstNumber}");
            before = name;
        }
    }

    private static bool IsAmount(string text) =>
        decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount)
        && amount != 0 && Math.Abs(amount) < Beyond && decimal.Round(amount, MostPlaces) == amount;

    private static bool IsPair(string text, int longest) => text.Length <= longest && text.IndexOf('=', StringComparison.Ordinal) > 0 && !text.Any(char.IsControl);

    private static void Require(bool holds, string what)
    {
        if (!holds) throw new InvalidDataException($"A source told something odd: {what}.");
    }

    [GeneratedRegex(@"^[a-z][a-z0-9-]{0,39}\z")]
    private static partial Regex Name();

    [GeneratedRegex(@"^[a-z0-9][a-z0-9.-]{0,63}\z")]
    private static partial Regex What();

    [GeneratedRegex(@"^[0-9]{4}(-(0[1-9]|1[0-2]))?\z")]
    private static partial Regex Period();
}
