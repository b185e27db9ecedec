using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Identity;

namespace Sunshine.Portal.Components;

public static partial class Words
{
    public static string OfRole(string role, Language language) => In(language, role switch
    {
        Roles.Editor => ("编辑", "Editor"),
        Roles.Reviewer => ("审核", "Reviewer"),
        Roles.Publisher => ("发布", "Publisher"),
        Roles.RequestOfficer => ("依申请公开办理", "Request officer"),
        Roles.Supervisor => ("主管", "Supervisor"),
        Roles.Auditor => ("审计", "Auditor"),
        Roles.System => ("系统", "System"),
        Roles.Admin => ("管理员", "Administrator"),
        _ => (role, role)
    });
}
