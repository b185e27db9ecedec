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

    public static readonly Refusal NoSuchAnnualReport = new("NO_SUCH_ANNUAL_REPORT", StatusCode.NotFound, "没有这份年度报告。", "There is no such annual report.");

    public static readonly Refusal NoSuchEdition = new("NO_SUCH_EDITION", StatusCode.NotFound, "没有这一版。", "There is no such edition.");

    public static readonly Refusal ReportExists = new("REPORT_EXISTS", StatusCode.AlreadyExists, "该机关该年度的报告已经建立：{0}。", "The agency's report on this year is there already: {0}.");

    public static readonly Refusal WrongState = new("WRONG_STATE", StatusCode.FailedPrecondition, "报告目前的状态不允许此操作：{0}。", "The report's state does not allow this: {0}.");

    public static readonly Refusal YearNotOver = new("YEAR_NOT_OVER", StatusCode.FailedPrecondition, "{0} 年尚未结束，不能提交该年度的报告。", "{0} is not over yet; the report on it cannot be submitted.");

    public static readonly Refusal UnwaivedErrors = new("UNWAIVED_ERRORS", StatusCode.FailedPrecondition, "报告有 {0} 处错误未更正也未说明。", "The report has {0} errors that were neither corrected nor waived.");

    public static readonly Refusal NotAbove = new("NOT_ABOVE", StatusCode.PermissionDenied, "只有上级机关可以退回或者审核通过。", "Only an agency above it may return or clear it.");

    public static readonly Refusal OwnSubmission = new("OWN_SUBMISSION", StatusCode.PermissionDenied, "不能审核自己提交的报告。", "Whoever submitted a report cannot decide on it.");

    public static readonly Refusal NotPublished = new("NOT_PUBLISHED", StatusCode.FailedPrecondition, "报告尚未公布。", "The report is not published yet.");

    public static readonly Refusal NothingDiffers = new("NOTHING_DIFFERS", StatusCode.FailedPrecondition, "与上一版没有不同。", "Nothing differs from the edition before.");
}
