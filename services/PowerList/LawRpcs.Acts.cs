using Grpc.Core;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Identity;
using Sunshine.Powers.V1;

namespace Sunshine.Powers;

/// <summary>What ended a law or changed it.</summary>
public sealed partial class LawRpcs
{
    [Allow(Roles.Supervisor, Roles.System, Roles.Admin)]
    public override async Task<V1.Law> RecordLawAct(RecordLawActRequest request, ServerCallContext context)
    {
        var cancel = context.CancellationToken;
        var read = await Get("id", request.Id, cancel);
        var v = new Violations();
        v.RequestId(request.RequestId);
        var expected = Etags.Revision(request.Etag, "etag", v);
        var actId = Ids.Of("law-act", Caller.Of(context).Subject, request.RequestId);
        if (!v.Any && read.Value.Acts.Any(a => a.Id == actId)) return LawMap.ToProto(read, clock.Today);
        LawRules.Check(request.Act, "act", read.Value, v);
        if (request.Act?.SuccessorLawId is { Length: > 0 and <= 64 } successor && await collections.Laws.Get(successor, cancel) is null)
            v.Add("act.successorLawId", "NO_SUCH_LAW", "依据库中没有这部法律法规。", "The register has no such law.");
        v.ThrowIfAny();
        var act = LawMap.ToAct(request.Act!, actId, Caller.Of(context).Subject, clock.Now);
        if (read.Value.EndBy(act.On) is { } ended) throw LawRefusals.LawEnded.Of(Days.Format(ended.On)).With("act_id", ended.Id);
        return await Save(read, read.Value.Record(act, clock.Now), LawChange.ActRecorded, actId, expected, cancel);
    }

    [Allow(Roles.Supervisor, Roles.Admin)]
    public override async Task<V1.Law> TakeBackLawAct(TakeBackLawActRequest request, ServerCallContext context)
    {
        var cancel = context.CancellationToken;
        var read = await Get("lawId", request.LawId, cancel);
        var v = new Violations();
        v.Required("actId", request.ActId);
        v.Required("reason", request.Reason);
        v.Text("reason", request.Reason, 500);
        v.NoPersonalData("reason", request.Reason);
        var expected = Etags.Revision(request.Etag, "etag", v);
        v.ThrowIfAny();
        var act = read.Value.Acts.FirstOrDefault(a => a.Id == request.ActId) ?? throw LawRefusals.NoSuchAct.Of();
        if (!act.Stands) return LawMap.ToProto(read, clock.Today);
        var law = read.Value.Replace(act.TakeBack(request.Reason, Caller.Of(context).Subject, clock.Now), clock.Now);
        return await Save(read, law, LawChange.ActTakenBack, act.Id, expected, cancel);
    }
}
