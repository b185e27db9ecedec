using CsCheck;

namespace Sunshine.Powers.Tests;

public sealed class ArticleReferenceTests
{
    private static readonly Gen<ArticleReference> Places = Gen.Select(Gen.Int[1, 9_999], Gen.Int[0, 30], Gen.Int[0, 20], Gen.Int[0, 120], Gen.Int[0, 9])
        .Select((article, inserted, paragraph, item, point) => new ArticleReference(article, inserted, paragraph, item, item == 0 ? 0 : point));

    [Theory]
    [InlineData("第十二条第一款第（三）项", "第十二条第一款第（三）项")]
    [InlineData("第12条第1款第3项", "第十二条第一款第（三）项")]
    [InlineData("第十二条第一款第三项", "第十二条第一款第（三）项")]
    [InlineData("第十二条第一款（三）项", "第十二条第一款第（三）项")]
    [InlineData(" 第 １２ 条 第１款第〔3〕项 ", "第十二条第一款第（三）项")]
    [InlineData("第十二条第(三)项第2目", "第十二条第（三）项第二目")]
    [InlineData("12", "第十二条")]
    [InlineData("12-1", "第十二条之一")]
    [InlineData("１２０", "第一百二十条")]
    [InlineData("十条", "第十条")]
    [InlineData("第十二条之一第二款", "第十二条之一第二款")]
    [InlineData("第一百零三条", "第一百零三条")]
    [InlineData("第一〇三条", "第一百零三条")]
    [InlineData("第一百〇三条", "第一百零三条")]
    [InlineData("第一十二条", "第十二条")]
    [InlineData("第二百九十条", "第二百九十条")]
    [InlineData("第一千二百六十条", "第一千二百六十条")]
    [InlineData("9999", "第九千九百九十九条")]
    public void A_place_is_read_however_it_is_written(string written, string first)
    {
        Assert.True(ArticleReference.TryParse(written, out var place));
        Assert.Equal(first, place.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("第条")]
    [InlineData("0")]
    [InlineData("第零条")]
    [InlineData("10000")]
    [InlineData("第一万条")]
    [InlineData("第十一百条")]
    [InlineData("第百十条")]
    [InlineData("第一百三条")]
    [InlineData("第一百二条")]
    [InlineData("第千千千千千千千千千条")]
    [InlineData("第十二条第一目")]
    [InlineData("第一款")]
    [InlineData("第三章")]
    [InlineData("第十二条之零")]
    [InlineData("第十二条、第十三条")]
    [InlineData("12-0")]
    [InlineData("-1")]
    public void What_is_no_place_is_not_read(string written) => Assert.False(ArticleReference.TryParse(written, out _));

    [Fact]
    public void A_text_without_end_is_not_read() => Assert.False(ArticleReference.TryParse(new string('第', 1_000_000), out _));

    [Fact]
    public void Every_place_is_read_back_as_it_was_written() => Places.Sample(p => ArticleReference.TryParse(p.ToString(), out var read) && read == p);

    [Fact]
    public void Every_number_is_read_back_as_it_was_written() =>
        Assert.All(Enumerable.Range(1, 9_999), n => Assert.Equal(n, ChineseNumerals.Parse(ChineseNumerals.Format(n))));

    [Theory]
    [InlineData("12", "第十二条第一款", true)]
    [InlineData("12", "12", true)]
    [InlineData("第十二条第一款", "12", false)]
    [InlineData("12", "12-1", false)]
    [InlineData("12-1", "第十二条之一第三款", true)]
    [InlineData("第十二条第一款", "第十二条第一款第（三）项", true)]
    [InlineData("第十二条第二款", "第十二条第一款第（三）项", false)]
    [InlineData("第十二条第（三）项", "第十二条第一款第（三）项", true)]
    [InlineData("第十二条第一款第（三）项", "第十二条第（三）项第一目", true)]
    [InlineData("第十二条第二款", "第十二条第（三）项", false)]
    public void A_place_covers_what_is_within_it(string wide, string narrow, bool covers) =>
        Assert.Equal(covers, Read(wide).Covers(Read(narrow)));

    [Fact]
    public void The_law_as_a_whole_covers_every_place_and_none_but_itself_covers_it() =>
        Places.Sample(p => default(ArticleReference).Covers(p) && !p.Covers(default) && p.Covers(p));

    private static ArticleReference Read(string text) => ArticleReference.TryParse(text, out var place) ? place : throw new FormatException(text);
}
