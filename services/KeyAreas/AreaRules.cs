using Sunshine.Foundation.Agencies;
using Sunshine.Foundation.Hosting;

namespace Sunshine.KeyAreas;

/// <summary>What may be said of areas and record types.</summary>
internal static class AreaRules
{
    private const int MostEntries = 50;

    public static void Check(V1.Area area, AgencyCopies.Snapshot agencies, Violations v)
    {
        PublicText.Check("name", area.Name, 60, v, required: true);
        if (area.OwnerAgencyId.Length > 0) agencies.RequireKnown("ownerAgencyId", area.OwnerAgencyId, v);
        PublicText.Check("description", area.Description, 500, v);
        PublicText.Check("audience", area.Audience, 60, v);
        CheckEntries("legalBases", area.LegalBases, 200, v);
        CheckEntries("levels", area.Levels, 20, v);
        v.Count("reported", area.Reported.Count, 0, MostEntries);
        for (var i = 0; i < area.Reported.Count; i++)
        {
            var (figure, at) = (area.Reported[i], $"reported[{i}].");
            if (figure.Year is < 1949 or > 2100) v.Add(at + "year", "OUT_OF_RANGE", "须在 1949 至 2100 之间。", "Must be from 1949 to 2100.");
            PublicText.Check(at + "value", figure.Value, 40, v, required: true);
            PublicText.Check(at + "unit", figure.Unit, 20, v, required: true);
            PublicText.Check(at + "quote", figure.Quote, 200, v, required: true);
            PublicText.Check(at + "source", figure.Source, 200, v, required: true);
        }
    }

    public static void Check(V1.RecordType type, AgencyCopies.Snapshot agencies, Violations v)
    {
        PublicText.Check("name", type.Name, 60, v, required: true);
        PublicText.Check("group", type.Group, 60, v);
        PublicText.Check("elements", type.Elements, 2_000, v);
        PublicText.Check("audience", type.Audience, 60, v);
        PublicText.Check("countedAs", type.CountedAs, 10, v, required: true);
        CheckEntries("legalBases", type.LegalBases, 200, v);
        CheckEntries("channels", type.Channels, 60, v);
        CheckEntries("levels", type.Levels, 20, v);
        v.Count("agencyIds", type.AgencyIds.Count, 0, 1_000);
        for (var i = 0; i < type.AgencyIds.Count; i++) agencies.RequireKnown($"agencyIds[{i}]", type.AgencyIds[i], v);
        v.Enum("frequency", type.Frequency, required: true);
        if (v.Day("watchedFrom", type.WatchedFrom) is { Year: < 1949 or > 2100 }) v.Add("watchedFrom", "OUT_OF_RANGE", "须在 1949 至 2100 年之间。", "Must be in the years 1949 to 2100.");
        if (type.Limit is null)
        {
            v.Add("limit", "REQUIRED", "必填。", "Required.");
            return;
        }

        v.Enum("limit.unit", type.Limit.Unit, required: false);
        if (type.Limit.Days is < 0 or > 366) v.Add("limit.days", "OUT_OF_RANGE", "须在 0 至 366 之间。", "Must be from 0 to 366.");
        PublicText.Check("limit.basis", type.Limit.Basis, 200, v);
    }

    private static void CheckEntries(string field, IReadOnlyList<string> entries, int longest, Violations v)
    {
        v.Count(field, entries.Count, 0, MostEntries);
        for (var i = 0; i < entries.Count; i++) PublicText.Check($"{field}[{i}]", entries[i], longest, v, required: true);
    }
}
