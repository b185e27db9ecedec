using Google.Rpc;
using Sunshine.Catalogue.V1;
using Sunshine.Cli.Reading;

namespace Sunshine.Cli.Importing;

/// <summary>What the contract requires of a record, for a dry run: it would be refused without.</summary>
internal static class RequiredFields
{
    public static List<BadRequest.Types.FieldViolation> Missing(ImportRecord record)
    {
        var missing = new List<BadRequest.Types.FieldViolation>();
        if (record.SourceId.Length == 0) missing.Add(SourceRow.Problem("source_id", "Required: the publisher's own key."));
        if (record.AgencyId.Length == 0) missing.Add(SourceRow.Problem("agency_id", "Required: name the agency in the row or with --agency."));
        if (record.Title.Length == 0) missing.Add(SourceRow.Problem("title", "Required."));
        if (record.Placements.Count == 0) missing.Add(SourceRow.Problem("placements", "Required: at least one channel and day."));
        for (var i = 0; i < record.Placements.Count; i++)
        {
            var placement = record.Placements[i];
            if (placement.Channel == Channel.Unspecified) missing.Add(SourceRow.Problem($"placements[{i}].channel", "Required."));
            if (placement.On.Length == 0) missing.Add(SourceRow.Problem($"placements[{i}].on", "Required."));
        }

        return missing;
    }
}
