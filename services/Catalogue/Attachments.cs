using Microsoft.Extensions.Options;
using Sunshine.Foundation.Files;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Identity;
using Sunshine.Foundation.Storage;

namespace Sunshine.Catalogue;

/// <summary>What is said of a file that is about to be uploaded.</summary>
/// <param name="Sha256">64 hexadecimal digits that the bytes must have; empty if the caller did not say.</param>
/// <param name="RequestId">Makes it safe to repeat; empty for none.</param>
public sealed record AttachmentUpload(string AgencyId, string FileName, string Sha256, string RequestId)
{
    /// <summary>Put before the names of these fields in refusals.</summary>
    public string Prefix { get; init; } = "";

    /// <summary>What refusals call the bytes.</summary>
    public string Content { get; init; } = "content";
}

/// <summary>Uploading and reading of attachments, whichever way they come.</summary>
public sealed class Attachments(Collections collections, AgencyTree tree, AttachmentVisibility visibility, IOptions<CatalogueOptions> options, TimeProvider time)
{
    /// <summary>In bytes.</summary>
    public long Largest => options.Value.LargestAttachment;

    /// <summary>
    /// Keeps a file. Its bytes are durable before its record is: if the process dies between the two there are bytes that nobody knows,
    /// and the same upload again finds them.
    /// </summary>
    /// <exception cref="RefusedException">Nothing is kept.</exception>
    public async Task<Stored<Attachment>> Upload(AttachmentUpload upload, Stream content, Caller caller, CancellationToken cancel)
    {
        var agencies = await tree.Read(cancel);
        var type = Check(upload, agencies);
        agencies.RequireActingFor(caller, upload.AgencyId);

        var finding = Finding.Other;
        StoredFile file;
        try
        {
            file = await collections.Files.Save(content, Largest, async (saved, written) => finding = await Accept(upload, type, saved, written, cancel), cancel);
        }
        catch (FileTooLargeException e)
        {
            throw Refusals.Larger(e.Most);
        }

        var attachment = new Attachment
        {
            Id = upload.RequestId.Length > 0 ? Ids.Of("upload-attachment", caller.Subject, upload.RequestId) : Ids.New(time),
            Sha256 = file.Sha256, Length = file.Length, FileName = upload.FileName, MediaType = finding.MediaType, AgencyId = upload.AgencyId,
            UploadedBy = caller.Subject, UploadedAt = time.GetUtcNow()
        };
        var written = (await collections.Attachments.Write([Write.Create(attachment.Id, attachment)], cancel))[0];
        if (written.Outcome == WriteOutcome.Done) return new Stored<Attachment>(attachment, written.Revision);
        var existing = await collections.Attachments.Get(attachment.Id, cancel);
        return existing is { Value: var first } && (first.Sha256, first.FileName, first.AgencyId) == (attachment.Sha256, attachment.FileName, attachment.AgencyId)
            ? existing
            : throw CatalogueRefusals.OtherContent.Of(upload.RequestId);
    }

    /// <exception cref="RefusedException">There is none, or none for this caller.</exception>
    public async Task<Stored<Attachment>> Find(string id, Caller caller, CancellationToken cancel)
    {
        var found = await collections.Attachments.Get(id, cancel);
        return found is not null && await visibility.MayRead(caller, found.Value, cancel) ? found : throw CatalogueRefusals.NoSuchAttachment.Of(id);
    }

    /// <summary>Its bytes, seekable; who reads them all in order gets the right ones or an error.</summary>
    public async Task<Stream> Open(Attachment attachment, CancellationToken cancel) =>
        await collections.Files.Open(attachment.Sha256, cancel) is { } content
            ? new VerifiedStream(content, attachment.Sha256)
            : throw new InvalidDataException($"The bytes of attachment {attachment.Id} are lost: {attachment.Sha256}.");

    /// <summary>What can be said before a byte is read.</summary>
    private static AttachmentType Check(AttachmentUpload upload, AgencyTree.Snapshot agencies)
    {
        var v = new Violations(upload.Prefix);
        agencies.RequireKnown("agencyId", upload.AgencyId, v);
        v.Text("requestId", upload.RequestId, 64);
        if (upload.Sha256.Length > 0 && (upload.Sha256.Length != 64 || !upload.Sha256.All(char.IsAsciiHexDigit)))
            v.Add("sha256", "MALFORMED", "应为 64 位十六进制数。", "Must be 64 hexadecimal digits.");
        var type = FileNames.Check("fileName", upload.FileName, v);
        v.ThrowIfAny();
        return type!;
    }

    private static async Task<Finding> Accept(AttachmentUpload upload, AttachmentType type, StoredFile saved, Stream content, CancellationToken cancel)
    {
        var v = new Violations();
        var finding = Finding.Other;
        if (saved.Length == 0) v.Add(upload.Content, "REQUIRED", "文件为空。", "The file is empty.");
        else finding = await AttachmentTypes.Sniff(type, content, cancel);
        if (upload.Sha256.Length > 0 && !saved.Sha256.Equals(upload.Sha256, StringComparison.OrdinalIgnoreCase))
            v.Add(upload.Prefix + "sha256", "DIGEST_MISMATCH", $"收到的内容的摘要为 {saved.Sha256}。", $"What arrived has the hash {saved.Sha256}.");
        if (saved.Length > 0 && finding.Fits == Fits.No)
            v.Add(upload.Content, "TYPE_MISMATCH", $"内容不是 {type.Extension} 文件。", $"The content is no {type.Extension} file.");
        if (finding.Fits == Fits.HasMacros)
            v.Add(upload.Content, "ACTIVE_CONTENT", "文件含有宏，不能公开。", "The file holds macros, which are not disclosed.");
        v.ThrowIfAny();
        return finding;
    }
}
