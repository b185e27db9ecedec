using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;
using Sunshine.Catalogue.V1;
using Sunshine.Finance.V1;
using Sunshine.Foundation.V1;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Identity;
using Sunshine.KeyAreas.V1;
using Sunshine.Platform.Tests.Dapr;
using Sunshine.Powers.V1;
using Sunshine.ReadingRooms.V1;

namespace Sunshine.Platform.Tests.Whole;

/// <summary>
/// Writes and reads at the gateway and the site at a steady pace, whatever becomes of the calls before. Each write is one that can be repeated, and is repeated until it is acknowledged, as clients
/// of counties do. It keeps what was acknowledged, what callers were told when they were refused, and whatever nobody should ever see.
/// </summary>
internal sealed class Load
{
    internal const string Titles = "负载通知";

    /// <summary>One call each.</summary>
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(80);

    /// <summary>Calls that wait for an answer. Only where nothing is answered for long there would be more.</summary>
    private const int MostAtOnce = 200;

    /// <summary>A caller waits so long for an answer.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private static readonly TimeSpan BeforeRepeating = TimeSpan.FromMilliseconds(300);

    /// <summary>What no answer may tell: addresses inside, files, places in the program.</summary>
    private static readonly string[] Inside = ["127.0.0.1", "localhost", "   at ", "/tmp", "Exception", ".cs:line"];

    private static readonly TimeProvider Time = TimeProvider.System;

    private readonly City _city;
    private readonly List<(string Name, Func<int, CancellationToken, Task<string>> Do)> _writes = [];
    private readonly List<(string Name, Func<CancellationToken, Task> Do)> _reads = [];
    private readonly ConcurrentDictionary<Task, byte> _running = new();
    private readonly ConcurrentDictionary<int, string> _drafts = new();
    private int _next;
    private CancellationTokenSource? _stop;
    private Task _run = Task.CompletedTask;

    /// <summary>What was acknowledged: kind and the caller's own name for it, with the platform's id.</summary>
    public ConcurrentDictionary<(string Kind, int Number), string> Acknowledged { get; } = new();

    /// <summary>What callers were told instead of an answer: how often, by call and kind.</summary>
    public ConcurrentDictionary<(string Call, string Told), int> Refused { get; private set; } = new();

    /// <summary>What nobody should ever see.</summary>
    public ConcurrentQueue<string> Wrong { get; } = new();

    public int Calls { get; private set; }

    public Load(City city)
    {
        _city = city;
        _writes.AddRange([("item", Item), ("application", Application), ("publication", Publication), ("record", Record), ("law", Law), ("room", Room), ("disclosure", Disclosure)]);
        _reads.AddRange(
        [
            ("item", cancel => OfAcknowledged("item", id => Rest($"catalogue/items/{id}", cancel))), ("items", cancel => Rest($"catalogue/items?query={Uri.EscapeDataString(Titles)}&pageSize=5", cancel)),
            ("page", cancel => OfAcknowledged("item", id => Page($"/items/{id}", cancel))), ("laws", cancel => Rest("powers/laws?pageSize=5", cancel)), ("aggregate", cancel => Rest("key-areas/aggregates?typeId=relief", cancel)),
            ("rooms", cancel => Rest("reading-rooms/rooms?pageSize=5", cancel)), ("disclosures", cancel => Rest("finance/disclosures?pageSize=5", cancel)), ("sources", cancel => Rest("ledger/sources", cancel)),
            ("report", cancel => Rest("reports/2016?form=FORM_2014", cancel)), ("statistics", cancel => Rest("requests/statistics?year=2016&form=FORM_2014", cancel)),
            ("item over gRPC", cancel => OfAcknowledged("item", async id => await new CatalogueService.CatalogueServiceClient(_city.As(null)).GetItemAsync(new() { Id = id }, Options(cancel))))
        ]);
    }

    /// <summary>Calls until it is ended or stopped.</summary>
    public void Begin(CancellationToken cancel)
    {
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        _run = Run(_stop.Token, cancel);
    }

    /// <summary>Waits until so many more calls were made.</summary>
    public async Task Further(int count, TimeSpan within, CancellationToken cancel)
    {
        var until = Calls + count;
        await Eventually.Get(() => Task.FromResult(Calls), calls => calls >= until, cancel, within);
    }

