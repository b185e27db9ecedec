using Grpc.Core;
using Microsoft.AspNetCore.Authorization;
using Sunshine.Foundation.Agencies;
using Sunshine.Foundation.Calendar;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Identity;
using Sunshine.Foundation.Messaging;
using Sunshine.Foundation.Storage;
using Sunshine.Powers.V1;

namespace Sunshine.Powers;

/// <summary>The rpcs of <c>sunshine.powers.v1.LawService</c>. The import, acts and confirmations: the other parts.</summary>
public sealed partial class LawRpcs(
    LawCollections collections, LawBook book, BasisTargets basisTargets, [FromKeyedServices(PowerListModule.Name)] AgencyCopies agencyCopies, Clock clock, TimeProvider time)
    : LawService.LawServiceBase
{
    [Allow(Roles.Supervisor, Roles.System, Roles.Admin)]
    public override async Task<V1.Law> CreateLaw(CreateLawRequest request, ServerCallContext context)
    {
        var v = new Violations();
        v.RequestId(request.RequestId);
        LawRules.Check(request.Content, "content", v);
        v.ThrowIfAny();
        var law = New(Ids.Of("law", Caller.Of(context).Subject, request.RequestId), request.Content);
        var written = (await collections.Laws.Write([Write.Create(law.Id, law, EventOf(law, LawChange.Created, 1))], context.CancellationToken))[0];
        // A repeated call finds its own law, by its id or by what is unique of it.
        var stored = written.Outcome == WriteOutcome.Done ? new Stored<Law>(law, written.Revision)
            : await collections.Laws.Get(law.Id, context.CancellationToken) ?? throw await Exists(law, context.CancellationToken);
        book.Written([stored]);
        return LawMap.ToProto(stored, clock.Today);
    }

    [Allow(Roles.Supervisor, Roles.Admin)]
    public override async Task<V1.Law> UpdateLaw(UpdateLawRequest request, ServerCallContext context)
    {
        var cancel = context.CancellationToken;
        var given = request.Law ?? new();
        var read = await Get("law.id", given.Id, cancel);
        var v = new Violations();
        var expected = Etags.Revision(given.Etag, "law.etag", v);
        var revised = new LawRevision { Content = LawMap.ToContent(read.Value) };
        FieldMasks.Apply(request.UpdateMask, given, revised, v, "content");
        LawRules.Check(revised.Content, "law.content", v);
        v.ThrowIfAny();
        var law = read.Value.With(revised.Content);
        // Equal but for the two lists, which every copy has anew.
        if (LawMap.ToContent(law).Equals(LawMap.ToContent(read.Value)))
        {
            if (expected is { } named && named != read.Revision) throw Etags.Stale(read.Revision);
            return LawMap.ToProto(read, clock.Today);
        }

        return await Save(read, law with { UpdatedAt = clock.Now }, LawChange.Updated, "", expected, cancel);
    }

    [AllowAnonymous]
    public override async Task<V1.Law> GetLaw(GetLawRequest request, ServerCallContext context)
    {
        var v = new Violations();
        var day = v.Day("asOf", request.AsOf) ?? clock.Today;
        v.ThrowIfAny();
        return LawMap.ToProto(await Get("id", request.Id, context.CancellationToken), day);
    }

    [AllowAnonymous]
    public override async Task<ListLawsResponse> ListLaws(ListLawsRequest request, ServerCallContext context)
    {
        var v = new Violations();
        v.Text("query", request.Query, 200);
        v.Enum("kind", request.Kind, required: false);
        v.Enum("validity", request.Validity, required: false);
        var day = v.Day("asOf", request.AsOf) ?? clock.Today;
        var (size, after) = (PageTokens.Size(request.PageSize, v), PageTokens.Place(request.PageToken, request, v));
        v.ThrowIfAny();
        var found = (await book.Read(context.CancellationToken)).Search(request, day);
        var rest = after is null ? found : [.. found.SkipWhile(f => string.CompareOrdinal(f.Place, after) <= 0)];
        var response = new ListLawsResponse { TotalSize = found.Count, NextPageToken = PageTokens.Of(rest.Count > size ? rest[size - 1].Place : null, request) };
        response.Laws.Add(rest.Take(size).Select(f => LawMap.ToProto(f.Law, day)));
        return response;
    }

    private Law New(string id, V1.LawContent content) =>
        new Law { Id = id, Title = content.Title, Kind = content.Kind, CreatedAt = clock.Now, UpdatedAt = clock.Now }.With(content);

    private async Task<Stored<Law>> Get(string field, string id, CancellationToken cancel)
    {
        var v = new Violations();
        v.Required(field, id);
        v.Text(field, id, 64);
        v.ThrowIfAny();
        return await collections.Laws.Get(id, cancel) ?? throw LawRefusals.NoSuchLaw.Of();
    }

    private async Task<Stored<Law>?> Same(Law law, CancellationToken cancel) =>
        (await collections.Laws.List(new ListQuery<Law> { Where = [LawCollections.Key.Is(law.Key)], Size = 1 }, cancel)).Documents is [var same] ? same : null;

    private async Task<RefusedException> Exists(Law law, CancellationToken cancel)
    {
        var other = await Same(law, cancel);
        return LawRefusals.LawExists.Of(law.Title).With("law_id", other?.Value.Id ?? "");
    }

    private async Task<V1.Law> Save(Stored<Law> read, Law changed, LawChange change, string actId, long? expected, CancellationToken cancel)
    {
        if (expected is { } named && named != read.Revision) throw Etags.Stale(read.Revision);
        var written = (await collections.Laws.Write([Write.Replace(changed.Id, changed, read.Revision, EventOf(changed, change, read.Revision + 1, actId))], cancel))[0];
        if (written.Outcome == WriteOutcome.Stale) throw Etags.Stale(written.Revision);
        if (written.Outcome == WriteOutcome.Taken) throw await Exists(changed, cancel);
        var stored = new Stored<Law>(changed, written.Revision);
        book.Written([stored]);
        return LawMap.ToProto(stored, clock.Today);
    }

    private OutgoingEvent EventOf(Law law, LawChange change, long revision, string actId = "") => Topics.Outgoing(LawMap.ToEvent(law, change, revision, actId), time);
}
