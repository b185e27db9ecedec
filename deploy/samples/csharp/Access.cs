using System.Net;
using System.Text.Json;
using Google.Rpc;
using Grpc.Core;
using Grpc.Net.Client;
using Grpc.Net.Client.Configuration;
using Sunshine.Catalogue.V1;

namespace CountyClient;

/// <summary>The way to the platform: a channel, and a token that is always fresh.</summary>
internal sealed class Access : IDisposable
{
    private readonly Settings _settings;
    private readonly GrpcChannel _channel;
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(10) };
    private string _token = "";
    private DateTimeOffset _renewAt = DateTimeOffset.MinValue;

    public Access(Settings settings)
    {
        _settings = settings;
        _channel = GrpcChannel.ForAddress(settings.Server, new GrpcChannelOptions
        {
            // A connection that died silently is noticed within a minute.
            HttpHandler = new SocketsHttpHandler { KeepAlivePingDelay = TimeSpan.FromSeconds(30), KeepAlivePingTimeout = TimeSpan.FromSeconds(20) },
            DisposeHttpClient = true,
            ServiceConfig = new ServiceConfig { MethodConfigs = { Retried("GetBalance"), Retried("ListItems") } },
        });
        Catalogue = new CatalogueService.CatalogueServiceClient(_channel);
    }

    public CatalogueService.CatalogueServiceClient Catalogue { get; }

    /// <summary>Every call has a token, a language for the reasons of refusals, and an end.</summary>
    public async Task<CallOptions> Call(TimeSpan atMost)
    {
        if (TimeProvider.System.GetUtcNow() >= _renewAt) await Renew();
        return new CallOptions(new Metadata { { "authorization", "Bearer " + _token }, { "accept-language", _settings.Language } }, (TimeProvider.System.GetUtcNow() + atMost).UtcDateTime);
    }

    /// <summary>Whether the same call may go well in a while. Imports and reads are safe to repeat.</summary>
    public static bool IsPassing(RpcException e) => e.StatusCode is
        StatusCode.Unavailable or StatusCode.DeadlineExceeded or StatusCode.ResourceExhausted or StatusCode.Aborted or StatusCode.Internal or StatusCode.Unknown or StatusCode.Cancelled;

    /// <summary>A refusal in one line: status, reason, sentence and the fields that are wrong.</summary>
    public static string Explain(RpcException e)
    {
        var details = e.GetRpcStatus();
        var reason = details?.GetDetail<ErrorInfo>()?.Reason;
        var fields = details?.GetDetail<BadRequest>()?.FieldViolations.Select(v => $"; {v.Field}: {v.Description}") ?? [];
        return $"{e.StatusCode}{(reason is null ? "" : $" ({reason})")}: {e.Status.Detail}{string.Concat(fields)}";
    }

    public void Dispose()
    {
        _channel.Dispose();
        _http.Dispose();
    }

    /// <summary>Reads alone are repeated by the library: they change nothing. Imports and the feed go on from their own place instead.</summary>
    private static MethodConfig Retried(string method) => new()
    {
        Names = { new MethodName { Service = "sunshine.catalogue.v1.CatalogueService", Method = method } },
        RetryPolicy = new RetryPolicy
        {
            MaxAttempts = 5, InitialBackoff = TimeSpan.FromSeconds(0.5), MaxBackoff = TimeSpan.FromSeconds(10), BackoffMultiplier = 2, RetryableStatusCodes = { StatusCode.Unavailable },
        },
    };

    /// <summary>OAuth 2 client credentials (RFC 6749, 4.4); the authority says itself where its tokens are.</summary>
    private async Task Renew()
    {
        var asked = TimeProvider.System.GetUtcNow();
        try
        {
            using var about = JsonDocument.Parse(await _http.GetStringAsync(new Uri(_settings.Authority.AbsoluteUri.TrimEnd('/') + "/.well-known/openid-configuration")));
            using var form = new FormUrlEncodedContent([new("grant_type", "client_credentials"), new("client_id", _settings.ClientId), new("client_secret", _settings.ClientSecret)]);
            using var response = await _http.PostAsync(new Uri(about.RootElement.GetProperty("token_endpoint").GetString()!), form);
            var answer = await response.Content.ReadAsStringAsync();
            if (response.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.Unauthorized) throw new StopException($"The authority refuses a token to {_settings.ClientId}: {answer}");
            response.EnsureSuccessStatusCode();
            using var token = JsonDocument.Parse(answer);
            _token = token.RootElement.GetProperty("access_token").GetString()!;
            // The last tenth of its life is for calls under way.
            _renewAt = asked + TimeSpan.FromSeconds(0.9 * (token.RootElement.TryGetProperty("expires_in", out var seconds) ? seconds.GetInt64() : 300));
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            throw new RpcException(new Grpc.Core.Status(StatusCode.Unavailable, $"no token from {_settings.Authority}: {e.Message}"));
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException)
        {
            throw new StopException($"{_settings.Authority} is not an OpenID Connect authority: {e.Message}");
        }
    }
}
