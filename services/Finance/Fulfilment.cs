using Sunshine.Foundation.Calendar;

namespace Sunshine.Finance;

/// <summary>
/// Whether what a unit must disclose was disclosed at the end of a day. What is only proposed (草案) fulfils nothing: the law wants what was approved
/// or handed down. In time or late is the first release that fulfils it; one that was corrected later is not late for that.
/// </summary>
public static class Fulfilment
{
    /// <param name="disclosures">Those of the unit, the year, the level and the kind.</param>
    public static Cell Of(string agencyId, V1.DisclosureKind kind, int fiscalYear, FundedUnitContent content, IReadOnlyList<Disclosure> disclosures, DateOnly day)
    {
        var cell = Found(agencyId, kind, fiscalYear, disclosures, day);
        return content.ExemptionFrom(kind) is { } exemption ? cell with { State = V1.CellState.Exempt, DueState = V1.DueState.Unspecified, Reason = exemption.Reason, LegalBasis = exemption.LegalBasis } : cell;
    }

    /// <summary>The tables of a kind.</summary>
    /// <param name="whole">The cell of the kind.</param>
    public static IEnumerable<Cell> Tables(Cell whole, IReadOnlyList<string> layouts, IReadOnlyList<Disclosure> disclosures, DateOnly day)
    {
        var statements = whole.There ? CurrentOn(disclosures.Single(d => d.Id == whole.DisclosureId), day)!.Statements : [];
        foreach (var layout in layouts)
        {
            var cell = whole with { Layout = layout };
            if (!whole.There) yield return cell;
            else if (statements.Count == 0) yield return cell with { State = V1.CellState.Unknown };
            else if (statements.FirstOrDefault(s => s.Layout == layout) is { } statement) yield return cell with { Empty = statement.RowCount == 0 };
            else yield return cell with { State = V1.CellState.Missing, PublishedOn = null, DaysLate = 0, DueState = StateOn(day, whole.DueOn) };
        }
    }

    /// <summary>Whether it was taken back at the end of a day.</summary>
    public static bool WithdrawnOn(Disclosure disclosure, DateOnly day) => WithdrawalOn(disclosure, day) is not null;

    /// <summary>Whether it is more than a proposal.</summary>
    public static bool Fulfils(Release release) => release.Content.Phase != V1.Phase.Proposed;

    private static Cell Found(string agencyId, V1.DisclosureKind kind, int fiscalYear, IReadOnlyList<Disclosure> disclosures, DateOnly day)
    {
        var released = disclosures.Select(d => (Disclosure: d, First: FirstUntil(d, day))).Where(d => d.First is not null).OrderBy(d => d.First!.PublishedOn).ToList();
        if (released.Find(d => !WithdrawnOn(d.Disclosure, day)) is { First: { } first } there)
        {
            return new Cell
            {
                AgencyId = agencyId, Kind = kind, FiscalYear = fiscalYear, State = first.DaysLate > 0 ? V1.CellState.Late : V1.CellState.Disclosed, DisclosureId = there.Disclosure.Id, PublishedOn = first.PublishedOn,
                DueOn = there.Disclosure.Withdrawn ? null : first.DueOn, DaysLate = there.Disclosure.Withdrawn ? 0 : first.DaysLate
            };
        }

        var due = DueOn(disclosures, day);
        var missing = new Cell { AgencyId = agencyId, Kind = kind, FiscalYear = fiscalYear, State = V1.CellState.Missing, DueOn = due, DueState = StateOn(day, due) };
        return released is [var gone, ..]
            ? missing with { State = V1.CellState.Withdrawn, DisclosureId = gone.Disclosure.Id, PublishedOn = gone.First!.PublishedOn, Reason = WithdrawalOn(gone.Disclosure, day)!.Reason }
            : missing;
    }

    private static Release? FirstUntil(Disclosure disclosure, DateOnly day) => disclosure.Releases.Where(r => Fulfils(r) && r.PublishedOn <= day).MinBy(r => r.PublishedOn);

    private static Release? CurrentOn(Disclosure disclosure, DateOnly day) => disclosure.Releases.LastOrDefault(r => Fulfils(r) && r.PublishedOn <= day);

    private static Withdrawal? WithdrawalOn(Disclosure disclosure, DateOnly day) =>
        disclosure.Withdrawals.LastOrDefault(w => Clock.DayOf(w.At) <= day && !(w.RestoredAt is { } restored && Clock.DayOf(restored) <= day));

    /// <summary>
    /// The last day for what is not there. It is known from a release whose approval had been given by that day, also from one that came out only later:
    /// then it was late on that day already. What is taken back now tells nothing of its releases any more, for no day.
    /// </summary>
    private static DateOnly? DueOn(IReadOnlyList<Disclosure> disclosures, DateOnly day) =>
        disclosures.Where(d => !d.Withdrawn).SelectMany(d => d.Releases).Where(r => Fulfils(r) && r.Content.Approval is { } approval && approval.On <= day).Min(r => r.DueOn);

    private static V1.DueState StateOn(DateOnly day, DateOnly? due) => due is null ? V1.DueState.Unspecified : day > due ? V1.DueState.Overdue : V1.DueState.NotYet;
}
