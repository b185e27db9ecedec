using Sunshine.Foundation.Agencies;
using Sunshine.Foundation.Storage;

namespace Sunshine.Requests;

/// <summary>
/// Receipt numbers (登记编号): the agency's catalogue code, else its id, the year of arrival and a number counted within both, such as
/// <c>LNAS-2016-0012</c>. A number is given once; a crash may leave a gap.
/// </summary>
public static class ReceiptNumbers
{
    /// <summary>Stores an application under the next number. Two agencies may have the same code: then a number that is taken is passed over.</summary>
    public static async Task<Stored<Entry>> Store(
        Collections collections, Register register, Func<string, Application> make, AgencyCopy agency, int year, CancellationToken cancel)
    {
        var head = $"{(agency.CatalogueCode.Length > 0 ? agency.CatalogueCode : agency.Id).ToUpperInvariant()}-{year:0000}";
        while (true)
        {
            var number = await collections.Next("receipt/" + head, cancel);
            if (await register.Create(make($"{head}-{number:0000}"), cancel) is { } stored) return stored;
        }
    }
}
