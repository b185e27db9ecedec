using System.ComponentModel.DataAnnotations;
using System.Net;

namespace Sunshine.Catalogue;

/// <summary>Section <c>Catalogue</c>.</summary>
public sealed class CatalogueOptions : IValidatableObject
{
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
    /// Addresses or networks (CIDR) of gateways and sidecars on other machines, whose <c>X-Forwarded-For</c> is believed when comments are
    /// counted. This machine always is. Default: none.
    /// </summary>
    public IReadOnlyList<string> TrustedProxies { get; init; } = [];

    /// <summary>
    /// The folder of the keys that personal data is encrypted with; made if missing, the same for all replicas, to be kept apart from
    /// backups of the store. Default: <c>keys</c> below <c>Storage:Path</c>.
    /// </summary>
    public string KeyFolder { get; init; } = "";

    /// <exception cref="FormatException">Neither an address nor a network.</exception>
    internal static IPNetwork Network(string text) =>
        IPNetwork.Parse(text.Contains('/') ? text : text + (text.Contains(':') ? "/128" : "/32"));

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
        foreach (var proxy in TrustedProxies.Where(p => !(p.Contains('/') ? IPNetwork.TryParse(p, out _) : IPAddress.TryParse(p, out _))))
            yield return new ValidationResult($"Catalogue:TrustedProxies: '{proxy}' is neither an address nor a network such as 10.0.0.0/8.", [nameof(TrustedProxies)]);
    }
}
