using System.Text;
using CsCheck;
using Sunshine.Testing.Logs;

namespace Sunshine.TransparencyLog.Tests;

public sealed class ProofFileTests
{
    private static readonly VerifierKey Log = VerifierKey.Parse(WorkedExampleTests.Verifier);
    private static readonly MemoryLog Example = MemoryLog.Of(WorkedExampleTests.Entries);

    [Fact]
    public async Task The_file_is_that_of_the_specification()
    {
        var proof = await (await Example.Open()).Prove(1, TestContext.Current.CancellationToken);
        Assert.Equal(
            "c2sp.org/tlog-proof@v1\nindex 1\nQP12z3shXSowEWNG0eJRCoG2aSvWTjIwhH7HZUcc244=\nY5DR7Gr3PeqSkJzqANTg7JydiyuL1h6RMY0QobI36UE=\n\n"
            + WorkedExampleTests.Checkpoint,
            Encoding.UTF8.GetString(proof.ToBytes()));
    }

    [Fact]
    public Task Every_entry_of_a_log_has_a_receipt_that_holds_offline() =>
        Gen.Select(Gen.Int[1, 700], Gen.Int[0, 700], Gen.Byte.Array[0, 20], Gen.Bool).SampleAsync(async (size, any, extra, has) =>
        {
            var index = any % size;
            var made = await (await NumberedLog.Of(size).Open()).Prove(index) with { Extra = has ? extra : default(ReadOnlyMemory<byte>?) };
            var read = ProofFile.Parse(made.ToBytes());
            Assert.Equal(made.ToBytes(), read.ToBytes());
            Assert.Equal(has ? extra : null, read.Extra?.ToArray());
            Assert.Equal(size, read.Verify(Leaves.Entry(index), Log).Checkpoint.Size);
            Assert.Throws<BadLogException>(() => read.Verify(Leaves.Entry(index + 1), Log));
            Assert.Throws<BadLogException>(() => (read with { Index = index + 1 }).Verify(Leaves.Entry(index), Log));
            Assert.Throws<BadLogException>(() => (read with { Hashes = [.. read.Hashes, Hash.Empty] }).Verify(Leaves.Entry(index), Log));
            Assert.Throws<BadLogException>(() => read.Verify(Leaves.Entry(index), SignerKey.Generate("another").Verifier));
        }, iter: 40);

    [Fact]
    public async Task A_changed_bit_anywhere_of_a_receipt_is_noticed()
    {
        var file = (await (await NumberedLog.Of(40).Open()).Prove(13, TestContext.Current.CancellationToken)).ToBytes();
        for (var at = 0; at < file.Length; at++)
        {
            for (var bit = 0; bit < 8; bit += 3)
            {
                byte[] changed = [.. file];
                changed[at] ^= (byte)(1 << bit);
                Assert.Throws<BadLogException>(() => ProofFile.Parse(changed).Verify(Leaves.Entry(13), Log));
            }
        }
    }

    [Fact]
    public async Task Witnesses_are_looked_for()
    {
        var proof = await (await Example.Open()).Prove(0, TestContext.Current.CancellationToken);
        proof = proof with { Checkpoint = proof.Checkpoint.With(NoteSignature.Parse(WorkedExampleTests.Cosignature)) };
        var verified = ProofFile.Parse(proof.ToBytes()).Verify(WorkedExampleTests.Entries[0], Log, VerifierKey.Parse(WorkedExampleTests.WitnessVerifier));
        Assert.Equal([null, 1_700_000_000], verified.Signatures.Select(s => s.At));
    }

    [Theory]
    [InlineData("")]
    [InlineData("c2sp.org/tlog-proof@v1\nindex 1\n")]
    [InlineData("c2sp.org/tlog-proof@v2\nindex 1\n\n")]
    [InlineData("c2sp.org/tlog-proof@v1\n\n")]
    [InlineData("c2sp.org/tlog-proof@v1\nindex\n\n")]
    [InlineData("c2sp.org/tlog-proof@v1\nindex 01\n\n")]
    [InlineData("c2sp.org/tlog-proof@v1\nindex -1\n\n")]
    [InlineData("c2sp.org/tlog-proof@v1\nindex 1 \n\n")]
    [InlineData("c2sp.org/tlog-proof@v1\nindex 1\nindex 1\n\n")]
    [InlineData("c2sp.org/tlog-proof@v1\nindex 1\nextra AAAA\n\n")]
    [InlineData("c2sp.org/tlog-proof@v1\nextra AAA\nindex 1\n\n")]
    [InlineData("c2sp.org/tlog-proof@v1\nextra AAAA\nextra AAAA\nindex 1\n\n")]
    [InlineData("c2sp.org/tlog-proof@v1\nindex 1\nAAAA\n\n")]
    [InlineData("c2sp.org/tlog-proof@v1\n\nindex 1\n\n")]
    [InlineData("c2sp.org/tlog-proof@v1\r\nindex 1\r\n\r\n")]
    public void A_malformed_file_is_refused(string head) =>
        Assert.Throws<BadLogException>(() => ProofFile.Parse(Encoding.UTF8.GetBytes(head + WorkedExampleTests.Checkpoint)));

    [Fact]
    public void More_hashes_than_any_tree_is_high_are_refused()
    {
        var note = SignedNote.Parse(Encoding.UTF8.GetBytes(WorkedExampleTests.Checkpoint));
        Assert.Equal(63, ProofFile.Parse(new ProofFile(0, new Hash[63], note).ToBytes()).Hashes.Count);
        Assert.Throws<BadLogException>(() => ProofFile.Parse(new ProofFile(0, new Hash[64], note).ToBytes()));
    }
}
