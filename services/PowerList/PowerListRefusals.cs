using Grpc.Core;
using Sunshine.Foundation.Hosting;

namespace Sunshine.Powers;

/// <summary>Every reason of its own for which the service refuses.</summary>
public static class PowerListRefusals
{
    public static readonly Refusal NoSuchList = new("NO_SUCH_LIST", StatusCode.NotFound, "没有这份权责清单。", "There is no such list of powers.");

    public static readonly Refusal ListExists = new("LIST_EXISTS", StatusCode.AlreadyExists, "该政府已有权责清单，内容不同。", "The government has a list already, begun otherwise.");

    public static readonly Refusal NoSuchBatch = new("NO_SUCH_BATCH", StatusCode.NotFound, "没有这个调整批次。", "There is no such batch.");

    public static readonly Refusal NoSuchPower = new("NO_SUCH_POWER", StatusCode.NotFound, "清单中没有这项职权。", "The list has no such power.");

    public static readonly Refusal NotADraft = new("NOT_A_DRAFT", StatusCode.FailedPrecondition, "该批次已不是草稿：{0}。", "The batch is no draft any more: {0}.");

    public static readonly Refusal OutOfOrder = new("OUT_OF_ORDER", StatusCode.FailedPrecondition,
        "清单已有自 {0} 起施行的批次，不能在其之前插入。", "The list has a batch that took effect on {0}; none can come before it.");

    public static readonly Refusal FourEyes = new("FOUR_EYES", StatusCode.PermissionDenied, "不能使自己编制的批次生效。", "Nobody makes a batch current that they wrote themselves.");
}
