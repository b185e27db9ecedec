using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Sunshine.Catalogue.V1;
using Sunshine.Foundation.Identity;

namespace Sunshine.Catalogue.Tests;

public sealed partial class AgencyRpcsTests
{
    [Fact]
    public async Task An_update_changes_the_fields_of_its_mask_and_no_others()
    {
        var created = await Create(NewAgency("anshan", organisation: Luzhou), "r1");
        Host.Clock.Advance(TimeSpan.FromMinutes(1));
        var updated = await Update(new V1.Agency { Id = "anshan", Name = "新名", ShortName = "不在其中" }, "name");

        Assert.Equal("新名", updated.Name);
        Assert.Equal("r2", updated.Etag);
        Assert.Equal(created.CreateTime, updated.CreateTime);
        Assert.Equal(Host.Clock.GetUtcNow(), updated.UpdateTime.ToDateTimeOffset());
        Assert.Equal(new V1.Agency(created) { Name = "新名", Etag = updated.Etag, UpdateTime = updated.UpdateTime }, updated);
    }

    [Fact]
    public async Task A_stale_etag_is_refused_with_the_current_one()
    {
        var created = await Create(NewAgency("anshan"), "r1");
        await Update(new V1.Agency { Id = "anshan", Name = "第一次", Etag = created.Etag }, "name");

        var refused = await Refused(StatusCode.Aborted, () => Update(new V1.Agency { Id = "anshan", Name = "第二次", Etag = created.Etag }, "name"));

        Assert.Equal("STALE_ETAG", refused.Reason());
        Assert.Equal("r2", refused.Info().Metadata["etag"]);
        Assert.Equal("第一次", (await Agencies.GetAgencyAsync(new() { Id = "anshan" }, cancellationToken: Cancel)).Name);
    }

    [Theory]
    [InlineData("x1")]
    [InlineData("r")]
    [InlineData("r0")]
    [InlineData("r99999999999999999999")]
    public async Task An_etag_that_is_none_is_refused(string etag)
    {
        await Create(NewAgency("anshan"), "r1");
        var refused = await Refused(StatusCode.InvalidArgument, () => Update(new V1.Agency { Id = "anshan", Name = "新名", Etag = etag }, "name"));

        Assert.Equal([("agency.etag", "MALFORMED")], refused.Fields());
    }

    [Theory]
    [InlineData("", "REQUIRED")]
    [InlineData("id", "UNKNOWN_FIELD")]
    [InlineData("etag", "UNKNOWN_FIELD")]
    [InlineData("nonsense", "UNKNOWN_FIELD")]
    public async Task A_mask_may_name_only_what_can_be_changed(string path, string reason)
    {
        await Create(NewAgency("anshan"), "r1");
        var refused = await Refused(StatusCode.InvalidArgument, () => Update(NewAgency("anshan"), path.Length == 0 ? [] : [path]));

        Assert.Equal([("updateMask", reason)], refused.Fields());
    }

    [Fact]
    public async Task An_agency_cannot_come_to_lie_below_itself()
    {
        await AddAgencies();
        foreach (var parent in new[] { "city", "county-1", "town-1" })
        {
            var refused = await Refused(StatusCode.InvalidArgument, () => Update(new V1.Agency { Id = "city", ParentId = parent }, "parent_id"));
            Assert.Equal([("agency.parentId", "CYCLE")], refused.Fields());
        }
    }

    [Fact]
    public async Task A_circle_is_refused_however_deep_the_tree_is()
    {
        var chain = Enumerable.Range(0, 80).Select(i => NewAgency($"a{i}", i == 0 ? "" : $"a{i - 1}")).ToList();
        var imported = await Agencies.BatchImportAgenciesAsync(new() { Agencies = { chain } }, cancellationToken: Cancel);
        Assert.All(imported.Results, r => Assert.Equal(ImportOutcome.Created, r.Outcome));

        var refused = await Refused(StatusCode.InvalidArgument, () => Update(new V1.Agency { Id = "a0", ParentId = "a79" }, "parent_id"));

        Assert.Equal([("agency.parentId", "CYCLE")], refused.Fields());
    }

    [Fact]
    public async Task Updates_of_a_bounded_caller_stay_within_its_agency()
    {
        await AddAgencies();
        var county = new AgencyService.AgencyServiceClient(Host.As(Roles.System, "county-1"));

        Assert.Equal("新名", (await Change(new V1.Agency { Id = "town-1", Name = "新名" }, "name")).Name);
        Assert.Equal("新名", (await Change(new V1.Agency { Id = "county-1", Name = "新名" }, "name")).Name);
        await Refused(StatusCode.PermissionDenied, () => Change(new V1.Agency { Id = "city", Name = "新名" }, "name"));
        await Refused(StatusCode.PermissionDenied, () => Change(new V1.Agency { Id = "county-2", Name = "新名" }, "name"));
        await Refused(StatusCode.PermissionDenied, () => Change(new V1.Agency { Id = "town-1", ParentId = "county-2" }, "parent_id"));

        async Task<V1.Agency> Change(V1.Agency agency, string path) =>
            await county.UpdateAgencyAsync(new() { Agency = agency, UpdateMask = new FieldMask { Paths = { path } } }, cancellationToken: Cancel);
    }

    [Theory]
    [InlineData("")]
    [InlineData("town-1")]
    public async Task A_bounded_caller_cannot_take_its_agency_out_of_its_place(string parent)
    {
        await AddAgencies();
        var county = new AgencyService.AgencyServiceClient(Host.As(Roles.System, "county-1"));
        var moved = new V1.Agency(NewAgency("county-1", parent, AgencyLevel.County));

        var refused = await Assert.ThrowsAsync<RpcException>(async () =>
            await county.UpdateAgencyAsync(new() { Agency = moved, UpdateMask = new FieldMask { Paths = { "parent_id" } } }, cancellationToken: Cancel));
        var imported = await county.BatchImportAgenciesAsync(new() { Agencies = { moved } }, cancellationToken: Cancel);

        Assert.Contains(refused.StatusCode, new[] { StatusCode.PermissionDenied, StatusCode.InvalidArgument });
        Assert.Equal(ImportOutcome.Refused, Assert.Single(imported.Results).Outcome);
        Assert.Equal("city", (await Agencies.GetAgencyAsync(new() { Id = "county-1" }, cancellationToken: Cancel)).ParentId);
    }

    [Fact]
    public async Task Of_two_updates_at_once_with_the_same_etag_one_is_done()
    {
        var created = await Create(NewAgency("anshan"), "r1");
        var tries = Enumerable.Range(0, 8).Select(async i =>
        {
            try
            {
                await Update(new V1.Agency { Id = "anshan", Name = $"名 {i}", Etag = created.Etag }, "name");
                return StatusCode.OK;
            }
            catch (RpcException e)
            {
                return e.StatusCode;
            }
        });

        var outcomes = await Task.WhenAll(tries);

        Assert.Single(outcomes, StatusCode.OK);
        Assert.Equal(7, outcomes.Count(o => o == StatusCode.Aborted));
    }

    [Fact]
    public async Task Updating_an_agency_that_is_not_there_is_not_found() =>
        Assert.Equal("NO_SUCH_AGENCY", (await Refused(StatusCode.NotFound, () => Update(NewAgency("nobody"), "name"))).Reason());

    private async Task<V1.Agency> Update(V1.Agency agency, params string[] paths) =>
        await Agencies.UpdateAgencyAsync(new() { Agency = agency, UpdateMask = new FieldMask { Paths = { paths } } }, cancellationToken: Cancel);
}
