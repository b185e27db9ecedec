using System.Reflection;
using Grpc.Core;
using Microsoft.AspNetCore.Authorization;
using Sunshine.Foundation.Identity;
using Sunshine.Testing.Hosts;

namespace Sunshine.Requests.Tests;

/// <summary>Every rpc says who may call it, and nobody else does.</summary>
public sealed class PermissionsTests : RequestsTest
{
    private static readonly string[] AllRoles =
        [Roles.Editor, Roles.Reviewer, Roles.Publisher, Roles.RequestOfficer, Roles.Supervisor, Roles.Auditor, Roles.System, Roles.Admin];

    /// <summary>What anybody may call; everything else needs a role.</summary>
    private static readonly string[] Open =
    [
        "CreateApplication", "FollowApplication", "ExplainFollowedDueDate", "ReadFollowedFile", "CorrectApplication", "WithdrawApplication", "ExportOwnData", "GetStatistics",
        "ListPublishedAnswers", "GetPublishedAnswer"
    ];

    private static IReadOnlyList<(Google.Protobuf.Reflection.MethodDescriptor Rpc, MethodInfo Method)> Rpcs =>
    [
        .. Testing.Contracts.Rpcs.Where(r => r.File.Package == "sunshine.requests.v1").Select(r => (r, typeof(RequestsModule).Assembly.GetTypes()
            .Single(t => t.BaseType?.Name == r.Service.Name + "Base").GetMethod(r.Name, BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            ?? throw new InvalidOperationException($"{r.Name} is not implemented.")))
    ];

    [Fact]
    public void Exactly_the_listed_ones_are_open_to_anybody() =>
        Assert.Equal(Open.Order(), Rpcs.Where(r => r.Method.GetCustomAttribute<AllowAnonymousAttribute>() is not null).Select(r => r.Rpc.Name).Order());

    [Fact]
    public async Task Without_a_token_or_with_a_wrong_role_no_guarded_rpc_is_carried_out()
    {
        foreach (var (rpc, method) in Rpcs.Where(r => !Open.Contains(r.Rpc.Name)))
        {
            var allowed = method.GetCustomAttribute<AllowAttribute>()!.Roles!.Split(',');
            var without = await RawCalls.Call(Host.Invoker(), rpc.Service.FullName, rpc, [[]], new CallOptions(cancellationToken: Cancel));
            Assert.Equal((rpc.Name, StatusCode.Unauthenticated), (rpc.Name, without?.StatusCode));
            foreach (var role in AllRoles)
            {
                var ended = await RawCalls.Call(As("x", role), rpc.Service.FullName, rpc, [[]], new CallOptions(cancellationToken: Cancel));
                Assert.Equal((rpc.Name, role, !allowed.Contains(role)), (rpc.Name, role, ended?.StatusCode is StatusCode.PermissionDenied && ReasonOf(ended) == "FORBIDDEN"));
            }
        }
    }
}
