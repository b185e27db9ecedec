using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Sunshine.KeyAreas.V1;
using Sunshine.Testing.Hosts;

namespace Sunshine.Platform.Tests.Api;

/// <summary>An import of records goes on over killed processes: none is lost, none is there twice, and the sums are exact.</summary>
public sealed class RecordImportKillTests
{
    private const int Records = 20_000;
    private const int Portion = 250;
    private const int Kills = 5;
    private const string Type = "relief";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private long _answered;

    [Fact]
    public async Task Every_record_is_there_once_after_any_number_of_kills()
    {
        using var storage = new TemporaryFolder();
        var random = new Random(7);
        var cutOff = 0;
        for (var run = 0; run <= Kills; run++)
        {
            await using var standalone = await StandaloneProcess.Start(storage.Path, Cancel);
            if (run == 0) await ApiFixture.AddAgency(standalone);
            var before = Interlocked.Read(ref _answered);
            // What was answered in a killed process is counted by the next one.
            Assert.True(await Count(standalone) >= before, "A record that had an answer is lost.");
            var importing = Task.Run(() => Import(standalone, (int)before), Cancel);
            if (run < Kills)
            {
                var wait = random.Next(500, Records / Kills);
                while (Interlocked.Read(ref _answered) < before + wait && !importing.IsCompleted) await Task.Yield();
                await standalone.Kill();
            }

            if (!await importing) cutOff++;
        }

        Assert.True(cutOff > Kills / 2, $"Only {cutOff} of {Kills} kills met an import.");
        await using var last = await StandaloneProcess.Start(storage.Path, Cancel);
        Assert.Equal(Records, await Count(last));
        var total = (await Client(last).GetAggregateAsync(new() { TypeId = Type }, cancellationToken: Cancel)).Total;
        Assert.Equal((Enumerable.Range(0, Records).Sum(i => (decimal)i) / 100).ToString("0.00"), total.Sums.Single(s => s.Measure == "资金支出").Amount);
    }

    private static async Task<long> Count(StandaloneProcess standalone) => (await Client(standalone).GetAggregateAsync(new() { TypeId = Type }, cancellationToken: Cancel)).Total.Count;

    /// <returns>Whether it came to the end.</returns>
    private async Task<bool> Import(StandaloneProcess standalone, int from)
    {
        using var call = Client(standalone).ImportRecords(cancellationToken: Cancel);
        var reading = Task.Run(async () =>
        {
            await foreach (var response in call.ResponseStream.ReadAllAsync(Cancel))
            {
                Assert.All(response.Results, r => Assert.Contains(r.Outcome, new[] { EntryOutcome.Created, EntryOutcome.Unchanged }));
                Interlocked.Add(ref _answered, response.Results.Count);
            }
        }, Cancel);
        try
        {
            foreach (var part in Enumerable.Range(from, Records - from).Select(Entry).Chunk(Portion)) await call.RequestStream.WriteAsync(new() { Records = { part } }, Cancel);
            await call.RequestStream.CompleteAsync();
        }
        catch (Exception e) when (e is RpcException or InvalidOperationException or IOException)
        {
            // The process is gone; what reads the answers hears so too.
        }

        try
        {
            await reading;
            return true;
        }
        catch (RpcException)
        {
            return false;
        }
    }

    private static RecordEntry Entry(int number)
    {
        var entry = new RecordEntry { TypeId = Type, AgencyId = ApiFixture.Agency, SourceId = $"r{number}", Data = new Struct() };
        entry.Data.Fields["季度"] = Value.ForString($"2016Q{number % 4 + 1}");
        entry.Data.Fields["救助类型"] = Value.ForString(number % 2 == 0 ? "临时" : "医疗");
        entry.Data.Fields["人次或户次"] = Value.ForNumber(1);
        entry.Data.Fields["资金支出"] = Value.ForString($"{number / 100}.{number % 100:00}");
        return entry;
    }

    private static RecordService.RecordServiceClient Client(StandaloneProcess standalone) => new(standalone.Invoker(standalone.Token));
}
