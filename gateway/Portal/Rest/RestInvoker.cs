using System.Globalization;
using System.Net;
using Google.Protobuf;
using Grpc.Core;
using Sunshine.Foundation.Hosting;

namespace Sunshine.Portal.Rest;

/// <summary>
/// Lets the generated clients of the contracts speak the public REST instead of gRPC: the portal has no way to the services that another
/// portal would not have. Only calls with one request and one answer; refusals come as they do over gRPC.
/// </summary>
public sealed class RestInvoker(HttpClient http, Visitor visitor) : CallInvoker
{
    // What a newer service tells beside is not for this portal.
    internal static readonly JsonParser Answers = new(JsonParser.Settings.Default.WithIgnoreUnknownFields(true));
    private static readonly JsonParser RefusalsIn = new(JsonParser.Settings.Default.WithIgnoreUnknownFields(true).WithTypeRegistry(RefusalResponse.Details));

    public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request) =>
        new(Call<TResponse>(method.FullName, (IMessage)request, options.CancellationToken), Task.FromResult(new Metadata()), () => Status.DefaultSuccess, () => [], () => { });

    public override TResponse BlockingUnaryCall<TRequest, TResponse>(Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request) =>
        throw new NotSupportedException("Pages wait without holding a thread.");

    public override AsyncServerStreamingCall<TResponse> AsyncServerStreamingCall<TRequest, TResponse>(Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request) =>
        throw new NotSupportedException();

    public override AsyncClientStreamingCall<TRequest, TResponse> AsyncClientStreamingCall<TRequest, TResponse>(Method<TRequest, TResponse> method, string? host, CallOptions options) =>
        throw new NotSupportedException();

    public override AsyncDuplexStreamingCall<TRequest, TResponse> AsyncDuplexStreamingCall<TRequest, TResponse>(Method<TRequest, TResponse> method, string? host, CallOptions options) =>
        throw new NotSupportedException();

    private async Task<TResponse> Call<TResponse>(string rpc, IMessage request, CancellationToken cancel)
    {
        using var message = RestRequest.Of(HttpRules.Of(rpc), request);
        visitor.Introduce(message);
        try
        {
            using var response = await http.SendAsync(message, HttpCompletionOption.ResponseContentRead, cancel);
            var text = await response.Content.ReadAsStringAsync(cancel);
            if (!response.IsSuccessStatusCode) throw Refusal(response, text);
            var answer = (IMessage)Activator.CreateInstance<TResponse>()!;
            return (TResponse)Answers.Parse(text, answer.Descriptor);
        }
        catch (Exception e) when (e is HttpRequestException or InvalidProtocolBufferException or InvalidJsonException || (e is TaskCanceledException && !cancel.IsCancellationRequested))
        {
            throw new RpcException(new Status(StatusCode.Unavailable, $"The gateway does not answer: {e.Message}", e));
        }
    }

    internal static RpcException Refusal(HttpResponseMessage response, string text)
    {
        try
        {
            return RefusalsIn.Parse<Google.Rpc.Status>(text).ToRpcException();
        }
        catch (Exception e) when (e is InvalidProtocolBufferException or InvalidJsonException)
        {
            var status = ((int)response.StatusCode).ToString(CultureInfo.InvariantCulture);
            return new RpcException(new Status(response.StatusCode is HttpStatusCode.TooManyRequests ? StatusCode.ResourceExhausted : StatusCode.Unavailable, $"The gateway answered {status}."));
        }
    }
}
