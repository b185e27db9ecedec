using System.Diagnostics;
using Grpc.Core;
using Microsoft.AspNetCore.Authorization;
using Sunshine.Foundation.Hosting;
using Sunshine.Testing.V1;

namespace Sunshine.Testing.Probe;

/// <summary>The rpcs of <c>sunshine.testing.v1.EchoService</c>.</summary>
internal sealed class EchoRpcs : EchoService.EchoServiceBase
{
    private const string Refuse = "refuse";

    [AllowAnonymous]
    public override Task<EchoResponse> Echo(EchoRequest request, ServerCallContext context)
    {
        context.ResponseTrailers.Add("echo-trailer", "unary");
        if (request.Text == Refuse) throw Refusals.StaleEtag.Of();
        return Task.FromResult(Answer(request.Text, context));
    }

    [AllowAnonymous]
    public override async Task Repeat(EchoRequest request, IServerStreamWriter<EchoResponse> responseStream, ServerCallContext context)
    {
        await context.WriteResponseHeadersAsync(new Metadata { { "echo-header", "stream" } });
        for (var i = 0; i < request.Count; i++) await responseStream.WriteAsync(Answer($"{request.Text} {i}", context), context.CancellationToken);
        context.ResponseTrailers.Add("echo-trailer", "stream");
        if (request.Text == Refuse) throw Refusals.StaleEtag.Of();
    }

    [AllowAnonymous]
    public override async Task<EchoResponse> Collect(IAsyncStreamReader<EchoRequest> requestStream, ServerCallContext context)
    {
        var texts = new List<string>();
        await foreach (var request in requestStream.ReadAllAsync(context.CancellationToken)) texts.Add(request.Text);
        return Answer(string.Join(' ', texts), context);
    }

    [AllowAnonymous]
    public override async Task Converse(IAsyncStreamReader<EchoRequest> requestStream, IServerStreamWriter<EchoResponse> responseStream, ServerCallContext context)
    {
        await foreach (var request in requestStream.ReadAllAsync(context.CancellationToken))
            await responseStream.WriteAsync(Answer(request.Text, context), context.CancellationToken);
    }

    private static EchoResponse Answer(string text, ServerCallContext context)
    {
        var response = new EchoResponse { Text = text, TraceId = Activity.Current?.TraceId.ToString() ?? "", ParentSpanId = Activity.Current?.ParentSpanId.ToString() ?? "" };
        foreach (var (name, values) in context.GetHttpContext().Request.Headers) response.Headers.Add(new Header { Name = name.ToLowerInvariant(), Values = { values.Select(v => v!) } });
        return response;
    }
}
