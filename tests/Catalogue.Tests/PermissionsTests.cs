using System.Reflection;
using Google.Protobuf.Reflection;
using Grpc.Core;
using Microsoft.AspNetCore.Authorization;
using Sunshine.Catalogue.V1;
using Sunshine.Foundation.Identity;
using Sunshine.Testing.Hosts;

namespace Sunshine.Catalogue.Tests;

public sealed class PermissionsTests : CatalogueTest
{
    private static readonly string[] AllRoles =
        [Roles.Editor, Roles.Reviewer, Roles.Publisher, Roles.RequestOfficer, Roles.Supervisor, Roles.Auditor, Roles.System, Roles.Admin];

    private static readonly string[] Writers = [Roles.Editor, Roles.Publisher, Roles.Admin];

    private static readonly string[] Officers = [Roles.Editor, Roles.Reviewer, Roles.Publisher, Roles.Supervisor, Roles.Auditor, Roles.Admin];

    private static readonly string[] Overseers = [Roles.Publisher, Roles.Supervisor, Roles.Auditor, Roles.System, Roles.Admin];

    /// <summary>Every rpc that is not open to all, with who may call it.</summary>
    private static readonly Dictionary<string, string[]> Guarded = new()
    {
        [nameof(AgencyRpcs.CreateAgency)] = [Roles.Admin, Roles.System, Roles.Supervisor],
        [nameof(AgencyRpcs.UpdateAgency)] = [Roles.Admin, Roles.System, Roles.Supervisor],
        [nameof(AgencyRpcs.BatchImportAgencies)] = [Roles.Admin, Roles.System, Roles.Supervisor],
        [nameof(AttachmentRpcs.UploadAttachment)] = [Roles.Editor, Roles.Publisher, Roles.System, Roles.Admin],
        [nameof(AgencyRpcs.SucceedAgency)] = [Roles.Admin, Roles.System, Roles.Supervisor],
        [nameof(AgencyRpcs.PublishGuide)] = [Roles.Publisher, Roles.System, Roles.Admin],
        [nameof(CatalogueRpcs.ImportItems)] = [Roles.System, Roles.Publisher, Roles.Admin],
        [nameof(CatalogueRpcs.BatchImportItems)] = [Roles.System, Roles.Publisher, Roles.Admin],
        [nameof(EditingRpcs.CreateDraft)] = Writers,
        [nameof(EditingRpcs.ReviseItem)] = Writers,
        [nameof(EditingRpcs.GetDraft)] = Officers,
        [nameof(EditingRpcs.ListDrafts)] = Officers,
        [nameof(EditingRpcs.UpdateDraft)] = Writers,
        [nameof(EditingRpcs.SubmitDraft)] = Writers,
        [nameof(EditingRpcs.ReviewDraft)] = [Roles.Reviewer],
        [nameof(EditingRpcs.RecallDraft)] = Writers,
        [nameof(EditingRpcs.PublishDraft)] = [Roles.Publisher, Roles.Admin],
        [nameof(EditingRpcs.DiscardDraft)] = Writers,
        [nameof(EditingRpcs.PlaceItem)] = [Roles.Publisher, Roles.Admin],
        [nameof(EditingRpcs.WithdrawItem)] = [Roles.Publisher, Roles.Admin],
        [nameof(EditingRpcs.RestoreItem)] = [Roles.Publisher, Roles.Admin],
        [nameof(EditingRpcs.EndValidity)] = [Roles.Publisher, Roles.Admin],
        [nameof(EditingRpcs.ListOverdueDrafts)] = Officers,
        [nameof(EditingRpcs.GetTimeliness)] = Officers,
        [nameof(EditingRpcs.GetStaleCategories)] = Officers,
        [nameof(ConsultationRpcs.CreateConsultation)] = [Roles.Editor, Roles.Publisher, Roles.Admin],
        [nameof(ConsultationRpcs.ImportConsultation)] = [Roles.System, Roles.Publisher, Roles.Admin],
        [nameof(ConsultationRpcs.UpdateConsultation)] = [Roles.Editor, Roles.Publisher, Roles.Admin],
        [nameof(ConsultationRpcs.OpenConsultation)] = [Roles.Publisher, Roles.Admin],
        [nameof(ConsultationRpcs.PublishAdoptionSummary)] = [Roles.Publisher, Roles.Admin],
        [nameof(ConsultationRpcs.RecordDecisionStep)] = [Roles.Reviewer, Roles.Publisher, Roles.Admin],
        [nameof(ConsultationRpcs.TakeDecision)] = [Roles.Publisher, Roles.Admin],
        [nameof(ConsultationRpcs.ListReceivedComments)] = [Roles.Reviewer, Roles.Publisher, Roles.Admin],
        [nameof(ConsultationRpcs.ModerateComment)] = [Roles.Reviewer, Roles.Publisher, Roles.Admin],
        [nameof(GazetteRpcs.CreateGazetteIssue)] = [Roles.Editor, Roles.Publisher, Roles.System, Roles.Admin],
        [nameof(GazetteRpcs.UpdateGazetteIssue)] = [Roles.Editor, Roles.Publisher, Roles.System, Roles.Admin],
        [nameof(GazetteRpcs.IssueGazette)] = [Roles.Publisher, Roles.System, Roles.Admin],
        [nameof(GazetteRpcs.AddCorrigendum)] = [Roles.Publisher, Roles.System, Roles.Admin],
        [nameof(ResponseRpcs.CreateBriefing)] = [Roles.Publisher, Roles.System, Roles.Admin],
        [nameof(ResponseRpcs.UpdateBriefing)] = [Roles.Publisher, Roles.System, Roles.Admin],
        [nameof(ResponseRpcs.ListPendingConcerns)] = [Roles.Editor, Roles.Publisher, Roles.Supervisor, Roles.System, Roles.Admin],
        [nameof(ResponseRpcs.CreateConcern)] = [Roles.Editor, Roles.Publisher, Roles.System, Roles.Admin],
        [nameof(ResponseRpcs.UpdateConcern)] = [Roles.Publisher, Roles.System, Roles.Admin],
        [nameof(ResponseRpcs.RespondToConcern)] = [Roles.Publisher, Roles.System, Roles.Admin],
        [nameof(ResponseRpcs.CreateTally)] = [Roles.Publisher, Roles.System, Roles.Admin],
        [nameof(FollowingRpcs.CreateWebhook)] = [Roles.System, Roles.Admin],
        [nameof(FollowingRpcs.GetWebhook)] = [Roles.System, Roles.Admin],
        [nameof(FollowingRpcs.ListWebhooks)] = [Roles.System, Roles.Admin],
        [nameof(FollowingRpcs.UpdateWebhook)] = [Roles.System, Roles.Admin],
        [nameof(FollowingRpcs.DeleteWebhook)] = [Roles.System, Roles.Admin],
        [nameof(FollowingRpcs.RotateWebhookSecret)] = [Roles.System, Roles.Admin],
        [nameof(FollowingRpcs.ResumeWebhook)] = [Roles.System, Roles.Admin],
        [nameof(FollowingRpcs.ListDeliveries)] = [Roles.System, Roles.Admin],
        [nameof(FollowingRpcs.ReplayDelivery)] = [Roles.System, Roles.Admin],
        [nameof(FollowingRpcs.ReplayDeadLetters)] = [Roles.System, Roles.Admin],
        [nameof(HarvestRpcs.CreateHarvestSource)] = [Roles.Publisher, Roles.System, Roles.Admin],
        [nameof(HarvestRpcs.UpdateHarvestSource)] = [Roles.Publisher, Roles.System, Roles.Admin],
        [nameof(HarvestRpcs.DeleteHarvestSource)] = [Roles.Publisher, Roles.System, Roles.Admin],
        [nameof(HarvestRpcs.RunHarvestSource)] = [Roles.Publisher, Roles.System, Roles.Admin],
        [nameof(HarvestRpcs.CancelHarvestJob)] = [Roles.Publisher, Roles.System, Roles.Admin],
        [nameof(HarvestRpcs.ConfirmHarvestJob)] = [Roles.Publisher, Roles.System, Roles.Admin],
        [nameof(HarvestRpcs.RetryHarvestJob)] = [Roles.Publisher, Roles.System, Roles.Admin],
        [nameof(HarvestRpcs.GetHarvestSource)] = Overseers,
        [nameof(HarvestRpcs.ListHarvestSources)] = Overseers,
        [nameof(HarvestRpcs.GetHarvestJob)] = Overseers,
        [nameof(HarvestRpcs.ListHarvestJobs)] = Overseers,
        [nameof(HarvestRpcs.ListHarvestObjects)] = Overseers
    };

