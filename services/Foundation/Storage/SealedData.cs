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
        var folder = options.Value.KeyFolder.Length > 0 ? options.Value.KeyFolder : Path.Combine(options.Value.Path, "keys");
        _protector = new(() => DataProtectionProvider.Create(new DirectoryInfo(folder), keys => keys.SetApplicationName("sunshine")).CreateProtector("personal"));
        _secret = new(() => Secret(folder));
    }

    /// <summary>Empty stays empty.</summary>
    public string Seal(string text) => text.Length == 0 ? "" : _protector.Value.Protect(text);

    /// <exception cref="CryptographicException">Its key is not there.</exception>
    public string Unseal(string sealedText) => sealedText.Length == 0 ? "" : _protector.Value.Unprotect(sealedText);

    /// <summary>The same for the same parts, and telling none of them: addresses are few enough to be guessed from a plain hash.</summary>
    public string Pseudonym(params ReadOnlySpan<string> parts) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(_secret.Value, Encoding.UTF8.GetBytes(string.Join('\0', parts))));

    private static byte[] Secret(string folder)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, "pseudonyms.key");
        if (!File.Exists(path))
        {
            // Written whole under another name, then put in place: a replica that starts meanwhile reads either nothing or all of it.
            var mine = path + "." + Environment.ProcessId;
            var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            using (var file = new FileStream(mine, options)) file.Write(RandomNumberGenerator.GetBytes(32));
            try
            {
                File.Move(mine, path, overwrite: false);
            }
            catch (IOException) when (File.Exists(path))
            {
                File.Delete(mine);
            }
        }

        return File.ReadAllBytes(path);
    }
}
