using System.Text;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Sunshine.Catalogue.V1;
using Sunshine.Foundation.Identity;
using Sunshine.Foundation.Storage;
using Sunshine.Testing.Hosts;

namespace Sunshine.Catalogue.Tests;

/// <summary>
/// Nothing that is unreviewed, restricted or removed reaches the public on any path: every rpc and plain endpoint that anyone may call is
/// asked for everything there is, and the answers are searched for the words that must not be in them.
/// </summary>
public sealed class VisibilityTests : EditingTest
{
    /// <summary>In every text that is not public, and in no other.</summary>
    private const string Secret = "绝密词语";

    private readonly List<string> _ids = [];

    [Fact]
    public async Task No_public_rpc_or_endpoint_gives_away_what_is_not_public()
    {
        await FillWithSecrets();
        var bytes = Encoding.UTF8.GetBytes(Secret);
        var asked = 0;
        foreach (var rpc in Testing.Contracts.Rpcs.Where(r => r.File.Package == "sunshine.catalogue.v1" && IsPublic(r)))
        {
            foreach (var request in Requests(rpc.InputType))
            {
                asked++;
                foreach (var answer in await Answers(rpc, request)) Assert.False(answer.AsSpan().IndexOf(bytes) >= 0, $"{rpc.FullName} gave it away to {request}");
            }
        }

        using var http = Host.Http();
        foreach (var endpoint in Host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.Metadata.GetMetadata<IAllowAnonymous>() is not null && e.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods.Contains("GET") != false
                && e.RoutePattern.RawText?.StartsWith("/api/", StringComparison.Ordinal) == true && !e.RoutePattern.RawText.Contains(":watch", StringComparison.Ordinal)))
        {
            foreach (var id in _ids)
            {
                foreach (var query in new[] { "", "?query=" + Uri.EscapeDataString("绝密 词语"), "?year=2026", "?from=1&to=2" })
                {
                    asked++;
                    var path = System.Text.RegularExpressions.Regex.Replace(endpoint.RoutePattern.RawText!, @"\{[^}]*\}", m => m.Value.Contains("edition", StringComparison.Ordinal) ? "1" : id);
                    using var response = await http.GetAsync(path + query, Cancel);
                    Assert.DoesNotContain(Secret, await response.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
                }
            }
        }

        Assert.True(asked > 200, $"only {asked} questions were asked");
        // The facets count what is listed, and nothing else.
        var list = await Public.ListItemsAsync(new(), cancellationToken: Cancel);
        Assert.Equal(2, list.TotalSize);
        Assert.All(list.Facets.Where(f => f.Field is "agency" or "year"), f => Assert.Equal(2, f.Values.Sum(v => v.Count)));
    }

    [Fact]
    public async Task No_event_and_no_change_tells_of_what_is_not_public()
    {
        await FillWithSecrets();
        var store = Host.Services.GetRequiredKeyedService<IStore>(CatalogueModule.Name);

        var changes = await store.Changes.After(0, 1000, Cancel);

        Assert.NotEmpty(changes);
        Assert.DoesNotContain(changes, c => c.Event.Data.Contains(Secret, StringComparison.Ordinal));
        // A draft makes no event at all: that there is one is nobody's business.
        Assert.Equal(_ids.Take(3).Order(), changes.Where(c => c.Event.Topic == "catalogue.items").Select(c => JsonParser.Default.Parse<ItemChanged>(c.Event.Data).ItemId).Distinct().Order());
    }

    [Fact]
    public void Public_rpcs_reach_items_only_by_way_of_PublicItems() =>
        Assert.DoesNotContain(typeof(CatalogueRpcs).GetConstructors().Single().GetParameters(), p => p.ParameterType == typeof(Collections) || p.ParameterType == typeof(IStore));

    [Theory]
    [InlineData(typeof(FollowingSweep))]
    [InlineData(typeof(DeliveryQueue))]
    [InlineData(typeof(WebhookChannel))]
    [InlineData(typeof(EmailChannel))]
    [InlineData(typeof(FollowingRpcs))]
    public void Who_tells_followers_reaches_items_only_by_way_of_PublicItems(Type type) =>
        Assert.DoesNotContain(type.GetConstructors().Single().GetParameters(), p => p.ParameterType == typeof(Collections) || p.ParameterType == typeof(ItemWrites));

    private static bool IsPublic(MethodDescriptor rpc) => typeof(CatalogueModule).Assembly.GetTypes().Single(t => t.BaseType?.Name == rpc.Service.Name + "Base")
        .GetMethod(rpc.Name)!.GetCustomAttributes(typeof(AllowAnonymousAttribute), true).Length > 0;

