using Sunshine.Testing.Hosts;

namespace Sunshine.Finance.Tests;

/// <summary>Every rpc says who may call it, and nobody else does.</summary>
public sealed class PermissionsTests : FinanceTest
{
    private static readonly GuardedRpcs Rpcs = new("sunshine.finance.v1", typeof(FinanceModule).Assembly);

    [Fact]
    public void Exactly_the_listed_ones_are_open_to_anybody() =>
        Assert.Equal(
            [
                "GetAuditCategories", "GetAuditFigures", "GetAuditFinding", "GetBreakdown", "GetCoverage", "GetDisclosure", "GetFundedUnit", "GetLayout", "GetStatement", "GetStatistics",
                "ListAuditFindings", "ListChanges", "ListClassificationCodes", "ListCoverageCells", "ListDisclosures", "ListExecution", "ListFundedUnits", "ListLayouts", "ListLines",
                "ListMeasures", "ListReleaseDifferences", "ListReleases", "ListTextElements"
            ],
            Rpcs.Open);

    [Fact]
    public Task Without_a_token_or_with_a_wrong_role_no_guarded_rpc_is_carried_out() => Rpcs.Try(Host.Invoker(), role => As("x", role), Cancel);
}
