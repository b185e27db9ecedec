using Sunshine.Foundation.Identity;

namespace Sunshine.Catalogue;

/// <summary>Who may read an attachment: everybody once it is public, until then the officers of its agency and of those above.</summary>
public sealed class AttachmentVisibility(AgencyTree tree, PublicItems items)
{
    /// <summary>County systems are among them, so that they can compare what they sent.</summary>
    private static readonly string[] Officers =
        [Roles.Editor, Roles.Reviewer, Roles.Publisher, Roles.Supervisor, Roles.Auditor, Roles.System, Roles.Admin];

    /// <summary>Whether an edition that was published refers to it.</summary>
    public async Task<bool> IsPublic(Attachment attachment, CancellationToken cancel) =>
        attachment.ItemId.Length > 0 && await items.Refers(attachment.ItemId, attachment.Id, cancel);

    public async Task<bool> MayRead(Caller caller, Attachment attachment, CancellationToken cancel) =>
        (caller.Roles.Overlaps(Officers) && (await tree.Read(cancel)).MayActFor(caller, attachment.AgencyId)) || await IsPublic(attachment, cancel);
}
