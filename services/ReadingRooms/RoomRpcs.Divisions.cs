using Grpc.Core;
using Microsoft.AspNetCore.Authorization;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Identity;
using Sunshine.Foundation.Storage;
using Sunshine.Foundation.V1;
using Sunshine.ReadingRooms.V1;

namespace Sunshine.ReadingRooms;

/// <summary>The tree of divisions, which is data: the statistics bureau gives out a new table every year.</summary>
public sealed partial class RoomRpcs
{
    /// <summary>A division that others keep changing is tried this often.</summary>
    private const int Attempts = 5;

    private sealed record DivisionCandidate(int Index, ImportedRecord Result, string Code, DivisionPeriod Period);

    [AllowAnonymous]
    public override async Task<ListDivisionsResponse> ListDivisions(ListDivisionsRequest request, ServerCallContext context)
    {
        var v = new Violations();
        var parent = RoomRules.CheckAsked("parentCode", request.ParentCode, v) ?? "";
        var day = v.Day("asOf", request.AsOf) ?? clock.Today;
        var (size, after) = (PageTokens.Size(request.PageSize, v), PageTokens.Place(request.PageToken, request, v));
        v.ThrowIfAny();
        var page = await collections.Divisions.List(new ListQuery<Division> { Where = [DivisionCollection.Parent.Is(parent)], Size = size, After = after }, context.CancellationToken);
        var response = new ListDivisionsResponse { NextPageToken = PageTokens.Of(page.Next, request) };
        foreach (var stored in page.Documents)
        {
            if (stored.Value.On(day) is { } period) response.Divisions.Add(RoomMap.ToProto(stored.Value.Code, period));
        }

        return response;
    }

    [Allow(Roles.Admin)]
    public override async Task<BatchImportDivisionsResponse> BatchImportDivisions(BatchImportDivisionsRequest request, ServerCallContext context)
    {
        var cancel = context.CancellationToken;
        var v = new Violations();
        v.Count("records", request.Records.Count, 1, 1_000);
        v.ThrowIfAny();
        var above = (await divisions.Find(request.Records.Select(r => DivisionCode.ParentOf(r.Code)), cancel)).Keys.ToHashSet();
        var response = new BatchImportDivisionsResponse();
        var ready = new List<DivisionCandidate>();
        var seen = new HashSet<string>();
        foreach (var record in request.Records)
        {
            var index = response.Results.Count;
            var found = new Violations($"records[{index}].");
            found.Required("code", record.Code);
            RoomRules.CheckAsked("code", record.Code, found);
            if (DivisionCode.ParentOf(record.Code) is { Length: > 0 } parent && !above.Contains(parent)) found.Add("code", "NO_SUCH_PARENT", $"上级区划 {parent} 不存在。", $"There is no division {parent} above it.");
            if (!seen.Add(record.Code)) found.Add("code", "REPEATED", "本次导入中重复。", "Stands in this call twice.");
            PublicText.Check("name", record.Name, 100, found, required: true);
            var (from, to) = (found.Day("validFrom", record.ValidFrom), found.Day("validTo", record.ValidTo));
            if (to < from) found.Add("validTo", "BEFORE_VALID_FROM", "不能早于起始日期。", "Must not be before the first day.");
            var result = new ImportedRecord { SourceId = record.Code };
            response.Results.Add(result);
            if (found.Any)
            {
                result.Refuse(found, context.Language());
                continue;
            }

            above.Add(record.Code);
            ready.Add(new DivisionCandidate(index, result, record.Code, new DivisionPeriod(record.Name, from, to)));
        }

        await Imports.UntilStored(ready, Attempts, waiting => Store(waiting, context.Language(), cancel));

        return response;
    }

    private async Task<IReadOnlyList<DivisionCandidate>> Store(IReadOnlyList<DivisionCandidate> ready, Language language, CancellationToken cancel)
    {
        var existing = await collections.Divisions.GetMany([.. ready.Select(r => r.Code)], cancel);
        var changes = new List<(DivisionCandidate Of, long Revision, Division Division)>();
        foreach (var candidate in ready)
        {
            var old = existing.GetValueOrDefault(candidate.Code);
            var changed = (old?.Value ?? new Division(candidate.Code, [])).With(candidate.Period);
            if (old?.Value.Periods.Contains(candidate.Period) == true)
            {
                (candidate.Result.Fate, candidate.Result.Id) = (RecordFate.Unchanged, candidate.Code);
            }
            else if (changed is null || changed.Periods.Count > Division.MostPeriods)
            {
                var wrong = new Violations($"records[{candidate.Index}].");
                wrong.Add("validFrom", "OVERLAPS", "与该代码的另一有效期重叠，或有效期过多。", "Overlaps another time of this code, or it has too many of them.");
                candidate.Result.Refuse(wrong, language);
            }
            else
            {
                changes.Add((candidate, old?.Revision ?? 0, changed));
            }
        }

        var again = new List<DivisionCandidate>();
        if (changes.Count == 0) return again;
        var written = await collections.Divisions.Write([.. changes.Select(c => new Write<Division>(c.Of.Code, c.Division, c.Revision, []))], cancel);
        for (var i = 0; i < changes.Count; i++)
        {
            var result = changes[i].Of.Result;
            if (written[i].Outcome != WriteOutcome.Done) again.Add(changes[i].Of);
            else (result.Fate, result.Id) = (changes[i].Revision == 0 ? RecordFate.Created : RecordFate.Updated, changes[i].Of.Code);
        }

        return again;
    }
}
