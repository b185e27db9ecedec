using System.Security.Cryptography;
using Google.Protobuf;
using Sunshine.Foundation.Files;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Storage;

namespace Sunshine.Requests;

/// <summary>The files of applications. Each is sealed as a whole; what the store has of it is unreadable, and unlike any other.</summary>
public sealed class ApplicationFiles(Collections collections, SealedData sealing, TimeProvider time)
{
    /// <summary>Of one file, in bytes.</summary>
    private const int Largest = 5 * 1024 * 1024;

    /// <summary>Of all files of one call, in bytes.</summary>
    private const int LargestTogether = 10 * 1024 * 1024;

    private const int MostAtOnce = 10;

    /// <summary>Refuses files that are not acceptable, before any is kept.</summary>
    public static async Task Check(IReadOnlyList<V1.NewFile> files, Violations v, CancellationToken cancel)
    {
        v.Count("files", files.Count, 0, MostAtOnce);
        if (files.Sum(f => (long)f.Content.Length) > LargestTogether)
            v.Add("files", "TOO_LARGE", $"文件合计最多 {LargestTogether} 字节。", $"All files together have at most {LargestTogether} bytes.");
        for (var i = 0; i < files.Count; i++) await Check($"files[{i}].", files[i], v, cancel);
    }

    /// <param name="prefix">Put before the names of its fields.</param>
    public static async Task Check(string prefix, V1.NewFile file, Violations v, CancellationToken cancel)
    {
        var type = FileNames.Check(prefix + "fileName", file.FileName, v);
        if (file.Content.Length == 0) v.Add(prefix + "content", "REQUIRED", "文件为空。", "The file is empty.");
        if (file.Content.Length > Largest) v.Add(prefix + "content", "TOO_LARGE", $"每个文件最多 {Largest} 字节。", $"A file has at most {Largest} bytes.");
        if (type is null || file.Content.Length is 0 or > Largest) return;
        var finding = await AttachmentTypes.Sniff(type, new MemoryStream(file.Content.ToByteArray(), writable: false), cancel);
        if (finding.Fits == Fits.No) v.Add(prefix + "content", "TYPE_MISMATCH", $"内容不是 {type.Extension} 文件。", $"The content is no {type.Extension} file.");
        if (finding.Fits == Fits.HasMacros) v.Add(prefix + "content", "ACTIVE_CONTENT", "文件含有宏。", "The file holds macros.");
    }

    /// <summary>Keeps files that were checked; they are durable when this returns.</summary>
    public async Task<IReadOnlyList<KeptFile>> Keep(IReadOnlyList<V1.NewFile> files, bool fromApplicant, CancellationToken cancel)
    {
        var kept = new List<KeptFile>(files.Count);
        foreach (var file in files)
        {
            var content = file.Content.ToByteArray();
            var finding = await AttachmentTypes.Sniff(AttachmentTypes.OfName(file.FileName)!, new MemoryStream(content, writable: false), cancel);
            kept.Add(await Keep(file.FileName, finding.MediaType, content, fromApplicant, cancel));
        }

        return kept;
    }

    public async Task<KeptFile> Keep(string fileName, string mediaType, byte[] content, bool fromApplicant, CancellationToken cancel)
    {
        using var bytes = new MemoryStream(sealing.Seal(content), writable: false);
        var stored = await collections.Files.Save(bytes, long.MaxValue, null, cancel);
        return new KeptFile(Ids.New(time), fileName, mediaType, content.Length, Convert.ToHexStringLower(SHA256.HashData(content)), stored.Sha256, fromApplicant, time.GetUtcNow());
    }

    /// <summary>Does what refers to files that were just kept. If that is refused they are deleted again: no record would ever lead to them.</summary>
    public async Task<T> Referring<T>(IReadOnlyList<KeptFile> kept, Func<Task<T>> act)
    {
        try
        {
            return await act();
        }
        catch (RefusedException)
        {
            await Forget(kept);
            throw;
        }
    }

    /// <summary>Deletes files that nothing refers to. Sealed bytes are unlike any other, so that nobody else has the same.</summary>
    public async Task Forget(IReadOnlyList<KeptFile> kept)
    {
        foreach (var file in kept) await collections.Files.Delete(file.StoredAs, CancellationToken.None);
    }

    /// <exception cref="InvalidDataException">Its bytes are lost or were changed.</exception>
    public async Task<V1.FileContent> Read(KeptFile file, CancellationToken cancel)
    {
        await using var bytes = await collections.Files.Open(file.StoredAs, cancel) ?? throw new InvalidDataException($"The bytes of file {file.Id} are lost: {file.StoredAs}.");
        using var whole = new MemoryStream();
        await bytes.CopyToAsync(whole, cancel);
        var content = sealing.Unseal(whole.ToArray());
        if (Convert.ToHexStringLower(SHA256.HashData(content)) != file.Sha256) throw new InvalidDataException($"The bytes of file {file.Id} were changed.");
        return new V1.FileContent { FileName = file.FileName, MediaType = file.MediaType, Content = UnsafeByteOperations.UnsafeWrap(content) };
    }
}