    private static IEnumerable<MethodDescriptor> Rpcs => Testing.Contracts.Rpcs.Where(rpc => rpc.File.Package == "sunshine.catalogue.v1");

    [Fact]
    public void Every_rpc_declares_who_may_call_it()
    {
        foreach (var service in Rpcs.GroupBy(rpc => rpc.Service))
        {
            var implementation = typeof(CatalogueModule).Assembly.GetTypes().Single(t => t.BaseType?.Name == service.Key.Name + "Base");
            foreach (var rpc in service)
            {
                var method = implementation.GetMethod(rpc.Name)!;
                Assert.True(method.DeclaringType == implementation, $"{rpc.Name} is not implemented.");
                var open = method.GetCustomAttribute<AllowAnonymousAttribute>() is not null;
                var allowed = method.GetCustomAttribute<AllowAttribute>();
                Assert.True(open != (allowed is not null), $"{rpc.Name} must declare [Allow] or [AllowAnonymous].");
                Assert.Equal($"{rpc.Name}: {string.Join(',', Guarded.GetValueOrDefault(rpc.Name, []).Order())}", $"{rpc.Name}: {string.Join(',', (allowed?.Roles?.Split(',') ?? []).Order())}");
            }
        }
    }

    [Fact]
    public async Task Without_a_token_no_guarded_rpc_is_carried_out()
    {
        foreach (var rpc in Rpcs.Where(rpc => Guarded.ContainsKey(rpc.Name)))
        {
            var refused = await Call(rpc, Host.Invoker());
            Assert.Equal((rpc.Name, StatusCode.Unauthenticated, "UNAUTHENTICATED"), (rpc.Name, refused?.StatusCode, refused?.Reason()));
        }
    }

