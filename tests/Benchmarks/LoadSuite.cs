using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using Spectre.Console;
using Sunshine.Cli;
using Sunshine.Cli.Samples;

namespace Sunshine.Benchmarks;

/// <summary>
/// Standalone with the sample year under a mixed load: first as much as it can, then 70 % of that for long, then three times that, then little again. Calls come by the clock, whether earlier ones were
/// answered or not, and are timed from when they should have come: who waits for a slow server before he sends the next one measures nothing.
/// </summary>
internal static class LoadSuite
{
    private const int Callers = 48;
    private static readonly TimeSpan Measuring = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Rush = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public static async Task Run(Report report, IReadOnlyList<string> numbers)
    {
        var minutes = numbers.Count > 0 ? int.Parse(numbers[0]) : 30;
        using var folder = new TemporaryFolder();
        using var server = await StandaloneServer.Start(folder, null, ("Requests__ApplicationsPerHour", "1000"), ("Forwarding__TrustedProxies__0", "127.0.0.1"));
        await SampleLoader.Load(server.Connection.Channel.CreateCallInvoker(), AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(TextWriter.Null) }), TimeProvider.System, CancellationToken.None);
        using var authority = new HttpClient();
        using var tokens = new TokenSource(authority, new Uri(server.Rest), ServerConnection.Credentials(null, null, Path.Combine(server.Folder, "authority", "client.json"))!, TimeProvider.System);
        server.GiveWay();
        using var calls = new Calls(server.Rest, tokens);

        await Closed(calls, TimeSpan.FromSeconds(10));
        var limit = (await Closed(calls, Measuring)).Rate(Measuring);
        report.Note($"{Callers} callers without a pause: {limit:N0} calls a second answered, which is the limit of the figures below; the callers are on the same two cores");

        // Long at 70 %.
        var (all, memory, worst) = (new Outcomes(), new List<long>(), TimeSpan.Zero);
        for (var minute = 0; minute < minutes; minute++)
        {
            var part = await Open(calls, limit * 0.7, TimeSpan.FromMinutes(1));
            all.Add(part);
            memory.Add(server.OwnMemory);
            if (part.Percentile(0.99) > worst) worst = part.Percentile(0.99);
            if (minute % 5 == 4 || minute == minutes - 1)
                report.Note($"minute {minute + 1}: {part.Rate(TimeSpan.FromMinutes(1)):N0}/s, half within {Report.Show(part.Percentile(0.5))}, 99 of 100 within {Report.Show(part.Percentile(0.99))}, {part.NotOk} not answered, {memory[^1] / 1024 / 1024:N0} MiB");
        }

        if (minutes > 0)
        {
            report.Count($"70 % for {minutes} minutes: calls of {all.Total:N0} that were not answered", all.NotOk, 0);
            report.Time("70 %: 99 of 100 within, in the worst minute; limit: half a second", worst, TimeSpan.FromMilliseconds(500), 1);
            var settled = memory.Count / 3;
            report.Rate("70 %: own memory in the second third beside the last", memory.Skip(settled).Take(Math.Max(1, settled)).Average() / 1024 / 1024, memory.Skip(2 * settled).Average() / 1024 / 1024, 0.9, " MiB");
            foreach (var (status, count) in all.Others) report.Note($"{status}: {count}");
        }

        // A rush.
        var calm = await Open(calls, limit * 0.5, TimeSpan.FromSeconds(15));
        var rush = await Open(calls, limit * 3, Rush);
        report.Note($"300 % for {Rush.TotalSeconds:0} s: {rush.Rate(Rush):N0}/s answered, half of those within {Report.Show(rush.Percentile(0.5))}, 99 of 100 within {Report.Show(rush.Percentile(0.99))}; {rush.TurnedAway:N0} turned away with 503 and Retry-After; {rush.NotOk - rush.TurnedAway} otherwise not answered");
        foreach (var (status, count) in rush.Others) report.Note($"{status}: {count}");
        report.Rate("300 %: answered a second, beside the limit", rush.Rate(Rush), limit, 0.5);
        report.Count("300 %: neither answered nor turned away in time", rush.NotOk - rush.TurnedAway, 0);
        report.Time("300 %: 99 of 100 answers within; limit: the longest wait and what is worked on before", rush.Percentile(0.99), TimeSpan.FromSeconds(3), 1);

        // It is over when a second passes as before the rush.
        var began = Stopwatch.GetTimestamp();
        var bound = TimeSpan.FromTicks(Math.Max(3 * calm.Percentile(0.99).Ticks, TimeSpan.FromMilliseconds(100).Ticks));
        var after = TimeSpan.Zero;
        for (var second = 0; second < 30; second++)
        {
            var part = await Open(calls, limit * 0.5, TimeSpan.FromSeconds(1));
            after = Stopwatch.GetElapsedTime(began);
            if (part.NotOk == 0 && part.Percentile(0.99) <= bound) break;
        }

        report.Time("after the rush: everything is answered as before (with the second that shows it)", after, TimeSpan.FromSeconds(5), 1);
        report.Note($"before the rush 99 of 100 within {Report.Show(calm.Percentile(0.99))}; the server has {server.OwnMemory / 1024 / 1024:N0} MiB");
    }

    private static async Task<Outcomes> Closed(Calls calls, TimeSpan time)
    {
        var outcomes = new Outcomes();
        var began = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, Callers).Select(_ => Task.Run(async () =>
        {
            while (Stopwatch.GetElapsedTime(began) < time) await calls.Make(Stopwatch.GetTimestamp(), outcomes);
        })));
        return outcomes;
    }

    private static async Task<Outcomes> Open(Calls calls, double rate, TimeSpan time)
    {
        var outcomes = new Outcomes();
        var (began, made, running) = (Stopwatch.GetTimestamp(), 0L, new ConcurrentDictionary<long, Task>());
        while (Stopwatch.GetElapsedTime(began) is var elapsed && elapsed < time)
        {
            for (var due = (long)(elapsed.TotalSeconds * rate); made < due; made++)
            {
                var number = made;
                var call = calls.Make(began + (long)(number / rate * Stopwatch.Frequency), outcomes);
                if (call.IsCompleted) continue;
                running[number] = call;
                _ = call.ContinueWith(_ => running.TryRemove(number, out Task? _), TaskScheduler.Default);
            }

            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System);
        }

        await Task.WhenAll(running.Values);
        return outcomes;
    }

    /// <summary>What people and systems ask, each time another: nine reads for one write.</summary>
    private sealed class Calls : IDisposable
    {
        private static readonly string[] Words = ["预算", "教育", "环境", "低保", "道路", "审批", "医疗", "安全", "就业", "公示", "鞍山", "通知"];

        private readonly HttpClient _http;
        private readonly TokenSource _tokens;
        private int _number;

        public Calls(string rest, TokenSource tokens)
        {
            _http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 4_000, PooledConnectionIdleTimeout = TimeSpan.FromMinutes(1) }) { BaseAddress = new Uri(rest), Timeout = Patience };
            _tokens = tokens;
        }

        public void Dispose() => _http.Dispose();

        /// <param name="due">When it should have come.</param>
        public async Task Make(long due, Outcomes outcomes)
        {
            var number = Interlocked.Increment(ref _number);
            try
            {
                using var request = await Request(number);
                // As from people at places of their own: what may be filed from one of them in an hour is limited.
                request.Headers.Add("X-Forwarded-For", $"10.0.{number / 200 % 200}.{number % 200}");
                using var response = await _http.SendAsync(request);
                await response.Content.CopyToAsync(Stream.Null);
                if (response.IsSuccessStatusCode) outcomes.Answered(Stopwatch.GetElapsedTime(due));
                else outcomes.Refused(response.StatusCode == HttpStatusCode.ServiceUnavailable && response.Headers.RetryAfter is not null, $"{(int)response.StatusCode} {request.Method} {request.RequestUri}");
            }
            catch (Exception e) when (e is HttpRequestException or OperationCanceledException or IOException)
            {
                outcomes.Refused(false, e.GetType().Name + ": " + e.Message);
            }
        }

        private async Task<HttpRequestMessage> Request(int number)
        {
            // The same for the same number, so that two runs ask the same.
            var random = new Random(number);
            var word = Uri.EscapeDataString(Words[random.Next(Words.Length)]);
            var day = new DateOnly(2016, 1, 1).AddDays(random.Next(366));
            return (number % 20) switch
            {
                < 8 => Get($"/api/v1/catalogue/items?query={word}&publishedFrom={day:O}&pageSize=20"),
                < 11 => Get($"/api/v1/catalogue/items?publishedFrom={day:O}&publishedTo={day.AddDays(7):O}&pageSize=50"),
                < 13 => Get($"/search?q={word}&from={day:O}"),
                < 14 => Get("/api/v1/catalogue/statistics?year=2016"),
                < 15 => Get($"/api/v1/powers?asOf={day:O}&pageSize=20"),
                < 16 => Get("/api/v1/finance/breakdown?measure=public-budget-expenditure&fiscalYear=2016&phase=PHASE_APPROVED"),
                < 17 => Get($"/api/v1/reading-rooms:nearest?lat=41.{random.Next(10, 99)}&lng=122.{random.Next(10, 99)}&limit=5"),
                < 18 => Get("/api/v1/ledger/acts?pageSize=10"),
                18 => await Import(number),
                _ => Apply(number)
            };
        }

        private static HttpRequestMessage Get(string path) => new(HttpMethod.Get, path);

        private async Task<HttpRequestMessage> Import(int number) => new(HttpMethod.Post, "/api/v1/catalogue/items:batchImport")
        {
            Headers = { Authorization = new AuthenticationHeaderValue("Bearer", await _tokens.Get(CancellationToken.None)) },
            Content = Json($$$"""{"records":[{"sourceId":"load-{{{number}}}","agencyId":"as-finance","title":"关于第 {{{number}}} 号事项的通知","placements":[{"channel":"CHANNEL_WEBSITE","on":"2016-11-30","column":"政务公开"}]}]}""")
        };

        private static HttpRequestMessage Apply(int number) => new(HttpMethod.Post, "/api/v1/requests/applications")
        {
            Content = Json($$$"""
                {"agencyId":"as-finance","requestId":"load-{{{number}}}",
                 "applicant":{"kind":"APPLICANT_KIND_NATURAL_PERSON","name":"样本","phone":"0412-5550001","identityDocument":"IDENTITY_DOCUMENT_PASSPORT","identityNumber":"E{{{number:00000000}}}"},
                 "wanted":{"description":"第 {{{number}}} 号预算的编制说明","medium":"MEDIUM_FILE","handover":"HANDOVER_ONLINE"}}
                """)
        };

        private static StringContent Json(string json) => new(json, MediaTypeHeaderValue.Parse("application/json"));
    }

    /// <summary>What became of calls. Times are counted in steps of a twentieth, so that a long run needs no more room than a short one.</summary>
    private sealed class Outcomes
    {
        private const double Step = 1.05;

        private readonly long[] _times = new long[600];
        private readonly ConcurrentDictionary<string, int> _others = new();
        private long _answered, _turnedAway, _failed;

        public long Total => _answered + NotOk;

        public long TurnedAway => _turnedAway;

        public long NotOk => _turnedAway + _failed;

        /// <summary>The kinds of what was neither answered nor turned away, the most frequent first.</summary>
        public IEnumerable<(string Status, int Count)> Others => _others.OrderByDescending(o => o.Value).Take(5).Select(o => (o.Key, o.Value));

        public double Rate(TimeSpan time) => _answered / time.TotalSeconds;

        public void Answered(TimeSpan took)
        {
            Interlocked.Increment(ref _answered);
            Interlocked.Increment(ref _times[Math.Clamp((int)Math.Log(Math.Max(1, took.TotalMicroseconds), Step), 0, _times.Length - 1)]);
        }

        public void Refused(bool turnedAway, string what)
        {
            if (turnedAway) Interlocked.Increment(ref _turnedAway);
            else
            {
                Interlocked.Increment(ref _failed);
                if (_others.Count < 50) _others.AddOrUpdate(what, 1, (_, n) => n + 1);
            }
        }

        public TimeSpan Percentile(double share)
        {
            var wanted = (long)Math.Ceiling(_answered * share);
            for (var i = 0; i < _times.Length; i++)
            {
                if ((wanted -= _times[i]) <= 0) return TimeSpan.FromMicroseconds(Math.Pow(Step, i + 1));
            }

            return TimeSpan.Zero;
        }

        public void Add(Outcomes other)
        {
            _answered += other._answered;
            _turnedAway += other._turnedAway;
            _failed += other._failed;
            for (var i = 0; i < _times.Length; i++) _times[i] += other._times[i];
            foreach (var (what, count) in other._others) _others.AddOrUpdate(what, count, (_, n) => n + count);
        }
    }
}
