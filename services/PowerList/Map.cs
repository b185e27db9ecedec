using Google.Protobuf.WellKnownTypes;
using Sunshine.Foundation.Agencies;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Storage;

namespace Sunshine.Powers;

/// <summary>Contract ↔ domain, of powers, lists and batches.</summary>
internal static class Map
{
    public static V1.PowerList ToProto(Stored<PowerList> stored, AgencyCopies.Snapshot agencies)
    {
        var list = stored.Value;
        return new V1.PowerList
        {
            Id = list.Id, Etag = Etags.Of(stored.Revision), CreateTime = list.CreatedAt.ToTimestamp(), UpdateTime = list.UpdatedAt.ToTimestamp(), Name = list.Name,
            AgencyName = agencies.NameOf(list.Id), Level = list.Level, Region = list.Region, LastBatch = list.Batches.Count,
            PowerCount = list.Batches.Count == 0 ? 0 : list.Batches[^1].Balance.Closing
        };
    }

    public static V1.Batch ToProto(Stored<Batch> stored)
    {
        var batch = stored.Value;
        return new V1.Batch
        {
            Id = batch.Id, Etag = Etags.Of(stored.Revision), CreateTime = batch.CreatedAt.ToTimestamp(), UpdateTime = batch.UpdatedAt.ToTimestamp(), ListId = batch.ListId,
            State = batch.Discarded ? V1.BatchState.Discarded : V1.BatchState.Draft, Decree = ToProto(batch.Decree), EffectiveOn = Days.Format(batch.EffectiveOn), Note = batch.Note,
            OperationCount = batch.OperationCount, Declared = ToProto(batch.Declared)
        };
    }

    /// <param name="number">Its number in the list.</param>
    public static V1.Batch ToProto(PowerList list, int number)
    {
        var batch = list.Batches[number - 1];
        return new V1.Batch
        {
            Id = batch.BatchId, CreateTime = batch.CreatedAt.ToTimestamp(), UpdateTime = batch.AdoptedAt.ToTimestamp(), ListId = list.Id, Number = number, State = V1.BatchState.Current,
            Decree = ToProto(batch.Decree), EffectiveOn = Days.Format(batch.EffectiveOn), Note = batch.Note, OperationCount = batch.Sheets.Sum(s => s.Count),
            Declared = ToProto(batch.Declared), Balance = ToProto(batch.Balance), AdoptedAt = batch.AdoptedAt.ToTimestamp(), Digest = batch.Digest
        };
    }

    /// <param name="rows">Of its balance.</param>
    public static V1.BatchAdopted ToEvent(Adopted batch, PowerList list, IReadOnlyList<BalanceSheet.Row> rows) => new()
    {
        BatchId = batch.BatchId, ListId = list.Id, Number = list.NumberOf(batch.BatchId), Decree = ToProto(batch.Decree), EffectiveOn = Days.Format(batch.EffectiveOn),
        Balance = ToProto(batch.Balance), Digest = batch.Digest, OccurredAt = batch.AdoptedAt.ToTimestamp(),
        Counts = { BatchCounts.Of(list, batch.EffectiveOn, batch.Balance, rows) }
    };

    public static V1.Decree ToProto(Decree decree) => new()
    {
        Title = decree.Title, DocumentNumber = decree.DocumentNumber, DecidedOn = Days.Format(decree.DecidedOn), ItemId = decree.ItemId
    };

    public static Decree ToDecree(V1.Decree decree) => new(decree.Title, decree.DocumentNumber, Days.Parse(decree.DecidedOn)!.Value, decree.ItemId);

    public static V1.DeclaredFigures? ToProto(Declared? declared) => declared is null ? null : new V1.DeclaredFigures
    {
        Opening = declared.Opening, Added = declared.Added, Cancelled = declared.Cancelled, Delegated = declared.Delegated, Closing = declared.Closing
    };

    public static Declared? ToDeclared(V1.DeclaredFigures? declared) =>
        declared is null ? null : new Declared(declared.Opening, declared.Added, declared.Cancelled, declared.Delegated, declared.Closing);

    public static V1.Balance ToProto(Tally tally) => new()
    {
        Opening = tally.Opening, Added = tally.Added, TakenOver = tally.TakenOver, Cancelled = tally.Cancelled, Delegated = tally.Delegated, MergedAway = tally.MergedAway,
        MergedInto = tally.MergedInto, SplitAway = tally.SplitAway, SplitInto = tally.SplitInto, MovedIn = tally.MovedIn, MovedOut = tally.MovedOut, Closing = tally.Closing,
        Renamed = tally.Renamed, Changed = tally.Changed
    };

