using Grpc.Core;
using Sunshine.Catalogue.V1;
using Sunshine.Foundation.Identity;

namespace Sunshine.Catalogue.Tests;

public sealed partial class AgencyRpcsTests : CatalogueTest
{
    [Fact]
    public async Task A_created_agency_is_read_as_it_was_given()
    {
        var given = NewAgency("anshan", organisation: Luzhou);
        given.ShortName = "鞍山";
        given.DivisionCode = "210300";

        var created = await Create(given, "r1");
        var read = await Agencies.GetAgencyAsync(new() { Id = "anshan" }, cancellationToken: Cancel);

        Assert.Equal(created, read);
        Assert.Equal("r1", read.Etag);
        Assert.Equal(Host.Clock.GetUtcNow(), read.CreateTime.ToDateTimeOffset());
        Assert.Equal(read.CreateTime, read.UpdateTime);
        given.Etag = read.Etag;
        given.CreateTime = read.CreateTime;
        given.UpdateTime = read.UpdateTime;
        Assert.Equal(given, read);
    }

    [Fact]
    public async Task Creating_again_with_the_same_request_id_returns_the_first_agency()
    {
        var first = await Create(NewAgency("anshan"), "r1");
        Host.Clock.Advance(TimeSpan.FromHours(0.5));
        var again = await Create(NewAgency("anshan"), "r1");

        Assert.Equal(first, again);
    }

    [Fact]
    public async Task Creating_a_taken_id_with_another_request_id_is_refused()
    {
        await Create(NewAgency("anshan"), "r1");
        var refused = await Refused(StatusCode.AlreadyExists, () => Create(NewAgency("anshan"), "r2"));

        Assert.Equal("AGENCY_EXISTS", refused.Reason());
    }

    [Fact]
    public async Task Another_caller_with_the_same_request_id_is_another_call()
    {
        await Create(NewAgency("anshan"), "r1");
        var other = new AgencyService.AgencyServiceClient(Host.Invoker(Host.Issuer.Token([Roles.Admin], subject: "somebody else")));

        await Refused(StatusCode.AlreadyExists, async () => await other.CreateAgencyAsync(new() { Agency = NewAgency("anshan"), RequestId = "r1" }, cancellationToken: Cancel));
    }

    [Fact]
    public async Task Everything_wrong_with_a_new_agency_is_named_at_once()
    {
        var refused = await Refused(StatusCode.InvalidArgument, () => Create(new V1.Agency
        {
            Id = "Bad Id", ShortName = new string('长', 51), ParentId = "nobody", Level = (AgencyLevel)77, DivisionCode = "21", OrganisationCode = "abc", CatalogueCode = "小"
        }, ""));

        Assert.Equal(
            [
                ("requestId", "REQUIRED"), ("agency.id", "MALFORMED"), ("agency.name", "REQUIRED"), ("agency.shortName", "TOO_LONG"),
                ("agency.level", "UNKNOWN_VALUE"), ("agency.divisionCode", "MALFORMED"), ("agency.catalogueCode", "MALFORMED"),
                ("agency.parentId", "NO_SUCH_AGENCY"), ("agency.organisationCode", "MALFORMED")
            ],
            refused.Fields());
    }

    [Theory]
    [InlineData("anshan\n")]
    [InlineData("-anshan")]
    [InlineData("鞍山")]
    public async Task An_id_that_is_not_of_the_form_is_refused(string id)
    {
        var refused = await Refused(StatusCode.InvalidArgument, () => Create(NewAgency("x") is var a ? new V1.Agency(a) { Id = id } : a, "r1"));

        Assert.Equal([("agency.id", "MALFORMED")], refused.Fields());
    }

    [Theory]
    [InlineData("210300\n", "", "", "agency.divisionCode")]
    [InlineData("２１０３００", "", "", "agency.divisionCode")]
    [InlineData("", "00835003X\n", "", "agency.organisationCode")]
    [InlineData("", "", "A1\n", "agency.catalogueCode")]
    public async Task A_code_with_a_line_break_or_wide_digits_is_refused(string division, string organisation, string catalogue, string field)
    {
        var agency = new V1.Agency(NewAgency("anshan")) { DivisionCode = division, OrganisationCode = organisation, CatalogueCode = catalogue };
        var refused = await Refused(StatusCode.InvalidArgument, () => Create(agency, "r1"));

        Assert.Equal([(field, "MALFORMED")], refused.Fields());
    }

    [Fact]
    public async Task A_wrong_check_character_does_not_stop_an_agency()
    {
        var created = await Create(NewAgency("anshan", organisation: WrongCheck), "r1");

        Assert.Equal(WrongCheck, created.OrganisationCode);
    }

    [Fact]
    public async Task A_bounded_caller_creates_only_below_its_agency()
    {
        await AddAgencies();
        var county = new AgencyService.AgencyServiceClient(Host.As(Roles.System, "county-1"));

        var created = await county.CreateAgencyAsync(new() { Agency = NewAgency("village-1", "town-1", AgencyLevel.Village), RequestId = "r1" }, cancellationToken: Cancel);
        Assert.Equal("town-1", created.ParentId);
        foreach (var parent in new[] { "", "city", "county-2" })
        {
            var refused = await Refused(StatusCode.PermissionDenied, async () =>
                await county.CreateAgencyAsync(new() { Agency = NewAgency("elsewhere", parent), RequestId = "r2" }, cancellationToken: Cancel));
            Assert.Equal("OTHER_AGENCY", refused.Reason());
        }
    }

    [Fact]
    public async Task A_caller_without_an_agency_acts_for_none_unless_it_runs_the_platform()
    {
        var system = new AgencyService.AgencyServiceClient(Host.As(Roles.System));

        await Refused(StatusCode.PermissionDenied, async () => await system.CreateAgencyAsync(new() { Agency = NewAgency("anshan"), RequestId = "r1" }, cancellationToken: Cancel));
    }

    [Fact]
    public async Task An_agency_that_is_not_there_is_not_found()
    {
        var refused = await Refused(StatusCode.NotFound, async () => await Agencies.GetAgencyAsync(new() { Id = "nobody" }, cancellationToken: Cancel));

        Assert.Equal("NO_SUCH_AGENCY", refused.Reason());
        Assert.Equal("nobody", refused.Info().Metadata["subject"]);
    }

    private async Task<V1.Agency> Create(V1.Agency agency, string requestId) =>
        await Agencies.CreateAgencyAsync(new() { Agency = agency, RequestId = requestId }, cancellationToken: Cancel);
}
