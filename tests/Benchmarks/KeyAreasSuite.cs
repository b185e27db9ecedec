using System.Diagnostics;
using Grpc.Core;
using Microsoft.Data.Sqlite;
using Sunshine.Foundation.Text;
using Sunshine.KeyAreas.V1;

namespace Sunshine.Benchmarks;

/// <summary>
/// As many credit records as the city had in a year, through the gateway's edge, with the server killed in the middle; beside bare inserts of the same
/// rows. Then what they add up to.
/// </summary>
internal static class KeyAreasSuite
{
    private const int Batch = 500;
    private const int Window = 8;
    private const int Calls = 300;
    private const string Type = "credit-payment";
    private static readonly TimeSpan Limit = TimeSpan.FromMilliseconds(20);

    /// <summary>The eight figures of the city's report on 2016.</summary>
    private static readonly (string Category, int Count)[] Categories =
        [("自来水", 207_864), ("医疗保险", 82_308), ("失业保险", 23_509), ("工伤保险", 82_307), ("生育保险", 82_307), ("养老保险", 230_992), ("公积金", 54_661), ("用电", 196_605)];

    public static async Task Run(Report report, IReadOnlyList<string> numbers)
    {
        var size = numbers.Count > 0 ? int.Parse(numbers[0]) : Categories.Sum(c => c.Count);
        using var folder = new TemporaryFolder();
        var server = await StandaloneServer.Start(folder);
        try
        {
            var (answered, kept, own) = (0L, 0L, 0L);
            var spent = TimeSpan.Zero;
            for (var half = 0; half < 2; half++)
            {
                if (half > 0) server = await server.KillAndStart();
                var began = Stopwatch.GetTimestamp();
                var (first, processor) = (answered, server.Processor);
                await Import(server, Entries(size).Skip((int)first), (created, unchanged) =>
                {
                    (answered, kept) = (answered + created + unchanged, kept + unchanged);
                    if (answered % 50_000 < Batch) own = Math.Max(own, server.OwnMemory);
                    return half > 0 || answered < size / 2;
                });
                spent += Stopwatch.GetElapsedTime(began);
                report.Note($"{answered:N0} records have an answer, each for {(server.Processor - processor).TotalMicroseconds / (answered - first):N0} µs of processor time; the server's own memory was {own >> 20:N0} MiB at most");
            }

            var areas = new RecordService.RecordServiceClient(server.Connection.Channel);
            var read = Stopwatch.GetTimestamp();
            var total = await areas.GetAggregateAsync(new() { TypeId = Type, GroupBy = { "信用类别" } });
            report.Note($"killed in the middle: {total.Total.Count:N0} records of {size:N0} are there, {kept:N0} of them had been stored without an answer; the first aggregate took {Report.Show(Stopwatch.GetElapsedTime(read))}");
            if (total.Total.Count != size) throw new InvalidOperationException($"{total.Total.Count} records are there, not {size}.");
            var sample = Math.Min(size, 100_000);
            var bare = Bare(Path.Combine(server.Folder, "key-areas.db"), folder.File("bare.db"), sample);
            report.Rate("credit records imported over gRPC; limit: bare prepared insert", size / spent.TotalSeconds, sample / bare.TotalSeconds, null);

            report.Time($"count and sums by category and month over {size:N0}", await Median(async () => await areas.GetAggregateAsync(new() { TypeId = Type, GroupBy = { "信用类别", "month" } })), Limit, 1);
            report.Time("the same of one year and state, by source", await Median(async () =>
                await areas.GetAggregateAsync(new() { TypeId = Type, GroupBy = { "数据来源单位" }, Year = 2016, Filters = { "缴纳状态=欠缴" } })), Limit, 1);
            var oversight = new OversightService.OversightServiceClient(server.Connection.Channel);
            report.Time("the statistics of a year over all areas", await Median(async () => await oversight.GetStatisticsAsync(new() { Year = 2016 })), Limit, null);
            report.Time("a lookup by full code", await Median(async () => await areas.LookupCreditAsync(new() { Code = Code(1) })), Limit, null);
        }
        finally
        {
            server.Dispose();
        }
    }

    /// <param name="progress">Gets how many were created and how many were there; false ends it as it stands.</param>
    private static async Task Import(StandaloneServer server, IEnumerable<RecordEntry> entries, Func<int, int, bool> progress)
    {
        var client = new RecordService.RecordServiceClient(server.Connection.Channel);
        using var call = client.ImportRecords();
        using var window = new SemaphoreSlim(Window);
        var stopped = false;
        var reading = Task.Run(async () =>
        {
            await foreach (var response in call.ResponseStream.ReadAllAsync())
            {
                if (response.Results.FirstOrDefault(r => r.Outcome is not (EntryOutcome.Created or EntryOutcome.Unchanged)) is { } wrong) throw new InvalidOperationException($"{wrong}");
                stopped |= !progress(response.Results.Count(r => r.Outcome == EntryOutcome.Created), response.Results.Count(r => r.Outcome == EntryOutcome.Unchanged));
                window.Release();
                if (stopped) return;
            }
        });
        foreach (var part in entries.Chunk(Batch))
        {
            await window.WaitAsync();
            if (stopped) return;
            await call.RequestStream.WriteAsync(new() { Records = { part } });
        }

        await call.RequestStream.CompleteAsync();
        await reading;
    }

