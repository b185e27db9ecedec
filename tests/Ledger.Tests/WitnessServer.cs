using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Sunshine.TransparencyLog;

namespace Sunshine.Ledger.Tests;

/// <summary>A witness by the rules of C2SP tlog-witness, for one log: it signs nothing that is not shown to go on from what it signed before.</summary>
public sealed class WitnessServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Lock _one = new();

    private WitnessServer(WebApplication app) => _app = app;

    public SignerKey Key { get; } = SignerKey.Generate("witness.example/w1", KeyType.Cosignature);

    public string Url => _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single() + "/w1/";

    /// <summary>Whose log it watches; null for none.</summary>
    public VerifierKey? Log { get; set; }

    public Checkpoint? Seen { get; set; }

    /// <summary>What it does instead of its duty; null for that.</summary>
    public RequestDelegate? Instead { get; set; }

    /// <summary>What it says its time is.</summary>
    public DateTimeOffset Now { get; set; }

    /// <summary>Each old size that it was told, with the status that it answered.</summary>
    public ConcurrentQueue<(long Old, int Status)> Asked { get; } = new();

    public static async Task<WitnessServer> Start()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var server = new WitnessServer(app);
        app.MapPost("/w1/add-checkpoint", server.Answer);
        await app.StartAsync();
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private async Task Answer(HttpContext http)
    {
        if (Instead is { } instead)
        {
            await instead(http);
            return;
        }

        using var reader = new StreamReader(http.Request.Body, Encoding.UTF8);
        var body = await reader.ReadToEndAsync();
        var (old, status, said) = Decide(body);
        Asked.Enqueue((old, status));
        http.Response.StatusCode = status;
        if (status == 409) http.Response.ContentType = Witness.SizeContentType;
        await http.Response.WriteAsync(said);
    }

    private (long Old, int Status, string Said) Decide(string body)
    {
        var end = body.IndexOf("\n\n", StringComparison.Ordinal);
        var lines = body[..end].Split('\n');
        var old = long.Parse(lines[0]["old ".Length..], System.Globalization.CultureInfo.InvariantCulture);
        Hash[] proof = [.. lines[1..].Select(line => Hash.TryParse(line, out var hash) ? hash : throw new FormatException(line))];
        if (Log is null) return (old, 404, "");
        VerifiedCheckpoint verified;
        try
        {
            verified = VerifiedCheckpoint.Parse(Encoding.UTF8.GetBytes(body[(end + 2)..]), Log);
        }
        catch (BadLogException)
        {
            return (old, 403, "");
        }

        var checkpoint = verified.Checkpoint;
        if (old > checkpoint.Size) return (old, 400, "");
        lock (_one)
        {
            var seen = Seen ?? new Checkpoint(Log.Name, 0, Hash.Empty);
            if (old != seen.Size) return (old, 409, $"{seen.Size}\n");
            var goesOn = old == 0 ? proof.Length == 0 : Proofs.Extends(old, seen.Root, checkpoint.Size, checkpoint.Root, proof);
            if (!goesOn) return (old, 422, "");
            Seen = checkpoint;
            return (old, 200, $"{Key.Cosign(verified.Note.Text, Now)}\n");
        }
    }
}
