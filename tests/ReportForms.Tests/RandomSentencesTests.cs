using CsCheck;

namespace Sunshine.ReportForms.Tests;

/// <summary>A whole, its parts and their shares in sentences, made at random.</summary>
public sealed class RandomSentencesTests
{
    private static readonly Gen<(int[] Parts, int Decimals)> Wholes = Gen.Select(Gen.Int[0, 50_000].Array[2, 9], Gen.Int[0, 2]).Where(w => w.Item1.Sum() > 0);

    [Fact]
    public void Shares_rounded_half_up_have_no_finding() => Wholes.Sample((parts, decimals) =>
    {
        var shares = parts.Select(p => PercentageRounding.HalfUp(p, parts.Sum(), decimals)).ToArray();
        Assert.Empty(Check(parts, shares, decimals, related: true));
        Assert.Empty(Check(parts, shares, decimals, related: false));
    }, iter: 300);

    [Fact]
    public void Shares_made_to_come_to_a_hundred_have_one_finding_at_most_the_largest() => Wholes.Sample((parts, decimals) =>
    {
        var shares = parts.Select(p => PercentageRounding.HalfUp(p, parts.Sum(), decimals)).ToArray();
        var residue = 100 - shares.Sum();
        var largest = Array.IndexOf(parts, parts.Max());
        shares[largest] += residue;
        var found = Check(parts, shares, decimals, related: true);
        if (residue == 0) Assert.Empty(found);
        else Assert.Equal((Verdict.Plugged, $"p{largest}", residue), Assert.Single(found) is var f ? (f.Verdict, f.Figures[0], f.Difference!.Value) : default);
    }, iter: 300);

    [Fact]
    public void A_share_of_another_number_is_wrong() => Gen.Select(Wholes, Gen.Int[0, 8], Gen.Int[2, 30]).Sample((whole, at, off) =>
    {
        var (parts, decimals) = whole;
        var shares = parts.Select(p => PercentageRounding.HalfUp(p, parts.Sum(), decimals)).ToArray();
        at %= parts.Length;
        // More than rounding or a residue can do.
        shares[at] += off * parts.Length / PrintedNumber.Power(decimals);
        Assert.Equal((Verdict.Wrong, Severity.Error, $"p{at}"), Assert.Single(Check(parts, shares, decimals, related: true)) is var f ? (f.Verdict, f.Severity, f.Figures[0]) : default);
    }, iter: 300);

    [Fact]
    public void A_sum_that_is_off_is_found_by_as_much() => Gen.Select(Wholes, Gen.Int[-500, 500]).Sample((whole, off) =>
    {
        var sentences = whole.Parts.Select((p, i) => $"甲{i}|{p}|条|第甲项{p}条|a{i}").Append($"合计|{whole.Parts.Sum() + off}|条|合计{whole.Parts.Sum() + off}条|t");
        var found = Sentences.Check($"{Sentences.Of([.. sentences])}, \"relations\": [{{\"kind\": \"sum\", \"total\": \"t\", \"parts\": [{string.Join(", ", whole.Parts.Select((_, i) => $"\"a{i}\""))}]}}]", 2016);
        if (off == 0) Assert.Empty(found);
        else Assert.Equal(("stated-sum", (decimal)off), Assert.Single(found) is var f ? (f.Rule, f.Difference!.Value) : default);
    }, iter: 300);

    private static IReadOnlyList<Finding> Check(int[] parts, decimal[] shares, int decimals, bool related)
    {
        var sentences = parts.SelectMany((p, i) => new[] { $"甲{i}|{p}|条|公开{p}条|a{i}", $"占|{shares[i].ToString($"F{decimals}")}|%|占总量{shares[i].ToString($"F{decimals}")}%|p{i}" }).Prepend($"总数|{parts.Sum()}|条|共公开{parts.Sum()}条|w");
        var relations = string.Join(", ", parts.Select((_, i) => $"{{\"kind\": \"share\", \"part\": \"a{i}\", \"whole\": \"w\", \"percent\": \"p{i}\"}}"));
        return Sentences.Check(Sentences.Of([.. sentences]) + (related ? $", \"relations\": [{relations}]" : ""), 2016);
    }
}
