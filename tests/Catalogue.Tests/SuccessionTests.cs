using Grpc.Core;
using Sunshine.Catalogue.V1;
using Sunshine.Foundation.Identity;

namespace Sunshine.Catalogue.Tests;

/// <summary>Agencies come and go; what they disclosed stays, and somebody answers for it.</summary>
public sealed class SuccessionTests : EditingTest
{
    [Fact]
    public async Task What_an_abolished_agency_disclosed_stays_and_its_successor_answers_for_it()
    {
        var id = await ImportedId(Record("1", agency: "county-2"));
        await Merge("county-2", "county-1");

        Assert.Equal("county-2", (await Read(id)).Agency.Id);
        var gone = await Agencies.GetAgencyAsync(new() { Id = "county-2" }, cancellationToken: Cancel);
        Assert.Equal(("2026-01-05", SuccessionKind.Merged, "county-1"), (gone.DissolvedOn, gone.Successions.Single().Kind, gone.Successions.Single().SuccessorIds.Single()));
        var successor = As("x", Roles.Publisher, "county-1");
        Assert.NotNull((await successor.WithdrawItemAsync(new() { Id = id, Reason = "误" }, cancellationToken: Cancel)).Withdrawal);

        // It takes in what it disclosed while it was, and nothing after.
        Assert.Equal(ImportOutcome.Created, (await ImportOne(Record("2", agency: "county-2"))).Outcome);
        Assert.Equal([("agencyId", "AGENCY_DISSOLVED")], (await ImportOne(Record("3", agency: "county-2", on: "2026-01-05"))).Violations.Fields());
        Assert.Equal([("draft.agency.id", "NO_SUCH_AGENCY")], (await Refused(StatusCode.InvalidArgument, () => Create(agency: "county-2"))).Fields());
        Assert.Equal("AGENCY_DISSOLVED", await ReasonOf(StatusCode.FailedPrecondition, () => Merge("county-2", "county-1")));
    }

    [Fact]
    public async Task A_renamed_agency_goes_on_and_its_former_name_is_known()
    {
        var renamed = await Agencies.SucceedAgencyAsync(new() { Id = "county-1", Kind = SuccessionKind.Renamed, On = "2026-01-01", NewName = "新县", Basis = "国函〔2025〕1号" }, cancellationToken: Cancel);

        Assert.Equal(("新县", "机构 county-1", ""), (renamed.Name, renamed.Successions.Single().FormerName, renamed.DissolvedOn));
        // An import of what is known elsewhere does not undo what happened.
        var again = await Agencies.BatchImportAgenciesAsync(new() { Agencies = { NewAgency("county-1", "city", AgencyLevel.County, Luzhou) } }, cancellationToken: Cancel);
        Assert.Equal(ImportOutcome.Updated, again.Results.Single().Outcome);
        Assert.Single((await Agencies.GetAgencyAsync(new() { Id = "county-1" }, cancellationToken: Cancel)).Successions);
    }

    [Fact]
    public async Task A_succession_that_cannot_be_is_refused_with_its_fields()
    {
        async Task<IReadOnlyList<(string, string)>> Fields(SucceedAgencyRequest request) =>
            (await Refused(StatusCode.InvalidArgument, async () => await Agencies.SucceedAgencyAsync(request, cancellationToken: Cancel))).Fields();

        Assert.Equal([("kind", "REQUIRED"), ("on", "REQUIRED")], await Fields(new() { Id = "county-1" }));
        Assert.Equal([("successorIds", "TOO_FEW")], await Fields(new() { Id = "county-1", On = "2026-01-01", Kind = SuccessionKind.Split, SuccessorIds = { "county-2" } }));
        Assert.Equal([("successorIds[0]", "NO_SUCH_AGENCY")], await Fields(new() { Id = "county-1", On = "2026-01-01", Kind = SuccessionKind.Merged, SuccessorIds = { "county-1" } }));
        Assert.Equal([("on", "IN_THE_FUTURE"), ("newName", "REQUIRED")], await Fields(new() { Id = "county-1", On = "2026-01-06", Kind = SuccessionKind.Renamed }));
        var county = new AgencyService.AgencyServiceClient(Host.As(Roles.Supervisor, "county-1"));
        Assert.Equal("OTHER_AGENCY", await ReasonOf(StatusCode.PermissionDenied, async () =>
            await county.SucceedAgencyAsync(new() { Id = "county-1", On = "2026-01-01", Kind = SuccessionKind.Abolished }, cancellationToken: Cancel)));
    }

    [Fact]
    public async Task A_disclosure_guide_has_editions_and_each_day_its_own()
    {
        var publisher = new AgencyService.AgencyServiceClient(Host.As(Roles.Publisher, "city"));
        var anyone = new AgencyService.AgencyServiceClient(Host.Invoker());
        Assert.Equal("NO_SUCH_GUIDE", await ReasonOf(StatusCode.NotFound, async () => await anyone.GetGuideAsync(new() { AgencyId = "city" }, cancellationToken: Cancel)));
        var refused = await Refused(StatusCode.InvalidArgument, async () => await publisher.PublishGuideAsync(new() { AgencyId = "city", Guide = new() { Email = "x", PostalCode = "1" } }, cancellationToken: Cancel));
        Assert.Equal(
            ["guide.address", "guide.email", "guide.hours", "guide.office", "guide.phone", "guide.postalCode", "guide.requestWays"], refused.Fields().Select(f => f.Field).Order(StringComparer.Ordinal));

        await publisher.PublishGuideAsync(new() { AgencyId = "city", Guide = Guide("旧址") }, cancellationToken: Cancel);
        Host.Clock.Advance(TimeSpan.FromDays(2));
        var second = await publisher.PublishGuideAsync(new() { AgencyId = "city", Guide = Guide("新址") }, cancellationToken: Cancel);
        var stale = Guide("又一址");
        stale.Edition = 2;
        Assert.Equal("STALE_ETAG", await ReasonOf(StatusCode.Aborted, async () => await publisher.PublishGuideAsync(new() { AgencyId = "city", Guide = stale }, cancellationToken: Cancel)));

        Assert.Equal((2, "新址"), (second.Edition, (await anyone.GetGuideAsync(new() { AgencyId = "city" }, cancellationToken: Cancel)).Address));
        Assert.Equal("旧址", (await anyone.GetGuideAsync(new() { AgencyId = "city", AsOf = "2026-01-06" }, cancellationToken: Cancel)).Address);
        // The last day there is, and the first.
        Assert.NotEmpty((await anyone.GetGuideAsync(new() { AgencyId = "city", AsOf = "9999-12-31" }, cancellationToken: Cancel)).Address);
        await Refused(StatusCode.NotFound, async () => await anyone.GetGuideAsync(new() { AgencyId = "city", AsOf = "0001-01-01" }, cancellationToken: Cancel));
        Assert.Equal([2, 1], (await anyone.ListGuidesAsync(new() { AgencyId = "city" }, cancellationToken: Cancel)).Guides.Select(g => g.Edition));
    }

    private static V1.DisclosureGuide Guide(string address) => new()
    {
        Office = "政务公开办公室", Address = address, Hours = "工作日 8:30-17:00", Phone = "0412-0000000", RequestWays = { new V1.RequestWay { Name = "信函", Address = address } }
    };

    private async Task Merge(string id, string into) =>
        await Agencies.SucceedAgencyAsync(new() { Id = id, Kind = SuccessionKind.Merged, On = "2026-01-05", SuccessorIds = { into } }, cancellationToken: Cancel);
}
