using System.Text.Json;
using Grpc.Net.Client;

namespace Sunshine.Cli;

/// <summary>A channel to the server, with the caller's token if there are credentials.</summary>
public sealed class ServerConnection : IDisposable
{
    /// <summary>Where the standalone program leaves the credentials of its own client.</summary>
    public const string DefaultCredentialsFile = "./data/authority/client.json";

    private readonly TokenSource? _tokens;

    private ServerConnection(GrpcChannel channel, TokenSource? tokens)
    {
        Channel = channel;
        _tokens = tokens;
    }

    public GrpcChannel Channel { get; }

    /// <summary>Opens the channel; with credentials, fetches the first token, so that a wrong secret is told at once.</summary>
    /// <exception cref="CommandFailedException">An address is not one, or no token is given.</exception>
    public static async Task<ServerConnection> Open(
        string server, string authority, ClientCredentials? credentials, TimeProvider time, CancellationToken cancel)
    {
        var address = Address(server, "--server");
        var handler = new SocketsHttpHandler
        {
            EnableMultipleHttp2Connections = true,
            // A dead peer is noticed within a minute, also while nothing is being sent.
            KeepAlivePingDelay = TimeSpan.FromSeconds(30),
            KeepAlivePingTimeout = TimeSpan.FromSeconds(20),
        };
        if (credentials is null)
        {
            return new ServerConnection(
                GrpcChannel.ForAddress(address, new GrpcChannelOptions { HttpHandler = handler, DisposeHttpClient = true }), null);
        }

        var tokens = new TokenSource(new HttpClient(), Address(authority, "--authority"), credentials, time);
        try
        {
            await tokens.Get(cancel);
        }
        catch
        {
            tokens.Dispose();
            handler.Dispose();
            throw;
        }

        var channel = GrpcChannel.ForAddress(address, new GrpcChannelOptions
        {
            HttpHandler = new BearerHandler(tokens, handler),
            DisposeHttpClient = true,
        });
        return new ServerConnection(channel, tokens);
    }

    /// <summary>
    /// The credentials to use: id and secret if both are given, else those of the file. Without a named file the default one is
    /// used if it exists; without any the caller is anonymous (null).
    /// </summary>
    /// <exception cref="CommandFailedException">Only one of id and secret is given, or the file is not as it should be.</exception>
    public static ClientCredentials? Credentials(string? id, string? secret, string? file)
    {
        if (!string.IsNullOrEmpty(id) && !string.IsNullOrEmpty(secret)) return new ClientCredentials(id, secret);
        if (!string.IsNullOrEmpty(id) || !string.IsNullOrEmpty(secret))
        {
            throw new CommandFailedException("--client-id and --client-secret go together: one of them is missing.");
        }

        if (file is null && !File.Exists(DefaultCredentialsFile)) return null;
        file ??= DefaultCredentialsFile;
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(file));
            string Field(string name) => json.RootElement.GetProperty(name).GetString() is { Length: > 0 } value
                ? value
                : throw new KeyNotFoundException();
            return new ClientCredentials(Field("client_id"), Field("client_secret"));
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new CommandFailedException($"{file}: expected {{\"client_id\":\"…\",\"client_secret\":\"…\"}}.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailedException($"{file}: cannot be read ({e.Message}).", e);
        }
    }

    public void Dispose()
    {
        Channel.Dispose();
        _tokens?.Dispose();
    }

    private static Uri Address(string text, string option) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
            ? uri
            : throw new CommandFailedException($"{option}: \"{text}\" is not an http or https address.");
}