    public static IEnumerable<V1.BalanceRow> ToProto(BalanceSheet.Row[] rows, AgencyCopies.Snapshot agencies) => rows.Select(r => new V1.BalanceRow
    {
        AgencyId = r.AgencyId, AgencyName = agencies.NameOf(r.AgencyId), Kind = r.Kind, Balance = ToProto(r.Tally)
    });

    /// <summary>Without what is only sent, so that its bytes are what the list says and nothing else.</summary>
    public static V1.PowerContent ToProto(PowerContent content)
    {
        var proto = new V1.PowerContent
        {
            Code = content.Code, Name = content.Name, Kind = content.Kind, AgencyId = content.AgencyId, Office = content.Office, FlowChartId = content.FlowChartId,
            TimeLimit = ToProto(content.TimeLimit), SupervisionPhone = content.SupervisionPhone, Level = content.Level
        };
        proto.Bases.Add(content.Bases.Select(b => new V1.LegalBasis { LawId = b.LawId, Article = b.Article }));
        proto.Responsibilities.Add(content.Responsibilities.Select(r => new V1.Responsibility { Step = r.Step, Text = r.Text }));
        proto.Accountability.Add(content.Accountability);
        if (content.Fee is not { } fee) return proto;
        proto.Fee = new V1.Fee { Charged = fee.Charged, Standard = fee.Standard, Basis = fee.Basis };
        proto.Fee.FeeIds.Add(fee.FeeIds);
        return proto;
    }

    public static PowerContent ToContent(V1.PowerContent proto) => new()
    {
        Code = proto.Code, Name = proto.Name, Kind = proto.Kind, AgencyId = proto.AgencyId, Office = proto.Office, Bases = [.. proto.Bases.Select(b => new LegalBasis(b.LawId, b.Article))],
        Responsibilities = [.. proto.Responsibilities.Select(r => new Responsibility(r.Step, r.Text))], Accountability = [.. proto.Accountability], FlowChartId = proto.FlowChartId,
        TimeLimit = ToLimit(proto.TimeLimit), Fee = proto.Fee is { } fee ? new Fee(fee.Charged, [.. fee.FeeIds], fee.Standard, fee.Basis) : null,
        SupervisionPhone = proto.SupervisionPhone, Level = proto.Level
    };

    public static V1.TimeLimit? ToProto(TimeLimit? limit) => limit is null ? null : new V1.TimeLimit
    {
        Unit = limit.Unit, Statutory = limit.Statutory, Promised = limit.Promised, OnTheSpot = limit.OnTheSpot, Note = limit.Note
    };

    public static TimeLimit? ToLimit(V1.TimeLimit? limit) => limit is null ? null : new TimeLimit(limit.Unit, limit.Statutory, limit.Promised, limit.OnTheSpot, limit.Note);

    public static V1.Operation ToProto(Operation operation, int position)
    {
        var proto = new V1.Operation
        {
            Kind = operation.Kind, ToLevel = operation.ToLevel, SourceListId = operation.SourceListId, SourceCode = operation.SourceCode, Reason = operation.Reason,
            Line = operation.Line > 0 ? operation.Line : position + 1
        };
        proto.Codes.Add(operation.Codes);
        proto.Powers.Add(operation.Powers.Select(ToProto));
        proto.ToAgencyIds.Add(operation.ToAgencyIds);
        if (operation.Mask.Count > 0) proto.UpdateMask = new FieldMask { Paths = { operation.Mask } };
        return proto;
    }

    /// <param name="line">In the file it came from; 0 if it came from none.</param>
    public static Operation ToOperation(V1.Operation proto, int line = 0) => new()
    {
        Kind = proto.Kind, Codes = [.. proto.Codes], Powers = [.. proto.Powers.Select(ToContent)], Mask = [.. proto.UpdateMask?.Paths ?? []], ToLevel = proto.ToLevel,
        ToAgencyIds = [.. proto.ToAgencyIds], SourceListId = proto.SourceListId, SourceCode = proto.SourceCode, Reason = proto.Reason, Line = line
    };

    public static V1.PowerSummary ToSummary(Line line, ListSnapshot list, AgencyCopies.Snapshot agencies) => new()
    {
        Id = line.PowerId, ListId = list.Id, Code = line.Code, Name = line.Name, Kind = line.PowerKind, AgencyId = line.AgencyId, AgencyName = agencies.NameOf(line.AgencyId),
        Level = line.Level, SinceBatch = line.From, Since = Days.Format(list.List.Batches[line.From - 1].EffectiveOn)
    };
}
