using CsCheck;

namespace Sunshine.Testing.Fuzzing;

/// <summary>Bytes that are almost something: valid samples, damaged as senders and attackers damage them. Every eighth is noise.</summary>
public static class Mutations
{
    /// <summary>Numbers, quotes and ends at which readers of many formats have stumbled.</summary>
    private static readonly byte[][] Everywhere =
    [
        [0], [0xFF], [0xFF, 0xFE], [0xEF, 0xBB, 0xBF], [0xC3, 0x28], [0xED, 0xA0, 0x80], [0xF0, 0x9F, 0x98], [0xF0, 0xA0, 0xAE, 0xB7], [0xFF, 0xFF, 0xFF, 0xFF], [0x7F, 0xFF, 0xFF, 0xFF], [0, 0, 0, 0, 0, 0, 0, 0],
        .. ((string[])["\n", "\r\n", "\n\n", "\"", "'", "\\", "\\ud800", "\\u0000", "-1", "0", "00", "1e999", "1e-999", "9223372036854775807", "9223372036854775808", "99999999999999999999999999999", "0.0000000000000000000000000001",
            "null", "true", "[", "]", "{", "}", "{}", "[]", "<", ">", "&", ";", ",", "\t", " ", "=", "%", "..", "/", "〔", "　", "\u202e", "１２", "二〇一六"]).Select(t => System.Text.Encoding.UTF8.GetBytes(t))
    ];

    /// <param name="samples">At least one.</param>
    /// <param name="tokens">Words of the format.</param>
    public static Gen<byte[]> Of(IReadOnlyList<byte[]> samples, params IReadOnlyList<string> tokens)
    {
        byte[][] words = [.. Everywhere, .. tokens.Select(t => System.Text.Encoding.UTF8.GetBytes(t))];
        var step = Gen.Select(Gen.Int[0, 8], Gen.Int[0, 1_000_000], Gen.Int[0, 1_000_000], Gen.Int[0, 1_000_000]);
        var damaged = Gen.Select(Gen.Int[0, samples.Count - 1], Gen.Int[0, samples.Count - 1], step.Array[0, 6], (which, other, steps) =>
        {
            var bytes = samples[which];
            foreach (var (kind, a, b, c) in steps) bytes = Damage(bytes, samples[other], words, kind, a, b, c);
            return bytes;
        });
        return Gen.Frequency((7, damaged), (1, Gen.Byte.Array[0, 200]));
    }

    private static byte[] Damage(byte[] bytes, byte[] other, byte[][] words, int kind, int a, int b, int c)
    {
        if (bytes.Length == 0) return words[c % words.Length];
        var (from, length) = (a % bytes.Length, 1 + b % Math.Min(bytes.Length, 64));
        var to = Math.Min(bytes.Length, from + length);
        return kind switch
        {
            0 => bytes[..from],
            1 => [.. bytes[..from], (byte)(bytes[from] ^ (1 << (b % 8))), .. bytes[(from + 1)..]],
            2 => [.. bytes[..from], .. other[(c % (other.Length + 1))..]],
            3 => [.. bytes[..to], .. Enumerable.Repeat(bytes[from..to], c % 40).SelectMany(x => x), .. bytes[to..]],
            4 => [.. bytes[..from], .. bytes[to..]],
            5 => [.. bytes[..from], .. words[c % words.Length], .. bytes[from..]],
            6 => [.. bytes[..from], .. words[c % words.Length], .. bytes[to..]],
            7 => [.. bytes[..from], (byte)c, .. bytes[(from + 1)..]],
            _ => [.. bytes[from..], .. bytes[..from]]
        };
    }
}
