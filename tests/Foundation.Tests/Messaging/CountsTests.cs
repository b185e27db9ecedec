using Sunshine.Catalogue.V1;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Messaging;
using Sunshine.Foundation.V1;
using Sunshine.Ledger.V1;

namespace Sunshine.Foundation.Tests.Messaging;

public sealed class CountsTests
{
    [Fact]
    public void A_change_is_what_the_state_after_adds_minus_what_the_state_before_added()
    {
        Count[] before = [Of(1, "a"), Of(2, "b"), Of(5, "c")], after = [Of(2, "b"), Of(1, "d"), Of(1, "d"), Of(4.5m, "c")];

        var change = Counts.Change(before, after);

        Assert.Equal(["a -1", "c -0.5", "d 2"], change.Select(c => $"{c.What} {c.Amount}"));
        Assert.Equal(change, Counts.Change(before.Reverse(), after.Reverse()));
        Assert.Empty(Counts.Change(after, after.Reverse()));
        Assert.Equal(("", 2), (Counts.Sum([Of(-1, "a"), Of(2, "a")])[0].Amount, before.Length - 1));
    }

    [Fact]
    public void Dimensions_are_ordered_by_name_cut_to_what_a_count_takes_and_left_out_without_a_value()
    {
        var count = Counts.Of("a", "2016", ("z", "1"), ("B", ""), ("a", "x\ny"), ("Z", "=")).Dimensions;
        Assert.Equal(["Z==", "a=x y", "z=1"], count);
        var cut = Counts.Of("a", "2016", ("n", string.Concat(Enumerable.Repeat("𠮷", 200))));
        Assert.Equal((200, false), (cut.Dimensions[0].Length, char.IsHighSurrogate(cut.Dimensions[0][^1])));
        ActRules.Check(Told(cut));
    }

    [Theory]
    [InlineData("0.00005", "0.0001")]
    [InlineData("-0.00005", "-0.0001")]
    [InlineData("1.00004", "")]
    [InlineData("12.50", "12.5")]
    public void An_amount_has_four_places(string amount, string written) =>
        Assert.Equal(written, Counts.Of(decimal.Parse(amount, System.Globalization.CultureInfo.InvariantCulture), "a", "2016").Amount);

    [Theory]
    [InlineData("A", "2016", "a=1", "1")]
    [InlineData("a", "2016-13", "a=1", "1")]
    [InlineData("a", "2016", "a", "1")]
    [InlineData("a", "2016", "=1", "1")]
    [InlineData("a", "2016", "b=1,a=1", "1")]
    [InlineData("a", "2016", "a=1,a=1", "1")]
    [InlineData("a", "2016", "a=\u0007", "1")]
    [InlineData("a", "2016", "a=1", "0")]
    [InlineData("a", "2016", "a=1", "0.00001")]
    [InlineData("a", "2016", "a=1", "1e3")]
    [InlineData("a", "2016", "a=1", "1000000000000000000")]
    public void What_is_odd_is_refused(string what, string period, string by, string amount)
    {
        var count = new Count { What = what, Period = period, Amount = amount, Dimensions = { by.Split(',') } };
        Assert.Throws<InvalidDataException>(() => ActRules.Check(Told(count)));
        (count.What, count.Period, count.Amount) = ("a", "2016-12", "0.0001");
        count.Dimensions.Clear();
        ActRules.Check(Told(count));
    }

    [Fact]
    public void A_value_is_named_without_its_enum()
    {
        Assert.Equal(("WEBSITE", "", "VALIDITY_ENDED"), (Channel.Website.ShortName(), Channel.Unspecified.ShortName(), Change.ValidityEnded.ShortName()));
    }

    private static Count Of(decimal amount, string what) => Counts.Of(amount, what, "2016", ("agency", "city"));

    private static ActsDone Told(Count count) => new()
    {
        Source = "test", FirstNumber = 1, LastNumber = 1, Acts = { new Act { FirstNumber = 1, LastNumber = 1, EventId = "e", Kind = ActKind.Published, Resource = "things/1", Counts = { count } } }
    };
}
