using Grpc.Core;
using Sunshine.Powers.V1;
using Sunshine.Testing.Hosts;

namespace Sunshine.Platform.Tests.Api;

/// <summary>Whoever reads a list while batches become current and the process is killed sees a state that some batch made, and no other.</summary>
public sealed class AdjustmentKillTests
{
    private const int Adjustments = 50;
    private const int Kills = 20;
    private const int Opening = 1_476;
    private const int Readers = 2;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private int _read;

    /// <summary>Each batch ends some powers, brings others and renames some, so that every state has a count of its own.</summary>
    [Fact]
    public async Task Readers_see_only_states_that_a_batch_made()
    {
        using var storage = new TemporaryFolder();
        var random = new Random(20);
        var states = new List<Dictionary<int, string>> { new() };
        var batches = new List<string>();
        var cutOff = 0;
        for (var run = 0; run <= Kills; run++)
        {
            await using var standalone = await StandaloneProcess.Start(storage.Path, Cancel);
            if (run == 0) await Prepare(standalone, states, batches);
            // What was being made current when the process was killed is current or is not; who asks finds out.
            var current = (await Powers(standalone).ListPowersAsync(new() { ListId = ApiFixture.Agency, PageSize = 1 }, cancellationToken: Cancel)).Batch;
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
            var readers = Enumerable.Range(0, Readers).Select(_ => Task.Run(() => Read(standalone, states, stop.Token), Cancel)).ToList();
            var writer = Task.Run(() => Adopt(standalone, batches, current), Cancel);
            if (run < Kills)
            {
                // In the middle of the work, at another point of it each time.
                var (seen, wait) = (Volatile.Read(ref _read), random.Next(1, 4));
                while (Volatile.Read(ref _read) < seen + wait && !writer.IsCompleted) await Task.Yield();
                await standalone.Kill();
            }

            if (!await writer) cutOff++;
            await stop.CancelAsync();
            await Task.WhenAll(readers);
        }

        Assert.True(cutOff > Kills / 2, $"Only {cutOff} of {Kills} kills met a batch that was being made current.");
        await using var restarted = await StandaloneProcess.Start(storage.Path, Cancel);
        var last = await Powers(restarted).ListPowersAsync(new() { ListId = ApiFixture.Agency, PageSize = 1 }, cancellationToken: Cancel);
        Assert.Equal((Adjustments + 1, states[^1].Count), (last.Batch, (int)last.TotalSize));
        Assert.True(_read > Kills * 2, $"{_read} lists were read.");
        // Nothing is left of what was not made current.
        var balances = new BatchService.BatchServiceClient(restarted.Invoker(null));
        var counted = 0;
        foreach (var batch in batches) counted = (await balances.GetBatchAsync(new() { Id = batch }, cancellationToken: Cancel)).Balance.Closing;
        Assert.Equal(states[^1].Count, counted);
    }

    /// <summary>Reads the whole list again and again: every page belongs to one state.</summary>
    private async Task Read(StandaloneProcess standalone, List<Dictionary<int, string>> states, CancellationToken stop)
    {
        var powers = Powers(standalone);
        var newest = 0;
        while (!stop.IsCancellationRequested)
        {
            try
            {
                var shown = new Dictionary<int, string>();
                var request = new ListPowersRequest { ListId = ApiFixture.Agency, PageSize = 200 };
                ListPowersResponse page;
                do
                {
                    page = await powers.ListPowersAsync(request, cancellationToken: Cancel);
                    foreach (var power in page.Powers) shown.Add(Item(power.Code), power.Name);
                    request.PageToken = page.NextPageToken;
                    Assert.Equal(states[page.Batch].Count, page.TotalSize);
                }
                while (page.NextPageToken.Length > 0);
                Assert.Equal(states[page.Batch].OrderBy(s => s.Key), shown.OrderBy(s => s.Key));
                Assert.True(page.Batch >= newest, $"Batch {page.Batch} after {newest}");
                newest = page.Batch;
                Interlocked.Increment(ref _read);
            }
            catch (RpcException e) when (e.StatusCode is StatusCode.Unavailable or StatusCode.Internal or StatusCode.Cancelled)
            {
                return;
            }
        }
    }

