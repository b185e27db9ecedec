using System.Text.Json.Nodes;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using Sunshine.Foundation.Identity;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;
using static OpenIddict.Server.OpenIddictServerHandlers;

namespace Sunshine.Standalone;

/// <summary>
/// Access tokens that go with a certificate alone (RFC 8705, <c>cnf</c>). The library's own way looks clients up in a database of applications, which there is none of here
/// (deploy/decisions/0022).
/// </summary>
public static class TokenBinding
{
    private const string Thumbprint = "sunshine:x5t#S256";

    /// <summary>Behind what copies into an access token what belongs there, which leaves confirmations out.</summary>
    public static OpenIddictServerHandlerDescriptor InTokens { get; } = OpenIddictServerHandlerDescriptor.CreateBuilder<ProcessSignInContext>()
        .UseInlineHandler(context =>
        {
            if (context.Transaction.Properties.GetValueOrDefault(Thumbprint) is string thumbprint)
                context.AccessTokenPrincipal?.SetClaim("cnf", new JsonObject { ["x5t#S256"] = thumbprint });
            return default;
        })
        .SetOrder(PrepareAccessTokenPrincipal.Descriptor.Order + 500)
        .Build();

    /// <summary>Behind what describes the library's own way.</summary>
    public static OpenIddictServerHandlerDescriptor InMetadata { get; } = OpenIddictServerHandlerDescriptor.CreateBuilder<HandleConfigurationRequestContext>()
        .UseInlineHandler(context =>
        {
            context.TokenEndpointAuthenticationMethods.Add(ClientAuthenticationMethods.SelfSignedTlsClientAuth);
            context.TlsClientCertificateBoundAccessTokens = true;
            return default;
        })
        .SetOrder(int.MaxValue)
        .Build();

    /// <summary>The tokens of this request.</summary>
    /// <param name="certificate">In DER.</param>
    public static void To(byte[] certificate, OpenIddictServerTransaction transaction) => transaction.Properties[Thumbprint] = ClientCertificates.ThumbprintOf(certificate);
}
