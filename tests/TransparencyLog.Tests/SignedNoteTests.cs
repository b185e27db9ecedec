using System.Text;
using CsCheck;
using Org.BouncyCastle.Math.EC.Rfc8032;

namespace Sunshine.TransparencyLog.Tests;

public sealed class SignedNoteTests
{
    private const string Line = "— n AAAAAQID";

    private static readonly VerifierKey Log = VerifierKey.Parse(WorkedExampleTests.Verifier);

    [Theory]
    [InlineData("", "The note has no empty line before its signatures.")]
    [InlineData("text\n", "The note has no empty line before its signatures.")]
    [InlineData("text\n" + Line + "\n", "The note has no empty line before its signatures.")]
    [InlineData("text\n\n", "The note is not signed.")]
    [InlineData("text\n\n" + Line, "The note's last line has no end.")]
    [InlineData("text\n\n" + Line + "\n\n", "The note is not signed.")]
    [InlineData("text\n\n" + Line + "\r\n", "The note has control characters.")]
    [InlineData("te\txt\n\n" + Line + "\n", "The note has control characters.")]
    [InlineData("te\0xt\n\n" + Line + "\n", "The note has control characters.")]
    [InlineData("text\n\n- n AAAAAQID\n", "A signature line is not of the form \"— name base64\".")]
    [InlineData("text\n\n—n AAAAAQID\n", "A signature line is not of the form \"— name base64\".")]
    [InlineData("text\n\n—\u00a0n AAAAAQID\n", "A signature line is not of the form \"— name base64\".")]
    [InlineData("text\n\n— AAAAAQID\n", "A signature line is not of the form \"— name base64\".")]
    [InlineData("text\n\n—  AAAAAQID\n", "A signature line is not of the form \"— name base64\".")]
    [InlineData("text\n\n— n  AAAAAQID\n", "A signature line is not of the form \"— name base64\".")]
    [InlineData("text\n\n— n AAAAAQID \n", "A signature line is not of the form \"— name base64\".")]
    [InlineData("text\n\n— a+b AAAAAQID\n", "A signature line is not of the form \"— name base64\".")]
    [InlineData("text\n\n— n AAAAAQI\n", "The signature of n is not in base64.")]
    [InlineData("text\n\n— n AAAAAQJ=\n", "The signature of n is not in base64.")]
    [InlineData("text\n\n— n AAAAAA==\n", "The signature of n is too short.")]
    [InlineData("text\n\n— n \n", "The signature of n is too short.")]
    [InlineData("text\n\n" + Line + "\nmore\n", "A signature line is not of the form \"— name base64\".")]
    public void A_malformed_note_is_refused_with_the_reason(string note, string reason) =>
        Assert.Equal(reason, Assert.Throws<BadLogException>(() => SignedNote.Parse(Encoding.UTF8.GetBytes(note))).Message);

    [Fact]
    public void What_is_not_UTF8_or_too_long_is_refused()
    {
        Assert.Equal("The note is not in UTF-8.", Assert.Throws<BadLogException>(() => SignedNote.Parse([0xff, .. Bytes("\n\n" + Line + "\n")])).Message);
        Assert.Throws<BadLogException>(() => SignedNote.Parse(new byte[SignedNote.MostBytes + 1]));
    }

    [Fact]
    public void The_last_empty_line_divides()
    {
        var note = Parse($"one\n\n{Line}\n\ntwo\n\n{Line}\n{Line}\n");
        Assert.Equal($"one\n\n{Line}\n\ntwo\n", note.Text);
        Assert.Equal(2, note.Signatures.Count);
        Assert.Equal(new NoteSignature("n", 1, default).ToString()[..^6], note.Signatures[0].ToString()[..^6]);
    }

    [Fact]
    public void A_note_is_written_as_it_was_read()
    {
        var text = $"鞍山\n\n\u00a0é\n\n{WorkedExampleTests.Cosignature}\n{Line}\n";
        Assert.Equal(text, Encoding.UTF8.GetString(Parse(text).ToBytes()));
    }

    [Fact]
    public void A_hundred_signatures_are_read_and_no_more()
    {
        Assert.Equal(100, Parse("t\n\n" + string.Concat(Enumerable.Repeat(Line + "\n", 100))).Signatures.Count);
        Assert.Throws<BadLogException>(() => Parse("t\n\n" + string.Concat(Enumerable.Repeat(Line + "\n", 101))));
    }

