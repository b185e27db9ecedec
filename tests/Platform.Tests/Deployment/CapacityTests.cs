using System.Globalization;
using System.Text.RegularExpressions;
using Sunshine.Testing.Hosts;

namespace Sunshine.Platform.Tests.Deployment;

/// <summary>The capacity plan's arithmetic (decision 20): what it computes follows from what it measured and assumes, and what it measured is what the benchmarks' table says.</summary>
public sealed partial class CapacityTests
{
    private const double BusiestHour = 10.0 / (250 * 8 * 3600);

    private static readonly string Plan = File.ReadAllText(Path.Combine(Repository.Root, "deploy/decisions/0020-capacity.md"));
    private static readonly string Benchmarks = File.ReadAllText(Path.Combine(Repository.Root, "tests/Benchmarks/README.md"));

    /// <summary>Rows of all tables by their first cell.</summary>
    private static readonly Dictionary<string, string[]> Rows = Plan.Split('\n').Where(l => l.StartsWith("| ", StringComparison.Ordinal))
        .Select(l => l.Trim('|', ' ').Split('|', StringSplitOptions.TrimEntries)).Where(c => Key().IsMatch(c[0]) && c[0] != "key").ToDictionary(c => c[0], c => c);

    [Fact]
    public void What_it_measured_is_in_the_table_of_benchmarks()
    {
        var figures = Rows.Values.Where(r => r.Length == 4 && r[2] is "/s" or "ms" && r[0] != "item-memory").ToList();
        Assert.Equal(5, figures.Count);
        Assert.All(figures, r => Assert.Contains(r[2] == "ms" ? $"| {r[1]} ms |" : $"| {double.Parse(r[1], CultureInfo.InvariantCulture).ToString("N0", CultureInfo.InvariantCulture)}/s |", Benchmarks, StringComparison.Ordinal));
    }

    [Fact]
    public void Bytes_are_those_of_the_store_divided_by_what_it_holds()
    {
        var figures = Rows.Values.Where(r => r[0].EndsWith("-bytes", StringComparison.Ordinal)).ToList();
        Assert.Equal(5, figures.Count);
        Assert.All(figures, r =>
        {
            var numbers = Whole().Matches(r[3]).Select(m => double.Parse(m.Value, NumberStyles.AllowThousands, CultureInfo.InvariantCulture)).ToList();
            Assert.Equal(r[1], Math.Round(numbers[0] / numbers[1]).ToString(CultureInfo.InvariantCulture));
        });
    }

    [Theory, InlineData(0), InlineData(1), InlineData(2)]
    public void What_it_computes_follows(int place)
    {
        var cities = Load("cities", place);
        foreach (var thing in new[] { "items", "records", "acts", "deliveries", "applications" })
        {
            Assert.Equal((thing, Load(thing, 0) * cities), (thing, Load(thing, place)));
            Computed($"{thing}-stored", place, Load(thing, place) * 10 * Measured($"{thing.TrimEnd('s').Replace("deliverie", "delivery", StringComparison.Ordinal)}-bytes") / 1e9);
        }

        Computed("facets", place, Load("items", place) * 10 * Measured("item-memory") / 1e9);
        Computed("cold-report-year", place, Load("acts", place) / 1e6 * Measured("cold-report") / 1e3);
        foreach (var thing in new[] { "items", "records", "acts" }) Computed($"{thing}-busiest", place, Load(thing, place) * BusiestHour);
        Computed("reads-busiest", place, Load("inhabitants", place) * 2 * 10 / 1000 / 3600);
        // Everything it computes was looked at: nothing stands there unexplained.
        Assert.Equal(11, Rows.Keys.Count(k => k.EndsWith("-stored", StringComparison.Ordinal) || k.EndsWith("-busiest", StringComparison.Ordinal) || k is "facets" or "cold-report-year"));
    }

    private static double Measured(string key) => double.Parse(Rows[key][1], CultureInfo.InvariantCulture);

    private static double Load(string key, int place) => double.Parse(Rows[key][1 + place], CultureInfo.InvariantCulture);

    /// <summary>To three significant digits, as the plan has them.</summary>
    private static void Computed(string key, int place, double value)
    {
        var unit = Math.Pow(10, Math.Floor(Math.Log10(value)) - 2);
        Assert.Equal((key, Math.Round(value / unit)), (key, Math.Round(double.Parse(Rows[key][1 + place], CultureInfo.InvariantCulture) / unit)));
    }

    [GeneratedRegex("^[a-z]+(-[a-z]+)*$")]
    private static partial Regex Key();

    [GeneratedRegex(@"\d{1,3}(,\d{3})*")]
    private static partial Regex Whole();
}
