using Grpc.Core;
using Sunshine.Catalogue.V1;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Identity;
using Sunshine.Foundation.Storage;
using Sunshine.Requests.V1;

namespace Sunshine.Requests;

/// <summary>Proposing a topic to the Catalogue.</summary>
public sealed partial class TopicRpcs
{
    /// <summary>By which the Catalogue's editors find what came from applications (依申请公开转主动公开).</summary>
    private const string Keyword = "依申请公开转主动公开";

    [Allow(Roles.RequestOfficer)]
    public override async Task<V1.Topic> ProposeDisclosure(ProposeDisclosureRequest request, ServerCallContext context)
    {
        var cancel = context.CancellationToken;
        var (found, agencies) = await Own(request.Id, "id", context);
        Etags.Require(request.Etag, "etag", found.Revision);
        if (found.Value.State == TopicState.Published || (found.Value.State == TopicState.Proposed && await IsThere(found.Value.ItemId, cancel))) return Shown(found, agencies);
        if (found.Value.Applications == 0) throw RequestsRefusals.NothingAsked.Of();

        // The same proposal once more is the same draft; the next one is another.
        var round = found.Value.Proposals;
        var draft = await editing.CreateDraftAsync(new CreateDraftRequest
        {
            RequestId = Ids.Of("topic", found.Value.Id, $"{round}"),
            Draft = new Draft
            {
                Agency = new AgencyReference { Id = found.Value.AgencyId },
                Content = new ItemContent { Title = found.Value.Title, Summary = found.Value.Description, Keywords = { Keyword } }
            }
        }, cancellationToken: cancel);
        while (true)
        {
            var now = time.GetUtcNow();
            var topic = found.Value.Propose(draft.Id, now);
            var written = (await collections.Topics.Write([Write.Replace(topic.Id, topic, found.Revision, TopicDemand.EventOf(topic, TopicChange.Proposed, now, time))], cancel))[0];
            if (written.Outcome == WriteOutcome.Done) return Shown(new Stored<Topic>(topic, written.Revision), agencies);
            found = (await collections.Topics.Get(topic.Id, cancel))!;
            // Counted anew meanwhile, it is proposed all the same. Where somebody else was quicker, theirs counts.
            if (found.Value.Proposals == round) continue;
            if (found.Value.ItemId != draft.Id) await editing.DiscardDraftAsync(new DiscardDraftRequest { Id = draft.Id, Etag = draft.Etag }, cancellationToken: cancel);
            return Shown(found, agencies);
        }
    }

    /// <summary>Whether the Catalogue still has what was proposed, as a draft or as an item.</summary>
    private async Task<bool> IsThere(string itemId, CancellationToken cancel)
    {
        try
        {
            await editing.GetDraftAsync(new GetDraftRequest { Id = itemId }, cancellationToken: cancel);
            return true;
        }
        catch (RpcException e) when (e.StatusCode == StatusCode.NotFound)
        {
            // Discarded, or published.
        }

        try
        {
            await catalogue.GetItemAsync(new GetItemRequest { Id = itemId }, cancellationToken: cancel);
            return true;
        }
        catch (RpcException e) when (e.StatusCode == StatusCode.NotFound)
        {
            return false;
        }
    }
}