    [Fact]
    public void Signatures_of_unknown_keys_are_ignored()
    {
        var note = Parse(WorkedExampleTests.Checkpoint);
        var grease = note.Signatures[0] with { KeyId = 0x6db269c7 };
        var other = note.Signatures[0] with { Name = "example.org/disclosure" };
        var mixed = new SignedNote(note.Text, [grease, other, .. note.Signatures, grease]);
        Assert.Equal(Log, Assert.Single(mixed.Verify(Log)).Key);
        Assert.Throws<BadLogException>(() => new SignedNote(note.Text, grease, other).Verify(Log));
        Assert.Throws<BadLogException>(() => note.Verify());
    }

    [Fact]
    public void Of_several_lines_of_a_key_the_first_counts()
    {
        var note = Parse(WorkedExampleTests.Checkpoint);
        var wrong = note.Signatures[0] with { Signature = new byte[64] };
        Assert.Single(new SignedNote(note.Text, [.. note.Signatures, .. note.Signatures, wrong]).Verify(Log, Log));
        Assert.Throws<BadLogException>(() => new SignedNote(note.Text, [wrong, .. note.Signatures]).Verify(Log));
    }

    [Fact]
    public void A_wrong_signature_of_a_known_key_spoils_the_note()
    {
        var witness = VerifierKey.Parse(WorkedExampleTests.WitnessVerifier);
        var note = Parse(WorkedExampleTests.Checkpoint).With(NoteSignature.Parse(WorkedExampleTests.Cosignature));
        Assert.Equal(2, note.Verify(Log, witness).Count);

        foreach (var length in new[] { 1, 8, 63, 64, 65, 71, 73 })
        {
            var wrong = note.Signatures[1] with { Signature = new byte[length] };
            var refused = Assert.Throws<BadLogException>(() => new SignedNote(note.Text, [note.Signatures[0], wrong]).Verify(Log, witness));
            Assert.Equal("The signature of example.org/demo-witness is wrong.", refused.Message);
            Assert.Single(new SignedNote(note.Text, [note.Signatures[0], wrong]).Verify(Log));
        }
    }

    [Fact]
    public void A_time_before_1970_is_none()
    {
        const string Text = "o\n1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n";
        var seed = Enumerable.Range(0x20, 32).Select(i => (byte)i).ToArray();
        var signed = Encoding.UTF8.GetBytes($"cosignature/v1\ntime -1\n{Text}");
        var signature = new byte[72];
        signature.AsSpan(0, 8).Fill(0xff);
        Ed25519.Sign(seed, 0, signed, 0, signed.Length, signature, 8);
        var witness = VerifierKey.Parse(WorkedExampleTests.WitnessVerifier);
        Assert.Throws<BadLogException>(() => new SignedNote(Text, new NoteSignature(witness.Name, witness.Id, signature)).Verify(witness));
    }

    [Fact]
    public void A_changed_bit_anywhere_of_a_signed_note_is_noticed()
    {
        var note = Bytes(WorkedExampleTests.Checkpoint[..^1] + "\n" + WorkedExampleTests.Cosignature + "\n");
        VerifierKey[] known = [Log, VerifierKey.Parse(WorkedExampleTests.WitnessVerifier)];
        Assert.Equal(2, SignedNote.Parse(note).Verify(known).Count);
        Gen.Select(Gen.Int[0, note.Length - 1], Gen.Int[0, 7]).Sample((at, bit) =>
        {
            byte[] changed = [.. note];
            changed[at] ^= (byte)(1 << bit);
            // A line whose name or id is changed is one more of an unknown key.
            try
            {
                return SignedNote.Parse(changed).Verify(known).Count < 2;
            }
            catch (BadLogException)
            {
                return true;
            }
        }, iter: 1_500);
    }

    [Theory]
    [InlineData(""), InlineData("a"), InlineData("a\r\n"), InlineData("a\tb\n")]
    public void A_text_that_could_not_be_read_back_is_not_made_a_note(string text) =>
        Assert.Throws<ArgumentException>(() => new SignedNote(text));

    private static SignedNote Parse(string note) => SignedNote.Parse(Bytes(note));

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
