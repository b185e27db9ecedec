namespace Sunshine.ReportForms;

/// <summary>Collects what a rule finds in a report, and how much it could decide.</summary>
/// <param name="rule">Its id.</param>
/// <param name="report">The report it looks at.</param>
internal sealed class Findings(string rule, ReadReport report)
{
    private readonly List<Finding> _found = [];

    public IReadOnlyList<Finding> Found => _found;

    /// <summary>Relations that were decided, contradicted ones among them.</summary>
    public int Decided { get; private set; }

    /// <summary>Relations of which too little is stated.</summary>
    public int Undecided { get; private set; }

    public void Holds() => Decided++;

    public void LeaveOpen() => Undecided++;

    /// <summary>A stated figure that should be another.</summary>
    public void Add(Severity severity, Verdict verdict, StatedFigure stated, decimal? computed, string chinese, string english, params IEnumerable<StatedFigure> others) =>
        Add(severity, verdict, stated.Place, [stated.Id, .. others.Select(o => o.Id).Where(id => id != stated.Id).Distinct()], stated.Value, computed, stated.Unit, chinese, english,
            [.. others.Prepend(stated).Select(f => f.Quote).Where(q => q.Length > 0).Distinct()]);

    /// <summary>Says more of everything that was found from a number on.</summary>
    public void Extend(int from, string chinese, string english)
    {
        for (var i = from; i < _found.Count; i++) _found[i] = _found[i] with { Chinese = _found[i].Chinese + chinese, English = $"{_found[i].English} {english}" };
    }

    public void Add(
        Severity severity, Verdict verdict, string place, IReadOnlyList<string> figures, decimal? stated, decimal? computed, string unit, string chinese, string english, IReadOnlyList<string>? quotes = null)
    {
        if (verdict != Verdict.NotRead) Decided++;
        _found.Add(new Finding(rule, severity, verdict, report.Source.File, report.Source.Year, place, figures, stated, computed, unit, chinese, english, quotes ?? []));
    }
}

/// <summary>Numbers in sentences.</summary>
internal static class Said
{
    /// <summary>With the decimals that it has: 60.20 stays so.</summary>
    public static string Of(decimal value) => value.ToString($"N{value.Scale}", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>多 184, 少 12.</summary>
    public static string OffBy(decimal difference) => difference > 0 ? $"多 {Of(difference)}" : $"少 {Of(-difference)}";

    public static string OffByEnglish(decimal difference) => difference > 0 ? $"{Of(difference)} too many" : $"{Of(-difference)} too few";
}
