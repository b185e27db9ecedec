using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Options;

namespace Sunshine.Foundation.Storage;

/// <summary>
/// Seals what tells who somebody is, by ASP.NET Core Data Protection. The keys are files of their own and not in the store, so that who
/// has a copy of the store alone cannot read it; all replicas must have the same folder.
/// </summary>
public sealed class SealedData
{
    private readonly Lazy<IDataProtector> _protector;
    private readonly Lazy<byte[]> _secret;

    public SealedData(IOptions<StorageOptions> options)
    {
        var folder = options.Value.Keys;
        _protector = new(() => DataProtectionProvider.Create(new DirectoryInfo(folder), keys => keys.SetApplicationName("sunshine")).CreateProtector("personal"));
        _secret = new(() => SecretFile.ReadOrMake(Path.Combine(folder, "pseudonyms.key"), () => RandomNumberGenerator.GetBytes(32)));
    }

    /// <summary>Empty stays empty.</summary>
    public string Seal(string text) => text.Length == 0 ? "" : _protector.Value.Protect(text);

    /// <exception cref="CryptographicException">Its key is not there.</exception>
    public string Unseal(string sealedText) => sealedText.Length == 0 ? "" : _protector.Value.Unprotect(sealedText);

    public byte[] Seal(byte[] content) => _protector.Value.Protect(content);

    /// <exception cref="CryptographicException">Its key is not there, or it was changed.</exception>
    public byte[] Unseal(byte[] sealedContent) => _protector.Value.Unprotect(sealedContent);

    /// <summary>The same for the same parts, and telling none of them: addresses are few enough to be guessed from a plain hash.</summary>
    public string Pseudonym(params ReadOnlySpan<string> parts) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(_secret.Value, Encoding.UTF8.GetBytes(string.Join('\0', parts))));
}
