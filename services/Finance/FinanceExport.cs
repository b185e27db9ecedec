using System.Runtime.CompilerServices;
using Sunshine.Foundation.Agencies;
using Sunshine.Foundation.Tables;

namespace Sunshine.Finance;

/// <summary>What is given away of public finance data: the lines that a filter means, read from the store in portions.</summary>
public sealed class FinanceExport(LineFilter filter, FigureSnapshot book, Collections collections, Statements statements, AgencyCopies.Snapshot agencies, DateTimeOffset at)
{
    /// <summary>How many tables are in memory at a time.</summary>
    private const int Portion = 50;

    private readonly IReadOnlyList<FigureTable> _tables = [.. filter.Tables(book)];

    /// <summary>When it was begun.</summary>
    public DateTimeOffset At { get; } = at;

    /// <summary>Null if there is nothing.</summary>
    public (int First, int Last)? Years => _tables.Count == 0 ? null : (_tables.Min(t => t.Identity.FiscalYear), _tables.Max(t => t.Identity.FiscalYear));

    /// <summary>What it has and has not, in words.</summary>
    public string Scope =>
        $"各单位依法公开的预决算报表：每项公开各阶段的最新一版，不含已撤回的；共 {book.Disclosures.Values.Count(filter.Fits)} 项公开、{_tables.Count} 张报表。金额单位为元；同一张表内只有“末级”行可以加总。";

    /// <summary>As <see cref="CellTable"/> has them.</summary>
    public async IAsyncEnumerable<IReadOnlyList<TableCell>> Cells([EnumeratorCancellation] CancellationToken cancel)
    {
        foreach (var part in _tables.Chunk(Portion))
        {
            var disclosures = await collections.Disclosures.GetMany([.. part.Select(t => t.DisclosureId).Distinct()], cancel);
            var read = await statements.ReadById([.. part.Select(t => t.StatementId)], cancel);
            foreach (var (table, statement) in part.Zip(read))
            {
                var (published, agency) = (disclosures[table.DisclosureId].Value.Releases[table.Release - 1].PublishedOn, agencies.NameOf(table.Identity.AgencyId));
                foreach (var row in filter.Lines(table).SelectMany(i => CellTable.Rows(table, i, statement.Rows[i], statement.Unit, published, agency))) yield return row;
            }
        }
    }

    /// <summary>As <see cref="ReleaseTable"/> has them: the releases that the lines are of, and those without lines that the filter does not rule out.</summary>
    public async IAsyncEnumerable<IReadOnlyList<TableCell>> Releases([EnumeratorCancellation] CancellationToken cancel)
    {
        foreach (var part in book.Disclosures.Values.Where(filter.Fits).OrderBy(d => d.Id, StringComparer.Ordinal).Chunk(Portion))
        {
            foreach (var (id, stored) in (await collections.Disclosures.GetMany([.. part.Select(d => d.Id)], cancel)).OrderBy(d => d.Key, StringComparer.Ordinal))
            {
                var disclosure = stored.Value;
                if (disclosure.Withdrawn) continue;
                foreach (var release in disclosure.LatestOfPhases.Where(filter.Fits))
                {
                    foreach (var row in ReleaseTable.Rows(disclosure, release, agencies.NameOf(disclosure.Identity.AgencyId))) yield return row;
                }
            }
        }
    }
}
