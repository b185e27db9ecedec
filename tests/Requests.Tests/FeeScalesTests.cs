using Sunshine.Requests.V1;

namespace Sunshine.Requests.Tests;

public sealed class FeeScalesTests
{
    private static readonly DateOnly Since2021 = new(2021, 1, 1);

    [Theory]
    [InlineData(FeeScale.ByApplication, 1, 0)]
    [InlineData(FeeScale.ByApplication, 10, 0)]
    [InlineData(FeeScale.ByApplication, 11, 100)]
    [InlineData(FeeScale.ByApplication, 30, 2_000)]
    [InlineData(FeeScale.ByApplication, 31, 2_200)]
    [InlineData(FeeScale.ByApplication, 45, 5_500)]
    [InlineData(FeeScale.ByPage, 30, 0)]
    [InlineData(FeeScale.ByPage, 31, 10)]
    [InlineData(FeeScale.ByPage, 100, 700)]
    [InlineData(FeeScale.ByPage, 200, 2_700)]
    [InlineData(FeeScale.ByPage, 250, 4_700)]
    public void Each_tier_charges_what_falls_into_it(FeeScale scale, int quantity, decimal amount)
    {
        var tiers = FeeScales.Of(scale, quantity, Since2021);

        Assert.Equal(amount, tiers.Sum(t => t.Amount));
        Assert.Equal((1, quantity), (tiers[0].From, tiers[^1].To));
        Assert.All(tiers.Zip(tiers.Skip(1)), pair => Assert.Equal(pair.First.To + 1, pair.Second.From));
    }

    [Fact]
    public void A_scale_charges_only_what_was_received_while_it_was_in_force()
    {
        Assert.False(FeeScales.IsInForce(FeeScale.ByPage, Since2021.AddDays(-1)));
        Assert.False(FeeScales.IsInForce(FeeScale.Cost, new DateOnly(2019, 5, 15)));
        Assert.True(FeeScales.IsInForce(FeeScale.Cost, new DateOnly(2019, 5, 14)));
    }
}
