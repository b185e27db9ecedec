using System.Text.Json.Serialization;
using Sunshine.Foundation.Storage;

namespace Sunshine.Catalogue;

public static class HarvestSourceCollection
{
    public static readonly Field<HarvestSource, string> Agency = Field.Of<HarvestSource, string>(x => x.AgencyId);

    public static readonly Collection<HarvestSource> Declared = new("harvest_sources", x => x.Id, HarvestJson.Default.HarvestSource) { Fields = [Agency] };
}

public static class HarvestStateCollection
{
    public static readonly Field<HarvestState, DateTimeOffset> NextRunAt = Field.Of<HarvestState, DateTimeOffset>(x => x.NextRunAt);

    public static readonly Collection<HarvestState> Declared = new("harvest_states", x => x.Id, HarvestJson.Default.HarvestState) { Fields = [NextRunAt], IsBookkeeping = true };
}

public static class HarvestJobCollection
{
    public static readonly Field<HarvestJob, string> Active = Field.Unique<HarvestJob, string>(x => x.Active);
    public static readonly Field<HarvestJob, string> Source = Field.Of<HarvestJob, string>(x => x.SourceId);
    public static readonly Field<HarvestJob, DateTimeOffset> CreatedAt = Field.Of<HarvestJob, DateTimeOffset>(x => x.CreatedAt);
    public static readonly Field<HarvestJob, bool> IsOpen = Field.Of<HarvestJob, bool>(x => x.IsOpen);
    public static readonly Field<HarvestJob, DateTimeOffset> LeaseUntil = Field.Of<HarvestJob, DateTimeOffset>(x => x.LeaseUntil);

    public static readonly Collection<HarvestJob> Declared = new("harvest_jobs", x => x.Id, HarvestJson.Default.HarvestJob)
    {
        Fields = [Active, Source, CreatedAt, IsOpen, LeaseUntil],
        Indexes = [[Source, CreatedAt], [IsOpen, LeaseUntil]]
    };
}

public static class HarvestObjectCollection
{
    public static readonly Field<HarvestObject, string> Job = Field.Of<HarvestObject, string>(x => x.JobId);
    public static readonly Field<HarvestObject, V1.HarvestStatus> Status = Field.Of<HarvestObject, V1.HarvestStatus>(x => x.Status);

    public static readonly Collection<HarvestObject> Declared = new("harvest_objects", x => x.Id, HarvestJson.Default.HarvestObject)
    {
        Fields = [Job, Status],
        Indexes = [[Job, Status]]
    };
}

public static class HarvestedItemCollection
{
    public static readonly Field<HarvestedItem, string> Source = Field.Of<HarvestedItem, string>(x => x.SourceId);

    /// <summary>Both engines order it by the bytes of its UTF-8, as <see cref="HarvestSpool"/> does.</summary>
    public static readonly Field<HarvestedItem, string> Upstream = Field.Of<HarvestedItem, string>(x => x.UpstreamId);

    public static readonly Collection<HarvestedItem> Declared = new("harvested_items", x => x.Id, HarvestJson.Default.HarvestedItem)
    {
        Fields = [Source, Upstream],
        Indexes = [[Source, Upstream]]
    };
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault, UseStringEnumConverter = true)]
[JsonSerializable(typeof(HarvestSource))]
[JsonSerializable(typeof(HarvestState))]
[JsonSerializable(typeof(HarvestJob))]
[JsonSerializable(typeof(HarvestObject))]
[JsonSerializable(typeof(HarvestedItem))]
internal sealed partial class HarvestJson : JsonSerializerContext;
