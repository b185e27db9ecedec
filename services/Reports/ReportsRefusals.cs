using Grpc.Core;
using Sunshine.Foundation.Hosting;

namespace Sunshine.Reports;

/// <summary>Every reason of its own for which the service refuses.</summary>
public static class ReportsRefusals
{
    public static readonly Refusal NoSuchAgency = new("NO_SUCH_AGENCY", StatusCode.NotFound, "存证日志中没有这个机构。", "The ledger has no such agency.");

    public static readonly Refusal NoSuchFigure = new("NO_SUCH_FIGURE", StatusCode.NotFound, "该格式没有这个指标。", "The form has no such figure.");

    public static readonly Refusal NoForm = new("NO_FORM_OF_YEAR", StatusCode.FailedPrecondition, "{0} 年没有统一格式，请指明格式。", "There was no form for {0}; say which one is meant.");

    public static readonly Refusal NoSuchSample = new("NO_SUCH_SAMPLE", StatusCode.NotFound, "没有这个随附的报告。", "There is no such shipped report.");
}