    /// <returns>Whether it came to the end.</returns>
    private static async Task<bool> Adopt(StandaloneProcess standalone, List<string> batches, int current)
    {
        var service = new BatchService.BatchServiceClient(standalone.Invoker(standalone.Token));
        try
        {
            foreach (var id in batches.Skip(current))
            {
                var draft = await service.GetBatchAsync(new() { Id = id }, cancellationToken: Cancel);
                await service.AdoptBatchAsync(new() { Id = id, Etag = draft.Etag }, cancellationToken: Cancel);
            }

            return true;
        }
        catch (RpcException e) when (e.StatusCode is StatusCode.Unavailable or StatusCode.Internal or StatusCode.Cancelled)
        {
            return false;
        }
    }

    /// <summary>Writes all batches and makes the first one current.</summary>
    private static async Task Prepare(StandaloneProcess standalone, List<Dictionary<int, string>> states, List<string> batches)
    {
        await ApiFixture.AddAgency(standalone);
        var own = standalone.Invoker(standalone.Token);
        var law = await new LawService.LawServiceClient(own).CreateLawAsync(
            new() { RequestId = "law", Content = new LawContent { Title = "测试法", Kind = LawKind.Statute, LastArticle = 100 } }, cancellationToken: Cancel);
        await new ListService.ListServiceClient(own).CreateListAsync(
            new() { RequestId = "list", AgencyId = ApiFixture.Agency, Name = "权责清单", Level = PowerLevel.City, Region = "210300" }, cancellationToken: Cancel);
        var service = new BatchService.BatchServiceClient(own);
        var day = new DateOnly(2016, 1, 1);
        states.Add(Enumerable.Range(1, Opening).ToDictionary(i => i, i => $"第 {i} 项"));
        await Write(Enumerable.Range(1, Opening).Select(i => Add(i, $"第 {i} 项", law.Id)));
        for (var batch = 1; batch <= Adjustments; batch++)
        {
            var state = new Dictionary<int, string>(states[^1]);
            var operations = new List<Operation>();
            // Two more than come: no two states have the same count.
            foreach (var item in state.Keys.Order().Take(12).ToList())
            {
                operations.Add(new Operation { Kind = OperationKind.Cancel, Codes = { Code(item) }, Reason = "取消" });
                state.Remove(item);
            }

            foreach (var item in state.Keys.Order().Take(200).ToList())
            {
                state[item] = $"第 {item} 项（{batch}）";
                operations.Add(new Operation { Kind = OperationKind.Rename, Codes = { Code(item) }, Powers = { new PowerContent { Name = state[item] } } });
            }

            foreach (var item in Enumerable.Range(Opening + batch * 10, 10))
            {
                state[item] = $"第 {item} 项";
                operations.Add(Add(item, state[item], law.Id));
            }

            states.Add(state);
            await Write(operations);
        }

        var first = await service.GetBatchAsync(new() { Id = batches[0] }, cancellationToken: Cancel);
        await service.AdoptBatchAsync(new() { Id = first.Id, Etag = first.Etag }, cancellationToken: Cancel);

        async Task Write(IEnumerable<Operation> operations)
        {
            var begun = await service.CreateBatchAsync(new()
            {
                RequestId = $"{batches.Count}", ListId = ApiFixture.Agency, Decree = new Decree { Title = "决定", DecidedOn = $"{day:yyyy-MM-dd}" }, EffectiveOn = $"{day:yyyy-MM-dd}"
            }, cancellationToken: Cancel);
            foreach (var part in operations.Chunk(1_000))
                begun = await service.AppendOperationsAsync(new() { Id = begun.Id, Etag = begun.Etag, Operations = { part } }, cancellationToken: Cancel);
            batches.Add(begun.Id);
            day = day.AddDays(1);
        }
    }

    private static Operation Add(int item, string name, string law) => new()
    {
        Kind = OperationKind.Add,
        Powers =
        {
            new PowerContent
            {
                Code = Code(item), Name = name, Kind = PowerKind.Licence, AgencyId = ApiFixture.Agency, Level = PowerLevel.City, Bases = { new LegalBasis { LawId = law, Article = "第十二条" } }
            }
        }
    };

    private static string Code(int item) => $"210300025XK{item:0000}000";

    private static int Item(string code) => int.Parse(code[11..15]);

    private static PowerService.PowerServiceClient Powers(StandaloneProcess standalone) => new(standalone.Invoker(null));
}
