namespace Sunshine.Catalogue.Tests;

public sealed class OrganisationCodeTests
{
    [Theory]
    [InlineData("014416330", true)]
    [InlineData("00835003X", true)]
    [InlineData("035210000", false)]
    [InlineData("D2143569X", true)] // the standard's own example
    [InlineData("D21435690", false)]
    public void The_check_character_of_GB_11714_is_told_right_from_wrong(string code, bool fits)
    {
        Assert.True(OrganisationCode.IsWellFormed(code));
        Assert.Equal(fits, OrganisationCode.Checks(code));
    }

    [Theory]
    [InlineData("01441633-0")]
    [InlineData("01441633")]
    [InlineData("0144163300")]
    [InlineData("01441633x")]
    [InlineData("01441633A")]
    [InlineData("014416330\n")]
    [InlineData("０14416330")]
    public void What_is_not_of_the_form_is_no_code(string code) => Assert.False(OrganisationCode.IsWellFormed(code));
}
