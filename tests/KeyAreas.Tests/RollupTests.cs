using System.Globalization;
using CsCheck;
using Microsoft.Extensions.DependencyInjection;
using Sunshine.KeyAreas.V1;
using Sunshine.Testing.Hosts;

namespace Sunshine.KeyAreas.Tests;

/// <summary>Whatever happened to records, aggregates are what the records that are there add up to.</summary>
public sealed class RollupTests : KeyAreasTest
{
    private readonly TemporaryFolder _storage = new();

    protected override IReadOnlyDictionary<string, string?> Settings => new Dictionary<string, string?> { ["Storage:Path"] = _storage.Path };

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _storage.Dispose();
        GC.SuppressFinalize(this);
    }

    private enum Act
    {
        Import,
        Correct,
        Withdraw,
        Save,
        Restart
    }

    private sealed record Step(Act Act, int Record, int Amount, int Month);

    private static readonly Gen<Step> Steps = Gen.Select(
        Gen.Frequency((6, Gen.Const(Act.Import)), (4, Gen.Const(Act.Correct)), (3, Gen.Const(Act.Withdraw)), (2, Gen.Const(Act.Save)), (1, Gen.Const(Act.Restart))), Gen.Int[0, 11], Gen.Int[-999_999, 999_999], Gen.Int[1, 4],
        (act, record, amount, month) => new Step(act, record, amount, month));

    [Fact]
    public async Task Aggregates_equal_a_recount_after_any_course_of_events()
    {
        await Steps.List[1, 40].SampleAsync(async steps =>
        {
            foreach (var step in steps) await Do(step);
            await Compare();
        }, iter: 15, threads: 1);
    }

    [Fact]
    public async Task What_was_stored_of_them_is_used_after_a_start_and_counts_nothing_twice()
    {
        await Given(Enumerable.Range(1, 4).SelectMany(q => Enumerable.Range(2000, 20).Select(y => Relief($"{y}Q{q}", spent: $"{y}.0{q}"))));
        await Compare();
        await Host.DisposeAsync();
        // Stopping stored them; the next process begins there.
        await InitializeAsync();
        Assert.Equal(0, Host.Services.GetRequiredService<RollupBook>().Unsaved);
        await Given(Relief("2020Q1"));
        await Compare();
        Assert.Equal(81, (await Count("relief")).Total.Count);
    }

    [Fact]
    public async Task Two_processes_store_the_same_and_the_older_state_never_replaces_the_newer_one()
    {
        await Given(Relief("2016Q1"), Relief("2016Q2"));
        var collections = Host.Services.GetRequiredService<Collections>();
        var store = StoreOf(Host);
        using var other = new RollupBook(store, collections);
        using var mine = new RollupBook(store, collections);
        await other.Follow(Cancel);
        await Given(Relief("2016Q3", spent: "0.01"));
        await mine.Follow(Cancel);
        await mine.Save(Cancel);
        await other.Save(Cancel);
        using var fresh = new RollupBook(store, collections);
        var (count, sum) = await fresh.Read((of, _) => (of("relief").Cells.Sum(c => c.Count), of("relief").Cells.Sum(c => c.Sum(Measure(of("relief"), "资金支出")).Amount)), Cancel);
        Assert.Equal((3, 6626.03m), (count, sum));
    }

    private static int Measure(Rollup rollup, string name) => rollup.Measures.ToList().IndexOf(name);

    private async Task Do(Step step)
    {
        var entry = Relief($"2016Q{step.Month}", step.Record % 2 == 0 ? "临时" : "医疗", Math.Abs(step.Amount), (step.Amount / 100m).ToString("0.00", CultureInfo.InvariantCulture), step.Record % 3 == 0 ? "office" : "bureau");
        entry.SourceId = $"r{step.Record}";
        entry.PutBack = step.Amount % 2 == 0;
        var id = Record.IdOf("relief", entry.AgencyId, entry.SourceId);
        switch (step.Act)
        {
            case Act.Import:
                await Import(entry);
                break;
            case Act.Correct when await IsThere(id):
                await Import(entry);
                break;
            case Act.Withdraw when await IsThere(id):
                await Machine.WithdrawRecordAsync(new() { Id = id, Reason = "x" }, cancellationToken: Cancel);
                break;
            case Act.Save:
                await Host.Services.GetRequiredService<RollupBook>().Follow(Cancel);
                await Host.Services.GetRequiredService<RollupBook>().Save(Cancel);
                break;
            case Act.Restart:
                await Host.DisposeAsync();
                await InitializeAsync();
                break;
        }
    }

    private async Task<bool> IsThere(string id) => (await Host.Services.GetRequiredService<Collections>().Listed.Get(id, Cancel))?.Value.Withdrawn == false;

    /// <summary>Against the records themselves, one by one.</summary>
    private async Task Compare()
    {
        var lines = new SortedDictionary<string, (long Count, decimal Spent, decimal Households)>(StringComparer.Ordinal);
        await foreach (var stored in Host.Services.GetRequiredService<Collections>().Listed.All(Cancel))
        {
            if (stored.Value.Withdrawn) continue;
            var data = StructJson.Read(stored.Value.Data).Fields;
            var key = $"{stored.Value.AgencyId},{stored.Value.CountedIn},{data["救助类型"].StringValue}";
            var line = lines.GetValueOrDefault(key);
            lines[key] = (line.Count + 1, line.Spent + decimal.Parse(data["资金支出"].StringValue, CultureInfo.InvariantCulture), line.Households + (decimal)data["人次或户次"].NumberValue);
        }

        var counted = await Count("relief", "agency", "period", "救助类型");
        Assert.Equal(
            lines.Select(l => $"{l.Key}: {l.Value.Count} {l.Value.Households} {l.Value.Spent:0.00}"),
            counted.Lines.OrderBy(l => string.Join(',', l.Values), StringComparer.Ordinal).Select(l => $"{string.Join(',', l.Values)}: {l.Count} {decimal.Parse(l.Sums.Single(s => s.Measure == "人次或户次").Amount, CultureInfo.InvariantCulture)} {decimal.Parse(l.Sums.Single(s => s.Measure == "资金支出").Amount, CultureInfo.InvariantCulture):0.00}"));
        Assert.Equal(lines.Values.Sum(l => l.Count), counted.Total.Count);
    }
}
