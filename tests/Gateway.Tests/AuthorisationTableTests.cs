using System.Text;
using Google.Api;
using Google.Protobuf.Reflection;
using Grpc.AspNetCore.Server;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Sunshine.Foundation.Identity;
using Sunshine.Testing;
using Sunshine.Testing.Hosts;

namespace Sunshine.Gateway.Tests;

/// <summary>
/// Who may call what, as the running platform has it. <c>deploy/security/authorisation.md</c> is this table; with <c>SUNSHINE_WRITE_TABLES=1</c> the test
/// writes it anew, so that a change of who may do what is seen in the file's history.
/// </summary>
public sealed class AuthorisationTableTests : GatewayTest
{
    private static readonly string File = Path.Combine(Repository.Root, "deploy/security/authorisation.md");

    [Fact]
    public async Task The_table_of_who_may_call_what_is_the_one_in_force()
    {
        var host = await InOneProcess();
        var endpoints = host.Services.GetServices<EndpointDataSource>().SelectMany(s => s.Endpoints).OfType<RouteEndpoint>().ToList();
        var rpcs = endpoints.Where(e => e.Metadata.GetMetadata<GrpcMethodMetadata>() is not null).ToLookup(e => e.RoutePattern.RawText!.TrimStart('/'));
        var plain = endpoints.Where(e => e.RoutePattern.RawText!.StartsWith("/api/", StringComparison.Ordinal) && !IsOfRpc(e)).ToList();

        var table = new StringBuilder("""
            # Who may call what

            Made from the endpoints of the running platform by `AuthorisationTableTests`, which fails where this file says otherwise. A role's caller acts for the agency of
            its token and those below it; that, and rules such as that nobody reviews what they wrote, each call checks besides. What is in no row is refused to everybody.


            """.ReplaceLineEndings("\n"));
        foreach (var service in Contracts.Services.Where(s => s.Methods.Any(m => rpcs.Contains($"{s.FullName}/{m.Name}"))).OrderBy(s => s.FullName, StringComparer.Ordinal))
        {
            table.Append($"## {service.FullName}\n\n| rpc | REST | who |\n| --- | --- | --- |\n");
            foreach (var rpc in service.Methods)
            {
                var whos = rpcs[$"{service.FullName}/{rpc.Name}"].Select(Who).Distinct().ToList();
                table.Append($"| {rpc.Name} | {Rest(rpc)} | {Assert.Single(whos)} |\n");
            }

            table.Append('\n');
        }

        table.Append("## Files and pages beside the rpcs\n\n| REST | who |\n| --- | --- |\n");
        foreach (var line in plain.Select(e => $"| `{string.Join(' ', e.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? [])} {e.RoutePattern.RawText}` | {Who(e)} |\n").Distinct().Order(StringComparer.Ordinal))
        {
            table.Append(line);
        }

        if (Environment.GetEnvironmentVariable("SUNSHINE_WRITE_TABLES") == "1") await System.IO.File.WriteAllTextAsync(File, table.ToString(), Cancel);
        Assert.Equal(table.ToString(), System.IO.File.Exists(File) ? await System.IO.File.ReadAllTextAsync(File, Cancel) : "");
        // Each rpc of the contracts is in it.
        Assert.Equal(Contracts.Rpcs.Select(r => $"{r.Service.FullName}/{r.Name}").Order(StringComparer.Ordinal), rpcs.Select(r => r.Key).Where(n => n.StartsWith("sunshine.", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
    }

    private static bool IsOfRpc(RouteEndpoint endpoint) => endpoint.Metadata.Any(m => m is MethodDescriptor || m.GetType().Name.StartsWith("GrpcJsonTranscoding", StringComparison.Ordinal) || m is GrpcMethodMetadata);

    private static string Rest(MethodDescriptor rpc)
    {
        if (rpc.GetOptions()?.GetExtension(AnnotationsExtensions.Http) is not { } rule) return "";
        return string.Join("<br>", rule.AdditionalBindings.Prepend(rule).Select(r => r.PatternCase switch
        {
            HttpRule.PatternOneofCase.Get => $"`GET {r.Get}`", HttpRule.PatternOneofCase.Post => $"`POST {r.Post}`", HttpRule.PatternOneofCase.Put => $"`PUT {r.Put}`",
            HttpRule.PatternOneofCase.Patch => $"`PATCH {r.Patch}`", HttpRule.PatternOneofCase.Delete => $"`DELETE {r.Delete}`", _ => ""
        }));
    }

    private static string Who(RouteEndpoint endpoint)
    {
        if (endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null) return "anybody";
        var roles = endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>().Where(a => a.Roles is not null).Select(a => a.Roles!.Split(',')).ToList();
        return roles.Count == 0 ? "nobody" : string.Join(", ", roles.Aggregate((a, b) => [.. a.Intersect(b)]));
    }
}
