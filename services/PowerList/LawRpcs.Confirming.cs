using Grpc.Core;
using Google.Protobuf.WellKnownTypes;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Identity;
using Sunshine.Foundation.Messaging;
using Sunshine.Foundation.Storage;
using Sunshine.Powers.V1;

namespace Sunshine.Powers;

/// <summary>What still rests on a law that was amended.</summary>
public sealed partial class LawRpcs
{
    [Allow(Roles.Editor, Roles.Reviewer, Roles.Publisher, Roles.Supervisor)]
    public override async Task<V1.BasisConfirmation> ConfirmBasis(ConfirmBasisRequest request, ServerCallContext context)
    {
        var (cancel, caller) = (context.CancellationToken, Caller.Of(context));
        var law = (await Get("lawId", request.LawId, cancel)).Value;
        var v = new Violations();
        v.RequestId(request.RequestId);
        v.Count("targetIds", request.TargetIds.Count, 1, 200);
        v.Required("reason", request.Reason);
        v.Text("reason", request.Reason, 1_000);
        v.NoPersonalData("reason", request.Reason);
        if (request.ThroughActId.Length > 0 && law.Acts.All(a => a.Id != request.ThroughActId))
            v.Add("throughActId", "NO_SUCH_ACT", "该法律法规没有这条变动记录。", "The law has no such act.");
        v.ThrowIfAny();
        var id = Ids.Of("confirm-basis", caller.Subject, request.RequestId);
        if (await collections.Confirmations.Get(id, cancel) is { } before) return LawMap.ToProto(before.Value);

        var targets = await Targets(request, law.Id, cancel);
        var agencies = await agencyCopies.Read(cancel);
        foreach (var agency in targets.Select(t => t.AgencyId).Distinct()) agencies.RequireActingFor(caller, agency);

        var today = clock.Today;
        if (law.EndBy(today) is not null) throw LawRefusals.MustBeRebased.Of(law.Title);
        var seen = law.Acts.TakeWhile(a => a.Id != request.ThroughActId).Concat(law.Acts.Where(a => a.Id == request.ThroughActId)).Where(a => a.Stands && a.On <= today).ToList();
        if (seen.Count == 0) throw LawRefusals.NothingToConfirm.Of();
        var acts = StandingAct.Of(law);
        foreach (var target in targets)
        {
            if (target.Bases.Any(b => b.LawId == law.Id && Impact.Of(acts, ArticleReference.Parse(b.Article), target.BasedOn, today, _ => true) is { MustBeRebased: true })) throw LawRefusals.MustBeRebased.Of(target.Id);
        }

        var confirmation = new Confirmation
        {
            Id = id, LawId = law.Id, ActIds = [.. seen.Select(a => a.Id)], TargetIds = [.. request.TargetIds], On = today, By = caller.Subject, Reason = request.Reason, CreatedAt = clock.Now
        };
        var told = Topics.Outgoing(new LawChanged { LawId = law.Id, Change = LawChange.BasesConfirmed, ConfirmationId = id, OccurredAt = confirmation.CreatedAt.ToTimestamp() }, time);
        var written = (await collections.Confirmations.Write([Write.Create(id, confirmation, told)], cancel))[0];
        if (written.Outcome != WriteOutcome.Done) confirmation = (await collections.Confirmations.Get(id, cancel))!.Value;
        book.Written(confirmation);
        return LawMap.ToProto(confirmation);
    }

    [Allow(Roles.Editor, Roles.Reviewer, Roles.Publisher, Roles.Supervisor, Roles.Auditor, Roles.Admin)]
    public override async Task<ListConfirmationsResponse> ListConfirmations(ListConfirmationsRequest request, ServerCallContext context)
    {
        var v = new Violations();
        var (size, after) = (PageTokens.Size(request.PageSize, v), PageTokens.Place(request.PageToken, request, v));
        v.ThrowIfAny();
        var law = await Get("lawId", request.LawId, context.CancellationToken);
        var page = await collections.Confirmations.List(new ListQuery<Confirmation>
        {
            Where = [LawCollections.OfLaw.Is(law.Value.Id)], OrderBy = LawCollections.CreatedAt, Descending = true, Size = size, After = after
        }, context.CancellationToken);
        var response = new ListConfirmationsResponse { NextPageToken = PageTokens.Of(page.Next, request) };
        response.Confirmations.Add(page.Documents.Select(d => LawMap.ToProto(d.Value)));
        return response;
    }

    /// <summary>What is to be confirmed. Each must be there and rest on the law.</summary>
    private async Task<IReadOnlyList<BasisTarget>> Targets(ConfirmBasisRequest request, string lawId, CancellationToken cancel)
    {
        var found = await basisTargets.Find([.. request.TargetIds.Distinct()], cancel);
        var (v, targets) = (new Violations(), new Dictionary<string, BasisTarget>());
        for (var i = 0; i < request.TargetIds.Count; i++)
        {
            var field = $"targetIds[{i}]";
            if (!found.TryGetValue(request.TargetIds[i], out var target)) v.Add(field, "NO_SUCH_TARGET", "没有这项职权或者这份办事指南。", "There is no such power or guide.");
            else if (target.Bases.All(b => b.LawId != lawId)) v.Add(field, "NOT_BASED_ON_LAW", "不以该法律法规为依据。", "Does not rest on the law.");
            else if (!targets.TryAdd(target.Id, target)) v.Add(field, "TWICE", "列了两次。", "Is named twice.");
        }

        v.ThrowIfAny();
        return [.. targets.Values];
    }
}
