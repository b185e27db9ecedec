using Grpc.Core;
using Sunshine.Foundation.Hosting;

namespace Sunshine.KeyAreas;

/// <summary>Every reason of its own for which the service refuses.</summary>
public static class KeyAreasRefusals
{
    public static readonly Refusal NoSuchArea = new("NO_SUCH_AREA", StatusCode.NotFound, "没有这个重点领域。", "There is no such area.");

    public static readonly Refusal NoSuchRecordType = new("NO_SUCH_RECORD_TYPE", StatusCode.NotFound, "没有这个档案类型。", "There is no such record type.");

    public static readonly Refusal NoSuchSchema = new("NO_SUCH_SCHEMA", StatusCode.NotFound, "没有这一版数据结构。", "There is no such schema.");

    public static readonly Refusal NoSuchRecord = new("NO_SUCH_RECORD", StatusCode.NotFound, "没有这条记录。", "There is no such record.");

    public static readonly Refusal RecordWithdrawn = new("RECORD_WITHDRAWN", StatusCode.FailedPrecondition, "这条记录已经撤销。", "The record was withdrawn.");

    public static readonly Refusal TooManyVersions = new("TOO_MANY_VERSIONS", StatusCode.FailedPrecondition, "更改次数已达上限：{0}。", "It was changed too often: at most {0} versions.");

    public static readonly Refusal NothingToCorrect = new("NOTHING_TO_CORRECT", StatusCode.FailedPrecondition, "内容与现有的相同，无可更正。", "It says that already.");

    public static readonly Refusal Unlisted = new("UNLISTED", StatusCode.PermissionDenied, "这类记录不逐条公开：可以查看统计，或按完整代码查询。", "Single records of this type are not public: there are aggregates, and the lookup by a full code.");

    public static readonly Refusal TooManyLookups = new("TOO_MANY_LOOKUPS", StatusCode.ResourceExhausted, "一小时内最多查询 {0} 个代码，请稍后再试。", "At most {0} codes an hour; try again later.");
}
