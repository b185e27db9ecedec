using Microsoft.AspNetCore.Components;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Identity;

namespace Sunshine.Standalone.Accounts.Pages;

/// <summary>What every page and part of one has: the call and its language.</summary>
public abstract class Part : ComponentBase
{
    [CascadingParameter]
    protected HttpContext Http { get; set; } = null!;

    protected Language Language => Texts.Language(Http);

    /// <summary>Null on pages that anybody sees.</summary>
    protected SignedIn? Who => Http.Features.Get<SignedIn>();

    /// <summary>A text in the reader's language; both stand where they are shown.</summary>
    protected string T(string chinese, string english) => Texts.In(Http, (chinese, english));

    protected string Sentence(Violation violation) => T(violation.Chinese, violation.English);

    protected string Role(string role) => role switch
    {
        Roles.Editor => T("信息采编", "Editor"),
        Roles.Reviewer => T("保密审查", "Reviewer"),
        Roles.Publisher => T("信息发布", "Publisher"),
        Roles.RequestOfficer => T("依申请公开办理", "Request officer"),
        Roles.Supervisor => T("监督检查", "Supervisor"),
        Roles.Auditor => T("审计", "Auditor"),
        Roles.Admin => T("系统管理员", "Administrator"),
        _ => role
    };
}