    private static IEnumerable<RecordEntry> Entries(int size)
    {
        var made = 0;
        foreach (var (category, count) in Categories)
        {
            for (var i = 0; i < count && made < size; i++, made++)
            {
                var paid = i % 50 == 0 ? "0.00" : $"{i % 9_000 + 100}.{i % 100:00}";
                var entry = new RecordEntry { TypeId = Type, AgencyId = "as-human-resources", PublishedOn = "2016-12-30", Data = new() };
                foreach (var (name, value) in new[]
                {
                    ("信用类别", category), ("主体名称", $"样板公司{i / 12}"), ("主体代码", Code(i / 12)), ("所属期", $"2016-{i % 12 + 1:00}"), ("应缴金额", $"{i % 9_000 + 100}.{i % 100:00}"), ("实缴金额", paid),
                    ("缴纳状态", i % 50 == 0 ? "欠缴" : "已缴"), ("数据来源单位", $"{category}经办机构"), ("报送日期", "2016-12-20")
                }) entry.Data.Fields[name] = Google.Protobuf.WellKnownTypes.Value.ForString(value);
                yield return entry;
            }
        }
    }

    private static string Code(int company)
    {
        const string Alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";
        var body = $"91210300MA{company:0000000}";
        foreach (var c in Alphabet)
        {
            if (CreditCode.Checks(body + c)) return body + c;
        }

        throw new InvalidOperationException("No check character fits.");
    }

    private static async Task<TimeSpan> Median(Func<Task> call)
    {
        for (var i = 0; i < 50; i++) await call();
        var times = new TimeSpan[Calls];
        for (var i = 0; i < Calls; i++)
        {
            var began = Stopwatch.GetTimestamp();
            await call();
            times[i] = Stopwatch.GetElapsedTime(began);
        }

        Array.Sort(times);
        return times[Calls / 2];
    }

    /// <summary>The same records and events into tables of the same shape, by prepared statements and nothing else.</summary>
    private static TimeSpan Bare(string from, string to, int size)
    {
        using var source = Open(from);
        using var target = Open(to);
        Execute(target, "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-131072; PRAGMA wal_autocheckpoint=4000");
        foreach (var table in new[] { "unlisted_records", "sunshine_events" })
        {
            foreach (var sql in Read(source, $"SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND tbl_name = '{table}' ORDER BY rowid").Select(r => (string)r[0])) Execute(target, sql);
        }

        var spent = TimeSpan.Zero;
        var records = Read(source, $"SELECT * FROM unlisted_records ORDER BY seq LIMIT {size}");
        var events = Read(source, $"SELECT id, topic, data FROM sunshine_events WHERE topic = 'key-areas.records' ORDER BY seq LIMIT {size}");
        using var record = Prepare(target, "INSERT INTO unlisted_records VALUES ($0, $1, $2, $3, $4, $5)", 6);
        using var sent = Prepare(target, "INSERT INTO sunshine_events (id, topic, data) VALUES ($0, $1, $2)", 3);
        foreach (var part in records.Zip(events).Chunk(Batch))
        {
            var began = Stopwatch.GetTimestamp();
            using var transaction = target.BeginTransaction();
            foreach (var (row, e) in part)
            {
                Insert(record, transaction, row);
                Insert(sent, transaction, e);
            }

            transaction.Commit();
            spent += Stopwatch.GetElapsedTime(began);
        }

        return spent;
    }

    private static SqliteConnection Open(string path)
    {
        var connection = new SqliteConnection($"Data Source={path};Pooling=false");
        connection.Open();
        return connection;
    }

    private static IEnumerable<object[]> Read(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            var values = new object[reader.FieldCount];
            reader.GetValues(values);
            yield return values;
        }
    }

    private static SqliteCommand Prepare(SqliteConnection connection, string sql, int parameters)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        for (var i = 0; i < parameters; i++) command.Parameters.Add(new SqliteParameter($"${i}", null));
        command.Prepare();
        return command;
    }

    private static void Insert(SqliteCommand command, SqliteTransaction transaction, object[] values)
    {
        command.Transaction = transaction;
        for (var i = 0; i < values.Length; i++) command.Parameters[i].Value = values[i];
        command.ExecuteNonQuery();
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
