using System.Text;
using Grpc.Core;
using Sunshine.Ledger.V1;
using Sunshine.TransparencyLog;
using ProofFile = Sunshine.TransparencyLog.ProofFile;

namespace Sunshine.Ledger.Tests;

public sealed class ProofTests : LedgerTest
{
    [Fact]
    public async Task Every_act_is_proved_offline_and_nothing_else_is()
    {
        await Tell(Told("catalogue", 1, 300));
        var earlier = await Ledger.GetCheckpointAsync(new GetCheckpointRequest(), cancellationToken: Cancel);
        await Tell(Told("catalogue", 301, 700));
        var key = VerifierKey.Parse(earlier.VerifierKey);
        foreach (var (index, size) in new[] { (0L, 0L), (299, 300), (299, 0), (255, 0), (256, 0), (699, 0) })
        {
            var proof = await Ledger.GetInclusionProofAsync(new GetInclusionProofRequest { Index = index, TreeSize = size }, cancellationToken: Cancel);
            var file = ProofFile.Parse(Encoding.UTF8.GetBytes(proof.TlogProof));
            Assert.Equal(size == 0 ? 700 : size, file.Verify(proof.Act.Entry.Span, key).Checkpoint.Size);
            var other = proof.Act.Entry.ToByteArray();
            other[^2] ^= 1;
            Assert.Throws<BadLogException>(() => file.Verify(other, key));
        }

        var consistency = await Ledger.GetConsistencyProofAsync(new GetConsistencyProofRequest { FirstSize = 300 }, cancellationToken: Cancel);
        Assert.Equal(earlier.RootHash, consistency.FirstRootHash);
        Assert.True(Proofs.Extends(300, HashOf(consistency.FirstRootHash), 700, HashOf(consistency.SecondRootHash), [.. consistency.Hashes.Select(HashOf)]));
    }

    [Fact]
    public async Task What_the_log_has_not_is_refused()
    {
        await Tell(Told("catalogue", 1, 3));
        Assert.Equal("NO_SUCH_ACT", await ReasonOf(StatusCode.NotFound, () => Ledger.GetActAsync(new GetActRequest { Index = 3 }, cancellationToken: Cancel).ResponseAsync));
        Assert.Equal("NO_SUCH_ACT", await ReasonOf(StatusCode.NotFound, () => Ledger.GetActAsync(new GetActRequest { Index = -1 }, cancellationToken: Cancel).ResponseAsync));
        Assert.Equal("NO_SUCH_CHECKPOINT", await ReasonOf(StatusCode.NotFound, () => Ledger.GetInclusionProofAsync(new GetInclusionProofRequest { TreeSize = 2 }, cancellationToken: Cancel).ResponseAsync));
        Assert.Equal("NO_SUCH_CHECKPOINT", await ReasonOf(StatusCode.NotFound, () => Ledger.GetCheckpointAsync(new GetCheckpointRequest { TreeSize = 4 }, cancellationToken: Cancel).ResponseAsync));
        Assert.Equal("INVALID_FIELDS", await ReasonOf(StatusCode.InvalidArgument, () => Ledger.GetConsistencyProofAsync(new GetConsistencyProofRequest(), cancellationToken: Cancel).ResponseAsync));
        Assert.Equal("INVALID_FIELDS", await ReasonOf(StatusCode.InvalidArgument, () => Ledger.ListActsAsync(new ListActsRequest { Resource = "items/1" }, cancellationToken: Cancel).ResponseAsync));
    }

    private static Hash HashOf(string hex) => new(Convert.FromHexString(hex));
}
