using Sunshine.Catalogue;
using Sunshine.Foundation.Storage;
using Sunshine.Foundation.Storage.Sqlite;
using Sunshine.Foundation.Text;

namespace Sunshine.Benchmarks;

/// <summary>Search over 10,000, 100,000 and 1,000,000 items, beside the bare SQLite statements for the same answer, and beside Xapian.</summary>
internal static class SearchSuite
{
    public static async Task Run(Report report, IReadOnlyList<string> numbers)
    {
        var sizes = numbers.Count > 0 ? numbers.Select(int.Parse).ToList() : [10_000, 100_000, 1_000_000];
        var selective = new List<TimeSpan>();
        foreach (var size in sizes)
        {
            using var folder = new TemporaryFolder();
            selective.Add(await RunAt(report, folder, size, size == sizes[^1]));
        }

        if (sizes.Count > 1)
            report.Time($"selective query: p50 at {sizes[^1]:N0}; limit: at {sizes[0]:N0}", selective[^1], selective[0], 2);
    }

    private static async Task<TimeSpan> RunAt(Report report, TemporaryFolder folder, int size, bool withXapian)
    {
        await using var store = new SqliteStore(folder.File("catalogue.db"), TimeProvider.System);
        var collections = new Collections(store);
        var built = await Build(store, collections, size);
        report.Note($"{size:N0} items stored and indexed in {Report.Show(built)} of processor time, {size / built.TotalSeconds:N0}/s");

        using var bare = new BareSearch(folder.File("catalogue.db"));
        var ours = Median(collections, Query(SampleItems.Marker), 200);
        report.Time($"selective query, {size:N0}; limit: bare SQL for the same answer", ours, Report.Median(200, () => bare.Answer(SampleItems.Marker)), 2);
        if (withXapian) await BesideXapian(report, folder, collections, size, built);
        return ours;
    }

    private static async Task<TimeSpan> Build(SqliteStore store, Collections collections, int size)
    {
        var spent = TimeSpan.Zero;
        foreach (var portion in SampleItems.Items(size).Chunk(2_000))
        {
            var writes = Array.ConvertAll(portion, item => Write.Create(item.Id, item));
            var began = CpuTime.OfProcess;
            await collections.Items.Write(writes, CancellationToken.None);
            spent += CpuTime.OfProcess - began;
        }

        var settling = CpuTime.OfProcess;
        await store.Settle(CancellationToken.None);
        return spent + CpuTime.OfProcess - settling;
    }

    private static TimeSpan Median(Collections collections, SearchQuery<Item> query, int runs = 30) =>
        Report.Median(runs, () => Search(collections, query));

    /// <summary>The best of four rounds' medians, as Xapian's: these machines change their speed every few seconds.</summary>
    private static TimeSpan Best(Collections collections, SearchQuery<Item> query) =>
        Enumerable.Range(0, 4).Min(_ => Median(collections, query));

    private static SearchPage<Item> Search(Collections collections, SearchQuery<Item> query) =>
        collections.Items.Search(query, CancellationToken.None).GetAwaiter().GetResult();

    private static SearchQuery<Item> Query(string words) => new() { Text = TextQuery.Parse(words), Size = 20, Count = ItemCollection.Shown };

    private static async Task BesideXapian(Report report, TemporaryFolder folder, Collections collections, int size, TimeSpan built)
    {
        if (!Xapian.IsThere)
        {
            report.Note("Xapian is not installed (Debian: python3-xapian): its rows are left out");
            return;
        }

        var theirs = await Xapian.Run(folder, SampleItems.Items(size), [SampleItems.Marker, SampleItems.Common]);
        report.Rate("index built; limit: Xapian", size / built.TotalSeconds, size / theirs.Build.TotalSeconds, 3);
        foreach (var words in new[] { SampleItems.Marker, SampleItems.Common })
        {
            var t = theirs.Queries[words];
            report.Note($"{words}: {t.Hits:N0} hits");
            var query = Query(words);
            // Only the first page counts; a later one is the search for a page alone.
            var later = query with { After = Search(collections, query).Next };
            report.Time($"{words}: a page, newest first; limit: Xapian", Best(collections, later), t.Newest, 1);
            report.Time($"{words}: exact count; limit: Xapian", Best(collections, query with { Size = 0, Count = [] }), t.Count, 1);
            report.Time($"{words}: page, count and facets; limit: Xapian", Best(collections, query), t.Facets, 1);
            report.Time($"{words}: page by relevance, and count; limit: Xapian", Best(collections, query with { Order = SearchOrder.Relevance, Count = [] }), t.Relevance, 5);
        }
    }
}
