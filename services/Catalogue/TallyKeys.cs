using Microsoft.Extensions.Options;
using Sunshine.Foundation.Hosting;
using Sunshine.TransparencyLog;

namespace Sunshine.Catalogue;

/// <summary>Whose signature a reported figure needs: where a source has a key, a figure of it counts only as that source signed it, whoever sends it.</summary>
public sealed class TallyKeys(IOptions<CatalogueOptions> options)
{
    private readonly ILookup<string, (string Source, VerifierKey Key)> _keys = options.Value.TallyKeys.ToLookup(k => k.Agency, k => (k.Source, VerifierKey.Parse(k.Key)));

    /// <summary>Finds what is wrong with a statement's signature.</summary>
    /// <param name="tally">Otherwise without fault.</param>
    /// <returns>Who signed it; null if nobody did and nobody has to.</returns>
    public VerifierKey? Check(V1.Tally tally, Violations v)
    {
        var keys = _keys[tally.AgencyId].Where(k => k.Source.Length == 0 || k.Source == tally.Source).Select(k => k.Key).ToList();
        switch (keys, tally.Signature)
        {
            case ([], ""):
                return null;
            case ([], _):
                v.Add("signature", "UNKNOWN_SIGNER", "该来源没有登记签名密钥（Catalogue:TallyKeys），签名无法核验。", "No key of this source is known (Catalogue:TallyKeys), so that nobody could verify it.");
                return null;
            case (_, ""):
                v.Add("signature", "REQUIRED", $"该来源的数据须由其密钥签名：{string.Join("、", keys.Select(k => k.Name))}。", $"Figures of this source are signed by its key: {string.Join(", ", keys.Select(k => k.Name))}.");
                return null;
        }

        try
        {
            return TallyStatement.SignerOf(tally, keys);
        }
        catch (BadLogException e)
        {
            v.Add("signature", "BAD_SIGNATURE", $"签名与所报数据不符：{e.Message}", $"It is not the source's signature of this statement: {e.Message}");
            return null;
        }
    }
}

/// <summary>Who signs the figures of a source.</summary>
public sealed class TallyKeyOptions
{
    /// <summary>The id of the agency that reports them.</summary>
    public string Agency { get; init; } = "";

    /// <summary>The source, as in its figures; empty for all of the agency's.</summary>
    public string Source { get; init; } = "";

    /// <summary>The verifier key, <c>name+id+base64</c>, of type 1. Several for the same source while keys change.</summary>
    public string Key { get; init; } = "";
}
