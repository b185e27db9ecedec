using System.Collections.Concurrent;
using System.Diagnostics;
using Sunshine.Testing.Hosts;

namespace Sunshine.Platform.Tests.Dapr;

/// <summary>A process of a test. What it says is kept, and shown when it ends too early.</summary>
internal sealed class RunningProgram : IDisposable
{
    private readonly Process _process;
    private readonly ConcurrentQueue<string> _said = new();

    private RunningProgram(Process process) => _process = process;

    public string Said => string.Join('\n', _said);

    public bool HasEnded => _process.HasExited;

    public static RunningProgram Start(string file, IEnumerable<string> arguments, IReadOnlyDictionary<string, string?> environment)
    {
        var start = new ProcessStartInfo(file, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Repository.Root };
        // Nothing of the tests' own surroundings decides what is tested.
        foreach (var name in start.Environment.Keys.Where(n => n.StartsWith("DAPR_", StringComparison.Ordinal) || n.StartsWith("OTEL_", StringComparison.Ordinal) || n is "APP_API_TOKEN" or "ASPNETCORE_URLS").ToList())
            start.Environment.Remove(name);
        foreach (var (name, value) in environment) start.Environment[name] = value;
        var process = new Process { StartInfo = start };
        var running = new RunningProgram(process);
        process.OutputDataReceived += (_, line) => running.Keep(line.Data);
        process.ErrorDataReceived += (_, line) => running.Keep(line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return running;
    }

    /// <summary>Ends it without a word of warning.</summary>
    public void Kill()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
    }

    /// <summary>Asks it to end, as systemd and Kubernetes do, and waits until it has.</summary>
    public async Task Stop(CancellationToken cancel)
    {
        using var asked = Process.Start("kill", ["-TERM", $"{_process.Id}"]);
        await _process.WaitForExitAsync(cancel);
    }

    public void Dispose()
    {
        Kill();
        _process.Dispose();
    }

    private void Keep(string? line)
    {
        if (line is not null) _said.Enqueue(line);
    }
}
