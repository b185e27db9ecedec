namespace Sunshine.ReportForms;

/// <summary>How a printed percentage comes from its part and its whole.</summary>
public enum PercentVerdict
{
    /// <summary>It is the quotient itself.</summary>
    Exact,

    /// <summary>Rounded half up, away from zero.</summary>
    HalfUp,

    /// <summary>Cut off behind the last digit that is printed.</summary>
    Truncated,

    /// <summary>Rounded half up, and then changed by what was missing from 100: the largest of all parts of the whole.</summary>
    Plugged,

    Wrong
}

/// <summary>Tells rounding from mistakes.</summary>
public static class PercentageRounding
{
    /// <summary>A percentage that is more is wrong, whatever it is of.</summary>
    private const decimal Largest = 1_000_000;

    /// <summary>A percentage by itself. <see cref="PercentVerdict.Plugged"/> it can only be among all parts of a whole.</summary>
    /// <param name="whole">Not 0.</param>
    /// <param name="decimals">Digits printed behind the point.</param>
    public static PercentVerdict Judge(decimal part, decimal whole, decimal stated, int decimals)
    {
        if (Math.Abs(stated) > Largest) return PercentVerdict.Wrong;
        // By products, so that a quotient without end is not rounded before it is judged.
        if (stated * whole == part * 100) return PercentVerdict.Exact;
        if (stated == HalfUp(part, whole, decimals)) return PercentVerdict.HalfUp;
        return stated == decimal.Round(part / whole * 100, decimals, MidpointRounding.ToZero) ? PercentVerdict.Truncated : PercentVerdict.Wrong;
    }

    /// <summary>In the hundred.</summary>
    /// <param name="whole">Not 0.</param>
    public static decimal HalfUp(decimal part, decimal whole, int decimals) => decimal.Round(part * 100 / whole, decimals, MidpointRounding.AwayFromZero);

    /// <summary>
    /// All percentages of one whole. If each by itself is not right, they may have been made to come to 100: each rounded half up, and what is then too much or too little
    /// put on the largest part. Where that gives every number as printed, the changed ones are <see cref="PercentVerdict.Plugged"/>.
    /// </summary>
    /// <param name="parts">Each part with its percentage as printed.</param>
    /// <param name="whole">Not 0.</param>
    /// <returns>In the order of the parts.</returns>
    public static IReadOnlyList<PercentVerdict> Judge(IReadOnlyList<(decimal Part, decimal Stated, int Decimals)> parts, decimal whole)
    {
        var alone = parts.Select(p => Judge(p.Part, whole, p.Stated, p.Decimals)).ToArray();
        if (parts.Count < 2 || !alone.Any(v => v is PercentVerdict.Wrong or PercentVerdict.Truncated) || parts.Sum(p => p.Part) != whole) return alone;
        var rounded = parts.Select(p => HalfUp(p.Part, whole, p.Decimals)).ToArray();
        var largest = Enumerable.Range(0, parts.Count).MaxBy(i => parts[i].Part);
        rounded[largest] += 100 - rounded.Sum();
        for (var i = 0; i < parts.Count; i++)
        {
            if (parts[i].Stated != rounded[i]) return alone;
        }

        alone[largest] = PercentVerdict.Plugged;
        return alone;
    }
}
