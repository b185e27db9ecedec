using Grpc.Core;
using Sunshine.Foundation.Hosting;

namespace Sunshine.Ledger;

/// <summary>Every reason of its own for which the service refuses.</summary>
public static class LedgerRefusals
{
    public static readonly Refusal NoSuchAct = new("NO_SUCH_ACT", StatusCode.NotFound, "存证日志中没有这个位置：共有 {0} 条。", "The log has no such place: it has {0} entries.");

    public static readonly Refusal NoSuchCheckpoint = new("NO_SUCH_CHECKPOINT", StatusCode.NotFound, "没有为这个长度签发过检查点。", "No checkpoint was signed for this size.");

    public static readonly Refusal NoSuchTile = new("NO_SUCH_TILE", StatusCode.NotFound, "存证日志中没有这个文件。", "The log has no such file.");
}
