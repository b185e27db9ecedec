using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Sunshine.Foundation.Hosting;

namespace Sunshine.Foundation.Identity;

/// <summary>Bearer tokens, checked by the gateway and by each service alike.</summary>
public static class IdentityHosting
{
    public static IServiceCollection AddIdentity(this IServiceCollection services)
    {
        services.AddOptions<IdentityOptions>().BindConfiguration("Identity").ValidateDataAnnotations().ValidateOnStart();
        services.AddAuthentication(JwtBearerDefaults.AuthenticationScheme).AddJwtBearer();
        services.AddOptions<JwtBearerOptions>(JwtBearerDefaults.AuthenticationScheme).Configure<IOptions<IdentityOptions>, TimeProvider>((jwt, options, time) =>
        {
            var identity = options.Value;
            jwt.Authority = identity.Keys.Count == 0 ? identity.Authority : null;
            jwt.TokenValidationParameters.AudienceValidator = (audiences, _, _) => TokenBounds.IsOurs(audiences, identity.Audience);
            jwt.Events = new JwtBearerEvents { OnTokenValidated = context => TokenBounds.Check(context, identity.Audience) };
            jwt.RequireHttpsMetadata = identity.RequireHttps;
            jwt.MapInboundClaims = false;
            jwt.TimeProvider = time;
            jwt.TokenValidationParameters.ValidIssuer = identity.Authority;
            jwt.TokenValidationParameters.NameClaimType = "sub";
            jwt.TokenValidationParameters.RoleClaimType = "role";
            jwt.TokenValidationParameters.ClockSkew = TimeSpan.FromSeconds(30);
            jwt.TokenValidationParameters.LifetimeValidator = (notBefore, expires, _, p) =>
                (notBefore is null || time.GetUtcNow().UtcDateTime >= notBefore - p.ClockSkew) && expires is not null && time.GetUtcNow().UtcDateTime <= expires + p.ClockSkew;
            if (identity.Keys.Count > 0) jwt.TokenValidationParameters.IssuerSigningKeys = identity.Keys;
        });
        // What declares nobody is for nobody.
        services.AddAuthorizationBuilder().SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAssertion(_ => false).Build());
        services.AddSingleton<IAuthorizationMiddlewareResultHandler, RefusingResultHandler>();
        return services;
    }

    /// <summary>Says in our own form why a caller is turned away; the framework would send an empty body.</summary>
    private sealed class RefusingResultHandler : IAuthorizationMiddlewareResultHandler
    {
        public Task HandleAsync(RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult)
        {
            if (authorizeResult.Succeeded) return next(context);
            if (StandsForNothing(context.GetEndpoint())) return AnswerForNothing(next, context);
            var authenticated = context.User.Identity?.IsAuthenticated == true;
            if (!authenticated) context.Response.Headers.WWWAuthenticate = "Bearer";
            return RefusalResponse.Write(context, (authenticated ? Refusals.Forbidden : Refusals.Unauthenticated).Of());
        }

        /// <summary>
        /// What the framework puts where nothing is mapped: 405 for another method, UNIMPLEMENTED for an unknown rpc. It declares nobody
        /// and does nothing, and a caller who is told to log in would look in the wrong place.
        /// </summary>
        private static bool StandsForNothing(Endpoint? endpoint) =>
            endpoint is not null && (endpoint.Metadata.Count == 0 || endpoint.DisplayName?.StartsWith("gRPC - Unimplemented", StringComparison.Ordinal) == true);

        private static async Task AnswerForNothing(RequestDelegate next, HttpContext context)
        {
            await next(context);
            if (context.Response is { HasStarted: false, StatusCode: StatusCodes.Status405MethodNotAllowed })
                await RefusalResponse.Write(context, Refusals.NoSuchMethod.Of());
        }
    }
}
