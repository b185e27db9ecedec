using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Identity;
using Sunshine.Foundation.Messaging;
using Sunshine.Foundation.Storage;
using Sunshine.Foundation.V1;

namespace Sunshine.Foundation.Auditing;

/// <summary>Who changed what, for who audits.</summary>
public sealed class AuditRpcs(IEnumerable<AuditLog> services) : AuditLogService.AuditLogServiceBase
{
    [Allow(Roles.Auditor, Roles.Admin)]
    public override async Task<ListAuditEntriesResponse> ListAuditEntries(ListAuditEntriesRequest request, ServerCallContext context)
    {
        var v = new Violations();
        v.Required("service", request.Service);
        v.Text("document", request.Document, 250);
        v.Text("actor", request.Actor, 250);
        if (request.Document.Length > 0 && request.Actor.Length > 0)
            v.Add("actor", "CONTRADICTORY", "document 与 actor 只能给出一项。", "Either a document or an actor, not both.");
        if (request.FromTime is not null && request.UntilTime is not null && request.FromTime > request.UntilTime) v.Add("untilTime", "OUT_OF_RANGE", "不能早于 fromTime。", "Must not be before fromTime.");
        var (size, after) = (PageTokens.Size(request.PageSize, v), PageTokens.Place(request.PageToken, request, v));
        v.ThrowIfAny();
        var log = services.FirstOrDefault(s => s.Service == request.Service) ?? throw DeadLetterRpcs.NoSuchService.Of(request.Service);
        var where = new List<Criterion<AuditEntry>>();
        if (request.Document.Length > 0) where.Add(AuditEntry.ByDocument.Is(request.Document));
        if (request.Actor.Length > 0) where.Add(AuditEntry.ByActor.Is(request.Actor));
        if (request.FromTime is { } from) where.Add(AuditEntry.ByTime.AtLeast(from.ToDateTimeOffset()));
        if (request.UntilTime is { } to) where.Add(AuditEntry.ByTime.AtMost(to.ToDateTimeOffset()));
        var page = await log.Entries.List(new ListQuery<AuditEntry> { Where = where, OrderBy = AuditEntry.ByTime, Descending = true, Size = size, After = after }, context.CancellationToken);
        return new ListAuditEntriesResponse { Entries = { page.Documents.Select(d => ToProto(d.Value)) }, NextPageToken = PageTokens.Of(page.Next, request) };
    }

    private static V1.AuditEntry ToProto(AuditEntry entry) => new()
    {
        Id = entry.Id, WrittenAt = entry.At.ToTimestamp(), Actor = entry.Actor, Roles = { entry.Roles }, AgencyId = entry.Agency, Call = entry.Call, TraceId = entry.Trace, Document = entry.Document,
        Kind = entry.Kind switch
        {
            AuditKind.Created => V1.AuditKind.Created, AuditKind.Changed => V1.AuditKind.Changed, AuditKind.Deleted => V1.AuditKind.Deleted, _ => V1.AuditKind.CreatedMany
        },
        Revision = entry.Revision, Ids = { entry.Ids }, Changes = { entry.Changes.Select(c => new V1.MemberChange { Member = c.Name, Old = c.Old ?? "", New = c.New ?? "", ValuesKept = c.Old is not null || c.New is not null }) }
    };
}

/// <summary>The log of one service, in its own store.</summary>
public sealed class AuditLog(string service, IStore store)
{
    public string Service => service;

    public IDocuments<AuditEntry> Entries => store.Open(AuditEntry.Declared);
}
