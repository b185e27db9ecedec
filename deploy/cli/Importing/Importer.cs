using Grpc.Core;
using Sunshine.Catalogue.V1;
using Sunshine.Cli.Reading;
using Waiting = System.Threading.Channels;

namespace Sunshine.Cli.Importing;

/// <summary>
/// Streams records to the catalogue. What was sent and is not answered is kept, so that after a broken connection the stream goes on
/// from the first record without a result; records are idempotent, so sending one twice does no harm.
/// </summary>
public sealed class Importer
{
    private const int MessageBytes = 1 << 20;
    private const int WindowBytes = 16 << 20;
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    private readonly CatalogueService.CatalogueServiceClient _client;
    private readonly ErrorFile _errors;
    private readonly TimeProvider _time;
    private readonly ImportOptions _options;
    private readonly Lock _lock = new();
    private readonly Queue<(SourceRow Row, int Bytes)> _pending = new();
    private readonly Waiting.Channel<bool> _answered = Waiting.Channel.CreateBounded<bool>(
        new Waiting.BoundedChannelOptions(1) { FullMode = Waiting.BoundedChannelFullMode.DropWrite });
    private long _pendingBytes;
    private bool _sourceEnded;

    /// <param name="calls">The server.</param>
    /// <param name="errors">Where refused and unreadable rows go.</param>
    /// <param name="time">Times the waits before reconnects.</param>
    /// <param name="options">How to send.</param>
    /// <exception cref="ArgumentOutOfRangeException">The batch is not 1-1,000, or the window smaller than the batch.</exception>
    public Importer(CallInvoker calls, ErrorFile errors, TimeProvider time, ImportOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Batch, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.Batch, 1_000);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Window, options.Batch);
        _client = new CatalogueService.CatalogueServiceClient(calls);
        _errors = errors;
        _time = time;
        _options = options;
    }

    /// <summary>What became of the rows so far.</summary>
    public ImportTally Tally { get; } = new();

    /// <summary>The row of the source from which the stream must go on; null if every row taken is settled.</summary>
    public SourceRow? FirstUnanswered
    {
        get { lock (_lock) return _pending.TryPeek(out var head) ? head.Row : null; }
    }

    /// <summary>Called when the connection breaks, with the reason and the wait before the next attempt.</summary>
    public Action<string, TimeSpan>? Reconnecting { get; init; }

    /// <summary>Sends every row and returns when each has its result. To be called once.</summary>
    /// <exception cref="CommandFailedException">The server refuses the call itself, cannot be reached, or keeps breaking off.</exception>
    public async Task Run(IAsyncEnumerable<SourceRow> rows, CancellationToken cancel)
    {
        await using var source = rows.GetAsyncEnumerator(cancel);
        var fruitless = 0;
        while (true)
        {
            var before = Tally.Settled - Tally.Unreadable;
            var status = await Attempt(source, cancel);
            if (status is null) return;
            cancel.ThrowIfCancellationRequested();
            fruitless = Tally.Settled - Tally.Unreadable > before ? 1 : fruitless + 1;
            if (!IsPassing(status.Value.StatusCode)) throw new CommandFailedException(Failures.Sentence(status.Value) + Standing());
            // A server that has never answered is rather not there than restarting.
            var most = Tally.Settled > Tally.Unreadable ? _options.MaxReconnects : Math.Min(_options.MaxReconnects, ImportOptions.MaxFirstReconnects);
            if (fruitless > most)
            {
                throw new CommandFailedException(
                    $"Gave up after {most} reconnects without an answer. The last one: {Failures.Sentence(status.Value)}{Standing()}");
            }

            var wait = _options.FirstWait * Math.Pow(2, fruitless - 1);
            if (wait > LongestWait) wait = LongestWait;
            Reconnecting?.Invoke(Failures.Sentence(status.Value), wait);
            await Task.Delay(wait, _time, cancel);
            Tally.CountReconnect();
        }
    }

    /// <returns>Null if all is done, else the status with which the stream broke.</returns>
    private async Task<Status?> Attempt(IAsyncEnumerator<SourceRow> source, CancellationToken cancel)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        using var call = _client.ImportItems(cancellationToken: ending.Token);
        var receiving = Receive(call.ResponseStream, ending);
        try
        {
            await SendAgain(call.RequestStream, ending.Token);
            await SendNew(call.RequestStream, source, ending.Token);
            await Writing(call.RequestStream.CompleteAsync());
        }
        catch (Exception e) when (e is CallEndedException or OperationCanceledException && !cancel.IsCancellationRequested)
        {
            // There was more to send. Why the call has ended, the receiving side knows.
        }
        catch
        {
            await ending.CancelAsync();
            await receiving;
            throw;
        }

        var status = await receiving;
        if (status is not null) return status;
        lock (_lock)
        {
            return _sourceEnded && _pending.Count == 0
                ? null
                : new Status(StatusCode.Unavailable, "the server ended the stream before it had answered every record");
        }
    }

    /// <summary>A broken call shows in a write in many ways, also as the IOException that a source may throw too: tell them apart here.</summary>
    private static async Task Writing(Task write)
    {
        try
        {
            await write;
        }
        catch (Exception e) when (e is RpcException or InvalidOperationException or IOException)
        {
            throw new CallEndedException(e);
        }
    }

    private async Task<Status?> Receive(IAsyncStreamReader<ImportItemsResponse> answers, CancellationTokenSource ending)
    {
        try
        {
            while (await answers.MoveNext(ending.Token))
            {
                foreach (var result in answers.Current.Results) Settle(result);
                _answered.Writer.TryWrite(true);
            }

            return null;
        }
        catch (RpcException e)
        {
            return e.Status;
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            return new Status(StatusCode.Unavailable, e.Message);
        }
        finally
        {
            // The sending side may be waiting for room that will not come.
            await ending.CancelAsync();
        }
    }

    private void Settle(ImportResult result)
    {
        SourceRow row;
        lock (_lock)
        {
            if (!_pending.TryPeek(out var head) || head.Row.SourceId != result.SourceId)
            {
                throw new RpcException(new Status(
                    StatusCode.DataLoss,
                    $"the server answered for record \"{result.SourceId}\" where \"{head.Row?.SourceId}\" was next"));
            }

            _pending.Dequeue();
            _pendingBytes -= head.Bytes;
            row = head.Row;
        }

        if (result.Outcome == ImportOutcome.Refused) _errors.Write(row, "refused", result.Violations);
        else if (result.Warnings.Count > 0) _errors.Write(row, "warning", result.Warnings);
        Tally.Count(result);
    }

    private async Task SendAgain(IClientStreamWriter<ImportItemsRequest> requests, CancellationToken ending)
    {
        (SourceRow Row, int Bytes)[] unanswered;
        lock (_lock) unanswered = [.. _pending];
        var message = new Message();
        foreach (var (row, bytes) in unanswered)
        {
            message.Add(row, bytes);
            if (message.IsFull(_options.Batch)) await message.Send(requests, ending);
        }

        await message.Send(requests, ending);
    }

    private async Task SendNew(
        IClientStreamWriter<ImportItemsRequest> requests, IAsyncEnumerator<SourceRow> source, CancellationToken ending)
    {
        var message = new Message();
        while (!_sourceEnded)
        {
            while (!HasRoom())
            {
                await message.Send(requests, ending);
                await _answered.Reader.ReadAsync(ending);
            }

            ending.ThrowIfCancellationRequested();
            // A row that has been taken from the source is either written to the errors or kept as pending: it cannot get lost here.
            if (!await source.MoveNextAsync())
            {
                _sourceEnded = true;
                break;
            }

            var row = source.Current;
            Tally.CountRow();
            if (row.Record is null)
            {
                _errors.Write(row, "unreadable", row.Problems);
                Tally.CountUnreadable();
                continue;
            }

            var bytes = row.Record.CalculateSize();
            lock (_lock)
            {
                _pending.Enqueue((row, bytes));
                _pendingBytes += bytes;
            }

            message.Add(row, bytes);
            if (message.IsFull(_options.Batch)) await message.Send(requests, ending);
        }

        await message.Send(requests, ending);
    }

    private bool HasRoom()
    {
        lock (_lock) return _pending.Count < _options.Window && _pendingBytes < WindowBytes;
    }

    private string Standing()
    {
        var first = FirstUnanswered;
        return $" {Tally.Settled:N0} rows are settled" + (first is null ? "." : $"; the first without a result is line {first.Line} ({first.SourceId}).")
            + " Run the same command again to go on: records that are stored come back as unchanged.";
    }

    private static bool IsPassing(StatusCode code) => code is StatusCode.Unavailable or StatusCode.Internal or StatusCode.Unknown
        or StatusCode.Cancelled or StatusCode.DeadlineExceeded or StatusCode.Aborted or StatusCode.ResourceExhausted;

    private sealed class CallEndedException(Exception inner) : Exception(inner.Message, inner);

    /// <summary>The message being filled.</summary>
    private sealed class Message
    {
        private ImportItemsRequest _request = new();
        private int _bytes;

        public void Add(SourceRow row, int bytes)
        {
            _request.Records.Add(row.Record);
            _bytes += bytes;
        }

        public bool IsFull(int batch) => _request.Records.Count >= batch || _bytes >= MessageBytes;

        public async Task Send(IClientStreamWriter<ImportItemsRequest> requests, CancellationToken ending)
        {
            if (_request.Records.Count == 0) return;
            var request = _request;
            _request = new ImportItemsRequest();
            _bytes = 0;
            await Writing(requests.WriteAsync(request, ending));
        }
    }
}
