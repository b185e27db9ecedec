namespace Sunshine.Catalogue.Tests;

public sealed class IndexNumberSchemeTests
{
    private static readonly Agency Luzhou = new()
    {
        Id = "luzhou", Name = "泸州市", Level = V1.AgencyLevel.City, OrganisationCode = "00835003X", CatalogueCode = "LZ", CreatedAt = default, UpdatedAt = default
    };

    [Fact]
    public void The_national_scheme_forms_numbers_of_twenty_characters()
    {
        var scheme = IndexNumberScheme.Parse(IndexNumberScheme.National);

        Assert.Equal("00835003X/2015-00018", scheme.Number(scheme.Prefix(Luzhou, 2015)!, 18));
        Assert.Equal(99_999, scheme.Largest);
        Assert.True(scheme.UsesOrganisation);
        Assert.Null(scheme.Prefix(Luzhou with { OrganisationCode = "" }, 2015));
    }

    [Fact]
    public void A_local_scheme_may_hold_what_a_pattern_would_take_for_signs()
    {
        var scheme = IndexNumberScheme.Parse("(鞍){catalogue}.{year}+{serial:1}");

        Assert.Equal("(鞍)LZ.2015+7", scheme.Number(scheme.Prefix(Luzhou, 2015)!, 7));
        Assert.True(scheme.IsWellFormed("(鞍)LZ.2015+7"));
        Assert.False(scheme.IsWellFormed("(鞍)LZx2015+7"));
        Assert.True(scheme.Checks("(鞍)LZ.2015+7"));
    }

    [Theory]
    [InlineData("014416330/2018-04736", true)]
    [InlineData("00835003X/2015-00018", true)]
    [InlineData("035210000/2025-00016", false)]
    public void Check_characters_of_real_numbers_are_told_apart(string number, bool fits)
    {
        var scheme = IndexNumberScheme.Parse(IndexNumberScheme.National);

        Assert.True(scheme.IsWellFormed(number));
        Assert.Equal(fits, scheme.Checks(number));
    }

    [Theory]
    [InlineData("", "must end with {serial:n}")]
    [InlineData("{organisation}/{year}", "must end with {serial:n}")]
    [InlineData("{organisation}/{year}-{serial:5}!", "must end with {serial:n}")]
    [InlineData("{organisation}/{year}-{serial:0}", "'{serial:0}' is not one of")]
    [InlineData("{organisation}/{year}-{serial:10}", "'{serial:10}' is not one of")]
    [InlineData("{organisation}/{year}-{serial}", "'{serial}' is not one of")]
    [InlineData("{agency}/{year}-{serial:5}", "'{agency}' is not one of")]
    [InlineData("{organisation}{catalogue}/{year}-{serial:5}", "either {organisation} or {catalogue}")]
    [InlineData("{year}-{serial:5}", "either {organisation} or {catalogue}")]
    [InlineData("{organisation}-{serial:5}", "must have {year}")]
    [InlineData("{organisation}/{year}-{serial:5", "unclosed brace")]
    [InlineData("{organisation}/{year}{serial:2}-{serial:5}", "only once")]
    [InlineData("{organisation}/{year}-{year}-{serial:5}", "only once")]
    [InlineData("{organisation}{organisation}/{year}-{serial:5}", "only once")]
    public void A_pattern_that_cannot_work_is_refused_with_the_reason(string pattern, string sentence)
    {
        var wrong = Assert.Throws<FormatException>(() => IndexNumberScheme.Parse(pattern));

        Assert.Contains(sentence, wrong.Message, StringComparison.Ordinal);
    }
}
