using System.Text;
using Sunshine.Acts;
using Sunshine.Testing.Logs;
using Sunshine.TransparencyLog;

namespace Sunshine.Platform.Tests.Fuzzing;

/// <summary>Readers of logs, which are somebody else's.</summary>
internal static class LogParsers
{
    private static readonly MemoryLog Log = MemoryLog.Of([.. Enumerable.Range(0, 5).Select(i => Encoding.UTF8.GetBytes($"entry {i}"))]);

    private static readonly byte[] Checkpoint = Log.Files["checkpoint"];

    private static readonly byte[] Bundle = Log.Files["tile/entries/000.p/5"];

    private static readonly byte[] Act =
        """{"source":"catalogue","first":1,"last":2,"kind":"ITEM_PUBLISHED","agency":"as-finance","resource":"items/1","counts":[{"what":"catalogue.items","period":"2016","by":["channel=WEBSITE"],"amount":1}]}"""u8.ToArray();

    private static readonly Type[] Bad = [typeof(BadLogException)];

    public static IReadOnlyList<Parser> All { get; } =
    [
        new("SignedNote", [Checkpoint], bytes =>
        {
            var note = SignedNote.Parse(bytes);
            Assert.Equal(bytes, note.ToBytes());
        }, Bad) { Tokens = ["— ", "\n\n", "example.org", "AAAA"] },
        Parser.OfText("Checkpoint", [SignedNote.Parse(Checkpoint).Text], text => Assert.Equal(text, TransparencyLog.Checkpoint.Parse(text).Text), Bad),
        new("VerifiedCheckpoint", [Checkpoint], bytes => VerifiedCheckpoint.Parse(bytes, MemoryLog.Key.Verifier), Bad),
        Parser.OfText("NoteSignature", [SignedNote.Parse(Checkpoint).Signatures[0].ToString()], text => Assert.Equal(text, NoteSignature.Parse(text).ToString()), Bad),
        Parser.OfText("VerifierKey", [MemoryLog.Key.Verifier.ToString()], text => Assert.Equal(text, VerifierKey.Parse(text).ToString()), Bad),
        Parser.OfText("SignerKey", [MemoryLog.Key.Secret], text => Assert.Equal(text, SignerKey.Parse(text).Secret), Bad),
        new("ProofFile", [Log.Open().GetAwaiter().GetResult().Prove(2).GetAwaiter().GetResult().ToBytes()], bytes => Assert.Equal(bytes, ProofFile.Parse(bytes).ToBytes()), Bad)
        {
            Tokens = ["c2sp.org/tlog-proof@v1\n", "index ", "extra "]
        },
        new("EntryBundle", [Bundle], bytes =>
        {
            var bundle = EntryBundle.Parse(bytes, 5);
            Assert.Equal(bytes.Length, Enumerable.Range(0, 5).Sum(i => 2 + bundle[i].Length));
        }, Bad),
        Parser.OfText("Tile", ["tile/0/000", "tile/entries/x001/234.p/7", "tile/63/x123/456"], text =>
        {
            if (Tile.TryParse(text, out var tile)) Assert.Equal(text, tile.Path);
        }) with { Tokens = ["tile/", "entries/", "x", ".p/", "%2e%2e", "\\"] },
        Parser.OfText("Hash", ["47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="], text =>
        {
            if (Hash.TryParse(text, out var hash)) Assert.Equal(text, hash.ToString());
        }),
        new("Witness:signatures", [Encoding.UTF8.GetBytes(SignedNote.Parse(Checkpoint).Signatures[0] + "\n")], bytes => Assert.NotEmpty(Witness.ReadSignatures(bytes)), Bad),
        new("Witness:size", ["20852163\n"u8.ToArray()], bytes => Assert.True(Witness.ReadSize(bytes) >= 0), Bad),
        new("ActEntry", [Act], bytes =>
        {
            var entry = ActEntry.Parse(bytes);
            Assert.Equal(entry.ToBytes(), ActEntry.Parse(entry.ToBytes()).ToBytes());
        }, typeof(InvalidDataException)) { Tokens = ["\"first\":", "\"counts\":", "\"amount\":"] }
    ];
}
