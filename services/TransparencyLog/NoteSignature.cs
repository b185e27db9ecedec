using System.Buffers.Binary;

namespace Sunshine.TransparencyLog;

/// <summary>A signature line of a note: <c>— name base64</c>, where the base64 is of the key's id and the signature.</summary>
/// <param name="Name">Of the key, as the line says.</param>
/// <param name="KeyId">Of the key, as the line says.</param>
/// <param name="Signature">Without the id. For a cosignature, the time and then the signature.</param>
public sealed record NoteSignature(string Name, uint KeyId, ReadOnlyMemory<byte> Signature)
{
    /// <summary>An em dash and a space.</summary>
    private const string Prefix = "\u2014 ";

    private const int IdBytes = sizeof(uint);

    /// <summary>Reads a line as <see cref="ToString"/> writes it, without its newline.</summary>
    /// <exception cref="BadLogException">It is written otherwise, or there is nothing behind the id.</exception>
    public static NoteSignature Parse(string line)
    {
        var parts = line.StartsWith(Prefix, StringComparison.Ordinal) ? line[Prefix.Length..].Split(' ') : [];
        if (parts.Length != 2 || !VerifierKey.IsName(parts[0])) throw new BadLogException("A signature line is not of the form \"— name base64\".");
        if (!StrictBase64.TryDecode(parts[1], out var bytes)) throw new BadLogException($"The signature of {parts[0]} is not in base64.");
        if (bytes.Length <= IdBytes) throw new BadLogException($"The signature of {parts[0]} is too short.");
        return new NoteSignature(parts[0], BinaryPrimitives.ReadUInt32BigEndian(bytes), bytes.AsMemory(IdBytes));
    }

    public override string ToString()
    {
        var bytes = new byte[IdBytes + Signature.Length];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, KeyId);
        Signature.CopyTo(bytes.AsMemory(IdBytes));
        return $"{Prefix}{Name} {Convert.ToBase64String(bytes)}";
    }
}
