using System.Text;
using Grpc.Core;
using Microsoft.AspNetCore.Authorization;
using Sunshine.Foundation.Hosting;
using Sunshine.Ledger.V1;
using ProofFile = Sunshine.TransparencyLog.ProofFile;
using SignedNote = Sunshine.TransparencyLog.SignedNote;

namespace Sunshine.Ledger;

/// <summary>Proofs (RFC 9162, 2.1).</summary>
public sealed partial class LedgerRpcs
{
    [AllowAnonymous]
    public override async Task<InclusionProof> GetInclusionProof(GetInclusionProofRequest request, ServerCallContext context)
    {
        var cancel = context.CancellationToken;
        var signed = await Signed("treeSize", request.TreeSize, cancel);
        var act = await ActAt(request.Index, signed.Size, cancel);
        var hashes = await log.Tree(signed.Size).Inclusion(request.Index, cancel);
        var proof = new InclusionProof { Act = act, Checkpoint = ToProto(signed), TlogProof = Text(new ProofFile(request.Index, hashes, SignedNote.Parse(Encoding.UTF8.GetBytes(signed.Cosigned)))) };
        proof.Hashes.Add(hashes.Select(h => Convert.ToHexStringLower(h.Bytes)));
        return proof;
    }

    [AllowAnonymous]
    public override async Task<ConsistencyProof> GetConsistencyProof(GetConsistencyProofRequest request, ServerCallContext context)
    {
        var cancel = context.CancellationToken;
        var v = new Violations();
        if (request.FirstSize < 1) v.Add("firstSize", "OUT_OF_RANGE", "至少为 1。", "Must be at least 1.");
        v.ThrowIfAny();
        var first = await Signed("firstSize", request.FirstSize, cancel);
        var second = await Signed("secondSize", request.SecondSize, cancel);
        if (first.Size > second.Size) v.Add("secondSize", "OUT_OF_RANGE", "不能小于前一个长度。", "Must not be smaller than the first one.");
        v.ThrowIfAny();
        var proof = new ConsistencyProof
        {
            FirstSize = first.Size, FirstRootHash = Convert.ToHexStringLower(first.Root), SecondSize = second.Size, SecondRootHash = Convert.ToHexStringLower(second.Root)
        };
        proof.Hashes.Add((await log.Tree(second.Size).Consistency(first.Size, cancel)).Select(h => Convert.ToHexStringLower(h.Bytes)));
        return proof;
    }

    private static string Text(ProofFile file) => Encoding.UTF8.GetString(file.ToBytes());
}
