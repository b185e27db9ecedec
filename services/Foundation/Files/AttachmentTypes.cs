using System.Text.Json;
using System.Text.Json.Serialization;

namespace Sunshine.Foundation.Files;

/// <summary>
/// What may be attached, and what its bytes must be like. A name is believed only as far as the bytes bear it out; a type that is not
/// listed is not kept, so that nothing that could run in a reader's browser is ever served.
/// </summary>
public static partial class AttachmentTypes
{
    /// <summary>Longer than any signature.</summary>
    private const int Beginning = 64;

    private static readonly Dictionary<string, AttachmentType> ByExtension = Load();

    public static IReadOnlyCollection<string> Extensions => ByExtension.Keys;

    /// <summary>The type that a file's name promises; null if it is not on the list.</summary>
    public static AttachmentType? OfName(string fileName) =>
        ByExtension.GetValueOrDefault(Path.GetExtension(fileName).TrimStart('.').ToLowerInvariant());

    /// <summary>Compares a content with what its name promises.</summary>
    /// <param name="content">Seekable; read from its beginning.</param>
    public static async Task<Finding> Sniff(AttachmentType type, Stream content, CancellationToken cancel)
    {
        if (type.Text)
        {
            var charset = await PlainText.Charset(content, cancel);
            return charset is null ? Finding.Other : new Finding(Fits.Yes, $"{type.MediaType}; charset={charset}");
        }

        var beginning = new byte[Beginning];
        content.Position = 0;
        var read = await content.ReadAtLeastAsync(beginning, Beginning, throwOnEndOfStream: false, cancel);
        if (!type.Beginnings.Any(s => StartsWith(beginning.AsSpan(0, read), s))) return Finding.Other;
        var fits = type switch
        {
            { Compound: { } streams } => CompoundFile.Look(content, streams),
            { ZipMain.Length: > 0 } or { ZipEntry.Length: > 0 } => Package.Look(content, type),
            _ => Fits.Yes
        };
        return new Finding(fits, type.MediaType);
    }

    private static bool StartsWith(ReadOnlySpan<byte> bytes, string signature)
    {
        if (bytes.Length < signature.Length / 2) return false;
        for (var i = 0; i < signature.Length; i += 2)
        {
            if (signature[i] != '?' && Convert.FromHexString(signature.AsSpan(i, 2))[0] != bytes[i / 2]) return false;
        }

        return true;
    }

    private static Dictionary<string, AttachmentType> Load()
    {
        using var file = typeof(AttachmentTypes).Assembly.GetManifestResourceStream($"{typeof(AttachmentTypes).Namespace}.attachment-types.json")!;
        return JsonSerializer.Deserialize(file, TypesJson.Default.TypesFile)!.Types.ToDictionary(t => t.Extension);
    }

    internal sealed record TypesFile(IReadOnlyList<AttachmentType> Types);

    [JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
    [JsonSerializable(typeof(TypesFile))]
    private sealed partial class TypesJson : JsonSerializerContext;
}

/// <summary>One line of the allow-list; its file says what each part means.</summary>
public sealed record AttachmentType(
    string Extension, string MediaType, IReadOnlyList<string>? Signatures = null, IReadOnlyList<string>? Compound = null, string ZipMain = "", string ZipEntry = "",
    bool Text = false)
{
    /// <summary>One of them must stand at the beginning.</summary>
    internal IReadOnlyList<string> Beginnings => Signatures ?? [Compound is null ? Package.Signature : CompoundFile.Signature];
}

public enum Fits
{
    Yes,

    /// <summary>The bytes are of another type.</summary>
    No,

    /// <summary>They are of the type, but hold a program.</summary>
    HasMacros
}

/// <param name="MediaType">What is served as the content's type.</param>
public sealed record Finding(Fits Fits, string MediaType)
{
    public static readonly Finding Other = new(Fits.No, "");
}
