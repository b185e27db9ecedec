using System.Text.RegularExpressions;
using Grpc.Core;
using Microsoft.AspNetCore.Authorization;
using Sunshine.Catalogue.V1;
using Sunshine.Foundation.Calendar;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Identity;
using Sunshine.Foundation.Storage;

namespace Sunshine.Catalogue;

/// <summary>Disclosure guides, in editions.</summary>
public sealed partial class AgencyRpcs
{
    [AllowAnonymous]
    public override async Task<V1.DisclosureGuide> GetGuide(GetGuideRequest request, ServerCallContext context)
    {
        var v = new Violations();
        var day = v.Day("asOf", request.AsOf);
        v.ThrowIfAny();
        var found = await collections.Guides.List(day is null
            ? new ListQuery<DisclosureGuide> { Where = [GuideCollection.Agency.Is(request.AgencyId)], OrderBy = GuideCollection.Number, Descending = true, Size = 1 }
            : new ListQuery<DisclosureGuide>
            {
                Where = [GuideCollection.Agency.Is(request.AgencyId), GuideCollection.PublishedAt.AtMost(Clock.EndOf(day.Value))],
                OrderBy = GuideCollection.PublishedAt, Descending = true, Size = 1
            }, context.CancellationToken);
        return found.Documents is [var newest] ? Map.ToProto(newest.Value) : throw CatalogueRefusals.NoSuchGuide.Of(request.AgencyId);
    }

    [AllowAnonymous]
    public override async Task<ListGuidesResponse> ListGuides(ListGuidesRequest request, ServerCallContext context)
    {
        var v = new Violations();
        var query = new ListQuery<DisclosureGuide>
        {
            Where = [GuideCollection.Agency.Is(request.AgencyId)], OrderBy = GuideCollection.Number, Descending = true,
            Size = PageTokens.Size(request.PageSize, v), After = PageTokens.Place(request.PageToken, request, v)
        };
        v.ThrowIfAny();
        var page = await collections.Guides.List(query, context.CancellationToken);
        var response = new ListGuidesResponse { NextPageToken = PageTokens.Of(page.Next, request) };
        response.Guides.Add(page.Documents.Select(d => Map.ToProto(d.Value)));
        return response;
    }

    [Allow(Roles.Publisher, Roles.System, Roles.Admin)]
    public override async Task<V1.DisclosureGuide> PublishGuide(PublishGuideRequest request, ServerCallContext context)
    {
        var cancel = context.CancellationToken;
        var agencies = await tree.Read(cancel);
        var given = request.Guide ?? new V1.DisclosureGuide();
        var v = new Violations();
        Check(given, v);
        v.ThrowIfAny();
        if (agencies.Find(request.AgencyId) is null) throw CatalogueRefusals.NoSuchAgency.Of(request.AgencyId);
        agencies.RequireActingFor(Caller.Of(context), request.AgencyId);

        var last = await collections.Guides.List(new ListQuery<DisclosureGuide> { Where = [GuideCollection.Agency.Is(request.AgencyId)], OrderBy = GuideCollection.Number, Descending = true, Size = 1 }, cancel);
        var number = (last.Documents is [var newest] ? newest.Value.Number : 0) + 1;
        if (given.Edition != 0 && given.Edition != number) throw Refusals.StaleEtag.Of().With("edition", $"{number}");
        var guide = Map.ToGuide(given, request.AgencyId, number, time.GetUtcNow());
        var written = (await collections.Guides.Write([Write.Create(guide.Id, guide)], cancel))[0];
        // Another took the number at this moment.
        return written.Outcome == WriteOutcome.Done ? Map.ToProto(guide) : throw Refusals.StaleEtag.Of();
    }

