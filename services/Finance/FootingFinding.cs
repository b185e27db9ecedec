using Sunshine.Foundation.Hosting;

namespace Sunshine.Finance;

/// <summary>Something that footing (勾稽) found wrong.</summary>
/// <param name="Rule">Code of the rule, such as <c>parts-total</c>.</param>
/// <param name="RowCode">Empty if it is not about one line.</param>
/// <param name="Column">Empty if it is not about one column.</param>
/// <param name="Stated">What stands there, yuan; null if nothing does.</param>
/// <param name="Computed">What should stand there, yuan; null if that cannot be said.</param>
/// <param name="Waivable">Whether somebody may decide that it stands nevertheless.</param>
public sealed record FootingFinding(
    string Rule, V1.FindingSeverity Severity, string Layout, string RowCode, string Column, decimal? Stated, decimal? Computed, string Chinese, string English, bool Waivable = true)
{
    /// <summary>The same as long as the same is wrong at the same place: with other amounts it is another finding, which a waiver does not cover.</summary>
    public string Id => Ids.Of("finding", Rule, Layout, RowCode, Column, $"{Stated:0.####}", $"{Computed:0.####}");
}
