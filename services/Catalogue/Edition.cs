using System.Security.Cryptography;
using Google.Protobuf;

namespace Sunshine.Catalogue;

/// <summary>A published edition of an item (版本). It never changes.</summary>
public sealed record Edition
{
    /// <summary>Counted from 1.</summary>
    public int Number { get; set; }

    public Content Content { get; set; } = new();
    public string ChangeNote { get; set; } = "";
    public DateTimeOffset PublishedAt { get; set; }

    /// <summary>Subject of the token that published it.</summary>
    public string PublishedBy { get; set; } = "";

    /// <summary>Null if it was imported: whoever imports it has disclosed it already, and answers for its review.</summary>
    public Review? Review { get; set; }

    /// <summary>SHA-256 of its content, lower-case hexadecimal.</summary>
    public string Digest { get; set; } = "";

    public string PersonalDataBasis { get; set; } = "";

    /// <summary>The draft it was, by which a publication that is carried out twice recognises itself; empty if it was imported.</summary>
    public string DraftKey { get; set; } = "";

    public static string DigestOf(V1.ItemContent content) => Convert.ToHexStringLower(SHA256.HashData(content.ToByteArray()));
}

/// <summary>An edition that another has taken the place of, in a document of its own: <c>{item}.{number}</c>.</summary>
public sealed record PastEdition(string ItemId, Edition Edition)
{
    public string Id => IdOf(ItemId, Edition.Number);

    public static string IdOf(string itemId, int number) => $"{itemId}.{number}";
}
