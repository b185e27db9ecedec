using System.ComponentModel.DataAnnotations;
using Sunshine.TransparencyLog;

namespace Sunshine.Catalogue;

/// <summary>Section <c>Catalogue</c>.</summary>
public sealed class CatalogueOptions : IValidatableObject
{
    private const int MostTallyKeys = 1_000;

    /// <summary>
    /// How index numbers (索引号) are formed. <c>{organisation}</c> is the agency's organisation code, <c>{catalogue}</c> its catalogue
    /// code, <c>{year}</c> the year of publication, <c>{serial:n}</c> a number of n digits counted within what stands before it. Default:
    /// the national form (国办秘函〔2009〕6号), <c>{organisation}/{year}-{serial:5}</c>. Anshan: <c>{catalogue}-{year}-{serial:3}</c>.
    /// </summary>
    public string IndexNumber { get; init; } = IndexNumberScheme.National;

    /// <summary>The most bytes an attachment may have. Default: 2 GiB.</summary>
    [Range(1, long.MaxValue)]
    public long LargestAttachment { get; init; } = 2L * 1024 * 1024 * 1024;

    /// <summary>The most bytes that one answer of a harvested upstream may have, unpacked. Default: 4 GiB.</summary>
    [Range(1, long.MaxValue)]
    public long LargestHarvest { get; init; } = 4L * 1024 * 1024 * 1024;

    /// <summary>How many comments one client may send to one consultation within an hour: 1-1,000. Default: 5.</summary>
    public int CommentsPerHour { get; init; } = 5;

    /// <summary>
    /// Where people read an item, with <c>{id}</c> for its id, e.g. <c>https://www.example.gov.cn/items/{id}</c>: the addresses in the site
    /// map. Default: none, and so no site map.
    /// </summary>
    public string ItemPage { get; init; } = "";

    /// <summary>Who signs the figures that arise elsewhere (统计数据), up to 1,000 keys. Default: none, so that such figures come unsigned from those who may report them.</summary>
    public IReadOnlyList<TallyKeyOptions> TallyKeys { get; init; } = [];

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        string? wrong = null;
        try
        {
            _ = IndexNumberScheme.Parse(IndexNumber);
        }
        catch (FormatException e)
        {
            wrong = e.Message;
        }

        if (wrong is not null) yield return new ValidationResult($"Catalogue:IndexNumber: {wrong}", [nameof(IndexNumber)]);
        if (CommentsPerHour is < 1 or > 1_000)
            yield return new ValidationResult($"Catalogue:CommentsPerHour is {CommentsPerHour}; it must be from 1 to 1000.", [nameof(CommentsPerHour)]);
        if (ItemPage.Length > 0 && !(ItemPage.Contains("{id}", StringComparison.Ordinal) && Uri.TryCreate(ItemPage.Replace("{id}", "id", StringComparison.Ordinal), UriKind.Absolute, out var page) && page.Scheme is "https" or "http"))
            yield return new ValidationResult($"Catalogue:ItemPage is '{ItemPage}'; it must be an address with {{id}} in it, such as https://www.example.gov.cn/items/{{id}}.", [nameof(ItemPage)]);
        if (TallyKeys.Count > MostTallyKeys) yield return new ValidationResult($"Catalogue:TallyKeys: there are {TallyKeys.Count}, and at most {MostTallyKeys} are possible.", [nameof(TallyKeys)]);
        for (var i = 0; i < TallyKeys.Count; i++)
        {
            if (TallyKeys[i].Agency.Length == 0) yield return new ValidationResult($"Catalogue:TallyKeys:{i}:Agency must name an agency.", [nameof(TallyKeys)]);
            if (VerifierKey.Fault(TallyKeys[i].Key, KeyType.Ed25519) is { } fault) yield return new ValidationResult($"Catalogue:TallyKeys:{i}:Key: {fault}", [nameof(TallyKeys)]);
        }
    }
}
