using Google.Protobuf;
using Grpc.Core;
using Microsoft.AspNetCore.Authorization;
using Sunshine.Catalogue.V1;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Identity;

namespace Sunshine.Catalogue;

/// <summary>The rpcs of <c>sunshine.catalogue.v1.AttachmentService</c>; the contract says what each does.</summary>
public sealed class AttachmentRpcs(Attachments attachments, AgencyTree tree) : AttachmentService.AttachmentServiceBase
{
    /// <summary>Of one message of a download, in bytes.</summary>
    private const int Portion = 256 * 1024;

    [AllowAnonymous]
    public override async Task<V1.Attachment> GetAttachment(GetAttachmentRequest request, ServerCallContext context)
    {
        var found = await attachments.Find(request.Id, Caller.Of(context), context.CancellationToken);
        return Map.ToProto(found, await tree.Read(context.CancellationToken));
    }

    [Allow(Roles.Editor, Roles.Publisher, Roles.System, Roles.Admin)]
    public override async Task<V1.Attachment> UploadAttachment(IAsyncStreamReader<UploadAttachmentRequest> requestStream, ServerCallContext context)
    {
        var cancel = context.CancellationToken;
        var v = new Violations();
        if (!await requestStream.MoveNext(cancel) || requestStream.Current.Header is not { } header)
        {
            v.Add("header", "REQUIRED", "第一条消息须为 header。", "The first message must be the header.");
            v.ThrowIfAny();
            return new();
        }

        var upload = new AttachmentUpload(header.AgencyId, header.FileName, header.Sha256, header.RequestId) { Prefix = "header.", Content = "chunk" };
        await using var content = new ChunkStream<UploadAttachmentRequest>(requestStream, m => m.PartCase == UploadAttachmentRequest.PartOneofCase.Chunk ? m.Chunk : null);
        return Map.ToProto(await attachments.Upload(upload, content, Caller.Of(context), cancel), await tree.Read(cancel));
    }

    [AllowAnonymous]
    public override async Task DownloadAttachment(DownloadAttachmentRequest request, IServerStreamWriter<DownloadAttachmentResponse> responseStream, ServerCallContext context)
    {
        var cancel = context.CancellationToken;
        var found = await attachments.Find(request.Id, Caller.Of(context), cancel);
        var v = new Violations();
        if (request.Offset < 0 || request.Offset > found.Value.Length)
            v.Add("offset", "OUT_OF_RANGE", $"须在 0 至 {found.Value.Length} 之间。", $"Must be from 0 to {found.Value.Length}.");
        v.ThrowIfAny();
        await using var content = await attachments.Open(found.Value, cancel);
        content.Position = request.Offset;
        var buffer = new byte[Portion];
        var at = request.Offset;
        int read;
        while ((read = await content.ReadAtLeastAsync(buffer, Portion, throwOnEndOfStream: false, cancel)) > 0)
        {
            // The message is written when this returns; then the buffer is free again.
            await responseStream.WriteAsync(new() { Offset = at, Chunk = UnsafeByteOperations.UnsafeWrap(buffer.AsMemory(0, read)) }, cancel);
            at += read;
        }
    }
}
