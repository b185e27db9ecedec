using System.Text;

namespace Sunshine.TransparencyLog.Tests;

public sealed class WitnessTests
{
    private static readonly SignedNote Checkpoint = SignedNote.Parse(Encoding.UTF8.GetBytes(WorkedExampleTests.Checkpoint));

    [Fact]
    public async Task A_request_has_the_old_size_the_proof_and_the_checkpoint()
    {
        var tree = new TiledTree(3, Leaves.Tiles().Read);
        var proof = await tree.Consistency(1, TestContext.Current.CancellationToken);
        Assert.Equal(
            $"old 1\n{proof[0]}\n{proof[1]}\n\n{WorkedExampleTests.Checkpoint}",
            Encoding.UTF8.GetString(Witness.AddCheckpoint(1, proof, Checkpoint)));
        Assert.StartsWith("old 0\n\nexample.org/", Encoding.UTF8.GetString(Witness.AddCheckpoint(0, [], Checkpoint)), StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => Witness.AddCheckpoint(1, new Hash[64], Checkpoint));
    }

    [Fact]
    public void An_answer_has_signatures_to_add()
    {
        var line = Encoding.UTF8.GetBytes(WorkedExampleTests.Cosignature + "\n");
        Assert.Equal(WorkedExampleTests.Cosignature, Assert.Single(Witness.ReadSignatures(line)).ToString());
        Assert.Equal(2, Witness.ReadSignatures([.. line, .. line]).Count);
    }

    [Theory]
    [InlineData(""), InlineData("\n"), InlineData("ok\n"), InlineData(WorkedExampleTests.Cosignature), InlineData(WorkedExampleTests.Checkpoint)]
    [InlineData(WorkedExampleTests.Cosignature + "\n\n"), InlineData(WorkedExampleTests.Cosignature + "\n\n" + WorkedExampleTests.Cosignature + "\n")]
    public void Another_answer_is_refused(string body) =>
        Assert.Throws<BadLogException>(() => Witness.ReadSignatures(Encoding.UTF8.GetBytes(body)));

    [Fact]
    public void The_size_that_it_saw_last_is_read()
    {
        Assert.Equal(0, Witness.ReadSize("0\n"u8));
        Assert.Equal(4_711, Witness.ReadSize("4711\n"u8));
        foreach (var body in new[] { "", "\n", "4711", "04711\n", "-1\n", "4711\n\n", "4711\r\n" })
            Assert.Throws<BadLogException>(() => Witness.ReadSize(Encoding.UTF8.GetBytes(body)));
    }
}
