using System.Globalization;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Storage;

namespace Sunshine.Requests;

/// <summary>
/// A year in a national form, counted over the records: each list of the year is searched once, and a cell is a count of one of its facets.
/// The same lists are what each cell's address asks for.
/// </summary>
public sealed class YearFigures(Collections collections)
{
    private const decimal YuanInUnit = 10_000;

    /// <param name="within">The agencies.</param>
    public async Task<V1.Statistics> Compute(V1.Form form, int year, string agencyId, IReadOnlyList<string> within, CancellationToken cancel)
    {
        var figures = await Count(form, year, agencyId, within, cancel);
        // What is written meanwhile may be in one list and not yet in another: counted once more, it is in both.
        return figures.Identities.All(i => i.Holds) ? figures : await Count(form, year, agencyId, within, cancel);
    }

    private async Task<V1.Statistics> Count(V1.Form form, int year, string agencyId, IReadOnlyList<string> within, CancellationToken cancel)
    {
        var shape = NationalForm.Of(form);
        var (applications, cases) = (YearList.OfApplications(year), YearList.OfCases(year));
        var ofApplications = applications.Select(l => (l.Key, Counting: collections.Entries.Search(
            new SearchQuery<Entry> { Filters = ApplicationSearch.Filters(l.Value, within), Size = 0, Count = YearList.Counted(l.Key) }, cancel))).ToList();
        var ofCases = cases.Select(l => (l.Key, Counting: collections.Cases.Search(
            new SearchQuery<Case> { Filters = CaseSearch.Filters(l.Value, within), Size = 0, Count = [CaseCollection.Sort] }, cancel))).ToList();
        var counted = new Dictionary<string, Tally>();
        foreach (var (of, counting) in ofApplications) counted[of] = Tally.Of(await counting);
        foreach (var (of, counting) in ofCases) counted[of] = Tally.Of(await counting);

        var figures = new V1.Statistics { Year = year, Form = form, AgencyId = agencyId, Title = shape.Title };
        foreach (var table in shape.Tables)
        {
            var shown = new V1.StatisticsTable { Id = table.Id, Name = table.Name };
            shown.Columns.Add(table.Columns.Select(c => new V1.StatisticsColumn { Id = c.Id, Name = c.Name }));
            shown.Rows.Add(table.Rows.Select(row => Row(row, table)));
            figures.Tables.Add(shown);
            figures.Identities.Add(shape.Identities.Where(i => i.Table == table.Id).SelectMany(i => Evaluate(i, shown)));
        }

        return figures;

        V1.StatisticsRow Row(NationalForm.Row row, NationalForm.Table table)
        {
            var shown = new V1.StatisticsRow { Id = row.Id, Name = row.Name, Unit = row.Unit, ParentId = table.ParentOf(row) };
            foreach (var column in table.Columns)
            {
                var counts = NationalForm.Choice.Both(row.Counts, column.Counts);
                if (counts.Of.Length == 0) continue;
                IReadOnlyList<string> outcomes = counts.Outcomes ? Outcomes.InRow(form, row.Id) : [];
                shown.Cells.Add(new V1.StatisticsCell
                {
                    ColumnId = column.Id, Value = ValueOf(counts, outcomes, counted[counts.Of]),
                    Query = applications.TryGetValue(counts.Of, out var list) ? YearList.Address(list, agencyId, counts, outcomes) : YearList.Address(cases[counts.Of], agencyId, counts)
                });
            }

            return shown;
        }
    }

    private static string ValueOf(NationalForm.Choice counts, IReadOnlyList<string> outcomes, Tally list) => counts switch
    {
        { Of: "fees" } => (list.Values(EntryCollection.Fee.Name).Sum(v => decimal.Parse(v.Value, CultureInfo.InvariantCulture) * v.Documents) / YuanInUnit).ToString("0.00####", CultureInfo.InvariantCulture),
        { Case.Length: > 0 } => $"{list.Values(CaseCollection.Sort.Name).Where(v => IsOf(v.Value.Split('/'), counts)).Sum(v => v.Documents)}",
        { Outcomes: true, ApplicantKind.Length: > 0 } => list.Sum(EntryCollection.OutcomeByKind, [.. outcomes.Select(o => $"{o}/{counts.ApplicantKind}")]),
        { Outcomes: true } => list.Sum(EntryCollection.Outcome, outcomes),
        { ApplicantKind.Length: > 0 } => list.Sum(EntryCollection.Kind, [counts.ApplicantKind]),
        { Channels: { } channels } => list.Sum(EntryCollection.Channel, channels),
        { State.Length: > 0 } => list.Sum(EntryCollection.State, [counts.State]),
        { Punctuality.Length: > 0 } => list.Sum(EntryCollection.Punctuality, [counts.Punctuality]),
        _ => $"{list.Total}"
    };

    /// <param name="sort">Kind, route, result.</param>
    private static bool IsOf(string[] sort, NationalForm.Choice counts) =>
        sort[0] == counts.Case && (counts.Route.Length == 0 || sort[1] == counts.Route) && (counts.Result.Length == 0 || sort[2] == counts.Result);

    /// <summary>A rule in each column that has all of its rows; or in each row that has all of its columns.</summary>
    private static IEnumerable<V1.Identity> Evaluate(NationalForm.Rule rule, V1.StatisticsTable table)
    {
        var cells = table.Rows.SelectMany(r => r.Cells.Select(c => (Row: r.Id, Column: c.ColumnId, Value: decimal.Parse(c.Value, CultureInfo.InvariantCulture)))).ToList();
        foreach (var places in cells.GroupBy(c => rule.OfColumns ? c.Row : c.Column))
        {
            var values = places.ToDictionary(c => rule.OfColumns ? c.Column : c.Row, c => c.Value);
            if (!rule.Left.Concat(rule.Right).All(values.ContainsKey)) continue;
            var (left, right) = (rule.Left.Sum(id => values[id]), rule.Right.Sum(id => values[id]));
            yield return new V1.Identity
            {
                TableId = table.Id, Rule = rule.Words, At = places.Key, Left = left.ToString(CultureInfo.InvariantCulture), Right = right.ToString(CultureInfo.InvariantCulture), Holds = left == right
            };
        }
    }

    /// <summary>What was counted over one list.</summary>
    private sealed record Tally(long Total, IReadOnlyDictionary<string, IReadOnlyList<ValueCount>> Facets)
    {
        public static Tally Of<T>(SearchPage<T> page) where T : class => new(page.Total, page.Facets);

        public IReadOnlyList<ValueCount> Values(string facet) => Facets.TryGetValue(facet, out var values) ? values : [];

        public string Sum(Facet<Entry> facet, IReadOnlyCollection<string> wanted) => $"{Values(facet.Name).Where(v => wanted.Contains(v.Value)).Sum(v => v.Documents)}";
    }
}
