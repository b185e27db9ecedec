using Grpc.Core;
using Sunshine.Catalogue.V1;
using Sunshine.Portal.Rest;
using FieldMask = Google.Protobuf.WellKnownTypes.FieldMask;

namespace Sunshine.Portal.Components.Desk;

/// <summary>Keeps what an editor filled in: files first, so that the draft can name them.</summary>
internal static class DraftKeeping
{
    private static readonly FieldMask Whole = new() { Paths = { "content", "change_note", "personal_data_basis", "changed_on" } };

    /// <summary>Uploads the files of a form and remembers their ids in it.</summary>
    /// <exception cref="RpcException">Those before the refused one stay in the form.</exception>
    public static async Task Upload(DraftForm form, IFormFileCollection files, FileUpload upload, CancellationToken cancel)
    {
        foreach (var file in files.Where(f => f.Length > 0))
        {
            var attachment = await upload.Send<Attachment>($"api/v1/catalogue/attachments?agencyId={Uri.EscapeDataString(form.Agency ?? "")}&fileName={Uri.EscapeDataString(file.FileName)}", file, cancel);
            form.Attachments.Add(attachment.Id);
        }
    }

    public static async Task<Draft> Create(DraftForm form, Api api, CancellationToken cancel) =>
        await api.Editing.CreateDraftAsync(new CreateDraftRequest { RequestId = form.RequestId ?? "", Draft = form.ToProto("") }, cancellationToken: cancel);

    public static async Task<Draft> Change(string id, DraftForm form, Api api, CancellationToken cancel) =>
        await api.Editing.UpdateDraftAsync(new UpdateDraftRequest { Draft = form.ToProto(id), UpdateMask = Whole }, cancellationToken: cancel);

    public static async Task<IReadOnlyList<Attachment>> Attachments(IEnumerable<string> ids, Api api, CancellationToken cancel) =>
        await Task.WhenAll(ids.Select(a => api.Attachment.GetAttachmentAsync(new GetAttachmentRequest { Id = a }, cancellationToken: cancel).ResponseAsync));
}
