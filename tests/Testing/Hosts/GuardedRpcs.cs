using System.Reflection;
using Google.Protobuf.Reflection;
using Grpc.Core;
using Microsoft.AspNetCore.Authorization;
using Sunshine.Foundation.Identity;
using Xunit;

namespace Sunshine.Testing.Hosts;

/// <summary>The rpcs of one package as a service implements them: each says who may call it, and nobody else can.</summary>
/// <param name="package">Such as <c>sunshine.requests.v1</c>.</param>
/// <param name="service">The assembly that implements them.</param>
public sealed class GuardedRpcs(string package, Assembly service)
{
    private static readonly string[] AllRoles =
        [Roles.Editor, Roles.Reviewer, Roles.Publisher, Roles.RequestOfficer, Roles.Supervisor, Roles.Auditor, Roles.System, Roles.Admin];

    private IReadOnlyList<(MethodDescriptor Rpc, MethodInfo Method)> All =>
    [
        .. Contracts.Rpcs.Where(r => r.File.Package == package).Select(r => (r, service.GetTypes()
            .Single(t => t.BaseType?.Name == r.Service.Name + "Base").GetMethod(r.Name, BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            ?? throw new InvalidOperationException($"{r.Name} is not implemented.")))
    ];

    /// <summary>The names of those that anybody may call.</summary>
    public IEnumerable<string> Open => All.Where(r => IsOpen(r.Method)).Select(r => r.Rpc.Name).Order(StringComparer.Ordinal);

    /// <summary>Calls each guarded one without a token and with each role: exactly those that it names come through to be looked at.</summary>
    public async Task Try(CallInvoker without, Func<string, CallInvoker> with, CancellationToken cancel)
    {
        foreach (var (rpc, method) in All.Where(r => !IsOpen(r.Method)))
        {
            var allowed = method.GetCustomAttribute<AllowAttribute>()!.Roles!.Split(',');
            var unknown = await RawCalls.Call(without, rpc.Service.FullName, rpc, [[]], new CallOptions(cancellationToken: cancel));
            Assert.Equal((rpc.Name, StatusCode.Unauthenticated), (rpc.Name, unknown?.StatusCode));
            foreach (var role in AllRoles)
            {
                var ended = await RawCalls.Call(with(role), rpc.Service.FullName, rpc, [[]], new CallOptions(cancellationToken: cancel));
                Assert.Equal((rpc.Name, role, !allowed.Contains(role)), (rpc.Name, role, ended?.StatusCode is StatusCode.PermissionDenied && RefusedCalls.ReasonOf(ended) == "FORBIDDEN"));
            }
        }
    }

    private static bool IsOpen(MethodInfo method) => method.GetCustomAttribute<AllowAnonymousAttribute>() is not null;
}
