using System.IO.Compression;
using Org.BouncyCastle.Bcpg.OpenPgp;

namespace Sunshine.Cli.Backups;

/// <summary>
/// Opens what <see cref="SealedWriter"/> wrote. What is read before <see cref="Complete"/> may have been altered by somebody.
/// </summary>
internal sealed class SealedReader : IDisposable
{
    private readonly Stream _source;
    private readonly PgpPbeEncryptedData _message;
    private readonly Stream _packet;

    /// <param name="source">Stays the caller's.</param>
    /// <exception cref="CommandFailedException">It is no backup, or the passphrase is another.</exception>
    public SealedReader(Stream source, string passphrase)
    {
        _source = source;
        try
        {
            if (new PgpObjectFactory(source).NextPgpObject() is not PgpEncryptedDataList { Count: 1 } list || list[0] is not PgpPbeEncryptedData message || !message.IsIntegrityProtected())
                throw new CommandFailedException("This is no backup that a passphrase opens.");
            _message = message;
            var plain = message.GetDataStreamUtf8(passphrase.ToCharArray());
            if (new PgpObjectFactory(plain).NextPgpObject() is not PgpLiteralData literal) throw WrongPassphrase(null);
            _packet = literal.GetInputStream();
        }
        // The library has no common exception for bytes that are not what they should be.
        catch (Exception e) when (e is not CommandFailedException)
        {
            throw e is PgpDataValidationException || _message is not null ? WrongPassphrase(e) : new CommandFailedException("This is no backup.", e);
        }

        Content = new GZipStream(new Guarded(_packet), CompressionMode.Decompress);
    }

    public Stream Content { get; }

    public static CommandFailedException Altered(Exception? inner = null) => new("The backup was altered or is not whole.", inner);

    /// <summary>Reads what is left, and verifies that all of it is as it was written.</summary>
    /// <exception cref="CommandFailedException">It is not.</exception>
    public void Complete()
    {
        try
        {
            Content.CopyTo(Stream.Null);
            _packet.CopyTo(Stream.Null);
            if (!_message.Verify() || _source.ReadByte() >= 0) throw Altered();
        }
        catch (Exception e) when (e is not CommandFailedException)
        {
            throw Altered(e);
        }
    }

    public void Dispose() => Content.Dispose();

    private static CommandFailedException WrongPassphrase(Exception? inner) => new("The passphrase is another than that of the backup, or the backup was altered.", inner);

    /// <summary>Says of whatever goes wrong in the message that the backup is not whole.</summary>
    private sealed class Guarded(Stream packet) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count)
        {
            try
            {
                return packet.Read(buffer, offset, count);
            }
            catch (Exception e)
            {
                throw Altered(e);
            }
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
