using Sunshine.Finance.V1;
using Sunshine.Portal.Rest;

namespace Sunshine.Portal.Components;

/// <summary>Which year is shown where the reader chose none.</summary>
internal static class FiscalYears
{
    /// <summary>The fiscal year of what was disclosed last; 0 if nothing is.</summary>
    /// <param name="kind">Unspecified for all.</param>
    public static async Task<int> Newest(this Api api, DisclosureKind kind, CancellationToken cancel) => (await Last(api, kind, cancel))?.FiscalYear ?? 0;

    /// <summary>The calendar year in which something was disclosed last; 0 if nothing is.</summary>
    public static async Task<int> NewestPublished(this Api api, CancellationToken cancel) =>
        await Last(api, DisclosureKind.Unspecified, cancel) is { FirstPublishedOn: { Length: >= 4 } day } ? Amounts.Whole(day[..4]) : 0;

    private static async Task<Disclosure?> Last(Api api, DisclosureKind kind, CancellationToken cancel) =>
        (await api.Disclosure.ListDisclosuresAsync(new ListDisclosuresRequest { Kind = kind, PageSize = 1 }, cancellationToken: cancel)).Disclosures.FirstOrDefault();
}
