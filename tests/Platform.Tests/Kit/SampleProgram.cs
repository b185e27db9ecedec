using System.Diagnostics;
using System.Text;

namespace Sunshine.Platform.Tests.Kit;

/// <summary>A program in a process of its own.</summary>
internal sealed class SampleProgram : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Task<string> _output;
    private readonly Task<string> _errors;

    private SampleProgram(string folder, string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string> environment)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true, StandardOutputEncoding = Encoding.UTF8, StandardErrorEncoding = Encoding.UTF8
        };
        foreach (var (name, value) in environment) start.Environment[name] = value;
        _process = Process.Start(start)!;
        _output = _process.StandardOutput.ReadToEndAsync();
        _errors = _process.StandardError.ReadToEndAsync();
    }

    public bool IsRunning => !_process.HasExited;

    /// <exception cref="System.ComponentModel.Win32Exception">There is no such program.</exception>
    public static SampleProgram Start(string folder, string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string> environment) => new(folder, program, arguments, environment);

    /// <inheritdoc cref="Start"/>
    public static async Task<(int Code, string Output, string Errors)> Run(
        string folder, string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string> environment, CancellationToken cancel)
    {
        await using var running = Start(folder, program, arguments, environment);
        return await running.Ended(cancel);
    }

    public async Task<(int Code, string Output, string Errors)> Ended(CancellationToken cancel)
    {
        await _process.WaitForExitAsync(cancel);
        return (_process.ExitCode, await _output, await _errors);
    }

    /// <summary>SIGKILL: nothing is flushed, nothing is told.</summary>
    public async Task Kill()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (IsRunning) await Kill();
        _process.Dispose();
    }
}
