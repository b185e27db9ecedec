using System.Security.Cryptography;
using Google.Protobuf;
using Sunshine.Catalogue.V1;

namespace Sunshine.Cli.Verifying;

/// <summary>An item of the catalogue as the REST interface answers.</summary>
internal static class ItemFile
{
    private static readonly JsonParser Json = new(JsonParser.Settings.Default.WithIgnoreUnknownFields(true));

    /// <summary>SHA-256 over what its edition says, as the catalogue has it in its acts.</summary>
    /// <exception cref="CommandFailedException">The file has no item.</exception>
    public static string DigestOf(string path)
    {
        try
        {
            // What an edition says stands in the item under the same names.
            var content = Json.Parse<ItemContent>(File.ReadAllText(path));
            if (content.Title.Length == 0) throw new CommandFailedException($"{path} has no item.");
            return Convert.ToHexStringLower(SHA256.HashData(content.ToByteArray()));
        }
        catch (Exception e) when (e is InvalidProtocolBufferException or InvalidJsonException)
        {
            throw new CommandFailedException($"{path} is no item: {e.Message}", e);
        }
    }
}
