using Grpc.Core;
using Microsoft.AspNetCore.Authorization;
using Sunshine.Foundation.Hosting;
using Sunshine.Powers.V1;

namespace Sunshine.Powers;

public sealed partial class PowerRpcs
{
    /// <summary>How many powers a history follows: one that came of the reform of a whole city's list is cut off there.</summary>
    private const int MostRelatives = 200;

    [AllowAnonymous]
    public override async Task<PowerHistory> GetPowerHistory(GetPowerHistoryRequest request, ServerCallContext context)
    {
        var cancel = context.CancellationToken;
        var lines = await Relatives(request.Id, await WithPower(request.Id, cancel), cancel);
        var contents = await lists.Contents([.. lines.Select(l => l.Line.VersionId)], cancel);
        var history = new PowerHistory();
        var fields = Fields(await lawBook.Read(cancel));
        foreach (var (list, line) in lines.OrderBy(l => l.List.List.Batches[l.Line.From - 1].EffectiveOn).ThenBy(l => l.List.List.Batches[l.Line.From - 1].AdoptedAt)
            .ThenBy(l => l.Line.From).ThenBy(l => l.Line.Code, StringComparer.Ordinal))
        {
            var (batch, version) = (list.List.Batches[line.From - 1], contents[line.VersionId]);
            var told = new PowerEvent
            {
                PowerId = line.PowerId, ListId = list.Id, Batch = line.From, BatchId = batch.BatchId, EffectiveOn = Days.Format(batch.EffectiveOn), Decree = Map.ToProto(batch.Decree),
                Kind = line.Kind, Held = line.Held, Code = line.Code, Name = line.Name, ToLevel = line.ToLevel, Reason = version.Reason
            };
            // A power keeps where it came from; what happened to it later did not come from there.
            if (line.Kind is not (OperationKind.Rename or OperationKind.Change)) told.PredecessorIds.Add(line.Predecessors);
            told.SuccessorIds.Add(line.Successors);
            told.ToAgencyIds.Add(line.ToAgencyIds);
            if (line.Held && list.At(line.PowerId, line.From - 1) is { Held: true } before) told.Changes.Add(fields.Differences(contents[before.VersionId].Content, version.Content));
            history.Events.Add(told);
        }

        return history;
    }

    /// <summary>Everything that was said of a power, of what it came from and of what it went on as, within lists and across them.</summary>
    private async Task<IReadOnlyList<(ListSnapshot List, Line Line)>> Relatives(string id, ListSnapshot own, CancellationToken cancel)
    {
        var all = new List<ListSnapshot>();
        foreach (var list in await lists.All(cancel)) all.Add(list.Key == own.Id ? own : await lists.Read(list.Value.Value, cancel));
        var found = new List<(ListSnapshot, Line)>();
        var seen = new HashSet<string> { id };
        var waiting = new Queue<(ListSnapshot List, string Id)>([(own, id)]);
        while (waiting.TryDequeue(out var next))
        {
            foreach (var line in next.List.Of(next.Id))
            {
                found.Add((next.List, line));
                foreach (var relative in line.Predecessors.Concat(line.Successors)) Follow(relative);
                if (line.Kind != OperationKind.Delegate) continue;
                foreach (var taken in all.Where(l => l != next.List).SelectMany(l => l.TakenOver(next.Id))) Follow(taken.PowerId);
            }
        }

        return found;

        void Follow(string relative)
        {
            if (seen.Count < MostRelatives && seen.Add(relative) && all.Find(l => l.Of(relative).Count > 0) is { } list) waiting.Enqueue((list, relative));
        }
    }

    private static PowerFields Fields(LawBook.Snapshot laws) => new(id => laws.Find(id)?.Value.Title ?? id);
}
