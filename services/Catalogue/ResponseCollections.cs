using System.Text.Json.Serialization;
using Sunshine.Foundation.Storage;

namespace Sunshine.Catalogue;

public static class BriefingCollection
{
    public static readonly Field<Briefing, string> Agency = Field.Of<Briefing, string>(x => x.AgencyId);
    public static readonly Field<Briefing, V1.BriefingKind> Kind = Field.Of<Briefing, V1.BriefingKind>(x => x.Kind);
    public static readonly Field<Briefing, DateOnly> On = Field.Of<Briefing, DateOnly>(x => x.On);

    public static readonly Collection<Briefing> Declared = new("briefings", x => x.Id, ResponseJson.Default.Briefing)
    {
        Fields = [Agency, Kind, On],
        Indexes = [[Agency, On], [Kind, On], [Agency, Kind, On]]
    };
}

public static class ConcernCollection
{
    public static readonly Field<Concern, string> Agency = Field.Of<Concern, string>(x => x.AgencyId);
    public static readonly Field<Concern, bool> IsPublic = new("isPublic", x => x.IsPublic);
    public static readonly Field<Concern, DateOnly?> RespondedOn = new("respondedOn", x => x.RespondedOn);
    public static readonly Field<Concern, bool> IsPending = new("isPending", x => x.IsPending);
    public static readonly Field<Concern, DateTimeOffset> NextDueAt = new("nextDueAt", x => x.NextDueAt);

    public static readonly Collection<Concern> Declared = new("concerns", x => x.Id, ResponseJson.Default.Concern)
    {
        Fields = [Agency, IsPublic, RespondedOn, IsPending, NextDueAt],
        Indexes = [[IsPublic, RespondedOn], [IsPublic, Agency, RespondedOn], [IsPending, Agency, NextDueAt]]
    };
}

public static class TallyCollection
{
    public static readonly Field<Tally, string> FirstReportOf = Field.Unique<Tally, string>(x => x.FirstReportOf);
    public static readonly Field<Tally, string> Replaces = Field.Unique<Tally, string>(x => x.Replaces);
    public static readonly Field<Tally, string> Agency = Field.Of<Tally, string>(x => x.AgencyId);
    public static readonly Field<Tally, string> Source = Field.Of<Tally, string>(x => x.Source);
    public static readonly Field<Tally, DateOnly> PeriodTo = Field.Of<Tally, DateOnly>(x => x.PeriodTo);

    public static readonly Collection<Tally> Declared = new("tallies", x => x.Id, ResponseJson.Default.Tally)
    {
        Fields = [FirstReportOf, Replaces, Agency, Source, PeriodTo],
        Indexes = [[Agency, PeriodTo], [Source, PeriodTo], [Agency, Source, PeriodTo]]
    };
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault, UseStringEnumConverter = true)]
[JsonSerializable(typeof(Briefing))]
[JsonSerializable(typeof(Concern))]
[JsonSerializable(typeof(Tally))]
internal sealed partial class ResponseJson : JsonSerializerContext;
