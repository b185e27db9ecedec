using System.Reflection;
using Grpc.Core;
using Microsoft.AspNetCore.Authorization;
using Sunshine.Catalogue.V1;
using Sunshine.Foundation.Identity;

namespace Sunshine.Catalogue.Tests;

public sealed class PermissionsTests : CatalogueTest
{
    private static readonly string[] AllRoles =
        [Roles.Editor, Roles.Reviewer, Roles.Publisher, Roles.RequestOfficer, Roles.Supervisor, Roles.Auditor, Roles.System, Roles.Admin];

    /// <summary>Every rpc that is not open to all, with who may call it.</summary>
    private static readonly Dictionary<string, string[]> Guarded = new()
    {
        [nameof(AgencyRpcs.CreateAgency)] = [Roles.Admin, Roles.System, Roles.Supervisor],
        [nameof(AgencyRpcs.UpdateAgency)] = [Roles.Admin, Roles.System, Roles.Supervisor],
        [nameof(AgencyRpcs.BatchImportAgencies)] = [Roles.Admin, Roles.System, Roles.Supervisor],
        [nameof(CatalogueRpcs.ImportItems)] = [Roles.System, Roles.Publisher, Roles.Admin],
        [nameof(CatalogueRpcs.BatchImportItems)] = [Roles.System, Roles.Publisher, Roles.Admin]
    };

    [Theory]
    [InlineData(typeof(AgencyRpcs), typeof(AgencyService.AgencyServiceBase))]
    [InlineData(typeof(CatalogueRpcs), typeof(CatalogueService.CatalogueServiceBase))]
    public void Every_rpc_declares_who_may_call_it(Type service, Type contract)
    {
        var rpcs = contract.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly).Where(m => m.IsVirtual).ToList();
        Assert.NotEmpty(rpcs);
        foreach (var rpc in rpcs)
        {
            var method = service.GetMethod(rpc.Name)!;
            Assert.True(method.DeclaringType == service, $"{rpc.Name} is not implemented.");
            var open = method.GetCustomAttribute<AllowAnonymousAttribute>() is not null;
            var allowed = method.GetCustomAttribute<AllowAttribute>();
            Assert.True(open != (allowed is not null), $"{rpc.Name} must declare [Allow] or [AllowAnonymous].");
            Assert.Equal(Guarded.GetValueOrDefault(rpc.Name, []).Order(), (allowed?.Roles?.Split(',') ?? []).Order());
        }
    }

    [Fact]
    public async Task Without_a_token_no_guarded_rpc_is_carried_out()
    {
        foreach (var rpc in Guarded.Keys)
        {
            var refused = await Refused(StatusCode.Unauthenticated, () => Call(rpc, Host.Invoker()));
            Assert.Equal("UNAUTHENTICATED", refused.Reason());
        }
    }

    [Fact]
    public async Task With_a_wrong_role_no_guarded_rpc_is_carried_out_and_with_a_right_one_it_is()
    {
        foreach (var (rpc, right) in Guarded)
        {
            foreach (var role in AllRoles.Except(right))
            {
                var refused = await Refused(StatusCode.PermissionDenied, () => Call(rpc, Host.As(role)));
                Assert.Equal("FORBIDDEN", refused.Reason());
            }

            foreach (var role in right) await Refused(StatusCode.InvalidArgument, () => Call(rpc, Host.As(role, "city")));
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

    /// <summary>With a request that would be refused for its fields if the caller were let in.</summary>
    private static async Task Call(string rpc, CallInvoker invoker)
    {
        var agencies = new AgencyService.AgencyServiceClient(invoker);
        var items = new CatalogueService.CatalogueServiceClient(invoker);
        switch (rpc)
        {
            case nameof(AgencyRpcs.CreateAgency): await agencies.CreateAgencyAsync(new(), cancellationToken: Cancel); break;
            case nameof(AgencyRpcs.UpdateAgency): await agencies.UpdateAgencyAsync(new(), cancellationToken: Cancel); break;
            case nameof(AgencyRpcs.BatchImportAgencies): await agencies.BatchImportAgenciesAsync(new(), cancellationToken: Cancel); break;
            case nameof(CatalogueRpcs.BatchImportItems): await items.BatchImportItemsAsync(new(), cancellationToken: Cancel); break;
            case nameof(CatalogueRpcs.ImportItems):
                using (var call = items.ImportItems(cancellationToken: Cancel))
                {
                    try
                    {
                        await call.RequestStream.WriteAsync(new(), Cancel);
                    }
                    catch (Exception e) when (e is InvalidOperationException or RpcException)
                    {
                        // The call was refused before the message could be sent; reading says so.
                    }

                    await call.ResponseStream.MoveNext(Cancel);
                }

                break;
            default: throw new ArgumentOutOfRangeException(nameof(rpc), rpc, "Not a guarded rpc.");
        }
    }
}
