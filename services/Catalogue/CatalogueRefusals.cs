using Grpc.Core;
using Sunshine.Foundation.Hosting;

namespace Sunshine.Catalogue;

/// <summary>Every reason of its own for which the catalogue refuses.</summary>
public static class CatalogueRefusals
{
    public static readonly Refusal NoSuchItem = new("NO_SUCH_ITEM", StatusCode.NotFound, "没有这条信息：{0}。", "There is no item {0}.");

    public static readonly Refusal NoSuchAgency = new("NO_SUCH_AGENCY", StatusCode.NotFound, "没有这个机构：{0}。", "There is no agency {0}.");

    public static readonly Refusal AgencyExists = new("AGENCY_EXISTS", StatusCode.AlreadyExists, "机构编号已被使用：{0}。", "The agency id is taken: {0}.");

    public static readonly Refusal NoSuchCodeTable = new("NO_SUCH_CODE_TABLE", StatusCode.NotFound, "没有这个代码表：{0}。", "There is no code table {0}.");

    /// <summary>Also for one that the caller may not read: that it exists is nobody else's business.</summary>
    public static readonly Refusal NoSuchAttachment = new("NO_SUCH_ATTACHMENT", StatusCode.NotFound, "没有这个附件：{0}。", "There is no attachment {0}.");

    public static readonly Refusal OtherContent = new("REQUEST_ID_TAKEN", StatusCode.AlreadyExists,
        "该请求编号已用于另一个附件：{0}。", "Another attachment was uploaded under this request id: {0}.");
}
