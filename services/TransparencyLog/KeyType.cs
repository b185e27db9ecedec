namespace Sunshine.TransparencyLog;

/// <summary>What a key signs, by the byte that says so in its id (c2sp.org/signed-note). Other kinds are not known here.</summary>
public enum KeyType
{
    /// <summary>A note's text as it is, by Ed25519 (RFC 8032). What a log signs its checkpoints with.</summary>
    Ed25519 = 0x01,

    /// <summary>A checkpoint and the time at which a witness saw it, by Ed25519 (c2sp.org/tlog-cosignature).</summary>
    Cosignature = 0x04
}
