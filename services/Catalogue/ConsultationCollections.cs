using System.Text.Json.Serialization;
using Sunshine.Foundation.Storage;

namespace Sunshine.Catalogue;

public static class ConsultationCollection
{
    public static readonly Field<Consultation, bool> IsPublic = new("isPublic", x => x.IsPublic);
    public static readonly Field<Consultation, ConsultationPhase> Phase = Field.Of<Consultation, ConsultationPhase>(x => x.Phase);
    public static readonly Field<Consultation, string> Agency = Field.Of<Consultation, string>(x => x.AgencyId);
    public static readonly Field<Consultation, DateOnly?> ClosesOn = Field.Of<Consultation, DateOnly?>(x => x.ClosesOn);

    public static readonly Collection<Consultation> Declared = new("consultations", x => x.Id, ConsultationJson.Default.Consultation)
    {
        Fields = [IsPublic, Phase, Agency, ClosesOn],
        Indexes = [[IsPublic, ClosesOn], [IsPublic, Agency, ClosesOn], [Phase, ClosesOn], [Phase, Agency, ClosesOn]]
    };
}

public static class CommentCollection
{
    public static readonly Field<Comment, string> Consultation = Field.Of<Comment, string>(x => x.ConsultationId);
    public static readonly Field<Comment, V1.CommentState> State = Field.Of<Comment, V1.CommentState>(x => x.State);
    public static readonly Field<Comment, DateTimeOffset> CreatedAt = Field.Of<Comment, DateTimeOffset>(x => x.CreatedAt);

    public static readonly Collection<Comment> Declared = new("comments", x => x.Id, ConsultationJson.Default.Comment)
    {
        Fields = [Consultation, State, CreatedAt],
        Indexes = [[Consultation, State], [Consultation, CreatedAt], [Consultation, State, CreatedAt]]
    };
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault, UseStringEnumConverter = true)]
[JsonSerializable(typeof(Consultation))]
[JsonSerializable(typeof(Comment))]
internal sealed partial class ConsultationJson : JsonSerializerContext;
