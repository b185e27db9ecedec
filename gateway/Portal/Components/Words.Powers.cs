using Sunshine.Foundation.Hosting;
using Sunshine.Powers.V1;

namespace Sunshine.Portal.Components;

public static partial class Words
{
    public static string Of(PowerKind kind, Language language) => In(language, kind switch
    {
        PowerKind.Licence => ("行政许可", "Licences"),
        PowerKind.Penalty => ("行政处罚", "Penalties"),
        PowerKind.Coercion => ("行政强制", "Compulsory measures"),
        PowerKind.Levy => ("行政征收", "Levies"),
        PowerKind.Payment => ("行政给付", "Payments"),
        PowerKind.Inspection => ("行政检查", "Inspections"),
        PowerKind.Confirmation => ("行政确认", "Confirmations"),
        PowerKind.Reward => ("行政奖励", "Rewards"),
        PowerKind.Adjudication => ("行政裁决", "Adjudication"),
        PowerKind.Other => ("其他行政权力", "Other powers"),
        _ => ("未注明", "Not stated")
    });

    public static string Of(PowerLevel level, Language language) => In(language, level switch
    {
        PowerLevel.City => ("市级", "City"),
        PowerLevel.County => ("县级", "County or district"),
        PowerLevel.Town => ("乡级", "Town or street"),
        _ => ("未注明", "Not stated")
    });

    public static string Of(OperationKind kind, Language language) => In(language, kind switch
    {
        OperationKind.Add => ("新增", "Added"),
        OperationKind.Cancel => ("取消", "Cancelled"),
        OperationKind.Delegate => ("下放", "Delegated"),
        OperationKind.TakeOver => ("承接", "Taken over"),
        OperationKind.Merge => ("合并", "Merged"),
        OperationKind.Split => ("拆分", "Split"),
        OperationKind.Rename => ("更名", "Renamed"),
        OperationKind.Change => ("变更", "Changed"),
        _ => ("未注明", "Not stated")
    });

    public static string Of(DifferenceKind kind, Language language) => In(language, kind switch
    {
        DifferenceKind.Came => ("列入清单", "Came into the list"),
        DifferenceKind.Went => ("移出清单", "Left the list"),
        DifferenceKind.Changed => ("内容变化", "Says something else"),
        _ => ("未注明", "Not stated")
    });

    public static string Of(FeeKind kind, Language language) => In(language, kind switch
    {
        FeeKind.NonTaxRevenue => ("行政事业性收费等非税收入", "Non-tax revenue"),
        FeeKind.BusinessService => ("经营服务性收费", "Charges for services"),
        _ => ("未注明", "Not stated")
    });

    public static string Of(NonTaxKind kind, Language language) => In(language, kind switch
    {
        NonTaxKind.AdministrativeFee => ("行政事业性收费", "Administrative fee"),
        NonTaxKind.GovernmentFund => ("政府性基金", "Government fund"),
        NonTaxKind.Other => ("其他非税收入", "Other non-tax revenue"),
        _ => ("", "")
    });

    public static string Of(FeeSetter setter, Language language) => In(language, setter switch
    {
        FeeSetter.Central => ("中央设立", "Set by the central government"),
        FeeSetter.Province => ("省设立", "Set by the province"),
        FeeSetter.City => ("市设立", "Set by the city"),
        _ => ("未注明", "Not stated")
    });

    public static string Of(PricingForm form, Language language) => In(language, form switch
    {
        PricingForm.GovernmentSet => ("政府定价", "Set by the government"),
        PricingForm.GovernmentGuided => ("政府指导价", "Guided by the government"),
        PricingForm.Market => ("市场调节价", "Formed by the market"),
        _ => ("", "")
    });

    public static string Of(FeeStatus status, Language language) => In(language, status switch
    {
        FeeStatus.NotYet => ("尚未执行", "Not yet charged"),
        FeeStatus.InForce => ("执行中", "Charged"),
        FeeStatus.Ended => ("已停止收费", "Charged no more"),
        _ => ("未注明", "Not stated")
    });

    public static string Of(ServiceKind kind, Language language) => In(language, kind switch
    {
        ServiceKind.Licence => ("行政许可", "Licence"),
        ServiceKind.Penalty => ("行政处罚", "Penalty"),
        ServiceKind.Coercion => ("行政强制", "Compulsory measure"),
        ServiceKind.Levy => ("行政征收", "Levy"),
        ServiceKind.Payment => ("行政给付", "Payment"),
        ServiceKind.Inspection => ("行政检查", "Inspection"),
        ServiceKind.Confirmation => ("行政确认", "Confirmation"),
        ServiceKind.Reward => ("行政奖励", "Reward"),
        ServiceKind.Adjudication => ("行政裁决", "Adjudication"),
        ServiceKind.Other => ("其他行政权力", "Other power"),
        ServiceKind.PublicService => ("公共服务", "Public service"),
        _ => ("未注明", "Not stated")
    });

    public static string Of(Audience audience, Language language) => In(language, audience switch
    {
        Audience.Persons => ("自然人", "Persons"),
        Audience.LegalPersons => ("法人和其他组织", "Enterprises and organisations"),
        _ => ("未注明", "Not stated")
    });

    public static string Of(ServiceChannel channel, Language language) => In(language, channel switch
    {
        ServiceChannel.Counter => ("窗口办理", "At a window"),
        ServiceChannel.Online => ("网上办理", "Online"),
        ServiceChannel.Post => ("邮寄办理", "By post"),
        ServiceChannel.SelfService => ("自助终端", "At a terminal"),
        ServiceChannel.Mobile => ("移动端办理", "By app"),
        _ => ("未注明", "Not stated")
    });

