using System.Globalization;
using Sunshine.Reports.V1;

namespace Sunshine.Acts;

/// <summary>Works out the figures of a report from the sums of acts, as their definitions say and from nothing else: the service that publishes them and whoever checks them do the same.</summary>
public static class FigureSums
{
    /// <param name="cells">By what they count.</param>
    /// <param name="agencies">Whose acts count; null for everybody's.</param>
    /// <returns>In the order of the definitions. A value is empty if nothing in the log tells it.</returns>
    public static IReadOnlyList<Figure> Compute(IReadOnlyList<FigureDefinition> definitions, ILookup<string, ActCount> cells, int year, IReadOnlySet<string>? agencies)
    {
        var values = new Dictionary<string, decimal?>(StringComparer.Ordinal);
        foreach (var definition in definitions.Where(d => d.PartId.Length == 0)) values[definition.Id] = ValueOf(definition, cells, year, agencies);
        return [.. definitions.Select(d => new Figure
        {
            Id = d.Id, Value = (d.PartId.Length == 0 ? values[d.Id] : Share(values.GetValueOrDefault(d.PartId), values.GetValueOrDefault(d.WholeId), d.Decimals)) is { } value ? Printed(value, d) : ""
        })];
    }

    public static FigureTerm TermOf(FigureQuery query) => new(query.What, [.. query.Where], query.When switch
    {
        When.UntilYearEnd => FigureTime.UntilYearEnd,
        When.UntilYearBegin => FigureTime.UntilYearBegin,
        When.LastMonth => FigureTime.LastMonth,
        _ => FigureTime.InYear
    }, query.Distinct, query.Minus);

    private static decimal? ValueOf(FigureDefinition definition, ILookup<string, ActCount> cells, int year, IReadOnlySet<string>? agencies)
    {
        if (definition.Queries.Count == 0) return null;
        var value = 0m;
        foreach (var term in definition.Queries.Select(TermOf))
        {
            if (term.Of(cells[term.What], year, agencies) is not { } part) return null;
            value += part;
        }

        return definition.Divisor.Length == 0 ? value : value / decimal.Parse(definition.Divisor, CultureInfo.InvariantCulture);
    }

    private static decimal? Share(decimal? part, decimal? whole, int decimals) => part is null || whole is null or 0 ? null : decimal.Round(part.Value * 100 / whole.Value, decimals, MidpointRounding.AwayFromZero);

    private static string Printed(decimal value, FigureDefinition definition) => definition.Decimals > 0
        ? decimal.Round(value, definition.Decimals, MidpointRounding.AwayFromZero).ToString("F" + definition.Decimals, CultureInfo.InvariantCulture)
        : value.ToString("0.####", CultureInfo.InvariantCulture);
}
