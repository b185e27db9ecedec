using Sunshine.Testing.Hosts;

namespace Sunshine.KeyAreas.Tests;

/// <summary>Every rpc says who may call it, and nobody else does.</summary>
public sealed class PermissionsTests : KeyAreasTest
{
    private static readonly GuardedRpcs Rpcs = new("sunshine.key_areas.v1", typeof(KeyAreasModule).Assembly);

    [Fact]
    public void Exactly_the_listed_ones_are_open_to_anybody() =>
        Assert.Equal(
            [
                "GetAggregate", "GetArea", "GetRecord", "GetRecordType", "GetSchema", "GetStatistics", "ListAreas", "ListObligations", "ListRecordTypes", "ListRecords", "ListSchemas", "ListVersions", "LookupCredit",
                "WatchRecords"
            ],
            Rpcs.Open);

    [Fact]
    public Task Without_a_token_or_with_a_wrong_role_no_guarded_rpc_is_carried_out() => Rpcs.Try(Host.Invoker(), role => As("x", role), Cancel);
}
