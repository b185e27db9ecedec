namespace Sunshine.Foundation.Text;

/// <summary>Bits as letters and digits of which no two look alike (Crockford's base 32), five in each.</summary>
public static class Crockford
{
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    /// <summary>The first bits, from the highest of the first byte on; what is missing at the end is zero.</summary>
    public static string Encode(ReadOnlySpan<byte> bytes, int letters) => string.Create(letters, bytes, static (text, source) =>
    {
        for (var i = 0; i < text.Length; i++)
        {
            var (at, shift) = (i * 5 / 8, i * 5 % 8);
            var pair = (source[at] << 8) | (at + 1 < source.Length ? source[at + 1] : 0);
            text[i] = Alphabet[(pair >> (11 - shift)) & 31];
        }
    });

    /// <summary>The opposite, as people type it: O is taken for 0, I and L for 1, small letters for large ones.</summary>
    /// <param name="bytes">Filled; bits of the last letter that have no place in it are left out.</param>
    /// <returns>False for what is no such text.</returns>
    public static bool TryDecode(ReadOnlySpan<char> text, Span<byte> bytes)
    {
        if (text.Length != (bytes.Length * 8 + 4) / 5) return false;
        var (bits, held, at) = (0, 0, 0);
        foreach (var letter in text)
        {
            var value = Alphabet.IndexOf(char.ToUpperInvariant(letter) switch { 'O' => '0', 'I' or 'L' => '1', var other => other }, StringComparison.Ordinal);
            if (value < 0) return false;
            (bits, held) = (((bits << 5) | value) & 0xFFF, held + 5);
            if (held < 8) continue;
            held -= 8;
            if (at < bytes.Length) bytes[at++] = (byte)(bits >> held);
        }

        return true;
    }
}
