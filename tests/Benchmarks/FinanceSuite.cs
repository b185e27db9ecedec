using System.Diagnostics;
using Microsoft.Data.Sqlite;
using Sunshine.Finance;
using Sunshine.Finance.V1;
using Sunshine.Foundation.Storage.Sqlite;
using Sunshine.Foundation.V1;
using Collections = Sunshine.Finance.Collections;

namespace Sunshine.Benchmarks;

/// <summary>
/// A million lines of budgets and final accounts, of 200 departments over five years: an amount down the classification, from year to year, and as
/// planned and executed, through gRPC; and how fast lines come in, beside bare inserts of as many.
/// </summary>
internal static class FinanceSuite
{
    private const int Agencies = 200;
    private const int Years = 5;
    private const int FirstYear = 2012;
    private const int Calls = 200;
    private static readonly TimeSpan Limit = TimeSpan.FromMilliseconds(100);

    public static async Task Run(Report report, IReadOnlyList<string> numbers)
    {
        var lines = numbers.Count > 0 ? int.Parse(numbers[0]) : 1_000_000;
        var perTable = lines / (Agencies * Years * 2);
        using var folder = new TemporaryFolder();
        using var server = await StandaloneServer.Start(folder, prepare: to => Fill(Path.Combine(to, "finance.db"), perTable).GetAwaiter().GetResult());
        var figures = new FigureService.FigureServiceClient(server.Connection.Channel);
        var began = Stopwatch.GetTimestamp();
        var all = await figures.GetBreakdownAsync(new() { Measure = "public-budget-expenditure", FiscalYear = FirstYear, Phase = Phase.Approved }, deadline: TimeProvider.System.GetUtcNow().AddMinutes(5).UtcDateTime);
        report.Note($"the first call, which reads everything into memory, took {Report.Show(Stopwatch.GetElapsedTime(began))}; {all.Counted.Lines:N0} leaves of {all.Counted.Agencies} agencies, {all.Parts.Count} classes");

        var random = new Random(1);
        int Year() => FirstYear + 1 + random.Next(Years - 1);
        report.Time("a breakdown at the top, of a year", await Report.Median(Calls, async () =>
            Some((await figures.GetBreakdownAsync(new() { Measure = "public-budget-expenditure", FiscalYear = Year(), Phase = Phase.Approved })).Parts.Count)), Limit, 1);
        report.Time("a breakdown of a class (类)", await Report.Median(Calls, async () =>
            Some((await figures.GetBreakdownAsync(new() { Measure = "public-budget-expenditure", FiscalYear = Year(), Phase = Phase.Executed, Code = "201" })).Parts.Count)), Limit, 1);
        report.Time("a breakdown by agency", await Report.Median(Calls, async () =>
            Some((await figures.GetBreakdownAsync(new() { Measure = "public-budget-expenditure", FiscalYear = Year(), Phase = Phase.Executed, By = DivideBy.Agency })).Parts.Count)), Limit, 1);
        report.Time("year over year, by class", await Report.Median(Calls, async () =>
            Some((await figures.ListChangesAsync(new() { Measure = "public-budget-expenditure", FiscalYear = Year(), Phase = Phase.Approved })).Changes.Count)), Limit, 1);
        report.Time("plan and execution, by class", await Report.Median(Calls, async () =>
            Some((await figures.ListExecutionAsync(new() { Measure = "public-budget-expenditure", FiscalYear = Year() })).Rows.Count)), Limit, 1);
        report.Time("top changes among all lines of two years", await Report.Median(Calls, async () =>
            Some((await figures.ListChangesAsync(new() { Measure = "public-budget-expenditure", FiscalYear = Year(), Phase = Phase.Executed, By = DivideBy.Line, Order = ChangeOrder.Largest })).Changes.Count)), Limit, null);
        report.Note($"the server has {server.OwnMemory / 1024 / 1024:N0} MiB");
        await Import(report, server, folder, perTable);
    }

    private static async Task Import(Report report, StandaloneServer server, TemporaryFolder folder, int perTable)
    {
        var client = new DisclosureService.DisclosureServiceClient(server.Connection.Channel);
        var records = Enumerable.Range(0, 100).Select(i => Record(i, perTable)).ToList();
        var count = records.Sum(r => r.Statements.Sum(s => s.Rows.Count));
        var began = Stopwatch.GetTimestamp();
        foreach (var part in records.Chunk(10))
        {
            var answer = await client.BatchImportDisclosuresAsync(new() { Records = { part } });
            if (answer.Results.FirstOrDefault(r => r.Fate != RecordFate.Created) is { } wrong) throw new InvalidOperationException($"{wrong}");
        }

        var ours = count / Stopwatch.GetElapsedTime(began).TotalSeconds;
        report.Rate("lines imported with footing; limit: bare inserts of as many, flushed by disclosure", ours, Bare(folder.File("bare.db"), records), null);
    }

