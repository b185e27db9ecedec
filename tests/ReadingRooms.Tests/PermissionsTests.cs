using Sunshine.Testing.Hosts;

namespace Sunshine.ReadingRooms.Tests;

/// <summary>Every rpc says who may call it, and nobody else does.</summary>
public sealed class PermissionsTests : RoomsTest
{
    private static readonly GuardedRpcs Rpcs = new("sunshine.reading_rooms.v1", typeof(ReadingRoomsModule).Assembly);

    [Fact]
    public void Exactly_the_listed_ones_are_open_to_anybody() =>
        Assert.Equal(
            [
                "ConfirmReceipt", "GetDistribution", "GetDistributionCoverage", "GetNearestRooms", "GetOpening", "GetRoom", "GetStatistics", "GetUseStatistics", "GetYearCoverage", "ListDeliveries", "ListDistributions",
                "ListDivisions", "ListHoldings", "ListRooms"
            ],
            Rpcs.Open);

    [Fact]
    public Task Without_a_token_or_with_a_wrong_role_no_guarded_rpc_is_carried_out() => Rpcs.Try(Host.Invoker(), role => As("x", role), Cancel);
}
