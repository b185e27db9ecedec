using Sunshine.Foundation.Identity;

namespace Sunshine.Catalogue;

/// <summary>Who may read an attachment: everybody once it is public, until then the officers of its agency and of those above.</summary>
public sealed class AttachmentVisibility(AgencyTree tree, PublicItems items, Collections collections)
{
    /// <summary>County systems are among them, so that they can compare what they sent.</summary>
    private static readonly string[] Officers =
        [Roles.Editor, Roles.Reviewer, Roles.Publisher, Roles.Supervisor, Roles.Auditor, Roles.System, Roles.Admin];

    /// <summary>Whether something that was published refers to it: an edition of an item, a gazette issue, a consultation.</summary>
    public async Task<bool> IsPublic(Attachment attachment, CancellationToken cancel)
    {
        var (owner, id) = (attachment.OwnerId, attachment.Id);
        if (owner.Length == 0) return false;
        if (await items.Refers(owner, id, cancel)) return true;
        if (await collections.GazetteIssues.Get(owner, cancel) is { Value: { IssuedOn: not null } issue }) return issue.AttachmentId == id;
        return await collections.Consultations.Get(owner, cancel) is { Value: { IsPublic: true } consultation }
            && (consultation.AttachmentIds.Contains(id) || consultation.Adoption?.AttachmentIds.Contains(id) == true);
    }

    public async Task<bool> MayRead(Caller caller, Attachment attachment, CancellationToken cancel) =>
        (caller.Roles.Overlaps(Officers) && (await tree.Read(cancel)).MayActFor(caller, attachment.AgencyId)) || await IsPublic(attachment, cancel);
}
