using System.Security.Cryptography;
using Google.Protobuf;
using Grpc.Core;
using Sunshine.Catalogue.V1;

namespace CountyClient;

/// <summary>
/// Sends a file of records, one JSON object a line, over one stream. What was sent and is not answered is bounded; each answer is noted in the journal. However
/// it breaks off, the next call or the next start goes on after the last line that has an answer.
/// </summary>
internal sealed class Import(Access access, Journal journal, string path)
{
    private const int BatchRecords = 100;
    private const int BatchCharacters = 1 << 20;
    private const int BatchesUnanswered = 20;

    /// <summary>A stream that lasts longer is ended and goes on as a new one, with a fresh token. It also ends one that hangs.</summary>
    private static readonly TimeSpan LongestCall = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    /// <summary>Attempts in a row that brought no answer, before a person is asked.</summary>
    private const int MostFruitless = 12;

    private readonly Queue<Row> _unanswered = new();

    /// <param name="Problem">Why it cannot be sent; null if it can.</param>
    private sealed record Row(long Line, ImportRecord Record, int Length, Violation? Problem);

    public async Task<int> Run()
    {
        journal.Begin(Path.GetFileName(path), Digest());
        if (journal.LastLine > 0) Console.WriteLine($"{path}: goes on after line {journal.LastLine}");
        for (var fruitless = 0; ; fruitless++)
        {
            var before = journal.LastLine;
            try
            {
                await SendTheRest();
                break;
            }
            catch (RpcException e) when (Access.IsPassing(e))
            {
                if (journal.LastLine > before) fruitless = 0;
                if (fruitless == MostFruitless) throw new StopException($"Given up at line {journal.LastLine}; start it again and it goes on from there. {Access.Explain(e)}");
                var pause = TimeSpan.FromSeconds(Math.Min(0.5 * Math.Pow(2, fruitless), LongestPause.TotalSeconds));
                await Console.Error.WriteLineAsync($"line {journal.LastLine}: {Access.Explain(e)} - again in {pause.TotalSeconds} s");
                await Task.Delay(pause, TimeProvider.System);
            }
        }

        journal.End();
        Console.WriteLine($"{path}: {string.Join(", ", journal.Counts.OrderBy(c => c.Key, StringComparer.Ordinal).Select(c => $"{c.Value} {c.Key.ToLowerInvariant()}"))}");
        return journal.Counts.Keys.Any(k => k is "REFUSED" or "UNREADABLE") ? Program.Incomplete : Program.Done;
    }

    private async Task SendTheRest()
    {
        _unanswered.Clear();
        using var room = new SemaphoreSlim(BatchesUnanswered);
        using var ended = new CancellationTokenSource();
        using var call = access.Catalogue.ImportItems((await access.Call(LongestCall)).WithCancellationToken(ended.Token));
        var sending = Send(call.RequestStream, room, ended);
        try
        {
            await foreach (var answer in call.ResponseStream.ReadAllAsync())
            {
                foreach (var result in answer.Results) Settle(result);
                room.Release();
            }
        }
        finally
        {
            await ended.CancelAsync();
            await sending;
        }

        lock (_unanswered)
        {
            SettleUnreadable();
            if (_unanswered.Count > 0) throw new RpcException(new Status(StatusCode.Unavailable, "the stream ended before every record had its answer"));
        }
    }

    /// <summary>Ends when all is sent or the call has ended; why it has, whoever reads its answers hears.</summary>
    private async Task Send(IClientStreamWriter<ImportItemsRequest> requests, SemaphoreSlim room, CancellationTokenSource ended)
    {
        try
        {
            var (batch, length) = (new ImportItemsRequest(), 0);
            foreach (var row in Rows())
            {
                lock (_unanswered) _unanswered.Enqueue(row);
                if (row.Problem is not null) continue;
                batch.Records.Add(row.Record);
                length += row.Length;
                if (batch.Records.Count < BatchRecords && length < BatchCharacters) continue;
                if (!await Went(room.WaitAsync(ended.Token)) || !await Went(requests.WriteAsync(batch, CancellationToken.None))) return;
                (batch, length) = (new ImportItemsRequest(), 0);
            }

            if (batch.Records.Count > 0 && !await Went(requests.WriteAsync(batch, CancellationToken.None))) return;
            await Went(requests.CompleteAsync());
        }
        catch
        {
            // The file cannot be read: nobody waits for answers to what was not sent.
            await ended.CancelAsync();
            throw;
        }
    }

    /// <summary>A call that has ended shows in many ways, also as the exception that a file throws which cannot be read: told apart here.</summary>
    private static async Task<bool> Went(Task step)
    {
        try
        {
            await step;
            return true;
        }
        catch (Exception e) when (e is RpcException or InvalidOperationException or IOException or OperationCanceledException)
        {
            return false;
        }
    }

    /// <summary>The rows after the last line that has its answer.</summary>
    private IEnumerable<Row> Rows()
    {
        long number = 0;
        foreach (var line in File.ReadLines(path))
        {
            number++;
            if (number <= journal.LastLine || string.IsNullOrWhiteSpace(line)) continue;
            yield return Read(number, line);
        }
    }

    private static Row Read(long number, string line)
    {
        try
        {
            return new Row(number, JsonParser.Default.Parse<ImportRecord>(line), line.Length, null);
        }
        catch (Exception e) when (e is InvalidProtocolBufferException or FormatException or OverflowException)
        {
            return new Row(number, new ImportRecord(), 0, new Violation("", e.Message));
        }
    }

    private void Settle(ImportResult result)
    {
        lock (_unanswered)
        {
            SettleUnreadable();
            var row = _unanswered.Dequeue();
            var accepted = result.Outcome != ImportOutcome.Refused;
            journal.Settle(new Entry(
                Line: row.Line, SourceId: result.SourceId, Outcome: result.Outcome.ToString().ToUpperInvariant(), Id: accepted ? result.Id : null,
                // The day by which the platform counts it: that of the first placement.
                PublishedOn: accepted ? row.Record.Placements.Min(p => p.On) : null,
                Violations: accepted ? null : [.. result.Violations.Select(v => new Violation(v.Field, v.Description))]));
        }
    }

    private void SettleUnreadable()
    {
        while (_unanswered.TryPeek(out var row) && row.Problem is not null)
        {
            _unanswered.Dequeue();
            journal.Settle(new Entry(Line: row.Line, Outcome: "UNREADABLE", Violations: [row.Problem]));
        }
    }

    private string Digest()
    {
        using var file = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(file));
    }
}
