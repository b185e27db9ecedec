using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Grpc.Net.Client;

namespace Sunshine.Testing.Hosts;

/// <summary>The built program in a process of its own, as an operator starts it.</summary>
public sealed class StandaloneProcess : IAsyncDisposable
{
    /// <summary>A start that loads a year takes half a minute alone on the machine, and minutes beside other tests that do the same.</summary>
    private static readonly TimeSpan LongestStart = TimeSpan.FromMinutes(10);

    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly string _storage;
    private readonly List<GrpcChannel> _channels = [];

    private StandaloneProcess(string storage, IReadOnlyList<string> arguments)
    {
        _storage = storage;
        var (rest, grpc) = (Ports.Free(), Ports.Free());
        Rest = new Uri($"http://127.0.0.1:{rest}");
        GrpcAddress = new Uri($"http://127.0.0.1:{grpc}");
        var start = new ProcessStartInfo("dotnet")
        {
            ArgumentList = { Repository.Program("deploy/standalone") },
            RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = storage
        };
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        foreach (var (name, value) in new Dictionary<string, string>
        {
            ["Kestrel__Endpoints__Rest__Url"] = Rest.ToString(), ["Kestrel__Endpoints__Grpc__Url"] = GrpcAddress.ToString(),
            ["Identity__Authority"] = Rest.ToString().TrimEnd('/'), ["Storage__Path"] = storage,
            // Tests call faster than people.
            ["Gateway__AnonymousRate"] = "1000000", ["Gateway__ClientRate"] = "1000000"
        }) start.Environment[name] = value;
        _process = new Process { StartInfo = start, EnableRaisingEvents = true };
        _process.OutputDataReceived += (_, line) => Read(line.Data);
        _process.ErrorDataReceived += (_, line) => Read(line.Data);
        _process.Exited += (_, _) => _ready.TrySetException(new InvalidOperationException($"The program ended before it was ready.\n{Output}"));
    }

    public Uri Rest { get; }

    public Uri GrpcAddress { get; }

    public bool IsRunning => !_process.HasExited;

    /// <summary>What it has of the machine's memory, in bytes.</summary>
    public long Memory
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    public string Output
    {
        get
        {
            lock (_output) return _output.ToString();
        }
    }

    /// <summary>A token of the client that the first start made.</summary>
    public string Token { get; private set; } = "";

    public static async Task<StandaloneProcess> Start(string storage, CancellationToken cancel, params IReadOnlyList<string> arguments)
    {
        var standalone = new StandaloneProcess(storage, arguments);
        standalone._process.Start();
        standalone._process.BeginOutputReadLine();
        standalone._process.BeginErrorReadLine();
        try
        {
            await standalone._ready.Task.WaitAsync(LongestStart, cancel);
            standalone.Token = await standalone.AskForToken(cancel);
            return standalone;
        }
        catch
        {
            await standalone.DisposeAsync();
            throw;
        }
    }

    /// <summary>Ends it as a power cut would.</summary>
    public async Task Kill()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    public CallInvoker Invoker(string? token)
    {
        var channel = GrpcChannel.ForAddress(GrpcAddress, new GrpcChannelOptions { MaxSendMessageSize = null, MaxReceiveMessageSize = null });
        lock (_channels) _channels.Add(channel);
        return channel.Intercept(headers =>
        {
            if (token is not null) headers.Add("authorization", "Bearer " + token);
            return headers;
        });
    }

    public HttpClient Http(string? token)
    {
        var http = new HttpClient { BaseAddress = Rest, Timeout = TimeSpan.FromSeconds(30) };
        if (token is not null) http.DefaultRequestHeaders.Authorization = new("Bearer", token);
        return http;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var channel in _channels) channel.Dispose();
        if (IsRunning) await Kill();
        _process.Dispose();
    }

    private async Task<string> AskForToken(CancellationToken cancel)
    {
        using var credentials = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(_storage, "authority", "client.json"), cancel));
        using var http = new HttpClient();
        using var response = await http.PostAsync(new Uri(Rest, "connect/token"), new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials",
            ["client_id"] = credentials.RootElement.GetProperty("client_id").GetString()!,
            ["client_secret"] = credentials.RootElement.GetProperty("client_secret").GetString()!
        }), cancel);
        using var token = JsonDocument.Parse(await response.EnsureSuccessStatusCode().Content.ReadAsStringAsync(cancel));
        return token.RootElement.GetProperty("access_token").GetString()!;
    }

    private void Read(string? line)
    {
        if (line is null) return;
        lock (_output) _output.AppendLine(line);
        if (line.Contains("is ready", StringComparison.Ordinal)) _ready.TrySetResult();
    }
}
