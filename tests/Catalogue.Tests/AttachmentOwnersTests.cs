using System.Net;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Sunshine.Catalogue.V1;
using Sunshine.Foundation.Identity;

namespace Sunshine.Catalogue.Tests;

/// <summary>An attachment is as public as what it belongs to, and belongs to one thing alone.</summary>
public sealed class AttachmentOwnersTests : EditingTest
{
    [Fact]
    public async Task It_is_read_once_an_edition_that_refers_to_it_is_published_and_not_before()
    {
        await AddAttachment("file");
        var content = NewContent();
        content.AttachmentIds.Add("file");
        var draft = await Create(content);
        await NotFound("file");
        draft = await Approve(draft);
        await NotFound("file");
        var item = await Publish(draft);

        Assert.Equal(item.Id, (await Attachment("file")).OwnerId);
        Assert.Equal(["file"], item.AttachmentIds);

        // An edition that others have taken the place of stays readable, and so does what belongs to it.
        var revised = await Editor.ReviseItemAsync(new() { Id = item.Id }, cancellationToken: Cancel);
        revised.Content.AttachmentIds.Clear();
        revised.ChangeNote = "附件作废";
        revised = await Approve(await Editor.UpdateDraftAsync(new() { Draft = revised, UpdateMask = new() { Paths = { "content.attachment_ids", "change_note" } } }, cancellationToken: Cancel));
        await Publisher.PublishDraftAsync(new() { Id = revised.Id }, cancellationToken: Cancel);
        Assert.Empty((await Read(item.Id)).AttachmentIds);
        Assert.Equal(item.Id, (await Attachment("file")).OwnerId);

        await Publisher.WithdrawItemAsync(new() { Id = item.Id, Reason = "误", RemoveContent = true }, cancellationToken: Cancel);
        await NotFound("file");
    }

    [Fact]
    public async Task It_belongs_to_its_agency_and_to_one_thing_alone()
    {
        await AddAttachment("mine");
        await AddAttachment("county's", "county-1");
        var content = NewContent();
        content.AttachmentIds.Add(["mine", "mine", "county's", "nothing"]);
        var refused = await Refused(StatusCode.InvalidArgument, () => Create(content));
        Assert.Equal(
            [("draft.content.attachmentIds[1]", "REPEATED"), ("draft.content.attachmentIds[2]", "NO_SUCH_ATTACHMENT"), ("draft.content.attachmentIds[3]", "NO_SUCH_ATTACHMENT")], refused.Fields());

        content.AttachmentIds.Clear();
        content.AttachmentIds.Add("mine");
        await Create(content, "first");
        Assert.Equal([("draft.content.attachmentIds[0]", "OTHER_OWNER")], (await Refused(StatusCode.InvalidArgument, () => Create(content, "second"))).Fields());
    }

    [Fact]
    public async Task The_file_of_a_gazette_issue_and_those_of_a_consultation_are_read_once_these_are_public()
    {
        await AddAttachment("gazette");
        await AddAttachment("basis");
        var item = await Published();
        var gazettes = new GazetteService.GazetteServiceClient(Host.As(Roles.Publisher, "city"));
        var issue = await gazettes.CreateGazetteIssueAsync(new()
        {
            RequestId = "1", Issue = new() { AgencyId = "city", Year = 2026, Number = 1, Title = "公报", AttachmentId = "gazette", Contents = { new V1.GazetteEntry { ItemId = item.Id } } }
        }, cancellationToken: Cancel);
        var consultations = new ConsultationService.ConsultationServiceClient(Host.As(Roles.Publisher, "city"));
        var consultation = await consultations.CreateConsultationAsync(new()
        {
            RequestId = "1",
            Consultation = new()
            {
                AgencyId = "city", Title = "办法", DraftText = "第一条", Basis = "法律", HowToRespond = "信函", OpensOn = "2026-01-05", ClosesOn = "2026-02-10", AttachmentIds = { "basis" }
            }
        }, cancellationToken: Cancel);
        await NotFound("gazette");
        await NotFound("basis");

        await gazettes.IssueGazetteAsync(new() { Id = issue.Id, IssuedOn = "2026-01-05" }, cancellationToken: Cancel);
        await consultations.OpenConsultationAsync(new() { Id = consultation.Id }, cancellationToken: Cancel);

        Assert.Equal(issue.Id, (await Attachment("gazette")).OwnerId);
        Assert.Equal(consultation.Id, (await Attachment("basis")).OwnerId);
    }

    private async Task<V1.Attachment> Attachment(string id) => await new AttachmentService.AttachmentServiceClient(Host.Invoker()).GetAttachmentAsync(new() { Id = id }, cancellationToken: Cancel);

    private async Task NotFound(string id)
    {
        Assert.Equal("NO_SUCH_ATTACHMENT", await ReasonOf(StatusCode.NotFound, () => Attachment(id)));
        using var http = Host.Http();
        Assert.Equal(HttpStatusCode.NotFound, (await http.GetAsync($"/api/v1/catalogue/attachments/{id}/content", Cancel)).StatusCode);
    }
}
