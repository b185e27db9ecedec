using Grpc.Core;
using Sunshine.Catalogue.V1;
using Sunshine.Foundation.Identity;

namespace Sunshine.Catalogue.Tests;

/// <summary>Consultations that were held before they came here.</summary>
public sealed class ConsultationImportTests : CatalogueTest
{
    private ConsultationService.ConsultationServiceClient County => new(Host.As(Roles.System, "city"));

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await AddAgencies();
    }

    [Fact]
    public async Task What_was_held_elsewhere_is_public_with_what_came_of_it_and_is_recorded_once()
    {
        var item = await ImportedId(Record("1"));
        var request = Held();
        request.Consultation.Decision = new() { Outcome = DecisionOutcome.Adopted, On = "2016-11-30", ItemId = item };
        var recorded = await County.ImportConsultationAsync(request, cancellationToken: Cancel);
        Assert.Equal(recorded.Id, (await County.ImportConsultationAsync(request, cancellationToken: Cancel)).Id);

        var seen = await new ConsultationService.ConsultationServiceClient(Host.Invoker()).GetConsultationAsync(new() { Id = recorded.Id }, cancellationToken: Cancel);

        Assert.Equal((ConsultationState.Decided, "2016-10-30", 12, item), (seen.State, seen.ClosesOn, seen.Adoption.OpinionCount, seen.Decision.ItemId));
        Assert.Equal("2016-11-07", seen.Adoption.PublishedAt.ToDateTimeOffset().ToString("yyyy-MM-dd"));
    }

    [Fact]
    public async Task Without_its_legality_review_a_decision_is_refused_also_afterwards()
    {
        var request = Held();
        request.Consultation.Steps.RemoveAt(1);
        request.Consultation.Decision = new() { Outcome = DecisionOutcome.NotAdopted, On = "2016-11-30" };

        var refused = await Refused(StatusCode.FailedPrecondition, async () => await County.ImportConsultationAsync(request, cancellationToken: Cancel));

        Assert.Equal("LEGALITY_REVIEW_MISSING", refused.Reason());
    }

    [Fact]
    public async Task One_that_is_not_over_or_is_not_right_is_refused_with_all_that_is_wrong()
    {
        var request = Held();
        (request.RequestId, request.Consultation.Title, request.Consultation.ClosesOn) = ("", "", "2026-01-05");
        request.Consultation.Adoption.AdoptedCount = 13;
        request.Consultation.Steps[0].On = "2026-02-30";

        var refused = await Refused(StatusCode.InvalidArgument, async () => await County.ImportConsultationAsync(request, cancellationToken: Cancel));

        Assert.Equal(
            [("consultation.adoption.adoptedCount", "OUT_OF_RANGE"), ("consultation.closesOn", "NOT_OVER"), ("consultation.steps[0].on", "NOT_A_DAY"), ("consultation.title", "REQUIRED"), ("requestId", "REQUIRED")],
            refused.Fields().Order());
    }

    private static ImportConsultationRequest Held() => new()
    {
        RequestId = "1",
        Consultation = new()
        {
            AgencyId = "city", Title = "暂行办法（征求意见稿）", OpensOn = "2016-10-01", ClosesOn = "2016-10-30",
            Adoption = new() { Text = "采纳五条。", OpinionCount = 12, AdoptedCount = 5, PublishedAt = Google.Protobuf.WellKnownTypes.Timestamp.FromDateTime(new DateTime(2016, 11, 7, 0, 0, 0, DateTimeKind.Utc)) },
            Steps =
            {
                new V1.StepRecord { Step = DecisionStep.PublicParticipation, Result = StepResult.Passed, On = "2016-11-07" },
                new V1.StepRecord { Step = DecisionStep.LegalityReview, Result = StepResult.Passed, On = "2016-11-20" }
            }
        }
    };
}
