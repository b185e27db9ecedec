using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Sunshine.Benchmarks;

/// <summary>One of our programs in a process of its own, quiet, killed at the end.</summary>
internal sealed class ChildProcess : IDisposable
{
    private readonly Process _process;

    private ChildProcess(Process process) => _process = process;

    /// <summary>The largest amount of memory it had, in bytes.</summary>
    public long PeakMemory
    {
        get
        {
            _process.Refresh();
            return _process.PeakWorkingSet64;
        }
    }

    /// <summary>
    /// What it has in memory of its own now, in bytes: without the pages of files that are mapped, which the system takes back when it needs
    /// them.
    /// </summary>
    public long OwnMemory => File.ReadLines($"/proc/{_process.Id}/status").Where(l => l.StartsWith("RssAnon:", StringComparison.Ordinal))
        .Select(l => long.Parse(l.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]) * 1024).FirstOrDefault();

    /// <summary>What it has used, all threads and the garbage collector included.</summary>
    public TimeSpan Processor
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>Starts a program that lies beside this one, and waits until a port answers.</summary>
    public static async Task<ChildProcess> Start(string assembly, int port, IReadOnlyDictionary<string, string> settings, params IReadOnlyList<string> arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, assembly), .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in settings) start.Environment[name] = value;
        var process = Process.Start(start)!;
        var said = new System.Text.StringBuilder();
        process.OutputDataReceived += (_, e) => said.AppendLine(e.Data);
        process.ErrorDataReceived += (_, e) => said.AppendLine(e.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        var began = Stopwatch.GetTimestamp();
        while (!await Answers(port))
        {
            if (process.HasExited || Stopwatch.GetElapsedTime(began) > TimeSpan.FromSeconds(60))
                throw new InvalidOperationException($"{assembly} did not come up:{Environment.NewLine}{said}");
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        }

        return new ChildProcess(process);
    }

    /// <summary>Lets whoever calls it have the processor first. Callers are elsewhere in life: here a server with many threads would leave them none to read its answers with.</summary>
    public void GiveWay()
    {
        // Linux has a priority for each thread; the ones to come have that of who makes them.
        var threads = Directory.GetDirectories($"/proc/{_process.Id}/task").Select(t => Path.GetFileName(t)!);
        using var renice = Process.Start(new ProcessStartInfo("renice", ["-n", "10", "-p", .. threads]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        renice.StandardOutput.ReadToEnd();
        renice.WaitForExit();
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
    }

    private static async Task<bool> Answers(int port)
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
