using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.Extensions.Logging;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Identity;
using Sunshine.Foundation.Storage;
using Sunshine.Foundation.V1;

namespace Sunshine.Foundation.Messaging;

/// <summary>Dead letters for who runs the platform.</summary>
public sealed partial class DeadLetterRpcs(IEnumerable<DeadLetters> services, ILogger<DeadLetterRpcs> log) : DeadLetterService.DeadLetterServiceBase
{
    public static readonly Refusal NoSuchService = new("NO_SUCH_SERVICE", StatusCode.NotFound, "本进程没有这个服务：{0}。", "This process has no service {0}.");

    public static readonly Refusal NoSuchDeadLetter = new("NO_SUCH_DEAD_LETTER", StatusCode.NotFound, "没有这条未送达的事件：{0}。", "There is no dead letter {0}.");

    private const int Most = 200;

    [Allow(Roles.Admin)]
    public override async Task<ListDeadLettersResponse> ListDeadLetters(ListDeadLettersRequest request, ServerCallContext context)
    {
        var v = new Violations();
        v.Required("service", request.Service);
        var (size, after) = (PageTokens.Size(request.PageSize, v), PageTokens.Place(request.PageToken, request, v));
        v.ThrowIfAny();
        var letters = Of(request.Service).All;
        var page = await letters.List(new ListQuery<DeadLetter> { OrderBy = DeadLetter.ByAge, Size = size, After = after }, context.CancellationToken);
        return new ListDeadLettersResponse
        {
            DeadLetters = { page.Documents.Select(d => ToProto(d.Value)) }, NextPageToken = PageTokens.Of(page.Next, request), TotalSize = await letters.Count([], context.CancellationToken)
        };
    }

    [Allow(Roles.Admin)]
    public override async Task<RedeliverDeadLettersResponse> RedeliverDeadLetters(RedeliverDeadLettersRequest request, ServerCallContext context)
    {
        var v = new Violations();
        v.Required("service", request.Service);
        v.Count("ids", request.Ids.Count, 0, Most);
        v.ThrowIfAny();
        var letters = Of(request.Service);
        var wanted = request.Ids.Count == 0
            ? (await letters.All.List(new ListQuery<DeadLetter> { OrderBy = DeadLetter.ByAge, Size = Most }, context.CancellationToken)).Documents
            : [.. (await letters.All.GetMany([.. request.Ids.Distinct()], context.CancellationToken)).Values.OrderBy(l => l.Value.DiedAt)];
        var response = new RedeliverDeadLettersResponse();
        foreach (var letter in wanted)
        {
            if (await letters.Redeliver(letter, context.CancellationToken) is { } failed) response.Failed.Add(ToProto(failed));
            else response.Handled++;
        }

        return response;
    }

    [Allow(Roles.Admin)]
    public override async Task<DiscardDeadLetterResponse> DiscardDeadLetter(DiscardDeadLetterRequest request, ServerCallContext context)
    {
        var v = new Violations();
        v.Required("service", request.Service);
        v.Required("id", request.Id);
        v.Required("reason", request.Reason);
        v.Text("reason", request.Reason, 500);
        v.ThrowIfAny();
        var letters = Of(request.Service).All;
        var stored = await letters.Get(request.Id, context.CancellationToken) ?? throw NoSuchDeadLetter.Of(request.Id);
        LogDiscarded(log, stored.Value.EventId, stored.Value.Topic, Caller.Of(context).Subject, request.Reason, stored.Value.Data);
        await letters.Write([new Write<DeadLetter>(request.Id, null, null, [])], context.CancellationToken);
        return new DiscardDeadLetterResponse();
    }

    private DeadLetters Of(string service) => services.FirstOrDefault(s => s.Service == service) ?? throw NoSuchService.Of(service);

    private static V1.DeadLetter ToProto(DeadLetter letter) => new()
    {
        Id = letter.Id, EventId = letter.EventId, Topic = letter.Topic, Data = letter.Data, Problem = letter.Problem, DiedAt = letter.DiedAt.ToTimestamp(), Redeliveries = letter.Redeliveries
    };

    [LoggerMessage(1108, LogLevel.Warning, "Event {Id} on {Topic} was discarded by {Subject} ({Reason}): {Data}")]
    private static partial void LogDiscarded(ILogger log, string id, string topic, string subject, string reason, string data);
}
