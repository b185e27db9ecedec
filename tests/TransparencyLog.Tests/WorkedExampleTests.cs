using System.Security.Cryptography;
using System.Text;
using Sunshine.Testing.Logs;

namespace Sunshine.TransparencyLog.Tests;

/// <summary>A log of three entries, every byte of which was computed by other means (SHA-256 and openssl on the command line).</summary>
public sealed class WorkedExampleTests
{
    internal const string Verifier = "example.org/disclosure-demo+6db269c6+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4";
    internal const string Signer = "PRIVATE+KEY+example.org/disclosure-demo+6db269c6+AQABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f";
    internal const string WitnessVerifier = "example.org/demo-witness+f73ade78+BCmsuuFBvMrwsi4alNNNC8c2HlJtC/4SyJeUvJMilm3X";
    internal const string WitnessSigner = "PRIVATE+KEY+example.org/demo-witness+f73ade78+BCAhIiMkJSYnKCkqKywtLi8wMTIzNDU2Nzg5Ojs8PT4/";

    internal const string Checkpoint =
        """
        example.org/disclosure-demo
        3
        nAxyLv5ULKGyOmDwk8+OsCn71rWKvwd48D/+qzpH/RM=

        — example.org/disclosure-demo bbJpxocEBwEFcbFpG5NiBk8NuhXg0bBFdmNK31R/n/lyE/4AjHmF50FbHLDND40by7I+qXvOgctfxRFM6WQ1ctQwQg0=

        """;

    internal const string Cosignature =
        "— example.org/demo-witness 9zreeAAAAABlU/EACZrUXfsYQfOUsZV1Zr2dcYczmTwFVdXEHAve6ElbGFIqFGVvFfuUsl8YRoQpQmyntX3ZLfm3khGz9fGO4XYnBg==";

    private const string L0 = "40fd76cf7b215d2a30116346d1e2510a81b6692bd64e3230847ec765471cdb8e";
    private const string L1 = "082dfcd57713b32507b558be45e1bb0ea0084d18770414f114f7efed354eea37";
    private const string L2 = "6390d1ec6af73dea92909cea00d4e0ec9c9d8b2b8bd61e91318d10a1b237e941";
    private const string N01 = "e4a80f61ee7159407acfd596560b40ff09b49db30b69a383f835fffc34273a3d";
    private const string Root = "9c0c722efe542ca1b23a60f093cf8eb029fbd6b58abf0778f03ffeab3a47fd13";

    internal static readonly byte[][] Entries = [.. new[] { "disclosure-1", "disclosure-2", "disclosure-3" }.Select(Encoding.ASCII.GetBytes)];

    private static readonly MemoryLog Log = MemoryLog.Of(Entries);

    [Fact]
    public void The_files_are_these_and_no_others()
    {
        Assert.Equal(["checkpoint", "tile/0/000.p/3", "tile/entries/000.p/3"], Log.Files.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(L0 + L1 + L2, Convert.ToHexStringLower(Log.Files["tile/0/000.p/3"]));
        Assert.Equal("\0\fdisclosure-1\0\fdisclosure-2\0\fdisclosure-3", Encoding.ASCII.GetString(Log.Files["tile/entries/000.p/3"]));
        Assert.Equal(42, Log.Files["tile/entries/000.p/3"].Length);
    }

    [Fact]
    public void The_checkpoint_is_the_same_to_the_byte()
    {
        var note = Log.Files["checkpoint"];
        Assert.Equal(201, note.Length);
        Assert.Equal("39924881ca5a35430e267872607c43c7e0825422a0932851c836277235951437", Convert.ToHexStringLower(SHA256.HashData(note)));
        Assert.Equal(Checkpoint, Encoding.UTF8.GetString(note));
        Assert.Equal(75, Encoding.UTF8.GetByteCount(SignedNote.Parse(note).Text));
    }

    [Fact]
    public void Roots_and_proofs_are_these()
    {
        Assert.Equal([L0, N01, Root], new[] { 1, 2, 3 }.Select(size => Hex(MemoryRoot(size))));
        Assert.Equal([[L1, L2], [L0, L2], [N01]], new[] { 0, 1, 2 }.Select(i => Tree.Inclusion(i).Result.Select(Hex).ToArray()));
        Assert.Equal([[L1, L2], [L2], []], new[] { 1, 2, 3 }.Select(from => Tree.Consistency(from).Result.Select(Hex).ToArray()));
    }

    [Fact]
    public void Keys_have_the_ids_of_their_public_keys()
    {
        var signer = SignerKey.Parse(Signer);
        Assert.Equal(Verifier, signer.Verifier.ToString());
        Assert.Equal(0x6db269c6u, signer.Verifier.Id);
        Assert.Equal("03a107bff3ce10be1d70dd18e74bc09967e4d6309ba50d5f1ddc8664125531b8", Convert.ToHexStringLower(signer.Verifier.PublicKey));
        Assert.Equal(signer.Verifier, VerifierKey.Parse(Verifier));
        Assert.Equal(Signer, signer.Secret);
        Assert.Equal(WitnessVerifier, SignerKey.Parse(WitnessSigner).Verifier.ToString());
    }

    [Fact]
    public void The_cosignature_is_the_same_to_the_byte()
    {
        var note = SignedNote.Parse(Log.Files["checkpoint"]);
        var line = SignerKey.Parse(WitnessSigner).Cosign(note.Text, DateTimeOffset.FromUnixTimeSeconds(1_700_000_000));
        Assert.Equal(Cosignature, line.ToString());

        var verified = VerifiedCheckpoint.Of(note.With(line), VerifierKey.Parse(Verifier), VerifierKey.Parse(WitnessVerifier));
        Assert.Equal([null, 1_700_000_000], verified.Signatures.Select(s => s.At));
        Assert.Equal(new Checkpoint("example.org/disclosure-demo", 3, new Hash(Convert.FromHexString(Root))), verified.Checkpoint);
    }

    [Fact]
    public async Task The_audit_finds_nothing_wrong()
    {
        var report = await Log.Audit();
        Assert.True(report.IsSound);
        Assert.Equal(3, report.Entries);
        Assert.Equal(Root, Hex(report.Checkpoint!.Checkpoint.Root));
    }

    private static TiledTree Tree => new(3, (tile, _) => ValueTask.FromResult<ReadOnlyMemory<byte>>(Log.Files[tile.Path]));

    private static Hash MemoryRoot(int size) => Tree.Root(size).Result;

    private static string Hex(Hash hash) => Convert.ToHexStringLower(hash.Bytes);
}
