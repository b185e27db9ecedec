using System.Globalization;
using System.Text.RegularExpressions;

namespace Sunshine.Ledger;

/// <summary>What a source may tell. It is another service of ours; but what is in the log stays there, so that nothing odd may come in.</summary>
internal static partial class ToldActs
{
    private const int Most = 500;

    /// <exception cref="InvalidDataException">It is something else. Told again it will be so again: it belongs to the dead letters.</exception>
    public static void Check(V1.ActsDone told)
    {
        Require(Name().IsMatch(told.Source), "the source's name");
        Require(told.FirstNumber >= 1 && told.LastNumber >= told.FirstNumber && told.LastNumber - told.FirstNumber < Most, "the numbers");
        var last = told.FirstNumber - 1;
        foreach (var act in told.Acts)
        {
            Require(act.FirstNumber > last && act.LastNumber >= act.FirstNumber && act.LastNumber <= told.LastNumber, $"the numbers of act {act.FirstNumber}");
            last = act.LastNumber;
            Require(act.Kind != V1.ActKind.Unspecified && Enum.IsDefined(act.Kind), $"the kind of act {act.FirstNumber}");
            Require(act.Resource.Length is > 0 and <= 300 && act.EventId.Length is > 0 and <= 64, $"the resource or event of act {act.FirstNumber}");
            foreach (var count in act.Counts) Check(act, count);
        }
    }

    private static void Check(V1.Act act, Foundation.V1.Count count)
    {
        Require(What().IsMatch(count.What) && Period().IsMatch(count.Period), $"what act {act.FirstNumber} counts for");
        Require(count.Amount.Length == 0 || decimal.TryParse(count.Amount, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount) && amount != 0 && decimal.Round(amount, 4) == amount, $"an amount of act {act.FirstNumber}");
        Require(count.Dimensions.Count <= 12, $"the dimensions of act {act.FirstNumber}");
        var before = "";
        foreach (var dimension in count.Dimensions)
        {
            var at = dimension.IndexOf('=', StringComparison.Ordinal);
            Require(at > 0 && dimension.Length <= 200 && !dimension.Any(char.IsControl) && string.CompareOrdinal(dimension[..at], before) > 0, $"a dimension of act {act.FirstNumber}");
            before = dimension[..at];
        }
    }

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
