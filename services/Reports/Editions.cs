using System.Security.Cryptography;
using System.Text;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Sunshine.Foundation.Calendar;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Storage;

namespace Sunshine.Reports;

/// <summary>
/// What was published. An edition is stored before its report refers to it, and is public from that one write on. Its digest is that of its JSON, byte for byte as it is stored and given away:
/// protobuf's JSON, fields in the order of the contract, none that has its default value.
/// </summary>
public sealed class Editions(Collections collections)
{
    private static readonly JsonFormatter Json = new(JsonFormatter.Settings.Default.WithFormatDefaultValues(false));
    private static readonly JsonParser Parser = new(JsonParser.Settings.Default.WithIgnoreUnknownFields(true));

    /// <summary>Stores what the next edition says; nobody sees it yet.</summary>
    public async Task<(EditionReference Reference, V1.AnnualReportEdition Edition)> Store(
        AnnualReport report, CheckedReport found, string agencyName, string reason, string requestKey, DateTimeOffset now, CancellationToken cancel)
    {
        var (number, today) = (report.Editions.Count + 1, Clock.DayOf(now));
        var first = report.FirstPublishedOn ?? today;
        var edition = new V1.AnnualReportEdition
        {
            ReportId = report.Id, Number = number, AgencyId = report.AgencyId, AgencyName = agencyName, Year = report.Year, Form = report.Form, Publisher = report.Publisher, Reason = reason,
            PublishedOn = Days.Format(today), FirstPublishedOn = Days.Format(first), DueOn = Days.Format(report.Due?.On), DueBasis = report.Due?.Basis ?? "", Late = first > report.Due?.On,
            Report = found.Computed, CreateTime = now.ToTimestamp()
        };
        edition.Sections.Add(AnnualReportMap.ToProto(report.Year, report.Sections));
        edition.Stated.Add(report.Stated.Select(AnnualReportMap.ToProto));
        edition.Findings.Add(found.Findings.Select(FindingMap.ToProto));
        edition.Waivers.Add(report.Waivers.Where(w => found.Findings.Any(f => (f.Rule, f.Place) == (w.Rule, w.Place))).Select(AnnualReportMap.ToProto));
        if (report.Published) EditionDifferences.Add(edition, await Read(report.Editions[^1], cancel));
        var json = Json.Format(edition);
        var digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(json)));
        var stored = new StoredEdition(Ids.Of("edition", report.Id, $"{number}", digest), json);
        await collections.Editions.CreateOnce(stored.Id, stored, null, cancel);
        edition.Digest = digest;
        return (new EditionReference(number, stored.Id, digest, today, requestKey), edition);
    }

    public async Task<V1.AnnualReportEdition> Read(EditionReference reference, CancellationToken cancel)
    {
        var edition = Parser.Parse<V1.AnnualReportEdition>(await ReadJson(reference, cancel));
        edition.Digest = reference.Digest;
        return edition;
    }

    /// <summary>What the digest is of.</summary>
    public async Task<string> ReadJson(EditionReference reference, CancellationToken cancel) => (await collections.Editions.Get(reference.DocumentId, cancel))!.Value.Json;
}
