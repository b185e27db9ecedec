using Grpc.Core;
using Microsoft.AspNetCore.Authorization;
using Sunshine.Foundation.Hosting;
using Sunshine.Powers.V1;

namespace Sunshine.Powers;

public sealed partial class PowerRpcs
{
    [AllowAnonymous]
    public override async Task<PowerStatistics> GetStatistics(GetStatisticsRequest request, ServerCallContext context)
    {
        var cancel = context.CancellationToken;
        var v = new Violations();
        if (request.Year != 0 && request.Year is < 1949 or > 2200) v.Add("year", "OUT_OF_RANGE", "须为 1949 至 2200。", "Must be 1949 to 2200.");
        if (request.Year != 0 && request.AsOf.Length > 0) v.Add("asOf", "YEAR_GIVEN", "年份与日期只能指定其一。", "Give either a year or a day.");
        v.ThrowIfAny();
        var agencies = await agencyCopies.Read(cancel);
        var list = await lists.Choose(request.ListId, agencies, cancel);
        var day = request.Year == 0 ? request.AsOf : Days.Format(new DateOnly(request.Year, 12, 31));
        var moment = Moment.Of(list, day, "", clock.Today, ("asOf", ""));
        var powers = moment.Powers.ToList();
        var laws = await lawBook.Read(cancel);
        var statistics = new PowerStatistics { ListId = list.Id, AsOf = Days.Format(moment.Day), Batch = moment.Batch, Powers = powers.Count, InQuestion = powers.Count(p => InQuestion(p, laws, moment.Day)) };
        var kinds = powers.CountBy(p => p.PowerKind).ToDictionary();
        statistics.Kinds.Add(Enum.GetValues<PowerKind>().Where(k => k != 0).Select(k => new KindCount { Kind = k, Powers = kinds.GetValueOrDefault(k) }));
        statistics.Levels.Add(powers.CountBy(p => p.Level).OrderBy(l => l.Key).Select(l => new LevelCount { Level = l.Key, Powers = l.Value }));
        statistics.Agencies.Add(powers.CountBy(p => p.AgencyId).OrderByDescending(a => a.Value).ThenBy(a => a.Key, StringComparer.Ordinal)
            .Select(a => new AgencyCount { AgencyId = a.Key, AgencyName = agencies.NameOf(a.Key), Powers = a.Value }));
        if (request.Year == 0) return statistics;

        var opening = list.List.BatchOn(new DateOnly(request.Year - 1, 12, 31));
        statistics.YearBatches = moment.Batch - opening;
        statistics.YearBalance = Map.ToProto(list.List.Batches.Skip(opening).Take(moment.Batch - opening)
            .Aggregate(new Tally { Opening = list.CountAt(opening) }, (year, batch) => year.Then(batch.Balance)));
        return statistics;
    }
}
