using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Sunshine.Catalogue.V1;
using Sunshine.Foundation.Identity;

namespace Sunshine.Catalogue.Tests;

/// <summary>Consultations of a city on 2026-01-05, a Monday.</summary>
public abstract class ConsultationTest : CatalogueTest
{
    protected ConsultationService.ConsultationServiceClient Officer { get; private set; } = null!;

    protected ConsultationService.ConsultationServiceClient Anyone { get; private set; } = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await AddAgencies();
        Officer = new(Host.As(Roles.Publisher, "city"));
        Anyone = new(Host.Invoker());
    }

    protected static V1.Consultation Draft(string title = "城市供热价格调整方案") => new()
    {
        AgencyId = "city", Title = title, Summary = "供热价格", DraftText = "第一条 供热价格调整如下。", Basis = "《辽宁省城市供热条例》", OpensOn = "2026-01-05",
        ClosesOn = "2026-02-03", HowToRespond = "信函寄至市发展改革委"
    };

    protected async Task<V1.Consultation> Create(V1.Consultation? draft = null, string requestId = "r1") =>
        await Officer.CreateConsultationAsync(new() { Consultation = draft ?? Draft(), RequestId = requestId }, cancellationToken: Cancel);

    protected async Task<V1.Consultation> Open(V1.Consultation? draft = null, string requestId = "r1") =>
        await Officer.OpenConsultationAsync(new() { Id = (await Create(draft, requestId)).Id }, cancellationToken: Cancel);

    protected async Task<V1.Consultation> Get(string id) => await Anyone.GetConsultationAsync(new() { Id = id }, cancellationToken: Cancel);

    protected async Task<V1.Comment> Say(string id, string text = "价格太高", string requestId = "c1", string name = "", string contact = "", string from = "203.0.113.7") =>
        await Anyone.FileCommentAsync(new() { ConsultationId = id, Text = text, Name = name, Contact = contact, RequestId = requestId },
            new Metadata { { "x-forwarded-for", from } }, cancellationToken: Cancel);

    protected async Task<V1.Comment> Moderate(V1.Comment comment, CommentState state = CommentState.Accepted, string reason = "") =>
        await Officer.ModerateCommentAsync(new() { ConsultationId = comment.ConsultationId, Id = comment.Id, State = state, Reason = reason }, cancellationToken: Cancel);

    protected async Task<V1.Consultation> Summarise(string id) =>
        await Officer.PublishAdoptionSummaryAsync(new() { Id = id, Adoption = new() { Text = "共收到意见三条，采纳一条。", OpinionCount = 3, AdoptedCount = 1 } }, cancellationToken: Cancel);

    protected async Task<V1.Consultation> Step(string id, DecisionStep step, StepResult result = StepResult.Passed, string note = "") =>
        await Officer.RecordDecisionStepAsync(new() { Id = id, Step = new() { Step = step, Result = result, On = "2026-01-05", Note = note } }, cancellationToken: Cancel);

    protected async Task<V1.Consultation> Decide(string id, string on, string item, DecisionOutcome outcome = DecisionOutcome.Adopted) =>
        await Officer.TakeDecisionAsync(new() { Id = id, Decision = new() { Outcome = outcome, On = on, Meeting = "市政府第12次常务会议", ItemId = item } }, cancellationToken: Cancel);

    /// <summary>To noon of the day.</summary>
    protected void GoTo(string day) =>
        Host.Clock.SetUtcNow(new DateTimeOffset(DateOnly.ParseExact(day, "O"), new TimeOnly(4, 0), TimeSpan.Zero));

    protected static FieldMask Mask(params string[] paths) => new() { Paths = { paths } };
}