    [Allow(Roles.Admin, Roles.System, Roles.Supervisor)]
    public override async Task<V1.Agency> SucceedAgency(SucceedAgencyRequest request, ServerCallContext context)
    {
        var cancel = context.CancellationToken;
        var agencies = await tree.Read(cancel);
        var v = new Violations();
        v.Enum("kind", request.Kind, required: true);
        v.Required("on", request.On);
        var on = v.Day("on", request.On);
        if (on > clock.Today) v.Add("on", "IN_THE_FUTURE", "不能晚于今天。", "Must not be in the future.");
        v.Text("basis", request.Basis, 200);
        var (fewest, most) = request.Kind switch
        {
            SuccessionKind.Merged => (1, 1), SuccessionKind.Split => (2, 20), SuccessionKind.Abolished => (0, 20), _ => (0, 0)
        };
        v.Count("successorIds", request.SuccessorIds.Count, fewest, most);
        for (var i = 0; i < request.SuccessorIds.Count; i++)
        {
            var successor = agencies.Find(request.SuccessorIds[i]);
            if (successor is null || successor.Id == request.Id) v.Add($"successorIds[{i}]", "NO_SUCH_AGENCY", "没有这个机构，或为其自身。", "There is no such agency, or it is the same.");
            else if (successor.DissolvedOn is not null) v.Add($"successorIds[{i}]", "DISSOLVED", "该机构已不存在。", "The agency is no more itself.");
        }

        if (request.Kind == SuccessionKind.Renamed) v.Required("newName", request.NewName);
        else if (request.NewName.Length > 0) v.Add("newName", "NOT_ALLOWED", "只有更名时填写。", "Only where it is renamed.");
        v.Text("newName", request.NewName, 200);
        v.ThrowIfAny();

        var existing = await collections.Agencies.Get(request.Id, cancel) ?? throw CatalogueRefusals.NoSuchAgency.Of(request.Id);
        // Nobody dissolves the body that bounds him; that is up to those above it.
        agencies.RequireActingFor(Caller.Of(context), existing.Value.ParentId.Length > 0 && request.Kind != SuccessionKind.Renamed ? existing.Value.ParentId : request.Id);
        Etags.Require(request.Etag, "etag", existing.Revision);
        var changed = existing.Value.Succeed(new Succession(request.Kind, on!.Value, [.. request.SuccessorIds.Distinct()], "", request.Basis), request.NewName, time.GetUtcNow());
        var written = await writes.Write(changed, existing.Revision, cancel);
        return written.Outcome == WriteOutcome.Done ? Map.ToProto(new Stored<Agency>(changed, written.Revision)) : throw Etags.Stale(written.Revision);
    }

    private static void Check(V1.DisclosureGuide guide, Violations all)
    {
        var v = new Violations("guide.");
        foreach (var (field, value, longest, required) in new[]
        {
            ("office", guide.Office, 200, true), ("address", guide.Address, 300, true), ("hours", guide.Hours, 200, true), ("phone", guide.Phone, 50, true), ("fax", guide.Fax, 50, false),
            ("email", guide.Email, 200, false), ("text", guide.Text, 20_000, false)
        })
        {
            if (required) v.Required(field, value);
            v.Text(field, value, longest);
        }

        if (guide.Email.Length > 0 && !System.Net.Mail.MailAddress.TryCreate(guide.Email, out _)) v.Add("email", "MALFORMED", "不是有效的电子邮箱。", "Not an e-mail address.");
        v.Pattern("postalCode", guide.PostalCode, PostalCode(), "须为 6 位数字。", "Must be six digits.");
        v.Count("requestWays", guide.RequestWays.Count, 1, 10);
        for (var i = 0; i < guide.RequestWays.Count; i++)
        {
            v.Required($"requestWays[{i}].name", guide.RequestWays[i].Name);
            v.Text($"requestWays[{i}].name", guide.RequestWays[i].Name, 50);
            v.Required($"requestWays[{i}].address", guide.RequestWays[i].Address);
            v.Text($"requestWays[{i}].address", guide.RequestWays[i].Address, 500);
        }

        all.Add(v);
    }

    [GeneratedRegex(@"^[0-9]{6}\z")]
    private static partial Regex PostalCode();
}
