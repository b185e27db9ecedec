using Grpc.Core;
using Grpc.Core.Interceptors;
using Grpc.Net.Client.Configuration;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Polly;
using Polly.CircuitBreaker;
using Sunshine.Foundation.Identity;

namespace Sunshine.Foundation.Hosting;

/// <summary>Calls to other services: generated clients, through the sidecar if there is one, else to <c>Services:{app-id}</c>.</summary>
public static class ServiceClients
{
    /// <summary>Registers a client of another service. Reads are repeated when the service is unavailable; nothing else is.</summary>
    public static IServiceCollection AddServiceClient<TClient>(this IServiceCollection services, string appId) where TClient : ClientBase<TClient>
    {
        // In one process several services need the same: a second registration would add every header twice.
        if (services.Any(s => s.ServiceType == typeof(TClient))) return services;
        services.AddHttpContextAccessor();
        services.AddGrpcClient<TClient>((provider, options) =>
            {
                options.Address = ServiceAddress.Grpc(provider.GetRequiredService<IConfiguration>(), provider.GetService<SidecarOptions>(), appId);
            })
            // Where most calls fail, repeating them would only add to it.
            .ConfigureChannel(channel => channel.ServiceConfig = new ServiceConfig { MethodConfigs = { Reads() }, RetryThrottling = new RetryThrottlingPolicy { MaxTokens = 20, TokenRatio = 0.2 } })
            .ConfigurePrimaryHttpMessageHandler(provider => ServiceAddress.Prepare(
                new SocketsHttpHandler(), provider.GetRequiredService<IConfiguration>(), provider.GetService<SidecarOptions>()))
            .AddInterceptor(provider => new OutgoingCalls(
                appId, provider.GetRequiredService<IOptions<IdentityOptions>>().Value.Audience, provider.GetService<SidecarOptions>(), provider.GetRequiredService<IHttpContextAccessor>(),
                provider.GetRequiredService<Breakers>().Of(appId), CallingOptions.Of(provider.GetRequiredService<IConfiguration>())));
        return services;

        // Only what reads is named: a call that writes and was lost on the way back must not run twice.
        static MethodConfig Reads()
        {
            var config = new MethodConfig
            {
                RetryPolicy = new RetryPolicy
                {
                    MaxAttempts = 4, InitialBackoff = TimeSpan.FromMilliseconds(100), MaxBackoff = TimeSpan.FromSeconds(2), BackoffMultiplier = 2,
                    RetryableStatusCodes = { StatusCode.Unavailable }
                }
            };
            var service = typeof(TClient).DeclaringType!.GetProperty("Descriptor")!.GetValue(null) as Google.Protobuf.Reflection.ServiceDescriptor;
            foreach (var method in service!.Methods.Where(m => !m.IsClientStreaming && (m.Name.StartsWith("Get", StringComparison.Ordinal) || m.Name.StartsWith("List", StringComparison.Ordinal))))
                config.Names.Add(new MethodName { Service = service.FullName, Method = method.Name });
            return config;
        }
    }

    /// <summary>A call that was not sent, by the machine's clock, by which deadlines go too.</summary>
    private static readonly TimeSpan BeforeRepeating = TimeSpan.FromMilliseconds(200);

    private sealed class OutgoingCalls(string appId, string audience, SidecarOptions? sidecar, IHttpContextAccessor http, ResiliencePipeline breaker, CallingOptions calls) : Interceptor
    {
        private readonly Absences _absences = new(calls.WaitForStart, TimeProvider.System);

