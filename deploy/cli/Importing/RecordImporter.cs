using Grpc.Core;
using Sunshine.KeyAreas.V1;

namespace Sunshine.Cli.Importing;

/// <summary>
/// Sends records of key areas in one stream and reads the answers meanwhile. After a break it goes on from the first record without an answer: each is sent until
/// it is answered, and one that was stored without being answered comes back as unchanged.
/// </summary>
/// <param name="make">A record by its position.</param>
/// <param name="count">How many there are.</param>
internal sealed class RecordImporter(CallInvoker calls, TimeProvider time, int count, Func<int, RecordEntry> make)
{
    private const int Batch = 500;

    /// <summary>So many may be without an answer.</summary>
    private const int Window = 5_000;

    private static readonly TimeSpan BeforeRetry = TimeSpan.FromSeconds(1);

    private int _settled;

    /// <summary>How many are answered. Safe to read while it runs.</summary>
    public int Settled => Volatile.Read(ref _settled);

    public int Created { get; private set; }

    public int Unchanged { get; private set; }

    public int Reconnects { get; private set; }

    /// <summary>For how long the server may be away.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMinutes(2);

    /// <exception cref="CommandFailedException">A record is refused.</exception>
    /// <exception cref="RpcException">The server was away for too long, or will not have this.</exception>
    public async Task Run(CancellationToken cancel)
    {
        var since = time.GetTimestamp();
        while (Settled < count)
        {
            var before = Settled;
            try
            {
                await Once(cancel);
            }
            catch (RpcException e) when (e.StatusCode is StatusCode.Unavailable or StatusCode.Internal or StatusCode.Cancelled or StatusCode.Unknown && !cancel.IsCancellationRequested)
            {
                if (Settled > before) since = time.GetTimestamp();
                if (time.GetElapsedTime(since) > Patience) throw;
                Reconnects++;
                await Task.Delay(BeforeRetry, time, cancel);
            }
        }
    }

    private async Task Once(CancellationToken cancel)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        using var call = new RecordService.RecordServiceClient(calls).ImportRecords(cancellationToken: ending.Token);
        using var room = new SemaphoreSlim(Window / Batch);
        var sending = Send(call.RequestStream, Settled, room, ending.Token);
        try
        {
            while (await call.ResponseStream.MoveNext(ending.Token))
            {
                foreach (var result in call.ResponseStream.Current.Results) Settle(result);
                room.Release();
            }
        }
        finally
        {
            await ending.CancelAsync();
            await sending;
        }
    }

    private void Settle(EntryResult result)
    {
        if (result.Outcome == EntryOutcome.Refused)
            throw new CommandFailedException($"The server refused record {Settled + 1:N0}, {result.SourceId}: {string.Join("; ", result.Violations.Select(v => $"{v.Field}: {v.Description}"))}");
        if (result.Outcome == EntryOutcome.Unchanged) Unchanged++;
        else Created++;
        Interlocked.Increment(ref _settled);
    }

    /// <summary>Ends when all is sent or the call has ended; of that the answers tell.</summary>
    private async Task Send(IClientStreamWriter<ImportRecordsRequest> requests, int from, SemaphoreSlim room, CancellationToken ending)
    {
        try
        {
            for (var at = from; at < count; at += Batch)
            {
                await room.WaitAsync(ending);
                var request = new ImportRecordsRequest();
                request.Records.Add(Enumerable.Range(at, Math.Min(Batch, count - at)).Select(make));
                await requests.WriteAsync(request, ending);
            }

            await requests.CompleteAsync();
        }
        catch (Exception e) when (e is RpcException or InvalidOperationException or IOException or OperationCanceledException)
        {
            // The call has ended; who reads its answers hears why.
        }
    }
}
