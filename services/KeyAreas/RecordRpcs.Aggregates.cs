using System.Globalization;
using Grpc.Core;
using Microsoft.AspNetCore.Authorization;
using Sunshine.Foundation.Hosting;
using Sunshine.KeyAreas.V1;

namespace Sunshine.KeyAreas;

/// <summary>Counts and sums.</summary>
public sealed partial class RecordRpcs
{
    private const int MostGroups = 4;

    private const int MostLines = 10_000;

    [AllowAnonymous]
    public override async Task<Aggregate> GetAggregate(GetAggregateRequest request, ServerCallContext context)
    {
        var type = await FindType(request.TypeId, context.CancellationToken);
        var (shape, agencies) = (shapes.Latest(type), await agencyCopies.Read(context.CancellationToken));
        // What an older schema declared can still be asked for: its records are there.
        var known = type.Schemas.SelectMany(s => shapes.Of(type, s.Version).Dimensions).Select(d => d.Name).Concat(SchemaRules.CommonDimensions).Distinct().ToList();
        var v = new Violations();
        v.Count("groupBy", request.GroupBy.Count, 0, MostGroups);
        for (var i = 0; i < request.GroupBy.Count; i++)
        {
            if (!known.Contains(request.GroupBy[i])) v.Add($"groupBy[{i}]", "UNKNOWN_FIELD", $"不能按此分组。可用：{string.Join("、", known)}。", $"Cannot be grouped by. There are: {string.Join(", ", known)}.");
            else if (request.GroupBy.IndexOf(request.GroupBy[i]) < i) v.Add($"groupBy[{i}]", "REPEATED", "重复。", "Stands twice.");
        }

        var filters = FieldFilters.Of(request.Filters, MostFilters, known, v);
        if (request.Year is not 0 and (< 1900 or > 2200)) v.Add("year", "OUT_OF_RANGE", "须在 1900 至 2200 之间。", "Must be from 1900 to 2200.");
        if (request.AgencyId.Length > 0) agencies.RequireKnown("agencyId", request.AgencyId, v);
        v.ThrowIfAny();
        if (request.Year != 0) filters = new(filters) { ["year"] = filters.TryGetValue("year", out var years) ? [.. years.Where(y => y == $"{request.Year}")] : [$"{request.Year}"] };
        var within = request.AgencyId.Length == 0 ? null : agencies.SelfAndBelow(request.AgencyId).ToHashSet();
        var question = new RollupQuestion(request.GroupBy, filters, within);
        return await rollups.Read((of, change) =>
        {
            var (lines, total) = question.Answer(of(type.Id));
            var aggregate = new Aggregate { Change = change, Scope = Scopes.Aggregate(type, request.Year, change), Truncated = lines.Count > MostLines, Total = Line(total, of(type.Id), shape) };
            aggregate.GroupBy.Add(request.GroupBy);
            aggregate.Lines.Add(lines.Take(MostLines).Select(l => Line(l, of(type.Id), shape)));
            return aggregate;
        }, context.CancellationToken);
    }

    private static AggregateLine Line(RollupLine line, Rollup rollup, RecordShape shape)
    {
        var shown = new AggregateLine { Count = line.Count };
        shown.Values.Add(line.Values);
        shown.Sums.Add(rollup.Measures.Select((m, i) => (Name: m, Sum: line.Sum(i))).Where(s => s.Sum.Count > 0).OrderBy(s => s.Name, StringComparer.Ordinal).Select(s => new Sum
        {
            Measure = s.Name, Amount = s.Sum.Amount.ToString(CultureInfo.InvariantCulture), Count = s.Sum.Count, Unit = shape.Fields.GetValueOrDefault(s.Name)?.Unit ?? ""
        }));
        return shown;
    }
}