        public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(
            TRequest request, ClientInterceptorContext<TRequest, TResponse> context, AsyncUnaryCallContinuation<TRequest, TResponse> continuation)
        {
            AsyncUnaryCall<TResponse>? call = null;
            var response = InOurTerms(Call());
            return new AsyncUnaryCall<TResponse>(response, Headers(), () => call?.GetStatus() ?? new Status(StatusCode.Unavailable, ""), () => call?.GetTrailers() ?? [], () => call?.Dispose());

            async Task<TResponse> Call() => await breaker.ExecuteAsync(async _ => await UntilSent(With(context)));

            // Without a sidecar it is the connection that waits.
            async Task<TResponse> UntilSent(ClientInterceptorContext<TRequest, TResponse> prepared)
            {
                while (true)
                {
                    try
                    {
                        var answer = await (call = continuation(request, prepared)).ResponseAsync;
                        if (sidecar is not null) _absences.End(appId);
                        return answer;
                    }
                    catch (RpcException e) when (sidecar is not null && Unsent.Is(e) && _absences.IsWorthWaiting(appId, BeforeRepeating))
                    {
                        call!.Dispose();
                        await Task.Delay(BeforeRepeating, TimeProvider.System, context.Options.CancellationToken);
                    }
                }
            }

            async Task<Metadata> Headers()
            {
                if (call is null) await response;
                return await call!.ResponseHeadersAsync;
            }
        }

        public override AsyncServerStreamingCall<TResponse> AsyncServerStreamingCall<TRequest, TResponse>(
            TRequest request, ClientInterceptorContext<TRequest, TResponse> context, AsyncServerStreamingCallContinuation<TRequest, TResponse> continuation) =>
            continuation(request, With(context));

        public override AsyncClientStreamingCall<TRequest, TResponse> AsyncClientStreamingCall<TRequest, TResponse>(
            ClientInterceptorContext<TRequest, TResponse> context, AsyncClientStreamingCallContinuation<TRequest, TResponse> continuation) =>
            continuation(With(context));

        public override AsyncDuplexStreamingCall<TRequest, TResponse> AsyncDuplexStreamingCall<TRequest, TResponse>(
            ClientInterceptorContext<TRequest, TResponse> context, AsyncDuplexStreamingCallContinuation<TRequest, TResponse> continuation) =>
            continuation(With(context));

        /// <summary>What the way to the service reports would tell an outsider of addresses inside, and for an unknown service is UNKNOWN.</summary>
        private async Task<TResponse> InOurTerms<TResponse>(Task<TResponse> response)
        {
            try
            {
                return await response;
            }
            catch (Exception e) when (e is BrokenCircuitException || (e is RpcException rpc && ForeignStatus.Is(rpc.StatusCode, rpc.GetRpcStatus())))
            {
                throw InOurTerms(Refusals.Unavailable);
            }
            catch (RpcException e) when (e.StatusCode == StatusCode.DeadlineExceeded && e.GetRpcStatus() is null)
            {
                throw InOurTerms(Refusals.TooSlow);
            }
        }

        private RpcException InOurTerms(Refusal refusal) => refusal.Of().ToStatus(Languages.Of(http.HttpContext?.Request.Headers.AcceptLanguage ?? default)).ToRpcException();

        /// <summary>A token for one service alone goes no further: what that one asks of others it asks as anybody.</summary>
        private bool MayHave(HttpContext call) => call.User.Identity?.IsAuthenticated != true || TokenBounds.Admits(call.User, audience, appId);

        private ClientInterceptorContext<TRequest, TResponse> With<TRequest, TResponse>(ClientInterceptorContext<TRequest, TResponse> context)
            where TRequest : class where TResponse : class
        {
            var headers = new Metadata();
            foreach (var entry in context.Options.Headers ?? []) headers.Add(entry);
            foreach (var (name, value) in ServiceAddress.Headers(sidecar, appId)) headers.Add(name, value);

            if (http.HttpContext is { } call && call.Request.Headers.Authorization is [{ } token] && headers.Get("authorization") is null && MayHave(call)) headers.Add("authorization", token);
            if (http.HttpContext is { } seen && ClientCertificates.Of(seen) is { } certificate) headers.Add(ClientCertificates.Header, ClientCertificates.ToHeader(certificate));
            var options = context.Options.WithHeaders(headers);
            // By the machine's clock, which is what gRPC compares it with.
            if (options.Deadline is null && context.Method.Type == MethodType.Unary) options = options.WithDeadline((TimeProvider.System.GetUtcNow() + calls.Deadline).UtcDateTime);
            return new ClientInterceptorContext<TRequest, TResponse>(context.Method, context.Host, options);
        }
    }
}
