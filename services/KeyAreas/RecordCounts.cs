using System.Globalization;
using Sunshine.Foundation.Messaging;
using Sunshine.Foundation.V1;

namespace Sunshine.KeyAreas;

/// <summary>
/// What a change of a record changes in the statistics, by what it added before and adds now (<see cref="Contribution"/>): the record itself, each dimension of its type by itself, and its
/// measures, as a whole and by each dimension.
/// </summary>
internal static class RecordCounts
{
    /// <summary>A measure of one record that is larger counts for nothing: it is somebody's mistake, and some hundred of them must stay what an act may say.</summary>
    private const decimal Largest = 1_000_000_000_000_000;

    public static IReadOnlyList<Count> Of(V1.RecordChanged changed) => Counts.Change(Of(changed.Before, changed), Of(changed.After, changed));

    /// <summary>Empty if there is none.</summary>
    public static string Dimension(V1.Contribution? contribution, string name) =>
        contribution?.Dimensions.FirstOrDefault(d => d.StartsWith(name + "=", StringComparison.Ordinal))?[(name.Length + 1)..] ?? "";

    private static IEnumerable<Count> Of(V1.Contribution? contribution, V1.RecordChanged changed)
    {
        if (contribution is null) yield break;
        var (agency, type, period) = (("agency", Dimension(contribution, "agency")), ("type", changed.TypeId), PeriodOf(Dimension(contribution, "period")));
        yield return Counts.Of("key-areas.records", period, agency, ("area", changed.AreaId), type);
        // No field's name has a dot: one that is called as our own dimension is told apart by it.
        var dimensions = contribution.Dimensions.Select(Pair).Where(d => d.Name is not ("agency" or "period")).Select(d => d.Name is "type" or "measure" ? ("field." + d.Name, d.Value) : d).ToList();
        foreach (var dimension in dimensions) yield return Counts.Of("key-areas.records-by", period, type, dimension);

        foreach (var (name, value) in contribution.Measures.Select(Pair))
        {
            // With more than 4 decimals it is rounded half up, each record by itself, so that it can be taken away again exactly.
            var amount = decimal.Parse(value, CultureInfo.InvariantCulture);
            if (Math.Abs(amount) >= Largest) continue;
            yield return Counts.Of(amount, "key-areas.sums", period, agency, ("measure", name), type);
            foreach (var dimension in dimensions) yield return Counts.Of(amount, "key-areas.sums-by", period, type, ("measure", name), dimension);
        }
    }

    /// <summary>The month that it lies in; of a quarter the year.</summary>
    private static string PeriodOf(string period) => period.Length >= 7 && period[4] == '-' ? period[..7] : period[..4];

    private static (string Name, string Value) Pair(string pair) => (pair[..pair.IndexOf('=', StringComparison.Ordinal)], pair[(pair.IndexOf('=', StringComparison.Ordinal) + 1)..]);
}
