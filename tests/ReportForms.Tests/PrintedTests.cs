namespace Sunshine.ReportForms.Tests;

public sealed class PrintedTests
{
    [Theory]
    [InlineData("(一)予以公开", "（一） 予以公开")]
    [InlineData("一、本年新收政府信息公开申请数量", "本年新收政府信息公开申请数量")]
    [InlineData("3.危及“三安全一稳定”", "3．危及\"三安全一稳定\"")]
    [InlineData("1.属于国家秘密", "1属于国家秘密")]
    [InlineData("(二)部分公开(区分处理的,只计这一情形,不计其他情形)", "（二）部分公开（区分处理的，只计这一情形，不计其他情形）")]
    [InlineData("(二)部分公开(区分处理的,只计这一情形,不计其他情形)", "部分公开")]
    [InlineData("第二十条第(一)项", "第二十条第（一）项")]
    [InlineData("其中:1.涉及国家秘密", "涉及国家秘密")]
    [InlineData("本年收费金额(单位:万元)", "本年收费金额（单位：万元）")]
    public void Names_are_the_same_however_they_are_printed(string one, string other) => Assert.Equal(PrintedName.Key(one), PrintedName.Key(other));

    [Theory]
    [InlineData("第二十条第(一)项", "第二十条第(五)项")]
    [InlineData("(六)其他处理", "3.其他")]
    [InlineData("结果维持", "维持")]
    public void Names_that_differ_stay_different(string one, string other) => Assert.NotEqual(PrintedName.Key(one), PrintedName.Key(other));

    [Theory]
    [InlineData("1,234", "1234", 0)]
    [InlineData("１２，３４５", "12345", 0)]
    [InlineData("60.20%", "60.20", 2)]
    [InlineData("0", "0", 0)]
    [InlineData("-12", "-12", 0)]
    [InlineData(" 159 件 ", "159", 0)]
    [InlineData("无", "0", 0)]
    [InlineData("598.9元", "598.9", 1)]
    public void Numbers_are_read_as_printed(string text, string value, int decimals)
    {
        Assert.True(PrintedNumber.TryRead(text, out var number));
        Assert.Equal((decimal.Parse(value), decimals, Bound.Exact), (number!.Value.Value, number.Value.Decimals, number.Value.Bound));
    }

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("—")]
    [InlineData("/")]
    [InlineData("--")]
    [InlineData("不适用")]
    public void What_states_nothing_is_no_zero(string? text)
    {
        Assert.True(PrintedNumber.TryRead(text, out var number));
        Assert.Null(number);
    }

    [Theory]
    [InlineData("1万余", 10_000, Bound.AtLeast)]
    [InlineData("9万多", 90_000, Bound.AtLeast)]
    [InlineData("300余家", 300, Bound.AtLeast)]
    [InlineData("约500", 500, Bound.About)]
    [InlineData("1.2万件", 12_000, Bound.About)]
    public void Rounded_numbers_say_so(string text, int value, Bound bound)
    {
        Assert.True(PrintedNumber.TryRead(text, out var number));
        Assert.Equal((value, bound), ((int)number!.Value.Value, number.Value.Bound));
    }

    [Theory]
    [InlineData("见附件")]
    [InlineData("1.2.3")]
    [InlineData("12件34")]
    public void What_is_no_number_is_told(string text) => Assert.False(PrintedNumber.TryRead(text, out _));

    [Theory]
    [InlineData("占总量60.20%", 60.2, 2, Bound.Exact)]
    [InlineData("月发放保障金2380.06万元", 2380.06, 2, Bound.Exact)]
    [InlineData("供求信息1万余条", 10000, 0, Bound.AtLeast)]
    [InlineData("共公开信息32,912条", 32912, 0, Bound.Exact)]
    public void A_quote_tells_how_a_number_was_printed(string quote, decimal value, int decimals, Bound bound)
    {
        var found = PrintedNumber.In(quote, value)!.Value;
        Assert.Equal((decimals, bound), (found.Decimals, found.Bound));
    }
}
