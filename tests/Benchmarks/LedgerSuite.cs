using System.Diagnostics;
using System.Security.Cryptography;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Net.Client;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Sunshine.Foundation.Storage;
using Sunshine.Foundation.Storage.Sqlite;
using Sunshine.Foundation.V1;
using Sunshine.Ledger;
using Sunshine.Ledger.V1;
using Sunshine.Reports.V1;
using Sunshine.Testing.Hosts;
using Collections = Sunshine.Ledger.Collections;

namespace Sunshine.Benchmarks;

/// <summary>A million acts of a year into the log, as sources tell them, beside bare SHA-256 of the same bytes; then proofs, and the year's report.</summary>
internal static class LedgerSuite
{
    private const int Portion = 500;
    private const int Sources = 8;
    private const int Calls = 300;

    public static async Task Run(Report report, IReadOnlyList<string> numbers)
    {
        var count = numbers.Count > 0 ? int.Parse(numbers[0]) : 1_000_000;
        using var folder = new TemporaryFolder();
        var (spent, bytes) = (TimeSpan.Zero, 0L);
        using var server = await StandaloneServer.Start(folder, prepare: to => (spent, bytes) = Fill(to, count).GetAwaiter().GetResult());
        report.Rate($"acts appended, durable and served, by {Sources} sources at once; limit: bare SHA-256 of the same bytes ({bytes / count} an act)", count / spent.TotalSeconds, Bare(count, (int)(bytes / count)), null);
        if (count / spent.TotalSeconds < 20_000) report.Note("the goal of 20,000 acts a second is missed");

        var ledger = new LedgerService.LedgerServiceClient(server.Connection.Channel);
        var began = Stopwatch.GetTimestamp();
        var reports = new ReportService.ReportServiceClient(server.Connection.Channel);
        var first = await reports.GetReportAsync(new() { Year = 2016 }, deadline: TimeProvider.System.GetUtcNow().AddMinutes(5).UtcDateTime);
        report.Time($"the report on a year of {count:N0} acts after a start, through gRPC", Stopwatch.GetElapsedTime(began), TimeSpan.FromSeconds(1), 1);
        report.Time("the same again, nothing changed", await Report.Median(Calls, async () => (await reports.GetReportAsync(new() { Year = 2016 })).Figures.Count), TimeSpan.FromMilliseconds(50), 1);
        // The server's own agencies are acts too.
        if (first.Basis.TreeSize < count) throw new InvalidOperationException($"{first.Basis.TreeSize} acts are in the log, not {count}.");
        if (first.Figures.First(f => f.Id == "proactive.total").Value != $"{count}") throw new InvalidOperationException("The report counts other acts than were told.");

        var random = new Random(3);
        using var anonymous = GrpcChannel.ForAddress($"http://{server.Connection.Channel.Target}");
        var (proof, unnamed, bare) = await Proofs(folder, count, ledger, new LedgerService.LedgerServiceClient(anonymous));
        report.Time($"proof that an act is among {count:N0}, through gRPC", proof, TimeSpan.FromMilliseconds(1), 1);
        report.Time("the same, beside a bare gRPC call with such an answer", proof, bare, null);
        report.Time("the same of a caller without a token", unnamed, bare, null);
        report.Time("acts on one record, through gRPC", await Report.Median(Calls, async () => (await ledger.ListActsAsync(new() { Source = "source-3", Resource = $"items/{random.Next(count / Sources) + 1}" })).Acts.Count), TimeSpan.FromMilliseconds(5), null);
        report.Note($"the server has {server.OwnMemory / 1024 / 1024:N0} MiB of its own");
    }

