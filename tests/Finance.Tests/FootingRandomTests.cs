using CsCheck;

namespace Sunshine.Finance.Tests;

/// <summary>Tables made at random, class by class, from whole amounts upward.</summary>
public sealed class FootingRandomTests
{
    private static readonly Gen<(Statement Table, bool Wan)> Tables =
        from wan in Gen.Bool
        from items in Gen.Select(Gen.Int[0, 5], Gen.Int[1, 3], Gen.Int[1, 99], Gen.Long[0, 9_999_999_999], Gen.Long[0, 9_999_999_999]).List[1, 30]
        select (Make(items, wan), wan);

    [Fact]
    public void Tables_that_were_added_up_always_foot()
    {
        Tables.Sample(t => Assert.DoesNotContain(new[] { t.Table }.Foot(), f => f.Severity == V1.FindingSeverity.Error), iter: 2_000);
    }

    [Fact]
    public void One_amount_changed_beyond_the_tolerance_never_does()
    {
        Gen.Select(Tables, Gen.Int[0, 1_000], Gen.Int[0, 2], Gen.Bool).Sample((t, at, column, up) =>
        {
            var row = t.Table.Rows[at % t.Table.Rows.Count];
            var code = new[] { "total", "basic", "project" }[column];
            var cents = t.Wan ? 50m * (t.Table.Rows.Count + 4) + 0.01m : 0.01m;
            var changed = t.Table.With(row.Code, code, row.Cells[code] + (up ? cents : -cents));
            Assert.Contains(new[] { changed }.Foot(), f => f.Severity == V1.FindingSeverity.Error);
        }, iter: 2_000);
    }

    private static Statement Make(List<(int Class, int Division, int Item, long Basic, long Project)> items, bool wan)
    {
        string[] classes = ["201", "203", "205", "208", "210", "229"];
        var sums = new SortedDictionary<string, (decimal Basic, decimal Project)>(StringComparer.Ordinal);
        foreach (var item in items.DistinctBy(i => (i.Class, i.Division, i.Item)))
        {
            var code = $"{classes[item.Class]}{item.Division:00}{item.Item:00}";
            foreach (var at in new[] { "total", code[..3], code[..5], code })
            {
                var (basic, project) = sums.GetValueOrDefault(at);
                sums[at] = (basic + item.Basic / 100m, project + item.Project / 100m);
            }
        }

        return new Statement
        {
            Layout = "department-budget-3", Unit = wan ? V1.AmountUnit.TenThousandYuan : V1.AmountUnit.Yuan,
            Rows = [.. sums.Select(s => new StatementRow(s.Key, "", new Dictionary<string, decimal> { ["total"] = Printed(s.Value.Basic + s.Value.Project), ["basic"] = Printed(s.Value.Basic), ["project"] = Printed(s.Value.Project) }))]
        };

        decimal Printed(decimal yuan) => wan ? decimal.Round(yuan / 100m, 0, MidpointRounding.AwayFromZero) * 100m : yuan;
    }
}
