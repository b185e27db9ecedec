using System.Net;
using System.Net.Http.Json;
using Grpc.Net.Client;
using Sunshine.Testing.Probe;

namespace Sunshine.Platform.Tests.Dapr;

/// <summary>An app and its sidecar.</summary>
/// <param name="sidecar">None where apps call one another at their addresses.</param>
internal sealed class Service(int port, SidecarProcess? sidecar, Func<IReadOnlyDictionary<string, string?>, RunningProgram> start) : IDisposable
{
    private RunningProgram? _app;

    /// <summary>The app itself, past all sidecars.</summary>
    public Uri Address { get; } = new($"http://127.0.0.1:{port}");

    public SidecarProcess Sidecar => sidecar ?? throw new InvalidOperationException("It has no sidecar.");

    /// <summary>Plain HTTP to the app itself, on its HTTP/2 port.</summary>
    public HttpClient Http { get; } = new()
    {
        BaseAddress = new Uri($"http://127.0.0.1:{port}"), DefaultRequestVersion = HttpVersion.Version20, DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact
    };

    public GrpcChannel Grpc { get; } = GrpcChannel.ForAddress($"http://127.0.0.1:{port}");

    public void StartApp() => _app = start(sidecar?.ForApp() ?? new Dictionary<string, string?>());

    public void StartSidecar() => sidecar?.Start();

    public void KillApp() => _app!.Kill();

    /// <summary>Asks the app to end, and waits until it has.</summary>
    public Task StopApp(CancellationToken cancel) => _app!.Stop(cancel);

    public string Said => _app?.Said ?? "";

    public bool HasEnded => _app?.HasEnded != false;

    /// <summary>Until the app answers, and the sidecar says that it is done with it.</summary>
    public async Task WaitUntilReady(CancellationToken cancel, TimeSpan? within = null)
    {
        using var http = new HttpClient();
        try
        {
            await Eventually.Get(async () =>
            {
                if (_app!.HasEnded) throw new InvalidOperationException("The app ended: " + _app.Said);
                // A sidecar that lived on says nothing of an app that was started anew; whatever this one says, it is there.
                (await Http.GetAsync("/", cancel)).Dispose();
                if (sidecar is null) return HttpStatusCode.NoContent;
                using var answer = await http.GetAsync($"http://127.0.0.1:{Sidecar.HttpPort}/v1.0/healthz", cancel);
                return answer.StatusCode;
            }, status => status == HttpStatusCode.NoContent, cancel, within);
        }
        catch (TimeoutException e)
        {
            throw new InvalidOperationException($"{e.Message}\nThe app said:\n{_app!.Said}\nThe sidecar said:\n{sidecar?.Said}", e);
        }
    }

    /// <summary>What a probe has received.</summary>
    public async Task<IReadOnlyList<Delivery>> Deliveries(string what, CancellationToken cancel) =>
        (await Http.GetFromJsonAsync<List<Delivery>>("/probe/deliveries/" + what, cancel))!;

    public void Dispose()
    {
        _app?.Dispose();
        sidecar?.Dispose();
        Http.Dispose();
        Grpc.Dispose();
    }
}
