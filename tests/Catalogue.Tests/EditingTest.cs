using Grpc.Core;
using Sunshine.Catalogue.V1;
using Sunshine.Foundation.Identity;

namespace Sunshine.Catalogue.Tests;

/// <summary>A city whose editor, reviewer and publisher are three people.</summary>
public abstract class EditingTest : CatalogueTest
{
    protected EditingService.EditingServiceClient Editor { get; private set; } = null!;
    protected EditingService.EditingServiceClient Reviewer { get; private set; } = null!;
    protected EditingService.EditingServiceClient Publisher { get; private set; } = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await AddAgencies();
        Editor = As("editor-1", Roles.Editor);
        Reviewer = As("reviewer-1", Roles.Reviewer);
        Publisher = As("publisher-1", Roles.Publisher);
    }

    protected EditingService.EditingServiceClient As(string subject, string role, string? agency = "city") =>
        new(Host.Invoker(Host.Issuer.Token([role], agency, subject: subject)));

    protected static ItemContent NewContent(string title = "关于印发工作方案的通知", string body = "") => new() { Title = title, Body = body, FormedOn = "2026-01-04" };

    protected async Task<V1.Draft> Create(ItemContent? content = null, string requestId = "r1", string agency = "city") =>
        await Editor.CreateDraftAsync(new() { RequestId = requestId, Draft = new() { Agency = new() { Id = agency }, Content = content ?? NewContent() } }, cancellationToken: Cancel);

    protected async Task<V1.Draft> Approved(ItemContent? content = null, string requestId = "r1", string agency = "city") =>
        await Approve(await Create(content, requestId, agency));

    protected async Task<V1.Draft> Approve(V1.Draft draft)
    {
        draft = await Editor.SubmitDraftAsync(new() { Id = draft.Id, Etag = draft.Etag }, cancellationToken: Cancel);
        return await Reviewer.ReviewDraftAsync(new() { Id = draft.Id, Etag = draft.Etag, Decision = ReviewDecision.Approve, Opinion = "不涉密" }, cancellationToken: Cancel);
    }

    protected async Task<V1.Item> Published(ItemContent? content = null, string requestId = "r1", string agency = "city") =>
        await Publish(await Approved(content, requestId, agency));

    protected async Task<V1.Item> Publish(V1.Draft draft, params V1.Placement[] placements) =>
        (await Publisher.PublishDraftAsync(new() { Id = draft.Id, Placements = { placements.Length > 0 ? placements : [new() { Channel = Channel.Website }] } }, cancellationToken: Cancel)).Item;

    /// <summary>The next edition of a public item.</summary>
    protected async Task<V1.Item> Amend(string id, string body, string note = "更正")
    {
        var draft = await Editor.ReviseItemAsync(new() { Id = id }, cancellationToken: Cancel);
        draft.Content.Body = body;
        draft.ChangeNote = note;
        draft = await Editor.UpdateDraftAsync(new() { Draft = draft, UpdateMask = new() { Paths = { "content.body", "change_note" } } }, cancellationToken: Cancel);
        return (await Publisher.PublishDraftAsync(new() { Id = (await Approve(draft)).Id }, cancellationToken: Cancel)).Item;
    }

    protected async Task<V1.Item> Read(string id, string asOf = "") => await Public.GetItemAsync(new() { Id = id, AsOf = asOf }, cancellationToken: Cancel);
}
