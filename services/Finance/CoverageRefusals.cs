using Grpc.Core;
using Sunshine.Foundation.Hosting;

namespace Sunshine.Finance;

/// <summary>Why calls on funded units are refused.</summary>
public static class CoverageRefusals
{
    public static readonly Refusal NoSuchFundedUnit = new("NO_SUCH_FUNDED_UNIT", StatusCode.NotFound, "名单中没有这个单位。", "There is no such funded unit.");

    public static readonly Refusal UnitRemoved = new("UNIT_REMOVED", StatusCode.FailedPrecondition, "该单位已于 {0} 移出名单。", "The unit was taken off the list on {0}.");

    public static readonly Refusal OwnUnit = new("OWN_UNIT", StatusCode.PermissionDenied, "单位不能自行决定是否列入名单。", "A unit does not decide itself whether it is counted.");

    public static readonly Refusal TooManyVersions = new("TOO_MANY_VERSIONS", StatusCode.FailedPrecondition, "该单位的变更次数已达上限。", "The unit was changed too often.");
}
