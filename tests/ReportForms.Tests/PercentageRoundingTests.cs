namespace Sunshine.ReportForms.Tests;

public sealed class PercentageRoundingTests
{
    [Theory]
    [InlineData(1, 2, "50", 0, PercentVerdict.Exact)]
    [InlineData(1, 3, "33.33", 2, PercentVerdict.HalfUp)]
    [InlineData(2, 3, "66.67", 2, PercentVerdict.HalfUp)]
    [InlineData(2, 3, "66.66", 2, PercentVerdict.Truncated)]
    [InlineData(2, 3, "66.68", 2, PercentVerdict.Wrong)]
    [InlineData(1, 8, "13", 0, PercentVerdict.HalfUp)]
    [InlineData(1, 8, "12", 0, PercentVerdict.Truncated)]
    [InlineData(1, 8, "12.5", 1, PercentVerdict.Exact)]
    [InlineData(19815, 32912, "60.20", 2, PercentVerdict.Truncated)]
    [InlineData(-1, 3, "-33.33", 2, PercentVerdict.HalfUp)]
    [InlineData(0, 7, "0", 0, PercentVerdict.Exact)]
    [InlineData(9, 3, "300", 0, PercentVerdict.Exact)]
    public void Rounding_is_told_from_mistakes(int part, int whole, string stated, int decimals, PercentVerdict verdict) =>
        Assert.Equal(verdict, PercentageRounding.Judge(part, whole, decimal.Parse(stated), decimals));

    [Fact]
    public void The_largest_share_takes_what_is_missing_from_a_hundred()
    {
        (decimal, decimal, int)[] channels = [(197, 0.60m, 2), (19815, 60.20m, 2), (4956, 15.06m, 2), (963, 2.93m, 2), (6981, 21.21m, 2)];
        Assert.Equal([PercentVerdict.HalfUp, PercentVerdict.Plugged, PercentVerdict.HalfUp, PercentVerdict.HalfUp, PercentVerdict.HalfUp], PercentageRounding.Judge(channels, 32912));
    }

    [Fact]
    public void Shares_that_come_to_more_than_a_hundred_by_rounding_are_right()
    {
        (decimal, decimal, int)[] shares = [(197, 0.60m, 2), (19815, 60.21m, 2), (4956, 15.06m, 2), (963, 2.93m, 2), (6981, 21.21m, 2)];
        Assert.All(PercentageRounding.Judge(shares, 32912), v => Assert.Equal(PercentVerdict.HalfUp, v));
    }

    [Fact]
    public void Without_all_parts_nothing_is_plugged() =>
        Assert.Equal([PercentVerdict.HalfUp, PercentVerdict.Truncated], PercentageRounding.Judge([(197, 0.60m, 2), (19815, 60.20m, 2)], 32912));

    [Fact]
    public void A_smaller_share_that_was_changed_is_wrong() =>
        Assert.Equal([PercentVerdict.HalfUp, PercentVerdict.HalfUp, PercentVerdict.Wrong], PercentageRounding.Judge([(1, 33.33m, 2), (1, 33.33m, 2), (1, 33.35m, 2)], 3));

    [Fact]
    public void All_parts_cut_off_are_told_one_by_one() =>
        Assert.Equal([PercentVerdict.Truncated, PercentVerdict.HalfUp], PercentageRounding.Judge([(2, 66.66m, 2), (1, 33.33m, 2)], 3));
}