    /// <summary>Lines a second.</summary>
    private static double Bare(string file, List<DisclosureRecord> records)
    {
        using var connection = new SqliteConnection($"Data Source={file};Pooling=false");
        connection.Open();
        Execute("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL");
        Execute("CREATE TABLE lines (agency TEXT, year INTEGER, layout TEXT, position INTEGER, code TEXT, name TEXT, total TEXT, basic TEXT, project TEXT)");
        using var insert = connection.CreateCommand();
        insert.CommandText = "INSERT INTO lines VALUES ($0, $1, $2, $3, $4, $5, $6, $7, $8)";
        for (var i = 0; i < 9; i++) insert.Parameters.Add(new SqliteParameter($"${i}", ""));
        var (began, count) = (Stopwatch.GetTimestamp(), 0);
        foreach (var record in records)
        {
            using var transaction = connection.BeginTransaction();
            insert.Transaction = transaction;
            foreach (var statement in record.Statements)
            {
                for (var position = 0; position < statement.Rows.Count; position++, count++)
                {
                    var row = statement.Rows[position];
                    object[] values = [record.AgencyId, record.FiscalYear, statement.Layout, position, row.Code, row.Name, .. row.Cells.Select(c => c.Value)];
                    for (var i = 0; i < values.Length; i++) insert.Parameters[i].Value = values[i];
                    insert.ExecuteNonQuery();
                }
            }

            transaction.Commit();
        }

        return count / Stopwatch.GetElapsedTime(began).TotalSeconds;

        void Execute(string sql)
        {
            using var command = connection.CreateCommand();
            command.CommandText = sql;
            command.ExecuteNonQuery();
        }
    }

    private static int Some(int count) => count > 0 ? count : throw new InvalidOperationException("Nothing was found.");

    private static async Task Fill(string file, int perTable)
    {
        await using var store = new SqliteStore(file, TimeProvider.System);
        var collections = new Collections(store);
        var statements = new Statements(collections, TimeProvider.System);
        for (var agency = 0; agency < Agencies; agency++)
        {
            for (var year = FirstYear; year < FirstYear + Years; year++)
            {
                foreach (var kind in new[] { DisclosureKind.Budget, DisclosureKind.FinalAccounts })
                {
                    var final = kind == DisclosureKind.FinalAccounts;
                    var stored = await statements.Store([Map.ToStatement(Table(final ? "department-final-5" : "department-budget-5", perTable, agency + year))], CancellationToken.None);
                    var identity = new DisclosureIdentity($"agency-{agency}", year, kind, FinanceLevel.Department, "");
                    var disclosure = new Sunshine.Finance.Disclosure
                    {
                        Id = identity.DisclosureId, Identity = identity,
                        Releases =
                        [
                            new Sunshine.Finance.Release
                            {
                                Number = 1, Change = ReleaseChange.First, Content = new Content { Title = $"{year}", Phase = final ? Phase.Executed : Phase.Approved }, Statements = stored,
                                PublishedOn = new DateOnly(year, 3, 1)
                            }
                        ]
                    };
                    await collections.Disclosures.Write([Sunshine.Foundation.Storage.Write.Create(disclosure.Id, disclosure)], CancellationToken.None);
                }
            }
        }
    }

    private static DisclosureRecord Record(int number, int perTable) => new()
    {
        SourceId = $"{number}", AgencyId = Sunshine.Cli.Samples.Anshan2016.Agencies[number].Id, FiscalYear = 2016, Kind = DisclosureKind.FinalAccounts, PublishedOn = "2017-09-01", Statements = { Table("department-final-5", perTable, number) },
        Content = new DisclosureContent { Title = "2016年度部门决算", Phase = Phase.Executed, Approval = new Sunshine.Finance.V1.Approval { Body = "财政局", On = "2017-08-20" } }
    };

    /// <summary>A total, ten classes, in each five sections and in these the rest, in whole hundreds of yuan that add up.</summary>
    private static Sunshine.Finance.V1.Statement Table(string layout, int lines, int seed)
    {
        var random = new Random(seed);
        var items = Enumerable.Range(0, lines - 61).Select(i => (Code: $"{Classes[i % 10]}{i / 10 % 5 + 1:00}{i / 50 + 1:00}", Basic: random.Next(100_000) * 100L, Project: random.Next(100_000) * 100L)).ToList();
        var table = new Sunshine.Finance.V1.Statement { Layout = layout, Unit = AmountUnit.TenThousandYuan };
        foreach (var digits in new[] { 3, 5, 7 })
        {
            table.Rows.Add(items.GroupBy(i => i.Code[..digits]).Select(g => Line(g.Key, $"科目 {g.Key}", g.Sum(i => i.Basic), g.Sum(i => i.Project))));
        }

        table.Rows.Add(Line("total", "", items.Sum(i => i.Basic), items.Sum(i => i.Project)));
        return table;
    }

    private static readonly string[] Classes = ["201", "204", "205", "206", "208", "210", "211", "213", "214", "220"];

    private static Sunshine.Finance.V1.StatementRow Line(string code, string name, long basic, long project) => new()
    {
        Code = code, Name = name,
        Cells =
        {
            new StatementCell { Column = "total", Value = $"{basic + project}.00" }, new StatementCell { Column = "basic", Value = $"{basic}.00" }, new StatementCell { Column = "project", Value = $"{project}.00" }
        }
    };
}
