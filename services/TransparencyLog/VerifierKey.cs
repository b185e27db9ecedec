using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Org.BouncyCastle.Math.EC.Rfc8032;

namespace Sunshine.TransparencyLog;

/// <summary>
/// Who may have signed a note, and the public key by which that shows (c2sp.org/signed-note). As text
/// <c>name+0123abcd+base64</c>: the name, the id in hexadecimal, the type and the key.
/// </summary>
public sealed class VerifierKey : IEquatable<VerifierKey>
{
    private readonly byte[] _key;

    internal VerifierKey(string name, KeyType type, byte[] key)
    {
        (Name, Type, _key) = (name, type, key);
        byte[] content = [.. Encoding.UTF8.GetBytes(name), (byte)'\n', (byte)type, .. key];
        Id = BinaryPrimitives.ReadUInt32BigEndian(SHA256.HashData(content));
    }

    /// <summary>Without white space and +. For a log, the origin of its checkpoints.</summary>
    public string Name { get; }

    public KeyType Type { get; }

    /// <summary>The first four bytes of the SHA-256 of the name, a newline, the type and the key.</summary>
    public uint Id { get; }

    /// <summary>32 bytes, as in RFC 8032.</summary>
    public ReadOnlySpan<byte> PublicKey => _key;

    /// <summary>Reads a key as <see cref="ToString"/> writes it.</summary>
    /// <exception cref="BadLogException">It is written otherwise, of an unknown type, no point of the curve, or its id is not its own.</exception>
    public static VerifierKey Parse(string text)
    {
        var (name, type, content) = Split(text);
        if (!Ed25519.ValidatePublicKeyFull(content, 0)) throw new BadLogException($"The key of {name} is not an Ed25519 key.");
        var key = new VerifierKey(name, type, content);
        if (key.ToString() != text) throw new BadLogException($"The id of the key of {name} is not {key.Id:x8}, which it has to be.");
        return key;
    }

    /// <summary>What is wrong with a key that somebody wrote down; null if nothing is.</summary>
    public static string? Fault(string text, KeyType wanted)
    {
        try
        {
            return Parse(text).Type == wanted ? null : wanted is KeyType.Cosignature ? "It is not a key for cosignatures (type 4)." : "It is not a key for notes (type 1).";
        }
        catch (BadLogException e)
        {
            return e.Message;
        }
    }

    /// <summary>Whether the holder of the key made a signature.</summary>
    /// <param name="text">The note's, its last newline included.</param>
    /// <param name="signature">As in the note's line, without the id.</param>
    /// <param name="at">When, in seconds since 1970, as the signer says; null for keys that sign no time.</param>
    internal bool Verifies(string text, ReadOnlySpan<byte> signature, out long? at)
    {
        at = null;
        if (Type is KeyType.Cosignature)
        {
            if (signature.Length != Cosignature.TimeBytes + Ed25519.SignatureSize) return false;
            var seconds = BinaryPrimitives.ReadInt64BigEndian(signature);
            if (seconds < 0) return false;
            (at, text) = (seconds, Cosignature.Text(seconds, text));
            signature = signature[Cosignature.TimeBytes..];
        }

        if (signature.Length != Ed25519.SignatureSize) return false;
        var message = Encoding.UTF8.GetBytes(text);
        return Ed25519.Verify(signature.ToArray(), 0, _key, 0, message, 0, message.Length);
    }

    public bool Equals(VerifierKey? other) => other is not null && ToString() == other.ToString();

    public override bool Equals(object? obj) => Equals(obj as VerifierKey);

    public override int GetHashCode() => (int)Id;

    public override string ToString() => Text(_key);

    /// <summary>The form that public and secret keys share.</summary>
    /// <param name="content">The key, or the seed; the id is the public key's.</param>
    internal string Text(ReadOnlySpan<byte> content) => $"{Name}+{Id:x8}+{Convert.ToBase64String([(byte)Type, .. content])}";

    /// <summary>Takes that form apart; the id is left for the caller to compare.</summary>
    internal static (string Name, KeyType Type, byte[] Content) Split(string text)
    {
        var parts = text.Split('+', 3);
        if (parts.Length < 3 || !IsName(parts[0])) throw new BadLogException("A key is written as name+id+base64.");
        if (!StrictBase64.TryDecode(parts[2], out var content) || content.Length == 0)
            throw new BadLogException($"The key of {parts[0]} is not in base64.");
        if (!Enum.IsDefined((KeyType)content[0])) throw new BadLogException($"The key of {parts[0]} is of the unknown type {content[0]}.");
        if (content.Length != 1 + Ed25519.PublicKeySize)
            throw new BadLogException($"The key of {parts[0]} has {content.Length - 1} bytes, not {Ed25519.PublicKeySize}.");
        return (parts[0], (KeyType)content[0], content[1..]);
    }

    internal static bool IsName(string name) => name.Length > 0 && !name.Any(c => char.IsWhiteSpace(c) || c is '+' or < ' ');
}
