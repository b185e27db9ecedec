namespace Sunshine.Catalogue;

/// <summary>A file that belongs to what is disclosed (附件), as it is stored; its bytes are in the store's files under their hash.</summary>
public sealed record Attachment
{
    public required string Id { get; init; }

    /// <summary>64 hexadecimal digits in lower case.</summary>
    public required string Sha256 { get; init; }

    /// <summary>In bytes.</summary>
    public required long Length { get; init; }

    /// <summary>As it was uploaded, without a folder.</summary>
    public required string FileName { get; init; }

    /// <summary>What the bytes were found to be; texts with their encoding.</summary>
    public required string MediaType { get; init; }

    public required string AgencyId { get; init; }

    /// <summary>The token's subject.</summary>
    public required string UploadedBy { get; init; }

    public required DateTimeOffset UploadedAt { get; init; }

    /// <summary>The item, gazette issue or consultation it belongs to; empty until one refers to it.</summary>
    public string OwnerId { get; set; } = "";
}
