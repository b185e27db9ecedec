// Stands in for what other parts of the service bring, under the names they have there. Goes when they come.
using Sunshine.Foundation.Hosting;

namespace Sunshine.Powers;

/// <summary>How long it may take. 0: not stated.</summary>
public sealed record TimeLimit(V1.TimeUnit Unit, int Statutory, int Promised, bool OnTheSpot, string Note);

internal static class Map
{
    public static V1.TimeLimit? ToProto(TimeLimit? limit) => limit is null ? null : new V1.TimeLimit
    {
        Unit = limit.Unit, Statutory = limit.Statutory, Promised = limit.Promised, OnTheSpot = limit.OnTheSpot, Note = limit.Note
    };

    public static TimeLimit? ToLimit(V1.TimeLimit? limit) => limit is null ? null : new TimeLimit(limit.Unit, limit.Statutory, limit.Promised, limit.OnTheSpot, limit.Note);
}

public sealed class PowerRules
{
    private static readonly int[] Longest = [3_660, 3_660, 120];

    /// <summary>Everything that is wrong with a time limit. The law's is the longest; who promises more promises to break it.</summary>
    public static void CheckLimit(string field, V1.TimeLimit limit, Violations v)
    {
        v.Enum($"{field}.unit", limit.Unit, required: limit.Statutory != 0 || limit.Promised != 0);
        var longest = limit.Unit is > 0 and <= V1.TimeUnit.Month ? Longest[(int)limit.Unit - 1] : Longest[0];
        foreach (var (name, value) in new[] { ("statutory", limit.Statutory), ("promised", limit.Promised) })
        {
            if (value < 0 || value > longest) v.Add($"{field}.{name}", "OUT_OF_RANGE", $"须为 0 至 {longest}。", $"Must be 0 to {longest}.");
        }

        if (limit.Statutory > 0 && limit.Promised > limit.Statutory) v.Add($"{field}.promised", "LONGER_THAN_STATUTORY", "承诺时限不得长于法定时限。", "What is promised must not be longer than the law's limit.");
        if (limit.OnTheSpot && limit.Promised > 0) v.Add($"{field}.promised", "ON_THE_SPOT", "即办事项没有承诺时限。", "What is done on the spot has no other promise.");
        v.Text($"{field}.note", limit.Note, 500);
    }
}