    /// <summary>Two public items, one whose text was removed; and drafts in every state, new and on a public item.</summary>
    private async Task FillWithSecrets()
    {
        var live = await Published(NewContent("公开的通知", "公开的正文"), "live");
        var amended = await Published(NewContent("修改的通知", "公开的正文"), "amended");
        var removed = await Published(Hidden("removed"), "removed");
        await Publisher.WithdrawItemAsync(new() { Id = removed.Id, Reason = "误", RemoveContent = true }, cancellationToken: Cancel);
        _ids.AddRange([live.Id, amended.Id, removed.Id]);

        var revised = await Editor.ReviseItemAsync(new() { Id = amended.Id }, cancellationToken: Cancel);
        revised.Content = Hidden("revised");
        revised.ChangeNote = Secret;
        await Approve(await Editor.UpdateDraftAsync(new() { Draft = revised, UpdateMask = new() { Paths = { "content", "change_note" } } }, cancellationToken: Cancel));

        _ids.Add((await Create(Hidden("drafted"), "drafted")).Id);
        var submitted = await Create(Hidden("submitted"), "submitted");
        _ids.Add((await Editor.SubmitDraftAsync(new() { Id = submitted.Id }, cancellationToken: Cancel)).Id);
        _ids.Add((await Approved(Hidden("approved"), "approved")).Id);
        var restricted = await Create(Hidden("restricted"), "restricted");
        restricted = await Editor.SubmitDraftAsync(new() { Id = restricted.Id }, cancellationToken: Cancel);
        _ids.Add((await Reviewer.ReviewDraftAsync(new()
        {
            Id = restricted.Id, Etag = restricted.Etag, Decision = ReviewDecision.Restrict, Opinion = Secret, Mode = DisclosureMode.Withheld, Ground = RestrictionGround.StateSecret, LegalBasis = "第十四条"
        }, cancellationToken: Cancel)).Id);
        var scheduled = await Approved(Hidden("scheduled"), "scheduled");
        await Publisher.PublishDraftAsync(new()
        {
            Id = scheduled.Id, Placements = { new V1.Placement { Channel = Channel.Website, Column = Secret } },
            PublishTime = Google.Protobuf.WellKnownTypes.Timestamp.FromDateTimeOffset(Host.Clock.GetUtcNow().AddDays(1))
        }, cancellationToken: Cancel);
        _ids.Add(scheduled.Id);
    }

    /// <summary>Title and number of what was removed stay, so that the banner says what it is about.</summary>
    private static ItemContent Hidden(string name)
    {
        var content = NewContent(name == "removed" ? "删除的通知" : $"{Secret} {name}", $"{Secret} {name}");
        content.Summary = Secret;
        content.Keywords.Add(Secret);
        return content;
    }

    /// <summary>For every id, and with the word as every text: whatever a request can name.</summary>
    private IEnumerable<IMessage> Requests(MessageDescriptor type)
    {
        foreach (var id in _ids.Append(Secret).Append(""))
        {
            foreach (var number in new[] { 0, 1, 2, 2026 })
            {
                var request = (IMessage)Activator.CreateInstance(type.ClrType)!;
                foreach (var field in type.Fields.InDeclarationOrder().Where(f => !f.IsRepeated))
                {
                    if (field.FieldType == FieldType.String && field.Name is "id" or "item_id") field.Accessor.SetValue(request, id);
                    else if (field.FieldType == FieldType.String && field.Name == "query") field.Accessor.SetValue(request, id);
                    else if (field.FieldType == FieldType.Int32 && field.Name != "page_size") field.Accessor.SetValue(request, number == 1 && field.Name == "to" ? 2 : number);
                }

                if (type.FindFieldByName("ids") is { } ids) ((System.Collections.IList)ids.Accessor.GetValue(request)).Add(id);
                yield return request;
            }
        }
    }

    /// <summary>What comes, up to the silence of one that goes on for ever.</summary>
    private async Task<List<byte[]>> Answers(MethodDescriptor rpc, IMessage request)
    {
        var answers = new List<byte[]>();
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        if (rpc.Name.StartsWith("Watch", StringComparison.Ordinal)) enough.CancelAfter(TimeSpan.FromMilliseconds(200));
        await RawCalls.Call(Host.Invoker(), rpc.Service.FullName, rpc, [request.ToByteArray()], new CallOptions(cancellationToken: enough.Token), answers.Add);
        return answers;
    }
}
