namespace Sunshine.Foundation.Identity;

/// <summary>What a caller is to this platform: the values of the token's <c>role</c> claim.</summary>
public static class Roles
{
    /// <summary>Drafts and changes items of its agency.</summary>
    public const string Editor = "editor";

    /// <summary>Reviews for confidentiality (保密审查); never what it edited itself.</summary>
    public const string Reviewer = "reviewer";

    /// <summary>Publishes what was reviewed.</summary>
    public const string Publisher = "publisher";

    /// <summary>Handles information requests of its agency.</summary>
    public const string RequestOfficer = "request-officer";

    /// <summary>Supervises the agencies below its own (主管部门).</summary>
    public const string Supervisor = "supervisor";

    /// <summary>Reads everything; records what an audit found and verifies that it was put right, and changes nothing else.</summary>
    public const string Auditor = "auditor";

    /// <summary>The machine of a county or an agency.</summary>
    public const string System = "system";

    /// <summary>Runs the platform.</summary>
    public const string Admin = "admin";
}