    /// <summary>Begins nothing more, and waits until every write that was begun is acknowledged.</summary>
    public async Task End(TimeSpan within, CancellationToken cancel)
    {
        await _stop!.CancelAsync();
        await _run;
        await Drain(within, cancel);
    }

    public void Stop() => _stop?.Cancel();

    private async Task Run(CancellationToken stop, CancellationToken cancel)
    {
        using var pace = new PeriodicTimer(Pace, Time);
        try
        {
            while (await pace.WaitForNextTickAsync(stop))
            {
                if (_running.Count < MostAtOnce) Start(_next++, cancel);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested && !cancel.IsCancellationRequested)
        {
            // That is how it ends.
        }
    }

    private async Task Drain(TimeSpan within, CancellationToken cancel)
    {
        try
        {
            await Task.WhenAll(_running.Keys).WaitAsync(within, Time, cancel);
        }
        catch (TimeoutException)
        {
            Assert.Fail($"{_running.Count} calls did not end within {within.TotalSeconds} s. Told: {Told()}");
        }
    }

    /// <summary>Begins to count anew what callers are told.</summary>
    public void Forget() => Refused = new();

    public string Told() => string.Join(", ", Refused.OrderByDescending(r => r.Value).Select(r => $"{r.Key.Call} {r.Key.Told} {r.Value}"));

    /// <summary>The kinds of what callers were told.</summary>
    public IReadOnlyList<string> Kinds => [.. Refused.Keys.Select(r => r.Told).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>Each read once.</summary>
    /// <returns>What was refused.</returns>
    public async Task<IReadOnlyList<string>> ReadAll(CancellationToken cancel)
    {
        var refused = new List<string>();
        foreach (var (name, read) in _reads)
        {
            if (await Ask(name, read, cancel) is { } told) refused.Add($"{name} {told}");
        }

        return refused;
    }

    private void Start(int number, CancellationToken cancel)
    {
        Calls++;
        // As many reads as writes, and each kind of both in turn.
        var task = number % 2 == 0 ? Write(_writes[number / 2 % _writes.Count], number / 2, cancel) : Read(_reads[number / 2 % _reads.Count], cancel);
        _running[task] = 0;
        _ = task.ContinueWith(t => _running.TryRemove(t, out _), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    private async Task Write((string Name, Func<int, CancellationToken, Task<string>> Do) write, int number, CancellationToken cancel)
    {
        var id = "";
        while (await Ask("write " + write.Name, async c => id = await write.Do(number, c), cancel) is not null) await Task.Delay(BeforeRepeating, Time, cancel);
        Acknowledged[(write.Name, number)] = id;
    }

    private async Task Read((string Name, Func<CancellationToken, Task> Do) read, CancellationToken cancel) => await Ask(read.Name, read.Do, cancel);

    /// <returns>What the caller was told instead of an answer; null if he got one.</returns>
    private async Task<string?> Ask(string name, Func<CancellationToken, Task> call, CancellationToken cancel)
    {
        string told;
        try
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            patience.CancelAfter(Patience);
            await call(patience.Token);
            return null;
        }
        catch (RpcException e)
        {
            told = Meaning(name, e.StatusCode.ToString(), e.GetRpcStatus(), e.Status.Detail, ofTheClient: e.Status.DebugException is not null || e.StatusCode == StatusCode.DeadlineExceeded);
        }
        catch (RefusedAnswerException e)
        {
            told = e.Told;
        }
        catch (Exception e) when (e is HttpRequestException or IOException || (e is OperationCanceledException && !cancel.IsCancellationRequested))
        {
            told = "no answer";
        }

        Refused.AddOrUpdate((name, told), 1, (_, n) => n + 1);
        return told;
    }

    private string Meaning(string call, string code, Google.Rpc.Status? status, string text, bool ofTheClient)
    {
        var info = status?.GetDetail<ErrorInfo>();
        if (info?.Domain == Refusal.Domain)
        {
            if (Inside.Any(text.Contains)) Wrong.Enqueue($"{call}: a refusal tells of the inside: {text}");
            // Only what was acknowledged is asked for.
            if (info.Reason is not ("UNAVAILABLE" or "DEADLINE_EXCEEDED" or "TOO_MANY_REQUESTS" or "INTERNAL" or "OVERLOADED")) Wrong.Enqueue($"{call}: {info.Reason} {text}");
            return info.Reason;
        }

        // The client's own words for a connection that was lost.
        if (ofTheClient) return "no answer";
        Wrong.Enqueue($"{call}: not in our own form: {code} {text}");
        return code;
    }

    private static CallOptions Options(CancellationToken cancel) => new(deadline: (Time.GetUtcNow() + Patience).UtcDateTime, cancellationToken: cancel);

    private async Task OfAcknowledged(string kind, Func<string, Task> read)
    {
        var known = Acknowledged.Where(a => a.Key.Kind == kind).OrderByDescending(a => a.Key.Number).Skip(Random.Shared.Next(10)).FirstOrDefault();
        if (known.Value is { } id) await read(id);
    }

    private async Task<JsonElement> Rest(string path, CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/" + path);
        // Half of what is asked is not answered by the edge's cache.
        if (Random.Shared.Next(2) == 0) request.Headers.Authorization = new("Bearer", _city.Token(Roles.System));
        using var response = await _city.Rest.SendAsync(request, cancel);
        return await Answer("GET " + path, response, cancel);
    }

    private async Task<JsonElement> Answer(string call, HttpResponseMessage response, CancellationToken cancel)
    {
        var text = await response.Content.ReadAsStringAsync(cancel);
        if (response.IsSuccessStatusCode) return JsonDocument.Parse(text).RootElement;
        Google.Rpc.Status? status = null;
        try
        {
            status = new Google.Protobuf.JsonParser(Google.Protobuf.JsonParser.Settings.Default.WithTypeRegistry(RefusalResponse.Details).WithIgnoreUnknownFields(true)).Parse<Google.Rpc.Status>(text);
        }
        catch (Exception e) when (e is Google.Protobuf.InvalidProtocolBufferException or InvalidOperationException)
        {
            // Said below.
        }

        if (response.StatusCode == HttpStatusCode.ServiceUnavailable && response.Headers.RetryAfter is null) Wrong.Enqueue($"{call}: 503 does not say when to come again");
        throw new RefusedAnswerException(Meaning(call, $"{(int)response.StatusCode}", status, text, ofTheClient: false));
    }

    private async Task Page(string path, CancellationToken cancel)
    {
        using var response = await _city.Site.GetAsync(path, cancel);
        var text = await response.Content.ReadAsStringAsync(cancel);
        if (response.IsSuccessStatusCode) return;
        if (Inside.Skip(2).Any(text.Contains)) Wrong.Enqueue($"{path}: a page tells of the inside: {text}");
        if (response.StatusCode is not (HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout)) Wrong.Enqueue($"{path}: {(int)response.StatusCode}");
        throw new RefusedAnswerException("a page that says so");
    }

    private async Task<string> Item(int number, CancellationToken cancel)
    {
        using var response = await _city.Post("catalogue/items:batchImport", new
        {
            records = new[] { new { sourceId = $"load-{number}", agencyId = City.Agency, title = $"{Titles} {number}", placements = new[] { new { channel = "CHANNEL_WEBSITE", on = "2015-03-02" } } } }
        }, Roles.System, cancel);
        var result = (await Answer("import an item", response, cancel)).GetProperty("results")[0];
        Expect(result.GetProperty("outcome").GetString() is "IMPORT_OUTCOME_CREATED" or "IMPORT_OUTCOME_UNCHANGED", $"{result}");
        return result.GetProperty("id").GetString()!;
    }

    private async Task<string> Application(int number, CancellationToken cancel)
    {
        using var response = await _city.Post("requests/applications", new
        {
            agencyId = City.Agency, requestId = $"load-{number}", wanted = new { description = $"负载申请 {number} 号", medium = "MEDIUM_FILE", handover = "HANDOVER_ONLINE" },
            applicant = new { kind = "APPLICANT_KIND_NATURAL_PERSON", name = $"样本{number}", phone = "0412-5550001", identityDocument = "IDENTITY_DOCUMENT_PASSPORT", identityNumber = $"E{number:00000000}" }
        }, null, cancel);
        return (await Answer("apply", response, cancel)).GetProperty("receiptNumber").GetString()!;
    }

    /// <summary>Four calls of three officers. Whoever lost an answer looks how far it came and goes on from there.</summary>
    private async Task<string> Publication(int number, CancellationToken cancel)
    {
        var (editor, reviewer, publisher) = (Editing(Roles.Editor), Editing(Roles.Reviewer), Editing(Roles.Publisher));
        if (!_drafts.TryGetValue(number, out var id))
        {
            var created = await editor.CreateDraftAsync(new()
            {
                RequestId = $"load-{number}", Draft = new() { Agency = new() { Id = City.Agency }, Content = new() { Title = $"{Titles} 发布 {number}", Body = "正文" } }
            }, Options(cancel));
            id = _drafts[number] = created.Id;
        }

        while (true)
        {
            try
            {
                var draft = await editor.GetDraftAsync(new() { Id = id }, Options(cancel));
                if (draft.State == Catalogue.V1.DraftState.Drafted) draft = await editor.SubmitDraftAsync(new() { Id = id, Etag = draft.Etag }, Options(cancel));
                if (draft.State == Catalogue.V1.DraftState.Submitted)
                    await reviewer.ReviewDraftAsync(new() { Id = id, Etag = draft.Etag, Decision = ReviewDecision.Approve, Opinion = "可以公开" }, Options(cancel));
                await publisher.PublishDraftAsync(new() { Id = id, Placements = { new Catalogue.V1.Placement { Channel = Catalogue.V1.Channel.Website } } }, Options(cancel));
                return id;
            }
            catch (RpcException e) when (e.StatusCode == StatusCode.NotFound && e.GetRpcStatus()?.GetDetail<ErrorInfo>()?.Domain == Refusal.Domain)
            {
                // What is published is no draft any more.
                return (await new CatalogueService.CatalogueServiceClient(_city.As(null)).GetItemAsync(new() { Id = id }, Options(cancel))).Id;
            }
            catch (RpcException e) when (e.StatusCode is StatusCode.Aborted or StatusCode.FailedPrecondition)
            {
                // A call that was given up was carried out after all, in between.
            }
        }

        EditingService.EditingServiceClient Editing(string role) => new(_city.As(role, "load-" + role));
    }

    private async Task<string> Record(int number, CancellationToken cancel)
    {
        var data = new Struct();
        data.Fields["季度"] = Value.ForString("2016Q4");
        data.Fields["救助类型"] = Value.ForString("临时");
        data.Fields["人次或户次"] = Value.ForNumber(1);
        data.Fields["资金支出"] = Value.ForString("1.00");
        var answer = await new RecordService.RecordServiceClient(_city.As(Roles.System)).BatchImportRecordsAsync(
            new() { Records = { new RecordEntry { TypeId = "relief", AgencyId = City.Agency, SourceId = $"load-{number}", Data = data } } }, Options(cancel));
        var result = answer.Results.Single();
        Expect(result.Outcome is EntryOutcome.Created or EntryOutcome.Unchanged, $"{result}");
        return result.Id;
    }

    private async Task<string> Law(int number, CancellationToken cancel) =>
        (await new LawService.LawServiceClient(_city.As(Roles.Admin)).CreateLawAsync(
            new() { RequestId = $"load-{number}", Content = new LawContent { Title = $"负载测试法 {number}", Kind = LawKind.Statute, LastArticle = 100 } }, Options(cancel))).Id;

    private async Task<string> Room(int number, CancellationToken cancel)
    {
        var answer = await new RoomService.RoomServiceClient(_city.As(Roles.Admin)).BatchImportRoomsAsync(new() { Records = { Journey.Room($"load-{number}", RoomKind.Library) } }, Options(cancel));
        var result = answer.Results.Single();
        Expect(result.Fate is RecordFate.Created or RecordFate.Unchanged, $"{result}");
        return result.Id;
    }

    private async Task<string> Disclosure(int number, CancellationToken cancel)
    {
        // One budget of each department and year.
        var turn = number / _writes.Count;
        var answer = await new DisclosureService.DisclosureServiceClient(_city.As(Roles.Admin)).BatchImportDisclosuresAsync(
            new() { Records = { Journey.Budget($"department-{turn % City.Departments}", 2014 + turn / City.Departments % 8) } }, Options(cancel));
        var result = answer.Results.Single();
        Expect(result.Fate is RecordFate.Created or RecordFate.Unchanged, $"{result}");
        return result.Id;
    }

    private void Expect(bool isSo, string answer)
    {
        if (!isSo) Wrong.Enqueue(answer);
    }

    /// <summary>An answer over HTTP that is none.</summary>
    private sealed class RefusedAnswerException(string told) : Exception
    {
        public string Told => told;
    }
}
