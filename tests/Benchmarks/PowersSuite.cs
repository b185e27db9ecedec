using System.Diagnostics;
using Sunshine.Foundation.Storage;
using Sunshine.Foundation.Storage.Sqlite;
using Sunshine.Powers;
using Sunshine.Powers.V1;
using Collections = Sunshine.Powers.Collections;
using PowerContent = Sunshine.Powers.PowerContent;
using PowerList = Sunshine.Powers.PowerList;

namespace Sunshine.Benchmarks;

/// <summary>
/// A list of 100,000 powers with 500 batches: pages of it as of random days, and the differences of two random batches, through gRPC, beside
/// what the bare store needs to read as many documents.
/// </summary>
internal static class PowersSuite
{
    private const int Batches = 500;
    private const int Touched = 200;
    private const int Page = 200;
    private const string ListId = "as-city";
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(6);

    public static async Task Run(Report report, IReadOnlyList<string> numbers)
    {
        var size = numbers.Count > 0 ? int.Parse(numbers[0]) : 100_000;
        using var folder = new TemporaryFolder();
        var copy = folder.File("bare.db");
        using var server = await StandaloneServer.Start(folder, prepare: to =>
        {
            Fill(Path.Combine(to, "powers.db"), size).GetAwaiter().GetResult();
            File.Copy(Path.Combine(to, "powers.db"), copy);
        });
        var powers = new PowerService.PowerServiceClient(server.Connection.Channel);
        var began = Stopwatch.GetTimestamp();
        var first = await powers.ListPowersAsync(new() { ListId = ListId, PageSize = Page });
        report.Note($"the first call, which reads the list into memory, took {Report.Show(Stopwatch.GetElapsedTime(began))}; {first.TotalSize:N0} powers after batch {first.Batch}");
        await using var store = new SqliteStore(copy, TimeProvider.System);
        var bare = new Collections(store).Versions;
        await Lists(report, powers, bare);
        await Differences(report, powers, bare);
        report.Note($"the server has {server.OwnMemory / 1024 / 1024:N0} MiB");
    }

    private static async Task Lists(Report report, PowerService.PowerServiceClient powers, IDocuments<PowerVersion> versions)
    {
        var random = new Random(1);
        var pages = await Repeat(async () => Check(Page, (await powers.ListPowersAsync(new() { ListId = ListId, PageSize = Page, AsOf = $"{Day(random.Next(1, Batches + 1)):yyyy-MM-dd}" })).Powers.Count));
        var filtered = await Repeat(async () => Check(1, Math.Min(1, (await powers.ListPowersAsync(
            new() { ListId = ListId, PageSize = Page, AgencyId = "as-finance", Kind = PowerKind.Penalty, AsOf = $"{Day(random.Next(1, Batches + 1)):yyyy-MM-dd}" })).Powers.Count)));
        var bare = await Repeat(async () =>
        {
            var slice = await versions.List(new ListQuery<PowerVersion> { Where = [VersionCollection.Key.Is(1)], Size = Page }, CancellationToken.None);
            return Check(Page, slice.Documents.Count);
        });
        report.Rate($"pages of {Page} as of random days; limit: {Page} documents of the bare store", pages, bare, 0.5);
        report.Rate("the same of one agency and kind", filtered, bare, null);
    }

    private static async Task Differences(Report report, PowerService.PowerServiceClient powers, IDocuments<PowerVersion> versions)
    {
        var random = new Random(2);
        var ours = await Repeat(async () =>
        {
            var before = random.Next(1, Batches - 10);
            var answer = await powers.ListDifferencesAsync(new() { ListId = ListId, BeforeDay = $"{Day(before):yyyy-MM-dd}", AfterDay = $"{Day(before + 10):yyyy-MM-dd}", PageSize = Page });
            return Check(Page, answer.Differences.Count);
        });
        // What was said in those ten batches must be read by anybody who has nothing in memory.
        var bare = await Repeat(async () =>
        {
            var before = random.Next(1, Batches - 10);
            for (var key = before + 1; key <= before + 10; key++)
                Check(Touched, (await versions.List(new ListQuery<PowerVersion> { Where = [VersionCollection.Key.Is(key)], Size = Touched }, CancellationToken.None)).Documents.Count);
            return Page;
        });
        report.Rate("differences over ten batches; limit: their documents of the bare store", ours, bare, 1);
        var all = await Repeat(async () => Check(Page, (await powers.ListDifferencesAsync(new() { ListId = ListId, BeforeDay = $"{Day(1):yyyy-MM-dd}", PageSize = Page })).Differences.Count));
        report.Note($"differences of the first and the last of {Batches} batches: {all:N0}/s");
    }

