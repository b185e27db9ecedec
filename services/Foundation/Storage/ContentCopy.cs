using System.Buffers;
using System.Security.Cryptography;

namespace Sunshine.Foundation.Storage;

/// <summary>The way of a content into an engine and its comparison later.</summary>
internal static class ContentCopy
{
    /// <summary>Bytes that are held of a content at once.</summary>
    private const int Portion = 256 * 1024;

    /// <summary>Copies to the end, counting and hashing.</summary>
    /// <exception cref="FileTooLargeException">There are more than <paramref name="most"/> bytes.</exception>
    public static async Task<StoredFile> Copy(Stream from, Stream to, long most, CancellationToken cancel)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = ArrayPool<byte>.Shared.Rent(Portion);
        try
        {
            long length = 0;
            int read;
            // Whole portions: what comes in from the network comes in small pieces.
            while ((read = await from.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancel)) > 0)
            {
                length += read;
                if (length > most) throw new FileTooLargeException(most);
                hash.AppendData(buffer, 0, read);
                await to.WriteAsync(buffer.AsMemory(0, read), cancel);
            }

            return new StoredFile(Convert.ToHexStringLower(hash.GetHashAndReset()), length);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Whether all bytes have this hash.</summary>
    public static async Task<bool> Has(Stream content, string sha256, CancellationToken cancel) =>
        Convert.ToHexStringLower(await SHA256.HashDataAsync(content, cancel)) == sha256;

    public static bool IsHash(string sha256) => sha256.Length == 64 && sha256.All(char.IsAsciiHexDigitLower);
}
