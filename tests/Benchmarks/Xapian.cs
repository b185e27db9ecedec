using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Sunshine.Catalogue;
using Sunshine.Foundation.Text;

namespace Sunshine.Benchmarks;

/// <summary>The engine of the best-known peer, on the same documents and the same tokens, by its Python binding (Debian's python3-xapian).</summary>
internal static class Xapian
{
    private const string Python = "/usr/bin/python3";

    // The document arrives as its tokens and values, so that Python has next to nothing to do but call Xapian.
    private const string Script =
        """
        import sys, time, json, xapian
        documents, database = sys.argv[1], sys.argv[2]
        queries = json.loads(sys.argv[3])
        spent = 0.0
        db = xapian.WritableDatabase(database, xapian.DB_CREATE_OR_OVERWRITE)
        with open(documents, encoding='utf-8') as lines:
            for n, line in enumerate(lines):
                values, tokens = line.rstrip('\n').split('\t')
                values, tokens = values.split('|'), tokens.split()
                began = time.process_time()
                doc = xapian.Document()
                for slot, value in enumerate(values):
                    doc.add_value(slot, value)
                for position, token in enumerate(tokens):
                    doc.add_posting(token, position)
                db.add_document(doc)
                if n % 10000 == 9999:
                    db.commit()
                spent += time.process_time() - began
        began = time.process_time()
        db.commit()
        spent += time.process_time() - began
        db.close()
        db = xapian.Database(database)
        total = db.get_doccount()

        def median(run, times):
            # These machines change their speed every few seconds: the best of some rounds, as ours.
            best = 1e9
            for _ in range(4):
                time.sleep(1)
                best = min(best, one(run, times))
            return best

        def one(run, times):
            for _ in range(3):
                run()
            took = []
            for _ in range(times):
                began = time.process_time()
                run()
                took.append(time.process_time() - began)
            return sorted(took)[times // 2]

        answer = {'build': spent, 'queries': {}}
        for words, tokens in queries.items():
            query = xapian.Query(xapian.Query.OP_PHRASE, tokens) if len(tokens) > 1 else xapian.Query(tokens[0])

            def newest():
                e = xapian.Enquire(db)
                e.set_query(query)
                e.set_weighting_scheme(xapian.BoolWeight())
                e.set_sort_by_value(0, True)
                return [m.docid for m in e.get_mset(0, 20)]

            def count():
                e = xapian.Enquire(db)
                e.set_query(query)
                e.set_weighting_scheme(xapian.BoolWeight())
                return e.get_mset(0, 0, total).get_matches_estimated()

            def facets():
                e = xapian.Enquire(db)
                e.set_query(query)
                e.set_weighting_scheme(xapian.BoolWeight())
                e.set_sort_by_value(0, True)
                spies = [xapian.ValueCountMatchSpy(slot) for slot in range(1, 8)]
                for spy in spies:
                    e.add_matchspy(spy)
                found = e.get_mset(0, 20, total)
                return [[(v.term, v.termfreq) for v in spy.values()] for spy in spies], [m.docid for m in found]

            def relevance():
                e = xapian.Enquire(db)
                e.set_query(query)
                # With the exact count, as ours has it.
                return [m.docid for m in e.get_mset(0, 20, total)]

            answer['queries'][words] = {'hits': count(), 'newest': median(newest, 30), 'count': median(count, 30),
                                        'facets': median(facets, 15), 'relevance': median(relevance, 30)}
        print(json.dumps(answer))
        """;

    public static bool IsThere
    {
        get
        {
            try
            {
                using var python = Process.Start(new ProcessStartInfo(Python, ["-c", "import xapian"]) { RedirectStandardError = true })!;
                python.WaitForExit();
                return python.ExitCode == 0;
            }
            catch (System.ComponentModel.Win32Exception)
            {
                return false;
            }
        }
    }

    public static async Task<Measured> Run(TemporaryFolder folder, IEnumerable<Item> items, IReadOnlyList<string> queries)
    {
        var documents = folder.File("documents.txt");
        await WriteDocuments(documents, items);
        var tokens = queries.ToDictionary(q => q, q => TextQuery.Parse(q).Terms[0].Tokens.Split(' '));
        await File.WriteAllTextAsync(folder.File("beside.py"), Script);
        using var python = Process.Start(new ProcessStartInfo(Python, [folder.File("beside.py"), documents, folder.File("xapian"), JsonSerializer.Serialize(tokens)]) { RedirectStandardOutput = true })!;
        using var answer = JsonDocument.Parse(await python.StandardOutput.ReadToEndAsync());
        File.Delete(documents);
        return new Measured(
            Seconds(answer.RootElement.GetProperty("build")),
            answer.RootElement.GetProperty("queries").EnumerateObject().ToDictionary(q => q.Name, q => new Query(
                q.Value.GetProperty("hits").GetInt64(), Seconds(q.Value.GetProperty("newest")), Seconds(q.Value.GetProperty("count")),
                Seconds(q.Value.GetProperty("facets")), Seconds(q.Value.GetProperty("relevance")))));
    }

    private static async Task WriteDocuments(string path, IEnumerable<Item> items)
    {
        await using var file = new StreamWriter(path);
        var search = ItemCollection.Declared.Search!;
        var line = new StringBuilder();
        foreach (var item in items)
        {
            line.Clear().Append($"{item.PublishedOn:yyyyMMdd}|{item.AgencyId}|{item.Placements[0].Channel}|{item.Live.Content.SubjectCategory}|{item.Live.Content.Genre}|{item.Live.Content.Stage}|{item.Live.Content.KeyArea}|{item.PublishedOn.Year}\t");
            foreach (var part in search.Heading(item).Concat(search.Text(item))) Bigrams.Append(line, part);
            await file.WriteLineAsync(line);
        }
    }

    private static TimeSpan Seconds(JsonElement number) => TimeSpan.FromSeconds(number.GetDouble());

    internal sealed record Measured(TimeSpan Build, IReadOnlyDictionary<string, Query> Queries);

    internal sealed record Query(long Hits, TimeSpan Newest, TimeSpan Count, TimeSpan Facets, TimeSpan Relevance);
}