    public static string Of(MaterialForm form, Language language) => In(language, form switch
    {
        MaterialForm.Original => ("原件", "Original"),
        MaterialForm.Copy => ("复印件", "Copy"),
        MaterialForm.Electronic => ("电子件", "Electronic"),
        MaterialForm.OriginalAndCopy => ("原件及复印件", "Original and copy"),
        _ => ("", "")
    });

    public static string Of(LawKind kind, Language language) => In(language, kind switch
    {
        LawKind.Constitution => ("宪法", "Constitution"),
        LawKind.Statute => ("法律", "Statute"),
        LawKind.AdministrativeRegulation => ("行政法规", "Administrative regulation"),
        LawKind.LocalRegulation => ("地方性法规", "Local regulation"),
        LawKind.DepartmentRule => ("部门规章", "Rule of a department"),
        LawKind.LocalRule => ("地方政府规章", "Rule of a local government"),
        LawKind.StateCouncilDocument => ("国务院文件", "Document of the State Council"),
        LawKind.NormativeDocument => ("规范性文件", "Normative document"),
        LawKind.Other => ("其他", "Other"),
        _ => ("未注明", "Not stated")
    });

    public static string Of(LawValidity validity, Language language) => In(language, validity switch
    {
        LawValidity.Pending => ("尚未施行", "Not yet in force"),
        LawValidity.InForce => ("有效", "In force"),
        LawValidity.Expired => ("失效", "Expired"),
        LawValidity.Repealed => ("废止", "Repealed"),
        _ => ("未注明", "Not stated")
    });

    public static string Of(LawActKind kind, Language language) => In(language, kind switch
    {
        LawActKind.Repealed => ("废止", "Repealed"),
        LawActKind.Expired => ("失效", "Expired"),
        LawActKind.Amended => ("修改", "Amended"),
        LawActKind.Withdrawn => ("撤回公开", "Taken back"),
        _ => ("未注明", "Not stated")
    });

    /// <summary>A limit in one phrase; empty if none is stated.</summary>
    public static string Of(TimeLimit? limit, Language language)
    {
        if (limit is null) return "";
        List<string> said = [];
        if (limit.OnTheSpot) said.Add(In(language, ("当场办结", "done while you wait")));
        if (limit.Promised > 0) said.Add(In(language, ($"承诺 {Span(limit.Promised, limit.Unit, language)}", $"{Span(limit.Promised, limit.Unit, language)} promised")));
        if (limit.Statutory > 0) said.Add(In(language, ($"法定 {Span(limit.Statutory, limit.Unit, language)}", $"{Span(limit.Statutory, limit.Unit, language)} by law")));
        return string.Join(In(language, ("，", ", ")), said);
    }

    /// <summary>Fields of powers and guides, as changes name them.</summary>
    public static string OfField(string field, Language language) => In(language, field switch
    {
        "code" => ("职权编码", "Code"),
        "codes" => ("原职权编码", "Codes before"),
        "toLevel" => ("下放层级", "To which level"),
        "toAgencyIds" => ("承接机关", "To which agencies"),
        "sourceListId" => ("来源清单", "From which list"),
        "sourceCode" => ("来源编码", "Code there"),
        "reason" => ("调整依据", "Why"),
        "name" => ("职权名称", "Name"),
        "title" => ("事项名称", "Name of the service"),
        "kind" => ("类型", "Kind"),
        "agencyId" => ("实施主体", "Agency"),
        "office" => ("承办（受理）机构", "Office"),
        "bases" => ("设定依据", "Legal basis"),
        "responsibilities" => ("责任事项", "Duties"),
        "accountability" => ("追责情形", "Accountability"),
        "flowChartId" => ("流程图", "Flow chart"),
        "timeLimit" => ("办理时限", "Time limit"),
        "fee" or "feeIds" => ("收费", "Fees"),
        "supervisionPhone" or "supervision" => ("监督途径", "Where to complain"),
        "level" => ("行使层级", "Level"),
        "powerIds" => ("对应职权", "Powers"),
        "conditions" => ("办理条件", "Conditions"),
        "audiences" => ("服务对象", "Who may apply"),
        "steps" => ("基本流程", "Steps"),
        "materials" => ("申请材料", "Materials"),
        "noMaterials" => ("无需材料", "Nothing to hand in"),
        "freeOfCharge" => ("不收费", "Free of charge"),
        "places" => ("办理地点", "Places"),
        "hours" => ("工作时间", "Hours"),
        "phone" => ("咨询电话", "Telephone"),
        "channels" => ("办理渠道", "Channels"),
        "results" => ("办理结果", "Results"),
        "questions" => ("常见问题", "Questions"),
        "payer" => ("收费对象", "Who pays"),
        "standard" => ("收费标准", "Standard"),
        "amount" or "smallestAmount" or "largestAmount" => ("金额", "Amount"),
        "unit" => ("计费单位", "Unit"),
        "documents" => ("批准文号", "Documents"),
        "nonTaxKind" => ("非税收入种类", "Sort of revenue"),
        "setBy" => ("设立层级", "Set by"),
        "pricingForm" => ("定价形式", "Pricing"),
        "toTreasury" => ("上缴国库", "To the treasury"),
        "reductions" => ("减免规定", "Reductions"),
        "validFrom" => ("开始执行", "Charged from"),
        "validUntil" => ("停止执行", "Charged until"),
        _ => (field, field)
    });

    private static string Span(int number, TimeUnit unit, Language language) => In(language, unit switch
    {
        TimeUnit.WorkingDay => ($"{number} 个工作日", $"{number} working days"),
        TimeUnit.Day => ($"{number} 日", $"{number} days"),
        TimeUnit.Month => ($"{number} 个月", $"{number} months"),
        _ => ($"{number}", $"{number}")
    });
}
