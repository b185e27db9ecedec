using Google.Protobuf.WellKnownTypes;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Storage;

namespace Sunshine.Catalogue;

/// <summary>Harvests between contract and domain, both ways.</summary>
public static class HarvestMap
{
    private const int DefaultVanishLimit = 10;

    /// <summary>Without its secret.</summary>
    public static V1.HarvestSource ToProto(Stored<HarvestSource> stored, HarvestState? state)
    {
        var source = stored.Value;
        var proto = new V1.HarvestSource
        {
            Id = source.Id, Etag = Etags.Of(stored.Revision), CreateTime = source.CreatedAt.ToTimestamp(), UpdateTime = source.UpdatedAt.ToTimestamp(), Title = source.Title,
            AgencyId = source.AgencyId, Kind = source.Kind, Url = source.Url, UpstreamAgencyId = source.UpstreamAgencyId, Charset = source.Charset,
            IntervalMinutes = source.IntervalMinutes, Enabled = source.Enabled, VanishLimitPercent = source.VanishLimitPercent,
            NextRunTime = source.Interval is not null && state is not null && state.NextRunAt < HarvestState.Never ? state.NextRunAt.ToTimestamp() : null
        };
        if (source.SecretHeader.Length > 0) proto.Secret = new V1.HarvestSecret { Header = source.SecretHeader };
        proto.Agencies.Add(source.Agencies.OrderBy(a => a.Key, StringComparer.Ordinal).Select(a => new V1.HarvestAgency { Upstream = a.Key, AgencyId = a.Value }));
        proto.Fields.Add(source.Fields.Select(f =>
        {
            var field = new V1.HarvestField { Field = f.Field, From = f.From, Constant = f.Constant };
            field.Values.Add(f.Values.OrderBy(x => x.Key, StringComparer.Ordinal).Select(x => new V1.HarvestValue { From = x.Key, To = x.Value }));
            return field;
        }));
        return proto;
    }

    /// <summary>What people write of a source, over what is there.</summary>
    public static HarvestSource ToSource(V1.HarvestSource source, HarvestSource over, SealedData seals) => over with
    {
        Title = source.Title, Url = source.Url, UpstreamAgencyId = source.UpstreamAgencyId, Charset = source.Charset, IntervalMinutes = source.IntervalMinutes, Enabled = source.Enabled,
        VanishLimitPercent = source.VanishLimitPercent == 0 ? DefaultVanishLimit : source.VanishLimitPercent,
        Agencies = source.Agencies.ToDictionary(a => a.Upstream, a => a.AgencyId),
        Fields = [.. source.Fields.Select(f => new HarvestField(f.Field, f.From, f.Constant, f.Values.ToDictionary(x => x.From, x => x.To)))],
        SecretHeader = source.Secret?.Header ?? "",
        SealedSecret = source.Secret is null ? "" : source.Secret.Value.Length > 0 ? seals.Seal(source.Secret.Value) : over.SealedSecret
    };

    public static V1.HarvestJob ToProto(Stored<HarvestJob> stored)
    {
        var job = stored.Value;
        return new V1.HarvestJob
        {
            Id = job.Id, Etag = Etags.Of(stored.Revision), SourceId = job.SourceId, State = job.State, Stage = job.Stage, Trigger = job.Trigger, DryRun = job.DryRun, RetryOf = job.RetryOf,
            CreateTime = job.CreatedAt.ToTimestamp(), StartTime = job.StartedAt?.ToTimestamp(), EndTime = job.EndedAt?.ToTimestamp(), Vanished = job.Vanished,
            Counts = new V1.HarvestCounts
            {
                Gathered = job.Counts.Gathered, Added = job.Counts.Added, Updated = job.Counts.Updated, NotModified = job.Counts.NotModified, Deleted = job.Counts.Deleted,
                Restored = job.Counts.Restored, Errored = job.Counts.Errored, Conflicts = job.Counts.Conflicts
            },
            Problem = ToProto(job.Problem), DeletionsWithheld = ToProto(job.DeletionsWithheld), Balance = ToProto(job.Balance)
        };
    }

    public static V1.HarvestObject ToProto(HarvestObject o, Language language)
    {
        var proto = new V1.HarvestObject { UpstreamId = o.UpstreamId, Line = o.Line, Digest = o.Digest, ItemId = o.ItemId, Status = o.Status, Stage = o.Stage };
        proto.Problems.Add(o.Problems.Select(p => p.ToProto(language)));
        return proto;
    }

    private static V1.HarvestProblem? ToProto(HarvestProblem? problem) =>
        problem is null ? null : new V1.HarvestProblem { Stage = problem.Stage, Reason = problem.Reason, Description = problem.Description };

    private static V1.HarvestBalance? ToProto(HarvestBalance? balance)
    {
        if (balance is null) return null;
        var proto = new V1.HarvestBalance
        {
            Upstream = ToProto(balance.Upstream), Local = ToProto(balance.Local), Stated = ToProto(balance.Stated), Balanced = balance.Balanced, DifferenceCount = balance.DifferenceCount
        };
        proto.Differences.Add(balance.Differences.Select(d => new V1.HarvestDifference { UpstreamId = d.UpstreamId, Kind = d.Kind, ItemId = d.ItemId }));
        return proto;
    }

    private static V1.HarvestSide? ToProto(HarvestSide? side) => side is null ? null : new V1.HarvestSide { Count = side.Count, Digest = side.Digest };
}
