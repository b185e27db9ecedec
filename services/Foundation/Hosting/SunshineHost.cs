using System.Diagnostics.Metrics;
using Grpc.AspNetCore.HealthChecks;
using Grpc.AspNetCore.Server;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Sunshine.Foundation.Auditing;
using Sunshine.Foundation.Calendar;
using Sunshine.Foundation.Identity;
using Sunshine.Foundation.Messaging;
using Sunshine.Foundation.OpenApi;
using Sunshine.Foundation.Storage;
using Sunshine.Foundation.Storage.Mongo;
using Sunshine.Foundation.Storage.Sqlite;

namespace Sunshine.Foundation.Hosting;

/// <summary>What every process of the platform has, whether it hosts one service or all of them.</summary>
public static class SunshineHost
{
    /// <summary>Largest gRPC message and JSON body that is read, in bytes.</summary>
    public const int LargestMessage = 16 * 1024 * 1024;

    /// <summary>
    /// The name by which the health check is asked whether the process goes on at all; without a name it tells whether its stores answer
    /// too. A process whose store is away should get no calls, and must not be started anew for it.
    /// </summary>
    public const string Alive = "alive";

    /// <summary>The part of the API's description that is the same for each service: what operators ask it.</summary>
    public const string Operations = "foundation";

    /// <summary>A process with one service: one cleartext HTTP/2 port for gRPC, transcoded REST and plain endpoints alike.</summary>
    public static WebApplicationBuilder Create(string[] args, string appId)
    {
        var builder = CreateBuilder(args, appId);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ConfigureEndpointDefaults(endpoint => endpoint.Protocols = HttpProtocols.Http2));
        builder.AddFoundation(appId);
        return builder;
    }

    /// <summary>
    /// A builder with the shipped defaults of <c>settings.{name}.json</c> beside the program, the last one strongest; the environment and
    /// the command line are stronger still.
    /// </summary>
    public static WebApplicationBuilder CreateBuilder(string[] args, params IReadOnlyList<string> settings)
    {
        FailedStart.SayPlainly();
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
        for (var i = 0; i < settings.Count; i++)
        {
            var source = new JsonConfigurationSource { Path = $"settings.{settings[i]}.json", FileProvider = builder.Environment.ContentRootFileProvider };
            builder.Configuration.Sources.Insert(i, source);
        }

        return builder;
    }

    /// <summary>Adds what every process has. Once per process.</summary>
    public static void AddFoundation(this WebApplicationBuilder builder, string appId)
    {
        var services = builder.Services;
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = LargestMessage;
            // Where an endpoint asks for certificates, they are known by their hashes: any may be shown, and none counts that no client has.
            kestrel.ConfigureHttpsDefaults(https => https.AllowAnyClientCertificate());
        });
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<Clock>();
        services.AddSingleton(_ => LegalCalendar.Load(builder.Configuration));
        services.AddIdentity();
        services.AddLoadLimit();
        services.AddSingleton<Breakers>();
        services.AddTelemetry(builder.Configuration, appId);
        services.AddMessaging(SidecarOptions.Find(builder.Configuration, appId));

        services.AddGrpc(grpc =>
            {
                grpc.MaxReceiveMessageSize = LargestMessage;
                grpc.Interceptors.Add<RefusalInterceptor>();
            })
            .AddJsonTranscoding(json =>
            {
                json.TypeRegistry = RefusalResponse.Details;
                // As proto3 JSON has it: a JavaScript number would lose digits.
                json.JsonSettings.WriteInt64sAsStrings = true;
            });
        services.AddSingleton<RefusalInterceptor>();
        services.AddCheckedRequests();
        services.AddGrpcReflection();
        // A program without a store would otherwise never be said to serve.
        services.AddGrpcHealthChecks(health => health.Services.Map(Alive, check => check.Name == Alive)).AddCheck(Alive, () => HealthCheckResult.Healthy());
        services.AddOptions<StorageOptions>().BindConfiguration("Storage").ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<SealedData>();
        services.AddOptions<ForwardingOptions>().BindConfiguration("Forwarding").ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<ClientAddress>();
        services.AddOptions<CallingOptions>().BindConfiguration("Calls").ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<OutboundOptions>().BindConfiguration("Outbound").ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<OutboundAddresses>();
    }

    /// <summary>
    /// Adds a service's own store, and publishes the events it holds. The store's key is the service's name; asked by that name the health check tells whether it answers, also where several
    /// services share a process.
    /// </summary>
    public static IServiceCollection AddStore(this IServiceCollection services, string service)
    {
        services.AddKeyedSingleton<IStore>(service, (provider, _) =>
        {
            var options = provider.GetRequiredService<IOptions<StorageOptions>>().Value;
            var time = provider.GetRequiredService<TimeProvider>();
            IStore store = options.Kind == StorageKind.Mongo
                ? new MongoStore(options, service, time)
                : new SqliteStore(Path.Combine(options.Path, service + ".db"), time, provider.GetRequiredService<IMeterFactory>());
            return new AuditedStore(store, provider.GetRequiredService<IHttpContextAccessor>(), time);
        });
        services.AddHttpContextAccessor();
        services.AddSingleton(provider => new AuditLog(service, provider.GetRequiredKeyedService<IStore>(service)));
        services.TryAddSingleton<AuditRpcs>();
        services.AddKeyedSingleton(service, (provider, _) => ActivatorUtilities.CreateInstance<DeadLetters>(provider, service, provider.GetRequiredKeyedService<IStore>(service)));
        services.AddSingleton(provider => provider.GetRequiredKeyedService<DeadLetters>(service));
        services.TryAddSingleton<DeadLetterRpcs>();
        // Not AddHostedService, which leaves out a second one of the same class: two services in one process have a relay each.
        services.AddSingleton<IHostedService>(provider => ActivatorUtilities.CreateInstance<OutboxRelay>(
            provider, service, provider.GetRequiredKeyedService<IStore>(service), provider.GetRequiredKeyedService<DeadLetters>(service)));
        services.AddStateReading<StoreState>(provider => [service, provider.GetRequiredKeyedService<IStore>(service)]);
        services.Configure<GrpcHealthChecksOptions>(health => health.Services.Map(service, check => check.Name == service));
        services.AddHealthChecks().Add(new HealthCheckRegistration(service, provider => new StoreHealth(provider.GetRequiredKeyedService<IStore>(service)), null, null));
        return services;
    }

    /// <summary>The part of the pipeline that every process has, after routing.</summary>
    public static void UseFoundation(this WebApplication app)
    {
        app.UseMiddleware<UnexpectedErrors>();
        app.UseMiddleware<FrameworkAnswers>();
        app.UseLoadLimit();
        app.UseTokens();
        app.UseAuthorization();
        app.UseMiddleware<RequestJsonCheck>();
    }

    /// <summary>Endpoints that every process has: health, reflection, and what a sidecar asks for.</summary>
    public static void MapFoundation(this WebApplication app)
    {
        // Before the host does it, which would log its own inside at a wrong setting.
        app.Services.GetService<IStartupValidator>()?.Validate();
        app.MapGrpcHealthChecksService().AllowAnonymous();
        app.MapGrpcReflectionService().AllowAnonymous();
        if (app.Services.GetService<DeadLetterRpcs>() is not null)
        {
            app.MapGrpcService<DeadLetterRpcs>();
            app.MapGrpcService<AuditRpcs>();
            app.MapOpenApiPart(Operations);
        }

        if (app.Services.GetService<SidecarOptions>() is { } sidecar) app.MapSubscribeHandler().RequireSidecar(sidecar);
    }

    private static void AddMessaging(this IServiceCollection services, SidecarOptions? sidecar)
    {
        if (sidecar is null)
        {
            services.AddSingleton<IEventBus, InProcessBus>();
            return;
        }

        services.AddSingleton(sidecar);
        services.AddDaprClient(dapr => dapr.UseHttpEndpoint(sidecar.Http.ToString()).UseGrpcEndpoint(sidecar.Grpc.ToString()).UseDaprApiToken(sidecar.ApiToken ?? ""));
        services.AddSingleton<IEventBus, DaprBus>();
    }

    private sealed class StoreHealth(IStore store) : IHealthCheck
    {
        public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        {
            try
            {
                await store.Ping(cancellationToken);
                return HealthCheckResult.Healthy();
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                return HealthCheckResult.Unhealthy("The store does not answer.", e);
            }
        }
    }
}
