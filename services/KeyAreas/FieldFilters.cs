using Sunshine.Foundation.Hosting;

namespace Sunshine.KeyAreas;

/// <summary>Conditions as callers write them: <c>name=value</c>.</summary>
internal static class FieldFilters
{
    private const int LongestValue = 100;

    /// <returns>The wanted values of each name.</returns>
    public static Dictionary<string, HashSet<string>> Of(IReadOnlyList<string> filters, int most, IReadOnlyCollection<string> known, Violations v)
    {
        v.Count("filters", filters.Count, 0, most);
        var found = new Dictionary<string, HashSet<string>>();
        for (var i = 0; i < filters.Count; i++)
        {
            var at = filters[i].IndexOf('=', StringComparison.Ordinal);
            if (at <= 0)
            {
                v.Add($"filters[{i}]", "MALFORMED", "应写作 字段=值。", "Must be field=value.");
                continue;
            }

            var (name, value) = (filters[i][..at], filters[i][(at + 1)..]);
            v.Text($"filters[{i}]", value, LongestValue);
            if (!known.Contains(name)) v.Add($"filters[{i}]", "UNKNOWN_FIELD", $"不能按此筛选：{name}。可用：{string.Join("、", known)}。", $"Cannot be filtered by: {name}. There are: {string.Join(", ", known)}.");
            else (found.TryGetValue(name, out var values) ? values : found[name] = []).Add(value);
        }

        return found;
    }
}
