using System.IO.Compression;
using Org.BouncyCastle.Bcpg;
using Org.BouncyCastle.Bcpg.OpenPgp;

namespace Sunshine.Cli.Backups;

/// <summary>
/// An OpenPGP message (RFC 4880: AES-256, integrity protected) with gzipped content: <c>gpg --decrypt backup | tar xz</c> opens it without us. Written as it comes, never as a whole in
/// memory.
/// </summary>
internal sealed class SealedWriter
{
    /// <summary>The most that a passphrase can be stretched in the format: 65,011,712 bytes are hashed for each guess.</summary>
    private const int LongestStretch = 0xFF;

    /// <summary>A power of two, as the format wants.</summary>
    private const int Portion = 1 << 16;

    private readonly PgpEncryptedDataGenerator _message = new(SymmetricKeyAlgorithmTag.Aes256, withIntegrityPacket: true);
    private readonly PgpLiteralDataGenerator _literal = new();
    private readonly Stream _sealed;
    private readonly Stream _packet;

    /// <param name="target">Stays the caller's.</param>
    public SealedWriter(Stream target, string passphrase, DateTimeOffset at)
    {
        _message.AddMethodUtf8(passphrase.ToCharArray(), HashAlgorithmTag.Sha256, LongestStretch);
        _sealed = _message.Open(target, new byte[Portion]);
        _packet = _literal.Open(_sealed, PgpLiteralData.Binary, "sunshine.tar.gz", at.UtcDateTime, new byte[Portion]);
        Content = new GZipStream(_packet, CompressionLevel.Fastest, leaveOpen: true);
    }

    public Stream Content { get; }

    /// <summary>Ends the message. Without it there is none.</summary>
    public void Complete()
    {
        Content.Dispose();
        _packet.Dispose();
        _sealed.Dispose();
    }
}
