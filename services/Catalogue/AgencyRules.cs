using System.Text.RegularExpressions;
using Sunshine.Foundation.Hosting;

namespace Sunshine.Catalogue;

/// <summary>What an agency must fulfil.</summary>
public static partial class AgencyRules
{
    /// <param name="exists">Whether there is an agency of an id; those stored and those earlier in the same call.</param>
    public static void Check(V1.Agency agency, Func<string, bool> exists, Violations v, Violations warnings)
    {
        v.Required("id", agency.Id);
        v.Pattern("id", agency.Id, Id(), "须为 1 至 64 个小写字母、数字或连字符，以字母或数字开头。", "Must be 1-64 lower-case letters, digits or hyphens, beginning with a letter or digit.");
        v.Required("name", agency.Name);
        v.Text("name", agency.Name, 200);
        v.Text("shortName", agency.ShortName, 50);
        v.Enum("level", agency.Level, required: true);
        v.Pattern("divisionCode", agency.DivisionCode, Division(), "行政区划代码须为 6、9 或 12 位数字。", "Must be 6, 9 or 12 digits.");
        v.Pattern("catalogueCode", agency.CatalogueCode, CatalogueCode(), "须为 1 至 20 个数字或大写字母。", "Must be 1-20 digits or capitals.");
        if (agency.ParentId.Length > 0 && !exists(agency.ParentId)) v.Add("parentId", "NO_SUCH_AGENCY", "没有这个机构。", "There is no such agency.");
        if (agency.OrganisationCode.Length == 0) return;
        if (!OrganisationCode.IsWellFormed(agency.OrganisationCode))
            v.Add("organisationCode", "MALFORMED", "组织机构代码须为 8 位数字或大写字母加 1 位校验码，不含连字符。", "Must be eight digits or capitals and a check character, no hyphen.");
        else if (!OrganisationCode.Checks(agency.OrganisationCode))
            warnings.Add("organisationCode", "WRONG_CHECK_CHARACTER", "校验码不符。", "The check character does not fit.");
    }

    [GeneratedRegex(@"^[a-z0-9][a-z0-9-]{0,63}\z")]
    private static partial Regex Id();

    [GeneratedRegex(@"^(?:[0-9]{6}|[0-9]{9}|[0-9]{12})\z")]
    private static partial Regex Division();

    [GeneratedRegex(@"^[0-9A-Z]{1,20}\z")]
    private static partial Regex CatalogueCode();
}
