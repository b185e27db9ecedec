using Sunshine.Foundation.Agencies;
using Sunshine.Foundation.Hosting;

namespace Sunshine.Finance;

/// <summary>Which lines of public tables are meant.</summary>
/// <param name="Agencies">Null: all.</param>
public sealed record LineFilter(V1.ListLinesRequest Asked, IReadOnlySet<string>? Agencies)
{
    public static LineFilter Of(V1.ListLinesRequest asked, AgencyCopies.Snapshot agencies, Violations v)
    {
        FiscalYears.Check("fiscalYear", asked.FiscalYear, v, required: false);
        v.Enum("kind", asked.Kind, required: false);
        v.Enum("level", asked.Level, required: false);
        v.Enum("phase", asked.Phase, required: false);
        v.Text("layout", asked.Layout, 60);
        v.Text("code", asked.Code, 60);
        v.Text("disclosureId", asked.DisclosureId, 200);
        if (asked.AgencyId.Length > 0) agencies.RequireKnown("agencyId", asked.AgencyId, v);
        return new LineFilter(asked, asked.AgencyId.Length == 0 ? null : agencies.SelfAndBelow(asked.AgencyId).ToHashSet());
    }

    /// <summary>Tables in which there may be such lines, by their keys.</summary>
    public IEnumerable<FigureTable> Tables(FigureSnapshot book) => book.InOrder.Where(Fits);

    /// <summary>How many lines of a table are meant.</summary>
    public int Count(FigureTable table) => Asked.Code.Length == 0 ? table.Codes.Length : table.Codes.Count(c => c.StartsWith(Asked.Code, StringComparison.Ordinal));

    /// <summary>The lines of a table that are meant, by their index.</summary>
    public IEnumerable<int> Lines(FigureTable table) =>
        Enumerable.Range(0, table.Codes.Length).Where(i => Asked.Code.Length == 0 || table.Codes[i].StartsWith(Asked.Code, StringComparison.Ordinal));

    /// <summary>Whether a disclosure may have such lines.</summary>
    public bool Fits(PublicDisclosure disclosure) => Fits(disclosure.Identity) && (Asked.DisclosureId.Length == 0 || Asked.DisclosureId == disclosure.Id);

    /// <summary>Whether a release of such a disclosure may have such lines.</summary>
    public bool Fits(Release release) =>
        (Asked.Phase == 0 || Asked.Phase == release.Content.Phase) && (Asked.Layout.Length == 0 || release.Statements.Any(s => s.Layout == Asked.Layout));

    private bool Fits(FigureTable table) =>
        Fits(table.Identity) && (Asked.Phase == 0 || Asked.Phase == table.Phase) && (Asked.Layout.Length == 0 || Asked.Layout == table.Layout)
        && (Asked.DisclosureId.Length == 0 || Asked.DisclosureId == table.DisclosureId);

    private bool Fits(DisclosureIdentity identity) =>
        Agencies?.Contains(identity.AgencyId) != false && (Asked.FiscalYear == 0 || Asked.FiscalYear == identity.FiscalYear) && (Asked.Kind == 0 || Asked.Kind == identity.Kind)
        && (Asked.Level == 0 || Asked.Level == identity.Level);
}
