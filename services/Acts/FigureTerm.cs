namespace Sunshine.Acts;

/// <summary>Which times a figure counts.</summary>
public enum FigureTime
{
    /// <summary>What happened in the year.</summary>
    InYear,

    /// <summary>What there was at its end.</summary>
    UntilYearEnd,

    /// <summary>What there was at its beginning.</summary>
    UntilYearBegin,

    /// <summary>What is of its December: of what is told month by month as it stands.</summary>
    LastMonth
}

/// <summary>One of the sums that a figure of a report is made of: it follows from the sums of acts and from nothing else, so that anybody who has the log can work it out again.</summary>
/// <param name="What">What is counted.</param>
/// <param name="Where"><c>name=value</c>, all of which must hold; of one name any of its values.</param>
/// <param name="Distinct">Instead of the sum: how many values of this dimension come to more than 0. Empty for the sum.</param>
/// <param name="Minus">Whether it is taken away.</param>
public sealed record FigureTerm(string What, IReadOnlyList<string> Where, FigureTime Time = FigureTime.InYear, string Distinct = "", bool Minus = false)
{
    private const string Agency = "agency=";

    /// <summary>Amounts that somebody reported, and what is in lists and registers that somebody keeps here. Where nobody does, the figure is not 0 but is not told.</summary>
    private static readonly string[] Reported = ["catalogue.tallies", "key-areas.records", "key-areas.records-by", "key-areas.sums", "key-areas.sums-by", "powers.held", "powers.fees-items"];

    private readonly ILookup<string, string> _where = Where.ToLookup(NameOf);

    /// <summary>Whether it is 0 where there is nothing to sum up.</summary>
    public bool AlwaysTold => !Reported.Contains(What);

    /// <summary>Its value among sums; null if they do not tell whose acts they are of, and that was asked, or if nobody reported any.</summary>
    /// <param name="cells">Those of <see cref="What"/>.</param>
    /// <param name="agencies">Whose acts count; null for everybody's.</param>
    public decimal? Of(IEnumerable<ActCount> cells, int year, IReadOnlySet<string>? agencies)
    {
        var (sum, told) = (0m, AlwaysTold);
        var values = new Dictionary<string, decimal>(StringComparer.Ordinal);
        foreach (var cell in cells)
        {
            if (Counts(cell, year, agencies) is not { } counts) return null;
            if (!counts) continue;
            (sum, told) = (sum + cell.Amount, true);
            if (Distinct.Length > 0 && cell.By.FirstOrDefault(b => NameOf(b) == Distinct) is { } value) values[value] = values.GetValueOrDefault(value) + cell.Amount;
        }

        if (Distinct.Length > 0) sum = values.Values.Count(v => v > 0);
        return !told ? null : Minus ? -sum : sum;
    }

    /// <summary>Whether a count is one of those that it sums up; null if it does not tell whose act it is of, and that was asked.</summary>
    /// <param name="agencies">Whose acts count; null for everybody's.</param>
    public bool? Counts(ActCount count, int year, IReadOnlySet<string>? agencies)
    {
        if (count.What != What || !IsThen(count.Period, year) || !_where.All(w => w.Any(v => count.By.Contains(v)))) return false;
        if (agencies is null) return true;
        return count.By.FirstOrDefault(b => b.StartsWith(Agency, StringComparison.Ordinal)) is { } whose ? agencies.Contains(whose[Agency.Length..]) : null;
    }

    private bool IsThen(string period, int year)
    {
        var of = int.Parse(period.AsSpan(0, 4), System.Globalization.CultureInfo.InvariantCulture);
        return Time switch
        {
            FigureTime.InYear => of == year,
            FigureTime.UntilYearEnd => of <= year,
            FigureTime.LastMonth => of == year && period.EndsWith("-12", StringComparison.Ordinal),
            _ => of < year
        };
    }

    private static string NameOf(string dimension) => dimension[..dimension.IndexOf('=', StringComparison.Ordinal)];
}
