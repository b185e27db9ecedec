using Grpc.Core;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Identity;
using Sunshine.Foundation.Storage;
using Sunshine.KeyAreas.V1;

namespace Sunshine.KeyAreas;

/// <summary>Corrections, withdrawals and imports.</summary>
public sealed partial class RecordRpcs
{
    private const int LongestReason = 500;

    private const int MostRecords = 1_000;

    /// <summary>Messages of one import stream that are checked ahead of the one that is being stored.</summary>
    private const int MostAhead = 4;

    [Allow(Roles.System, Roles.Publisher, Roles.Admin)]
    public override async Task<V1.Record> CorrectRecord(CorrectRecordRequest request, ServerCallContext context)
    {
        var cancel = context.CancellationToken;
        var caller = Caller.Of(context);
        var (record, type) = await reading.Find(request.Id, cancel);
        var agencies = await agencyCopies.Read(cancel);
        agencies.RequireActingFor(caller, record.Value.AgencyId);
        var v = new Violations();
        PublicText.Check("reason", request.Reason, LongestReason, v, required: true);
        var expected = Etags.Revision(request.Etag, "etag", v);
        var shape = shapes.Latest(type);
        var content = RecordContent.Of(type, shape, request.Data, shape.Day is null ? record.Value.FormedOn : null, sealing, v);
        if (content is { SourceId.Length: > 0 } && content.SourceId != record.Value.SourceId && shape.Key.Count > 0 && record.Value.SourceId == KeyOf(record.Value, type))
            v.Add("data", "KEY_CHANGED", "主键字段不能更正：请撤销后另行登记。", "The fields of its key cannot be corrected: withdraw it and record another.");
        v.ThrowIfAny();
        RequireOpen(record.Value);
        if (content!.Digest == record.Value.Digest) throw KeyAreasRefusals.NothingToCorrect.Of();
        return await Save(record, writing.Correct(record, content, record.Value.PublishedOn, request.Reason, caller.Subject), type, expected, agencies, cancel);
    }

    [Allow(Roles.System, Roles.Publisher, Roles.Admin)]
    public override async Task<V1.Record> WithdrawRecord(WithdrawRecordRequest request, ServerCallContext context)
    {
        var cancel = context.CancellationToken;
        var caller = Caller.Of(context);
        var (record, type) = await reading.Find(request.Id, cancel);
        var agencies = await agencyCopies.Read(cancel);
        agencies.RequireActingFor(caller, record.Value.AgencyId);
        var v = new Violations();
        PublicText.Check("reason", request.Reason, LongestReason, v, required: true);
        var expected = Etags.Revision(request.Etag, "etag", v);
        v.ThrowIfAny();
        RequireOpen(record.Value);
        return await Save(record, writing.Withdraw(record, type, request.Reason, caller.Subject), type, expected, agencies, cancel);
    }

    [Allow(Roles.System, Roles.Publisher, Roles.Admin)]
    public override async Task<BatchImportRecordsResponse> BatchImportRecords(BatchImportRecordsRequest request, ServerCallContext context)
    {
        RequireCount(request.Records.Count, 0);
        var response = new BatchImportRecordsResponse();
        response.Results.Add(await import.Import(request.Records, 0, Caller.Of(context), context.Language(), context.CancellationToken));
        return response;
    }

    [Allow(Roles.System, Roles.Publisher, Roles.Admin)]
    public override async Task ImportRecords(IAsyncStreamReader<ImportRecordsRequest> requestStream, IServerStreamWriter<ImportRecordsResponse> responseStream, ServerCallContext context)
    {
        var (caller, language) = (Caller.Of(context), context.Language());
        var ahead = new Queue<Task>();
        long position = 0;
        // Messages are checked side by side and stored one after the other, so that the later record counts. The last answer stands for all before it:
        // it is sent while the next message is being waited for, because a caller may well wait for it.
        var answered = Task.CompletedTask;
        using var failed = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken);
        try
        {
            await foreach (var message in requestStream.ReadAllAsync(failed.Token))
            {
                RequireCount(message.Records.Count, position);
                if (ahead.Count >= MostAhead) await ahead.Dequeue();
                var first = position;
                answered = Answer(answered, Task.Run(() => import.Prepare(message.Records, first, caller, language, failed.Token), failed.Token));
                ahead.Enqueue(answered);
                position += message.Records.Count;
            }
        }
        finally
        {
            // What was taken in is answered first, whatever comes then; and if it failed, that is what the caller hears of.
            await answered;
        }

        async Task Answer(Task before, Task<RecordImport.Prepared> preparing)
        {
            try
            {
                await before;
                var response = new ImportRecordsResponse();
                response.Results.Add(await import.Store(await preparing, caller, language, failed.Token));
                await responseStream.WriteAsync(response, context.CancellationToken);
            }
            catch
            {
                await failed.CancelAsync();
                throw;
            }
        }
    }

    private async Task<V1.Record> Save(Stored<Record> read, Write<Record> write, RecordType type, long? expected, Foundation.Agencies.AgencyCopies.Snapshot agencies, CancellationToken cancel) =>
        reading.Shown(await collections.Of(type).Replace(write.Id, read, write.Value!, expected, null, cancel, write.Events), agencies, whole: true);

    /// <summary>The key as the record's own data makes it; what is in a key is never personal.</summary>
    private string KeyOf(Record record, RecordType type)
    {
        if (record.Data.Length == 0) return "";
        using var json = System.Text.Json.JsonDocument.Parse(record.Data);
        return string.Join('|', shapes.Of(type, record.SchemaVersion).Key.Select(k => json.RootElement.TryGetProperty(k.Name, out var value) ? ShapeField.Text(value) ?? "" : ""));
    }

    private static void RequireOpen(Record record)
    {
        if (record.Withdrawn) throw KeyAreasRefusals.RecordWithdrawn.Of();
        if (record.Version >= Record.MostVersions) throw KeyAreasRefusals.TooManyVersions.Of($"{Record.MostVersions}");
    }

    private static void RequireCount(int count, long position)
    {
        var violations = new Violations();
        violations.Count("records", count, 1, MostRecords);
        if (violations.Any) throw new RefusedException(Refusals.InvalidFields, "", violations.Found).With("position", position.ToString());
    }
}
