using Sunshine.Catalogue.V1;

namespace Sunshine.Cli.Reading;

/// <summary>What a record is given where its row is silent.</summary>
/// <param name="AgencyId">The agency of records that name none; null for none.</param>
/// <param name="Channel">The channel of placements that name none; null for none.</param>
internal sealed record RecordDefaults(string? AgencyId, Channel? Channel);
