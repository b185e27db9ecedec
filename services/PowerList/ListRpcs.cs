using Grpc.Core;
using Microsoft.AspNetCore.Authorization;
using Sunshine.Foundation.Agencies;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Identity;
using Sunshine.Foundation.Storage;
using Sunshine.Powers.V1;

namespace Sunshine.Powers;

/// <summary>The rpcs of <c>sunshine.powers.v1.ListService</c>.</summary>
public sealed class ListRpcs(Collections collections, PowerLists lists, [FromKeyedServices(PowerListModule.Name)] AgencyCopies agencyCopies, TimeProvider time) : ListService.ListServiceBase
{
    [Allow(Roles.Supervisor, Roles.System, Roles.Admin)]
    public override async Task<V1.PowerList> CreateList(CreateListRequest request, ServerCallContext context)
    {
        var cancel = context.CancellationToken;
        var agencies = request.AgencyId.Length is > 0 and <= 200 ? await agencyCopies.ReadWith(request.AgencyId, cancel) : await agencyCopies.Read(cancel);
        var v = new Violations();
        v.RequestId(request.RequestId);
        agencies.RequireKnown("agencyId", request.AgencyId, v);
        v.Required("name", request.Name);
        v.Text("name", request.Name, 200);
        v.Enum("level", request.Level, required: true);
        if (request.Region.Length > 0 && (request.Region.Length is not (6 or 12) || !request.Region.All(char.IsAsciiDigit)))
            v.Add("region", "MALFORMED", "行政区划代码须为 6 位或 12 位数字。", "A division has 6 or 12 digits.");
        v.ThrowIfAny();
        agencies.RequireActingFor(Caller.Of(context), request.AgencyId);

        var now = time.GetUtcNow();
        var begun = new PowerList { Id = request.AgencyId, Name = request.Name, Level = request.Level, Region = request.Region, CreatedAt = now, UpdatedAt = now };
        var stored = await collections.Lists.CreateOnce(begun.Id, begun, null, cancel);
        if ((stored.Value.Name, stored.Value.Level, stored.Value.Region) != (begun.Name, begun.Level, begun.Region)) throw PowerListRefusals.ListExists.Of();
        lists.Changed(stored);
        return Map.ToProto(stored, agencies);
    }

    [AllowAnonymous]
    public override async Task<V1.PowerList> GetList(GetListRequest request, ServerCallContext context)
    {
        var v = new Violations();
        v.Required("id", request.Id);
        v.ThrowIfAny();
        var all = await lists.All(context.CancellationToken);
        return all.TryGetValue(request.Id, out var found) ? Map.ToProto(found, await agencyCopies.Read(context.CancellationToken)) : throw PowerListRefusals.NoSuchList.Of();
    }

    [AllowAnonymous]
    public override async Task<ListListsResponse> ListLists(ListListsRequest request, ServerCallContext context)
    {
        var v = new Violations();
        v.Enum("level", request.Level, required: false);
        var size = PageTokens.Size(request.PageSize, v);
        var after = PageTokens.Place(request.PageToken, request, v);
        v.ThrowIfAny();
        var agencies = await agencyCopies.Read(context.CancellationToken);
        var found = (await lists.All(context.CancellationToken)).Values
            .Where(l => (request.Level == 0 || l.Value.Level == request.Level) && (after is null || string.CompareOrdinal(l.Value.Id, after) > 0))
            .OrderBy(l => l.Value.Id, StringComparer.Ordinal).Take(size + 1).ToList();
        var response = new ListListsResponse { NextPageToken = PageTokens.Of(found.Count > size ? found[size - 1].Value.Id : null, request) };
        response.Lists.Add(found.Take(size).Select(l => Map.ToProto(l, agencies)));
        return response;
    }
}
