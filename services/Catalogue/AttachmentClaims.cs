using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Storage;

namespace Sunshine.Catalogue;

/// <summary>
/// What may refer to an attachment: one item, gazette issue or consultation of the agency that uploaded it. By its owner it is known who
/// may read it, so it is claimed, durably, before anything that refers to it is written.
/// </summary>
public sealed class AttachmentClaims(Collections collections)
{
    /// <summary>More than are allowed anywhere; such a list is refused already, and not looked for.</summary>
    private const int Most = 100;

    /// <summary>Adds a violation for each attachment that is not there, not of the agency, or another's. Empty ids are not looked at.</summary>
    /// <param name="ownerId">What refers to it; empty if that does not exist yet.</param>
    public async Task Check(IReadOnlyList<(string Field, string Id)> references, string ownerId, string agencyId, Violations v, CancellationToken cancel)
    {
        var ids = references.Select(r => r.Id).Where(id => id.Length > 0).ToList();
        if (ids.Count is 0 or > Most) return;
        var found = await collections.Attachments.GetMany([.. ids.Distinct()], cancel);
        for (var i = 0; i < references.Count; i++)
        {
            var (field, id) = references[i];
            if (id.Length == 0) continue;
            if (references.Take(i).Any(r => r.Id == id)) v.Add(field, "REPEATED", "附件重复。", "Stands there twice.");
            else if (!found.TryGetValue(id, out var attachment) || attachment.Value.AgencyId != agencyId)
                v.Add(field, "NO_SUCH_ATTACHMENT", "本机构没有这个附件。", "The agency has no such attachment.");
            else if (attachment.Value.OwnerId.Length > 0 && attachment.Value.OwnerId != ownerId)
                v.Add(field, "OTHER_OWNER", "附件已属于另一条信息，请重新上传。", "It belongs to something else; upload it again.");
        }
    }

    /// <exception cref="RefusedException">Somebody else claimed one at this moment; whoever tries again is told which.</exception>
    public async Task Claim(IEnumerable<string> ids, string ownerId, CancellationToken cancel)
    {
        var found = await collections.Attachments.GetMany([.. ids.Where(id => id.Length > 0).Distinct()], cancel);
        var free = found.Values.Where(a => a.Value.OwnerId.Length == 0).Select(a => Write.Replace(a.Value.Id, a.Value with { OwnerId = ownerId }, a.Revision)).ToList();
        if (free.Count == 0) return;
        var written = await collections.Attachments.Write(free, cancel);
        if (written.Any(w => w.Outcome != WriteOutcome.Done)) throw Refusals.StaleEtag.Of();
    }
}
