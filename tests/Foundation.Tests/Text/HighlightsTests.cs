using Sunshine.Foundation.Text;

namespace Sunshine.Foundation.Tests.Text;

public sealed class HighlightsTests
{
    [Theory]
    [InlineData("鞍政办发〔2016〕91号", "鞍政办发[2016]91号", "<mark>鞍政办发〔2016〕91号</mark>")]
    [InlineData("见鞍政办发（2016）91号文", "鞍政办发〔2016〕91号", "见<mark>鞍政办发（2016）91号</mark>文")]
    [InlineData("2016年和16年", "16", "2016年和<mark>16</mark>年")]
    [InlineData("GDP gdpx ＧＤＰ", "gdp", "<mark>GDP</mark> gdpx <mark>ＧＤＰ</mark>")]
    [InlineData("政府信息公开", "公开 政府", "<mark>政府</mark>信息<mark>公开</mark>")]
    [InlineData("公开公开", "公开", "<mark>公开</mark><mark>公开</mark>")]
    [InlineData("信息公开", "信息公 公开", "<mark>信息公</mark>开")]
    [InlineData("没有", "公开", "没有")]
    [InlineData("没有", "，", "没有")]
    [InlineData("", "公开", "")]
    public void Matches_stand_in_marks(string text, string typed, string html) =>
        Assert.Equal(html, Highlights.Mark(text, TextQuery.Parse(typed)));

    [Theory]
    [InlineData("<script>alert('公开')</script>", "公开", "&lt;script&gt;alert(&#x27;<mark>公开</mark>&#x27;)&lt;/script&gt;")]
    [InlineData("<script>", "script", "&lt;<mark>script</mark>&gt;")]
    [InlineData("a & \"b\"", "b", "a &amp; &quot;<mark>b</mark>&quot;")]
    public void Everything_is_escaped(string text, string typed, string html) =>
        Assert.Equal(html, Highlights.Mark(text, TextQuery.Parse(typed)));

    [Fact]
    public void Snippet_shows_the_first_match_between_ellipses()
    {
        var text = new string('前', 300) + "公开" + new string('后', 300);
        var snippet = Highlights.Snippet(text, TextQuery.Parse("公开"), 40);
        Assert.Equal($"…{new string('前', 10)}<mark>公开</mark>{new string('后', 28)}…", snippet);
    }

    [Fact]
    public void Snippet_of_a_short_text_is_the_text() => Assert.Equal("<mark>公开</mark>", Highlights.Snippet("公开", TextQuery.Parse("公开")));

    [Fact]
    public void Snippet_without_a_match_is_the_beginning() =>
        Assert.Equal(new string('前', 40) + "…", Highlights.Snippet(new string('前', 100), TextQuery.Parse("公开"), 40));

    [Fact]
    public void Snippet_does_not_cut_a_rare_character_in_two()
    {
        var text = string.Concat(Enumerable.Repeat("𠀀", 50)) + "公开" + string.Concat(Enumerable.Repeat("𠀀", 50));
        foreach (var length in Enumerable.Range(10, 8))
        {
            var snippet = Highlights.Snippet(text, TextQuery.Parse("公开"), length);
            Assert.DoesNotContain('\uFFFD', snippet);
            Assert.Contains("<mark>公开</mark>", snippet);
        }
    }

    [Fact]
    public void Matches_says_whether_any_term_occurs()
    {
        Assert.True(Highlights.Matches("信息公开", TextQuery.Parse("财政 公开")));
        Assert.False(Highlights.Matches("信息公开", TextQuery.Parse("财政")));
    }
}