    private static async Task<(TimeSpan Spent, long Bytes)> Fill(string folder, int count)
    {
        await using var store = new SqliteStore(Path.Combine(folder, "ledger.db"), TimeProvider.System);
        var (collections, options) = (new Collections(store), Options.Create(new LedgerOptions()));
        var settling = new Settling(collections, new LogKey(options, Options.Create(new StorageOptions { Path = folder }), TimeProvider.System), options, TimeProvider.System);
        using var sequencer = new Sequencer(collections, settling, options, TimeProvider.System, NullLogger<Sequencer>.Instance);
        using var log = new LogReading(collections);
        using var book = new ActBook(collections, log);
        using var keeper = new BookKeeper(collections, book, store, TimeProvider.System, NullLogger<BookKeeper>.Instance);
        await sequencer.StartAsync(CancellationToken.None);
        await keeper.StartAsync(CancellationToken.None);
        var began = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, Sources).Select(source => Task.Run(async () =>
        {
            // A source tells its next portion when the one before is in the log.
            for (var number = 1; number <= count / Sources; number += Portion)
                await sequencer.Append(Told(source, number, Math.Min(number + Portion - 1, count / Sources)), CancellationToken.None);
        })));
        var spent = Stopwatch.GetElapsedTime(began);
        await book.Follow(count, CancellationToken.None);
        await keeper.StopAsync(CancellationToken.None);
        await sequencer.StopAsync(CancellationToken.None);
        var bytes = 0L;
        await foreach (var piece in collections.Pieces.All(CancellationToken.None)) bytes += piece.Value.Entries.Length - 2 * piece.Value.Count;
        return (spent, bytes);
    }

    private static ActsDone Told(int source, int first, int last)
    {
        var told = new ActsDone { Source = $"source-{source}", FirstNumber = first, LastNumber = last };
        var at = TimeProvider.System.GetUtcNow().ToTimestamp();
        for (var number = first; number <= last; number++)
        {
            var (agency, period) = ($"agency=as-{number % 86}", $"2016-{number % 12 + 1:00}");
            told.Acts.Add(new Act
            {
                FirstNumber = number, LastNumber = number, EventId = $"{source:x4}{number:x28}", Kind = ActKind.Published, AgencyId = agency[7..], Resource = $"items/{number}", Revision = 1,
                Digest = Convert.ToHexStringLower(SHA256.HashData(BitConverter.GetBytes(number))), OccurredAt = at,
                Counts =
                {
                    new Count { What = "catalogue.items", Period = period, Dimensions = { agency } },
                    new Count { What = "catalogue.placements", Period = period, Dimensions = { agency, number % 3 == 0 ? "channel=MICROBLOG" : "channel=WEBSITE" } }
                }
            });
        }

        return told;
    }

    /// <summary>How long proofs at random places take with a token and without, and a call in which a server with nothing around it gives an answer that it has.</summary>
    private static async Task<(TimeSpan Named, TimeSpan Unnamed, TimeSpan Bare)> Proofs(TemporaryFolder folder, int count, LedgerService.LedgerServiceClient named, LedgerService.LedgerServiceClient unnamed)
    {
        var (random, port, file) = (new Random(3), Ports.Free(), folder.File("answer"));
        await File.WriteAllBytesAsync(file, (await named.GetInclusionProofAsync(new() { Index = count / 2 })).ToByteArray());
        using var process = await ChildProcess.Start("Sunshine.Benchmarks.dll", port, new Dictionary<string, string>(), "bare-proof", $"http://127.0.0.1:{port}", file);
        using var channel = GrpcChannel.ForAddress($"http://127.0.0.1:{port}");
        Func<Task<int>> Calling(LedgerService.LedgerServiceClient ledger) => async () => (await ledger.GetInclusionProofAsync(new() { Index = random.NextInt64(count) })).Hashes.Count;
        var medians = await Report.Medians(Calls, Calling(named), Calling(unnamed), Calling(new LedgerService.LedgerServiceClient(channel)));
        return (medians[0], medians[1], medians[2]);
    }

    private static double Bare(int count, int length)
    {
        var (entry, hash) = (RandomNumberGenerator.GetBytes(length + 1), new byte[32]);
        var began = Stopwatch.GetTimestamp();
        for (var i = 0; i < count; i++) SHA256.HashData(entry, hash);
        return count / Stopwatch.GetElapsedTime(began).TotalSeconds;
    }
}
