using System.ComponentModel.DataAnnotations;

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
    }
}
