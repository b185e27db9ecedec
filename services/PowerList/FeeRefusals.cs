using Grpc.Core;
using Sunshine.Foundation.Hosting;

namespace Sunshine.Powers;

/// <summary>Why calls on the fee catalogues are refused.</summary>
public static class FeeRefusals
{
    public static readonly Refusal NoSuchFeeItem = new("NO_SUCH_FEE_ITEM", StatusCode.NotFound, "收费目录中没有这个项目。", "The fee catalogue has no such item.");

    public static readonly Refusal FeeItemExists = new("FEE_ITEM_EXISTS", StatusCode.AlreadyExists, "该机构已有这个编号的收费项目：{0}。", "The agency has an item of this id already: {0}.");

    public static readonly Refusal FeeEnded = new("FEE_ENDED", StatusCode.FailedPrecondition, "该收费项目已于 {0} 停止。", "The item ended on {0}.");

    public static readonly Refusal TooManyVersions = new("TOO_MANY_VERSIONS", StatusCode.FailedPrecondition,
        "该收费项目的变更次数已达上限，请新建项目。", "The item was changed too often; add another one.");
}
