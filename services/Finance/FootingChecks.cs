using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Storage;

namespace Sunshine.Finance;

/// <summary>Foots tables as what they are to be disclosed as, with what they are held against.</summary>
public sealed class FootingChecks(Collections collections, Statements statements, FootingRules rules)
{
    /// <summary>How many findings anybody is told of, and are kept with a release.</summary>
    public const int Most = 1_000;

    private const int Portion = 200;

    /// <param name="publication">Whether it is about to be published: then what must be there is missed in earnest.</param>
    /// <returns>Errors first.</returns>
    public async Task<IReadOnlyList<FootingFinding>> Find(DisclosureIdentity identity, Content content, IReadOnlyList<Statement> tables, bool publication, CancellationToken cancel)
    {
        var found = rules(tables, new FootingContext(identity.FiscalYear, await Others(identity, cancel))
        {
            Kind = identity.Kind, Level = identity.Level, Texts = [.. content.Explanations.Select(e => e.Element)], Publication = publication
        });
        return [.. found.OrderBy(f => f.Severity)];
    }

    public static Violation ToViolation(FootingFinding finding) => new(FieldOf(finding), finding.Rule.Replace('-', '_').ToUpperInvariant(), finding.Chinese, finding.English);

    /// <summary>As a refusal names it: <c>statements[layout].rows[code].column</c>, as far as it is about them; without a table it is about a text.</summary>
    private static string FieldOf(FootingFinding finding) => finding.Layout.Length == 0
        ? $"content.explanations[{finding.RowCode}]"
        : $"statements[{finding.Layout}]{(finding.RowCode.Length > 0 ? $".rows[{finding.RowCode}]" : "")}{(finding.Column.Length > 0 ? "." + finding.Column : "")}";

    /// <summary>Current tables of the same agency and level: of the year before, and of this year's other disclosures.</summary>
    public async Task<IReadOnlyList<OtherStatement>> Others(DisclosureIdentity identity, CancellationToken cancel)
    {
        var others = new List<OtherStatement>();
        foreach (var year in new[] { identity.FiscalYear - 1, identity.FiscalYear })
        {
            string? after = null;
            do
            {
                var page = await collections.Disclosures.List(new ListQuery<Disclosure>
                {
                    Where = [DisclosureCollection.Agency.Is(identity.AgencyId), DisclosureCollection.FiscalYear.Is(year)], Size = Portion, After = after
                }, cancel);
                foreach (var other in page.Documents.Select(d => d.Value).Where(d => IsHeldAgainst(identity, d)))
                    others.AddRange((await statements.Read(other.Latest.Statements, cancel)).Select(s => new OtherStatement(year, s)));
                after = page.Next;
            }
            while (after is not null);
        }

        return others;
    }

    /// <summary>Another fund's tables say nothing of this one's.</summary>
    private static bool IsHeldAgainst(DisclosureIdentity identity, Disclosure other) =>
        !other.Withdrawn && other.Identity != identity && other.Identity.Level == identity.Level && (other.Identity.Subject.Length == 0 || other.Identity.Subject == identity.Subject);
}
