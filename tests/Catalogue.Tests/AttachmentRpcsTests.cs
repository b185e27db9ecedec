using Google.Protobuf;
using Grpc.Core;
using Sunshine.Catalogue.V1;
using Sunshine.Foundation.Identity;
using Sunshine.Foundation.OpenApi;

namespace Sunshine.Catalogue.Tests;

/// <summary>Attachments over gRPC, as county systems send them.</summary>
public sealed class AttachmentRpcsTests : AttachmentTest
{
    [Fact]
    public async Task A_file_goes_up_in_chunks_and_comes_down_from_any_offset()
    {
        var bytes = AttachmentSamples.Pdf(3_000_000);
        var attachment = await Upload(new() { AgencyId = "county-1", FileName = "年度报告.pdf", Sha256 = AttachmentSamples.Sha256(bytes) }, [.. Chunks(bytes)]);

        Assert.Equal(("年度报告.pdf", 3_000_000, AttachmentSamples.Sha256(bytes)), (attachment.FileName, attachment.Length, attachment.Sha256));
        Assert.Equal(attachment, await Rpcs.GetAttachmentAsync(new() { Id = attachment.Id }, cancellationToken: Cancel));
        foreach (var offset in new[] { 0, 1, 262_144, 2_999_999, 3_000_000 }) Assert.Equal(bytes[offset..], await Download(attachment.Id, offset));
        Assert.Equal([("offset", "OUT_OF_RANGE")], (await Refused(StatusCode.InvalidArgument, () => Download(attachment.Id, 3_000_001))).Fields());
        Assert.Equal("NO_SUCH_ATTACHMENT", (await Refused(StatusCode.NotFound, () => Download("nothing", 0))).Reason());
    }

    [Fact]
    public async Task What_is_no_upload_is_refused_by_the_fields_name()
    {
        var good = new UploadAttachmentHeader { AgencyId = "county-1", FileName = "a.pdf" };
        var chunk = new UploadAttachmentRequest { Chunk = ByteString.CopyFromUtf8("%PDF-1.7") };

        Assert.Equal([("header", "REQUIRED")], await Fields(null, chunk));
        Assert.Equal([("header.agencyId", "REQUIRED"), ("header.fileName", "REQUIRED")], await Fields(new()));
        Assert.Equal([("chunk", "REQUIRED")], await Fields(good));
        Assert.Equal([("chunk", "REQUIRED")], await Fields(good, chunk, new() { Header = good }));
        Assert.Equal([("chunk", "TOO_LONG")], await Fields(good, new UploadAttachmentRequest { Chunk = ByteString.CopyFrom(new byte[1024 * 1024 + 1]) }));
        Assert.Equal([("header.sha256", "DIGEST_MISMATCH")], await Fields(new(good) { Sha256 = AttachmentSamples.Sha256([1]) }, chunk));
        Assert.Empty(Kept);
    }

    [Fact]
    public async Task An_upload_that_breaks_off_is_not_kept()
    {
        using (var call = Rpcs.UploadAttachment(cancellationToken: Cancel))
        {
            await call.RequestStream.WriteAsync(new() { Header = new() { AgencyId = "county-1", FileName = "a.pdf" } }, Cancel);
            foreach (var chunk in Chunks(AttachmentSamples.Pdf(2_000_000))) await call.RequestStream.WriteAsync(chunk, Cancel);
        }

        // The server notices a little later.
        while (Kept.Count > 0) await Task.Yield();
        Assert.Empty(Kept);
    }

    [Fact]
    public async Task Another_agencys_system_is_refused()
    {
        var other = new AttachmentService.AttachmentServiceClient(Host.As(Roles.System, "county-2"));
        using var call = other.UploadAttachment(cancellationToken: Cancel);
        await call.RequestStream.WriteAsync(new() { Header = new() { AgencyId = "county-1", FileName = "a.pdf" } }, Cancel);
        await call.RequestStream.CompleteAsync();

        Assert.Equal("OTHER_AGENCY", (await Refused(StatusCode.PermissionDenied, async () => await call)).Reason());
    }

    [Fact]
    public async Task The_API_description_has_the_plain_endpoints_too()
    {
        var document = OpenApiJson.Read(await Anyone.GetByteArrayAsync("/openapi/parts/catalogue.json", Cancel));
        var upload = document.Paths[Root].Operations![HttpMethod.Post];
        var download = document.Paths[Root + "/{id}/content"].Operations![HttpMethod.Get];

        Assert.Equal(["agencyId", "fileName", "sha256", "requestId"], upload.Parameters!.Select(p => p.Name));
        Assert.All(upload.Parameters!, p => Assert.NotEmpty(p.Description!));
        Assert.Equal("application/octet-stream", Assert.Single(upload.RequestBody!.Content!).Key);
        Assert.EndsWith("Roles: editor, publisher, system, admin.", upload.Description, StringComparison.Ordinal);
        Assert.NotNull(upload.Security);
        Assert.Equal(["id"], download.Parameters!.Select(p => p.Name));
        Assert.Superset(new HashSet<string> { "200", "206", "304", "404", "416" }, download.Responses!.Keys.ToHashSet());
        Assert.Null(download.Security);
    }

    private static IEnumerable<UploadAttachmentRequest> Chunks(byte[] bytes) =>
        bytes.Chunk(1024 * 1024).Select(c => new UploadAttachmentRequest { Chunk = ByteString.CopyFrom(c) });

    private async Task<V1.Attachment> Upload(UploadAttachmentHeader? header, params UploadAttachmentRequest[] chunks)
    {
        using var call = Rpcs.UploadAttachment(cancellationToken: Cancel);
        try
        {
            if (header is not null) await call.RequestStream.WriteAsync(new() { Header = header }, Cancel);
            foreach (var chunk in chunks) await call.RequestStream.WriteAsync(chunk, Cancel);
            await call.RequestStream.CompleteAsync();
        }
        catch (Exception e) when (e is RpcException or InvalidOperationException)
        {
            // It has been refused already; the answer says why.
        }

        return await call;
    }

    private async Task<IReadOnlyList<(string, string)>> Fields(UploadAttachmentHeader? header, params UploadAttachmentRequest[] chunks) =>
        (await Refused(StatusCode.InvalidArgument, () => Upload(header, chunks))).Fields();

    private async Task<byte[]> Download(string id, long offset)
    {
        using var call = Rpcs.DownloadAttachment(new() { Id = id, Offset = offset }, cancellationToken: Cancel);
        var bytes = new MemoryStream();
        await foreach (var message in call.ResponseStream.ReadAllAsync(Cancel))
        {
            Assert.Equal(offset + bytes.Length, message.Offset);
            bytes.Write(message.Chunk.Span);
        }

        return bytes.ToArray();
    }
}
