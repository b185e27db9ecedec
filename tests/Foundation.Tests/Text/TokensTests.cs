using CsCheck;
using Sunshine.Foundation.Text;

namespace Sunshine.Foundation.Tests.Text;

public sealed class TokensTests
{
    private const string Number = "鞍政办发〔2016〕91号";

    [Theory]
    [InlineData(Number, "鞍政 政办 办发 发 2016 91 号")]
    [InlineData("ＡＢＣ１２３", "abc123")]
    [InlineData("GDP增长6.5%", "gdp 增长 长 6 5")]
    [InlineData("𠀀𠀁号", "𠀀𠀁 𠀁号 号")]
    [InlineData("，。！——…", "")]
    [InlineData("", "")]
    public void Text_is_cut_into_pairs_and_words(string text, string tokens) => Assert.Equal(tokens, Bigrams.Of(text));

    [Theory]
    [InlineData("鞍政办发〔2016〕91号")]
    [InlineData("鞍政办发[2016]91号")]
    [InlineData("鞍政办发（2016）91号")]
    [InlineData("鞍政办发﹝2016﹞91号")]
    [InlineData("鞍政办发【2016】91号")]
    [InlineData("鞍政办发 2016 91号")]
    [InlineData("鞍政办发2016")]
    [InlineData("〔２０１６〕91")]
    [InlineData("91号")]
    public void Document_number_is_found_with_any_brackets(string typed) =>
        Assert.True(Model.Finds($"关于印发的通知({Number})", typed));

    [Theory]
    [InlineData("公开", true)]
    [InlineData("信息公开", true)]
    [InlineData("开条", true)]
    [InlineData("公信", false)]
    [InlineData("gdp", true)]
    [InlineData("GDP", true)]
    [InlineData("ＧＤＰ", true)]
    [InlineData("gd", false)]
    [InlineData("2019", true)]
    [InlineData("201", false)]
    [InlineData("例", true)]
    [InlineData("政", true)]
    [InlineData("府", true)]
    [InlineData("市", false)]
    [InlineData("公开 GDP", true)]
    [InlineData("公开,财政", false)]
    public void Words_are_found_where_they_stand(string typed, bool found) =>
        Assert.Equal(found, Model.Finds("政府信息公开条例（2019年修订），GDP", typed));

    [Fact]
    public void Single_character_at_the_end_of_a_number_is_found_inside_a_longer_run() => Assert.True(Model.Finds("91号文件", "91号"));

    [Fact]
    public void Rare_characters_are_found_as_characters()
    {
        Assert.True(Model.Finds("𠀀𠀁乡", "𠀁乡"));
        Assert.True(Model.Finds("𠀀𠀁乡", "𠀀"));
        Assert.False(Model.Finds("𠀀𠀁乡", "𠀂"));
    }

    [Theory]
    [InlineData("\uD840")]
    [InlineData("\uDC00")]
    [InlineData("政\uD840府")]
    [InlineData("政府\uDC00\uD840")]
    [InlineData("😀政府😀")]
    public void Broken_and_foreign_surrogates_do_no_harm(string text)
    {
        var query = TextQuery.Parse(text);
        Assert.Equal(text.Length, Folding.Fold(text).Length);
        Assert.DoesNotContain(Bigrams.Of(text), char.IsSurrogate);
        Assert.True(query.IsEmpty || Model.Finds(text, text));
        Assert.NotNull(Highlights.Snippet(text, query, 2));
    }

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("  ，。（）")]
    [InlineData("〔〕")]
    [InlineData("¶")]
    public void Punctuation_alone_is_an_empty_query(string? typed) => Assert.True(TextQuery.Parse(typed).IsEmpty);

    [Fact]
    public void Phrases_do_not_reach_across_the_gap()
    {
        var tokens = $"{Bigrams.Of("城市 2016")} {Bigrams.Gap} {Bigrams.Of("91号")}";
        Assert.False(Model.FindsIn(tokens, "2016〕91号"));
        Assert.True(Model.FindsIn(tokens, "2016 91号"));
    }

    [Fact]
    public void Long_word_is_found_by_itself()
    {
        var word = new string('a', 200);
        Assert.True(Model.Finds($"x {word} y", word));
    }

    [Fact]
    public void More_terms_than_the_limit_are_ignored() =>
        Assert.Equal(TextQuery.MostTerms, TextQuery.Parse(string.Join(' ', Enumerable.Range(0, 100))).Terms.Count);

    [Fact]
    public void Folding_keeps_the_length_and_does_nothing_twice() =>
        Gen.String.Sample(s =>
        {
            var folded = Folding.Fold(s);
            return folded.Length == s.Length && Folding.Fold(folded) == folded;
        });

    [Fact]
    public void Any_part_of_a_run_of_Chinese_is_found()
    {
        var character = Gen.OneOf(Gen.Int[0x4E00, 0x4E20], Gen.Int[0x20000, 0x20010]).Select(char.ConvertFromUtf32);
        var other = Gen.OneOf<string>("，", "2016", "〔", "abc", " ", "");
        Gen.Select(character.Array[1, 12], other, other, Gen.Int[0, 11], Gen.Int[1, 12]).Sample((run, before, after, start, length) =>
        {
            start %= run.Length;
            var part = string.Concat(run.Skip(start).Take(length));
            return Model.Finds(before + string.Concat(run) + after, part);
        });
    }

    [Fact]
    public void Any_text_is_found_by_itself() =>
        Gen.String[Gen.OneOf(Gen.Char["政府公开，。〔〕（ 2016ab"], Gen.Char), 1, 20].Where(s => TextQuery.Parse(s).Terms.Count is > 0 and < TextQuery.MostTerms)
            .Sample(s => Model.Finds(s, s));

    /// <summary>What both engines do with the tokens: all terms occur, each as a row of tokens.</summary>
    private static class Model
    {
        public static bool Finds(string text, string typed) => FindsIn(Bigrams.Of(text), typed);

        public static bool FindsIn(string tokens, string typed) => TextMatch.Finds(tokens.Split(' '), TextQuery.Parse(typed));
    }
}