    private static DateOnly Day(int batch) => new DateOnly(2016, 1, 1).AddDays(batch);

    private static int Check(int wanted, int got) => got == wanted ? got : throw new InvalidOperationException($"{got} instead of {wanted}.");

    /// <summary>Calls a second, one after the other.</summary>
    private static async Task<double> Repeat(Func<Task<int>> call)
    {
        for (var i = 0; i < 20; i++) await call();
        var done = 0;
        var began = Stopwatch.GetTimestamp();
        for (; Stopwatch.GetElapsedTime(began) < Duration; done++) await call();
        return done / Stopwatch.GetElapsedTime(began).TotalSeconds;
    }

    /// <summary>The first batch brings all, each of the others ends 50 powers, brings 50 and changes 100.</summary>
    private static async Task Fill(string file, int size)
    {
        await using var store = new SqliteStore(file, TimeProvider.System);
        var collections = new Collections(store);
        var adopted = new List<Adopted>();
        var count = 0;
        for (var batch = 1; batch <= Batches; batch++)
        {
            var versions = (batch == 1 ? Enumerable.Range(0, size).Select(i => Version(1, i, OperationKind.Add, true))
                : Enumerable.Range(0, Touched).Select(i => (i % 4) switch
                {
                    0 => Version(batch, batch * 50 + i / 4, OperationKind.Cancel, false),
                    1 => Version(batch, size + batch * 50 + i / 4, OperationKind.Add, true),
                    _ => Version(batch, 40_000 + (batch * 97 + i) % (size - 50_000), OperationKind.Change, true)
                })).DistinctBy(v => v.PowerId).ToList();
            var before = count;
            count += versions.Count(v => v.Kind == OperationKind.Add) - versions.Count(v => v.Kind == OperationKind.Cancel);
            foreach (var part in versions.Chunk(2_000)) await collections.Versions.Write([.. part.Select(v => Write.Create(v.Id, v))], CancellationToken.None);
            adopted.Add(new Adopted($"batch-{batch}", batch, new Sunshine.Powers.Decree("关于调整权责清单的决定", "", Day(batch), ""), Day(batch), "", null, [],
                new Tally { Opening = before, Added = versions.Count(v => v.Kind == OperationKind.Add), Cancelled = versions.Count(v => v.Kind == OperationKind.Cancel) },
                DateTimeOffset.UnixEpoch, "bench", "", DateTimeOffset.UnixEpoch));
        }

        var list = new PowerList { Id = ListId, Name = "权责清单", Level = PowerLevel.City, Batches = adopted };
        await collections.Lists.Write([Write.Create(list.Id, list)], CancellationToken.None);
    }

    private static PowerVersion Version(long key, int item, OperationKind kind, bool held) => new()
    {
        Key = key, PowerId = $"power-{item}", Digest = $"{key} {item}", ListId = ListId, Kind = kind, Held = held, BasedOn = new DateOnly(2016, 1, 2),
        Content = new PowerContent
        {
            Code = $"210300{item % 60:000}{(item % 2 == 0 ? "XK" : "CF")}{item / 100 % 10_000:0000}{item % 100:000}", Name = $"第 {item} 项职权{(kind == OperationKind.Change ? $"（{key}）" : "")}",
            Kind = item % 2 == 0 ? PowerKind.Licence : PowerKind.Penalty, AgencyId = item % 60 == 1 ? "as-finance" : $"agency-{item % 60}", Office = "行政审批科",
            Bases = [new Sunshine.Powers.LegalBasis($"law-{item % 300}", "第十二条"), new Sunshine.Powers.LegalBasis($"law-{item % 170}", "第三条第一款")],
            Responsibilities = [.. new[] { "受理", "审查", "决定", "送达", "事后监管" }.Select(s => new Sunshine.Powers.Responsibility(s, new string('责', 120)))],
            Accountability = [new string('追', 60), new string('究', 60)], TimeLimit = new Sunshine.Powers.TimeLimit(TimeUnit.WorkingDay, 20, 10, false, ""), SupervisionPhone = "0412-2212345",
            Level = PowerLevel.City
        }
    };
}