    [Fact]
    public async Task With_a_wrong_role_no_guarded_rpc_is_carried_out_and_with_a_right_one_it_is()
    {
        foreach (var rpc in Rpcs.Where(rpc => Guarded.ContainsKey(rpc.Name)))
        {
            foreach (var role in AllRoles)
            {
                var ended = await Call(rpc, Host.As(role, "city"));
                var refused = ended?.StatusCode is StatusCode.PermissionDenied && ended.Reason() == "FORBIDDEN";
                Assert.Equal((rpc.Name, role, !Guarded[rpc.Name].Contains(role)), (rpc.Name, role, refused));
            }
        }
    }

    [Fact]
    public async Task A_token_that_is_expired_forged_or_nonsense_is_refused_even_where_anyone_may_read()
    {
        var expired = Host.Issuer.Token([Roles.Admin], lifetime: TimeSpan.FromMinutes(1));
        Host.Clock.Advance(TimeSpan.FromMinutes(2));
        foreach (var token in new[] { expired, Host.Issuer.Token([Roles.Admin], forged: true), "nonsense", "" })
        {
            var client = new CatalogueService.CatalogueServiceClient(Host.Invoker(token));
            var refused = await Refused(StatusCode.Unauthenticated, async () => await client.ListItemsAsync(new(), cancellationToken: Cancel));
            Assert.Equal("UNAUTHENTICATED", refused.Reason());
        }
    }

    [Fact]
    public async Task A_token_is_good_until_its_end()
    {
        var client = new CatalogueService.CatalogueServiceClient(Host.Invoker(Host.Issuer.Token([Roles.Admin], lifetime: TimeSpan.FromMinutes(10))));
        Host.Clock.Advance(TimeSpan.FromMinutes(10));

        Assert.Equal(0, (await client.ListItemsAsync(new(), cancellationToken: Cancel)).TotalSize);
    }

    [Fact]
    public async Task An_rpc_that_does_not_exist_is_said_not_to_exist()
    {
        foreach (var service in new[] { "sunshine.catalogue.v1.CatalogueService", "sunshine.colours.v1.ColourService" })
        {
            var method = new Method<GetItemRequest, V1.Item>(MethodType.Unary, service, "Paint",
                Marshallers.Create<GetItemRequest>(Google.Protobuf.MessageExtensions.ToByteArray, _ => new()), Marshallers.Create<V1.Item>(Google.Protobuf.MessageExtensions.ToByteArray, _ => new()));

            await Refused(StatusCode.Unimplemented, async () => await Host.Invoker().AsyncUnaryCall(method, null, new CallOptions(cancellationToken: Cancel), new()));
        }
    }

    /// <summary>With an empty request: whoever is let in is refused for its fields, or finds nothing.</summary>
    private static Task<RpcException?> Call(MethodDescriptor rpc, CallInvoker invoker) =>
        RawCalls.Call(invoker, rpc.Service.FullName, rpc, [[]], new CallOptions(cancellationToken: Cancel));
}
