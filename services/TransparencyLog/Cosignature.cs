namespace Sunshine.TransparencyLog;

/// <summary>What a witness signs (c2sp.org/tlog-cosignature); the time stands before the signature, in eight bytes, big-endian.</summary>
internal static class Cosignature
{
    public const int TimeBytes = sizeof(long);

    /// <param name="seconds">Since 1970.</param>
    /// <param name="checkpoint">The whole text of the note, extension lines too.</param>
    public static string Text(long seconds, string checkpoint) => $"cosignature/v1\ntime {seconds}\n{checkpoint}";
}
