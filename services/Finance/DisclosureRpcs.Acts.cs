using Grpc.Core;
using Sunshine.Finance.V1;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Identity;
using Sunshine.Foundation.Storage;

namespace Sunshine.Finance;

/// <summary>What is taken back, and put back.</summary>
public sealed partial class DisclosureRpcs
{
    private const int LongestReason = 500;

    [Allow(Roles.Publisher, Roles.Admin)]
    public override async Task<V1.Disclosure> WithdrawDisclosure(WithdrawDisclosureRequest request, ServerCallContext context)
    {
        var v = new Violations();
        PublicText.Check("reason", request.Reason, LongestReason, v, required: true);
        var (found, expected) = await Own(request.Id, request.Etag, v, context);
        if (expected is { } named && named != found.Revision) throw Etags.Stale(found.Revision);
        return await Save(found, found.Value.Withdraw(request.Reason, Caller.Of(context).Subject, time.GetUtcNow()), DisclosureChange.Withdrawn, context);
    }

    [Allow(Roles.Publisher, Roles.Admin)]
    public override async Task<V1.Disclosure> RestoreDisclosure(RestoreDisclosureRequest request, ServerCallContext context)
    {
        var (found, expected) = await Own(request.Id, request.Etag, new Violations(), context);
        if (expected is { } named && named != found.Revision) throw Etags.Stale(found.Revision);
        return await Save(found, found.Value.Restore(Caller.Of(context).Subject, time.GetUtcNow()), DisclosureChange.Restored, context);
    }

    private async Task<(Stored<Disclosure> Found, long? Expected)> Own(string id, string etag, Violations v, ServerCallContext context)
    {
        var expected = Etags.Revision(etag, "etag", v);
        var found = await Find(id, v, context.CancellationToken);
        (await agencyCopies.Read(context.CancellationToken)).RequireActingFor(Caller.Of(context), found.Value.Identity.AgencyId);
        return (found, expected);
    }

    private async Task<V1.Disclosure> Save(Stored<Disclosure> read, Disclosure changed, DisclosureChange change, ServerCallContext context)
    {
        var told = releasing.EventOf(read.Value, changed, change, read.Revision + 1);
        return await Shown(await collections.Disclosures.Replace(changed.Id, read, changed, null, null, context.CancellationToken, told), null, context);
    }
}
