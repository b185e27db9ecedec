using System.Globalization;
using Sunshine.ReportForms;
using Sunshine.Reports.V1;
using StatedFigure = Sunshine.ReportForms.StatedFigure;

namespace Sunshine.Reports;

/// <summary>A published report's figures beside those of the ledger.</summary>
internal static class AgainstLedger
{
    public static IEnumerable<LedgerComparison> Compare(ReadReport published, IReadOnlyList<Definition> definitions, Report computed)
    {
        var values = computed.Figures.ToDictionary(f => f.Id, f => f.Value);
        foreach (var definition in definitions)
        {
            if (values[definition.Id] is not { Length: > 0 } value) continue;
            foreach (var stated in Stated(published, definition)) yield return Compare(definition.Proto, stated, decimal.Parse(value, CultureInfo.InvariantCulture));
        }
    }

    /// <summary>Wherever the report states it: in a table, in sentences that name the form's figure, in sentences of a shipped report that are known to mean it.</summary>
    private static IEnumerable<StatedFigure> Stated(ReadReport published, Definition definition)
    {
        if (published.Cells.TryGetValue(definition.Id, out var cell)) yield return cell;
        foreach (var said in published.InProse.GetValueOrDefault(definition.Id) ?? []) yield return said;
        foreach (var said in definition.Also.Select(published.Find).OfType<StatedFigure>())
        {
            if (published.InProse.GetValueOrDefault(definition.Id)?.Contains(said) != true) yield return said;
        }
    }

    private static LedgerComparison Compare(FigureDefinition definition, StatedFigure stated, decimal computed)
    {
        // A report of 余 or 以上 says no more than that it is not less.
        var value = Units.In(stated.Value, stated.Unit, definition.Unit) ?? stated.Value;
        var agrees = stated.Number.Bound switch
        {
            Bound.AtLeast => computed >= value,
            Bound.About => Math.Abs(computed - value) <= Math.Max(stated.Number.HalfUnit, value / 20),
            _ => Math.Abs(computed - value) <= (Units.IsCount(stated.Unit) ? 0 : stated.Number.HalfUnit)
        };
        return new LedgerComparison
        {
            FigureId = definition.Id, Name = definition.Name, Stated = value.ToString(CultureInfo.InvariantCulture), Computed = computed.ToString(CultureInfo.InvariantCulture),
            Difference = (value - computed).ToString(CultureInfo.InvariantCulture), Agrees = agrees, Quote = stated.Quote
        };
    }
}
