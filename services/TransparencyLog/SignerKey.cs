using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Org.BouncyCastle.Math.EC.Rfc8032;

namespace Sunshine.TransparencyLog;

/// <summary>
/// Who signs notes, and the secret for it. As text <c>PRIVATE+KEY+name+0123abcd+base64</c>, Go's form (golang.org/x/mod/sumdb/note): as the
/// verifier key, but with the seed; the id is that of the public key.
/// </summary>
public sealed class SignerKey
{
    private const string Prefix = "PRIVATE+KEY+";

    private readonly byte[] _seed;

    private SignerKey(string name, KeyType type, byte[] seed)
    {
        _seed = seed;
        var key = new byte[Ed25519.PublicKeySize];
        Ed25519.GeneratePublicKey(seed, 0, key, 0);
        Verifier = new VerifierKey(name, type, key);
    }

    /// <summary>What to give to everybody.</summary>
    public VerifierKey Verifier { get; }

    /// <summary>The key as text, which <see cref="Parse"/> reads. Whoever has it can sign.</summary>
    public string Secret => Prefix + Verifier.Text(_seed);

    /// <summary>Makes a key.</summary>
    /// <param name="name">Not empty, without white space and +. For a log, the origin of its checkpoints.</param>
    /// <exception cref="ArgumentException">The name is none.</exception>
    public static SignerKey Generate(string name, KeyType type = KeyType.Ed25519)
    {
        if (!VerifierKey.IsName(name))
            throw new ArgumentException($"\"{name}\" is no name for a key: it is empty, or has white space or +.", nameof(name));
        return new SignerKey(name, type, RandomNumberGenerator.GetBytes(Ed25519.SecretKeySize));
    }

    /// <summary>Reads a key as <see cref="Secret"/> writes it.</summary>
    /// <exception cref="BadLogException">It is written otherwise, or its id is not its own. The message has nothing of the secret.</exception>
    public static SignerKey Parse(string text)
    {
        if (!text.StartsWith(Prefix, StringComparison.Ordinal)) throw new BadLogException($"A signer key begins with {Prefix}.");
        var (name, type, seed) = VerifierKey.Split(text[Prefix.Length..]);
        var key = new SignerKey(name, type, seed);
        if (key.Secret != text) throw new BadLogException($"The id of the key of {name} is not {key.Verifier.Id:x8}, which it has to be.");
        return key;
    }

    /// <summary>Signs a note.</summary>
    /// <param name="text">Its last newline included.</param>
    /// <exception cref="InvalidOperationException">The key is for cosignatures.</exception>
    public NoteSignature Sign(string text) => Sign(KeyType.Ed25519, text, []);

    /// <summary>Says as a witness that at a time this was the largest tree of its log that had been seen, and all of them one tree.</summary>
    /// <param name="checkpoint">The text of the checkpoint, its last newline included.</param>
    /// <param name="at">To the second.</param>
    /// <exception cref="InvalidOperationException">The key is not for cosignatures.</exception>
    public NoteSignature Cosign(string checkpoint, DateTimeOffset at)
    {
        var seconds = at.ToUnixTimeSeconds();
        ArgumentOutOfRangeException.ThrowIfNegative(seconds, nameof(at));
        var time = new byte[Cosignature.TimeBytes];
        BinaryPrimitives.WriteInt64BigEndian(time, seconds);
        return Sign(KeyType.Cosignature, Cosignature.Text(seconds, checkpoint), time);
    }

    private NoteSignature Sign(KeyType type, string text, byte[] time)
    {
        if (Verifier.Type != type) throw new InvalidOperationException($"The key of {Verifier.Name} is of type {Verifier.Type}, not {type}.");
        var message = Encoding.UTF8.GetBytes(text);
        var signature = new byte[Ed25519.SignatureSize];
        Ed25519.Sign(_seed, 0, message, 0, message.Length, signature, 0);
        return new NoteSignature(Verifier.Name, Verifier.Id, (byte[])[.. time, .. signature]);
    }
}
