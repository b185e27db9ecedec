using Grpc.Core;
using Microsoft.AspNetCore.Authorization;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Identity;
using Sunshine.Foundation.Storage;
using Sunshine.Foundation.Text;
using Sunshine.Catalogue.V1;

namespace Sunshine.Catalogue;

public sealed partial class ConsultationRpcs
{
    [AllowAnonymous]
    public override async Task<V1.Comment> FileComment(FileCommentRequest request, ServerCallContext context)
    {
        var cancel = context.CancellationToken;
        var v = new Violations();
        v.Required("consultationId", request.ConsultationId);
        ConsultationRules.CheckComment(request, v);
        v.ThrowIfAny();
        var consultation = await Public(request.ConsultationId, cancel);

        // The text is part of the key: callers without an account may choose the same request id, and must not get each other's comments.
        var id = Ids.Of("comment", consultation.Id, request.RequestId, request.Text);
        if (await collections.Comments.Get(id, cancel) is { } before) return ConsultationMap.ToProto(before);
        if (!consultation.TakesCommentsOn(clock.Today)) throw CatalogueRefusals.ConsultationNotOpen.Of(consultation.Id);
        await limit.Take(["comments", consultation.Id, client.Of(context)], id, options.Value.CommentsPerHour, TimeSpan.FromHours(1), CatalogueRefusals.TooManyComments, cancel);

        var starred = PersonalNumbers.Star(request.Text);
        var comment = new Comment
        {
            Id = id, ConsultationId = consultation.Id, Text = starred, SealedText = starred == request.Text ? "" : sealing.Seal(request.Text),
            SealedName = sealing.Seal(request.Name), SealedContact = sealing.Seal(request.Contact), CreatedAt = time.GetUtcNow()
        };
        return ConsultationMap.ToProto(await collections.Comments.CreateOnce(id, comment, null, cancel));
    }

    [AllowAnonymous]
    public override async Task<ListCommentsResponse> ListComments(ListCommentsRequest request, ServerCallContext context)
    {
        var v = new Violations();
        v.Required("consultationId", request.ConsultationId);
        var (size, after) = (PageTokens.Size(request.PageSize, v), PageTokens.Place(request.PageToken, request, v));
        v.ThrowIfAny();
        await Public(request.ConsultationId, context.CancellationToken);
        var page = await ListOf(request.ConsultationId, CommentState.Accepted, size, after, context);
        var response = new ListCommentsResponse { NextPageToken = PageTokens.Of(page.Next, request) };
        response.Comments.Add(page.Documents.Select(ConsultationMap.ToProto));
        return response;
    }

    [Allow(Roles.Reviewer, Roles.Publisher, Roles.Admin)]
    public override async Task<ListReceivedCommentsResponse> ListReceivedComments(ListReceivedCommentsRequest request, ServerCallContext context)
    {
        var v = new Violations();
        v.Required("consultationId", request.ConsultationId);
        v.Enum("state", request.State, required: false);
        var (size, after) = (PageTokens.Size(request.PageSize, v), PageTokens.Place(request.PageToken, request, v));
        v.ThrowIfAny();
        await Own(request.ConsultationId, "consultationId", context);
        var page = await ListOf(request.ConsultationId, request.State, size, after, context);
        var response = new ListReceivedCommentsResponse { NextPageToken = PageTokens.Of(page.Next, request) };
        response.Comments.Add(page.Documents.Select(c => ConsultationMap.ToProto(c, sealing)));
        return response;
    }

    [Allow(Roles.Reviewer, Roles.Publisher, Roles.Admin)]
    public override async Task<V1.Comment> ModerateComment(ModerateCommentRequest request, ServerCallContext context)
    {
        var v = new Violations();
        v.Required("consultationId", request.ConsultationId);
        v.Required("id", request.Id);
        v.Enum("state", request.State, required: true);
        if (request.State == CommentState.Pending) v.Add("state", "NOT_A_DECISION", "须为采纳展示或不予展示。", "Must be ACCEPTED or REJECTED.");
        if (request.State == CommentState.Rejected) v.Required("reason", request.Reason);
        v.Text("reason", request.Reason, 500);
        var expected = Etags.Revision(request.Etag, "etag", v);
        v.ThrowIfAny();
        await Own(request.ConsultationId, "consultationId", context);
        var existing = await collections.Comments.Get(request.Id, context.CancellationToken);
        if (existing?.Value.ConsultationId != request.ConsultationId) throw CatalogueRefusals.NoSuchComment.Of(request.Id);

        var moderated = existing.Value.Moderate(request.State, request.Reason, Caller.Of(context).Subject, time.GetUtcNow());
        var saved = await collections.Comments.Replace(request.Id, existing, moderated, expected, null, context.CancellationToken);
        return ConsultationMap.ToProto(saved, sealing);
    }

    private Task<Slice<Comment>> ListOf(string consultationId, CommentState state, int size, string? after, ServerCallContext context) =>
        collections.Comments.List(new ListQuery<Comment>
        {
            Where =
            [
                CommentCollection.Consultation.Is(consultationId),
                .. state != 0 ? [CommentCollection.State.Is(state)] : Array.Empty<Criterion<Comment>>()
            ],
            OrderBy = CommentCollection.CreatedAt, Descending = true, Size = size, After = after
        }, context.CancellationToken);

    private async Task<Consultation> Public(string id, CancellationToken cancel) =>
        await collections.Consultations.Get(id, cancel) is { Value: { IsPublic: true } found } ? found : throw CatalogueRefusals.NoSuchConsultation.Of(id);
}
