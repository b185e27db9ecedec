using System.Text;
using Sunshine.Testing.Logs;

namespace Sunshine.TransparencyLog.Tests;

public sealed class CheckpointTests
{
    private const string Root = "nAxyLv5ULKGyOmDwk8+OsCn71rWKvwd48D/+qzpH/RM=";

    private static readonly VerifierKey Log = VerifierKey.Parse(WorkedExampleTests.Verifier);
    private static readonly VerifierKey Witness = VerifierKey.Parse(WorkedExampleTests.WitnessVerifier);

    [Theory]
    [InlineData("o\n3\n" + Root + "\n")]
    [InlineData("o\n9223372036854775807\n" + Root + "\n")]
    [InlineData("o\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n")]
    [InlineData("o with spaces\n3\n" + Root + "\nextension\nanother one\n")]
    public void A_text_is_written_as_it_was_read(string text) => Assert.Equal(text, Checkpoint.Parse(text).Text);

    [Theory]
    [InlineData("")]
    [InlineData("\n")]
    [InlineData("o\n3\n")]
    [InlineData("o\n3\n" + Root)]
    [InlineData("\n3\n" + Root + "\n")]
    [InlineData("o\n\n" + Root + "\n")]
    [InlineData("o\n03\n" + Root + "\n")]
    [InlineData("o\n+3\n" + Root + "\n")]
    [InlineData("o\n-3\n" + Root + "\n")]
    [InlineData("o\n 3\n" + Root + "\n")]
    [InlineData("o\n3 \n" + Root + "\n")]
    [InlineData("o\n3.0\n" + Root + "\n")]
    [InlineData("o\n٣\n" + Root + "\n")]
    [InlineData("o\n9223372036854775808\n" + Root + "\n")]
    [InlineData("o\n0\n" + Root + "\n")]
    [InlineData("o\n3\nnAxyLv5ULKGyOmDwk8+OsCn71rWKvwd48D/+qzpH/RN=\n")]
    [InlineData("o\n3\nnAxyLv5ULKGyOmDwk8+OsCn71rWKvwd48D/+qzpH/RM\n")]
    [InlineData("o\n3\nAAAA\n")]
    [InlineData("o\n3\n" + Root + "\n\n")]
    [InlineData("o\n3\n" + Root + "\na\n\nb\n")]
    [InlineData("o\n3\n" + Root + "\nextension")]
    public void Another_text_is_refused(string text) => Assert.Throws<BadLogException>(() => Checkpoint.Parse(text));

    [Fact]
    public void It_has_to_be_signed_by_the_log_and_not_only_by_a_witness()
    {
        var note = SignedNote.Parse(Encoding.UTF8.GetBytes(WorkedExampleTests.Checkpoint));
        var witnessed = new SignedNote(note.Text, NoteSignature.Parse(WorkedExampleTests.Cosignature));
        var refused = Assert.Throws<BadLogException>(() => VerifiedCheckpoint.Of(witnessed, Log, Witness));
        Assert.Equal("The checkpoint is not signed by example.org/disclosure-demo.", refused.Message);
    }

    [Fact]
    public void It_has_to_be_of_the_log_that_signed_it()
    {
        var text = $"example.org/another\n3\n{Root}\n";
        var refused = Assert.Throws<BadLogException>(() => VerifiedCheckpoint.Of(new SignedNote(text, MemoryLog.Key.Sign(text)), Log));
        Assert.Equal("The checkpoint is of example.org/another, not of example.org/disclosure-demo.", refused.Message);
        Assert.Throws<ArgumentException>(() => Checkpoint.Parse(text).Sign(MemoryLog.Key));
    }

    [Fact]
    public void A_cosignature_covers_the_extensions_too()
    {
        var checkpoint = Checkpoint.Parse($"{Log.Name}\n3\n{Root}\nextension\n");
        var witness = SignerKey.Parse(WorkedExampleTests.WitnessSigner);
        var signed = checkpoint.Sign(MemoryLog.Key);
        var without = signed.With(witness.Cosign((checkpoint with { Extensions = "" }).Text, DateTimeOffset.UnixEpoch));
        Assert.Equal(0, VerifiedCheckpoint.Of(signed.With(witness.Cosign(checkpoint.Text, DateTimeOffset.UnixEpoch)), Log, Witness).Signatures[1].At);
        Assert.Throws<BadLogException>(() => VerifiedCheckpoint.Of(without, Log, Witness));
    }
}
