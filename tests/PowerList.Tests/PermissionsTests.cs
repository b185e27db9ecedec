using Sunshine.Testing.Hosts;

namespace Sunshine.Powers.Tests;

/// <summary>Every rpc says who may call it, and nobody else does.</summary>
public sealed class PermissionsTests : PowerListTest
{
    private static readonly GuardedRpcs Rpcs = new("sunshine.powers.v1", typeof(PowerListModule).Assembly);

    [Fact]
    public void Exactly_the_listed_ones_are_open_to_anybody() =>
        Assert.Equal(
            [
                "GetBatch", "GetBatchBalance", "GetFeeHistory", "GetFeeItem", "GetGuide", "GetGuideComparison", "GetGuideCompleteness", "GetGuideEdition", "GetLaw", "GetList", "GetPower",
                "GetPowerHistory", "GetStatistics", "ListBatches", "ListComparisons", "ListDelegations", "ListDifferences", "ListFeeItems", "ListGuideAdjustments", "ListGuideEditions",
                "ListGuides", "ListLaws", "ListLists", "ListOperations", "ListPowers"
            ],
            Rpcs.Open);

    [Fact]
    public Task Without_a_token_or_with_a_wrong_role_no_guarded_rpc_is_carried_out() => Rpcs.Try(Host.Invoker(), role => As("x", role), Cancel);
}
