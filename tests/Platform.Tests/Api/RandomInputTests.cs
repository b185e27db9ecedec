using System.Text;
using CsCheck;
using Google.Api;
using Google.Protobuf.Reflection;
using Grpc.Core;
using Sunshine.Catalogue.V1;
using Sunshine.Testing.Hosts;

namespace Sunshine.Platform.Tests.Api;

/// <summary>Whatever comes in: an answer or a refusal, in time, and never a word about the inside.</summary>
[Collection(ApiFixture.OneAfterAnother)]
public sealed class RandomInputTests(ApiFixture api)
{
    private const int Calls = 1_500;

    private static readonly MethodDescriptor[] Rpcs = [.. Testing.Contracts.Rpcs];

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>What goes on for ever is looked at for this long.</summary>
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(200);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task No_gRPC_message_brings_an_rpc_down()
    {
        var standalone = await api.Standalone;
        CallInvoker[] callers = [standalone.Invoker(standalone.Token), standalone.Invoker(null)];
        var calls = Gen.OneOf(Rpcs.Select(rpc => RandomInput.Bytes(rpc.InputType).Array[1, 3].Select(messages => (Rpc: rpc, Messages: messages))).ToArray());

        await calls.Select(Gen.Int[0, 4], (call, caller) => (call.Rpc, call.Messages, Caller: caller == 0 ? 1 : 0)).SampleAsync(async call =>
        {
            // The real clock: a call that hangs is what the deadline is for.
            var endless = IsEndless(call.Rpc);
            var options = new CallOptions(deadline: (TimeProvider.System.GetUtcNow() + (endless ? Glance : Patience)).UtcDateTime, cancellationToken: Cancel);
            var ended = await RawCalls.Call(callers[call.Caller], call.Rpc.Service.FullName, call.Rpc, call.Messages, options);
            if (ended is null || (endless && ended.StatusCode == StatusCode.DeadlineExceeded)) return;
            Assert.False(ended.StatusCode is StatusCode.Internal or StatusCode.Unknown or StatusCode.DeadlineExceeded or StatusCode.Unavailable, $"{call.Rpc.FullName}: {ended.Status}");
            Inside.IsNotTold(ended.Status.Detail);
        }, iter: Calls, threads: 4, print: call => $"{call.Rpc.FullName} {string.Join(' ', call.Messages.Select(Convert.ToHexString))}");

        await StillServes(standalone);
    }

    [Fact]
    public async Task No_REST_request_brings_an_rpc_down()
    {
        var standalone = await api.Standalone;
        using var admin = standalone.Http(standalone.Token);
        using var anonymous = standalone.Http(null);
        var requests = Gen.OneOf(Rpcs.Where(r => Rule(r) is not null).Select(Request).ToArray());

        await requests.Select(Gen.Int[0, 4], (request, caller) => (request.Method, request.Path, request.Body, Caller: caller == 0 ? anonymous : admin)).SampleAsync(async request =>
        {
            using var message = new HttpRequestMessage(new HttpMethod(request.Method), request.Path);
            if (request.Body is not null) message.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(request.Body)) { Headers = { ContentType = new("application/json") } };
            using var response = await request.Caller.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, Cancel);
            if (request.Path.Contains(":watch", StringComparison.Ordinal) && response.IsSuccessStatusCode) return;
            var text = await response.Content.ReadAsStringAsync(Cancel);
            Assert.True((int)response.StatusCode < 500, $"{(int)response.StatusCode} {text}");
            if (!response.IsSuccessStatusCode) Inside.IsNotTold(text);
        }, iter: Calls, threads: 4, print: r => $"{r.Method} {r.Path} {r.Body}");

        await StillServes(standalone);
    }

    private static async Task StillServes(StandaloneProcess standalone)
    {
        Assert.True(standalone.IsRunning);
        Assert.Equal("genres", (await new CatalogueService.CatalogueServiceClient(standalone.Invoker(null)).GetCodeTableAsync(new() { Id = "genres" }, cancellationToken: Cancel)).Id);
        // The framework logs frames that are none as failures; what is logged here is a mistake of ours.
        Assert.DoesNotContain("fail: Sunshine", standalone.Output, StringComparison.Ordinal);
    }

    private static bool IsEndless(MethodDescriptor rpc) => rpc.Name.StartsWith("Watch", StringComparison.Ordinal);

    private static HttpRule? Rule(MethodDescriptor rpc) => rpc.GetOptions()?.GetExtension(AnnotationsExtensions.Http);

    private static Gen<(string Method, string Path, string? Body)> Request(MethodDescriptor rpc)
    {
        var rule = Rule(rpc)!;
        var (method, path) = rule.PatternCase switch
        {
            HttpRule.PatternOneofCase.Get => ("GET", rule.Get),
            HttpRule.PatternOneofCase.Post => ("POST", rule.Post),
            HttpRule.PatternOneofCase.Patch => ("PATCH", rule.Patch),
            HttpRule.PatternOneofCase.Delete => ("DELETE", rule.Delete),
            _ => throw new NotSupportedException($"{rpc.FullName}: {rule.PatternCase}")
        };
        var body = rule.Body switch
        {
            "" => Gen.Const((string?)null),
            "*" => RandomInput.Json(rpc.InputType).Select(j => (string?)j),
            var field => RandomInput.Json(rpc.InputType.FindFieldByName(field).MessageType).Select(j => (string?)j)
        };
        return RandomInput.Parameter.Select(RandomInput.Query(rpc.InputType), body, (variable, query, json) =>
        {
            var open = path.IndexOf('{', StringComparison.Ordinal);
            var filled = open < 0 ? path : string.Concat(path.AsSpan(0, open), RandomInput.Escape(variable), path.AsSpan(path.IndexOf('}', StringComparison.Ordinal) + 1));
            return (method, query.Length == 0 ? filled : $"{filled}?{query}", json);
        });
    }
}
