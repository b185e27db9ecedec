using System.ComponentModel;
using System.Diagnostics;

namespace Sunshine.Platform.Tests.Deployment;

/// <summary>A program of this machine that reads manifests as it would where they are used.</summary>
internal static class Tool
{
    /// <summary>What it writes. Skips the test where there is no such program.</summary>
    /// <exception cref="InvalidOperationException">It ended with another code than 0; the message is what it said.</exception>
    public static async Task<string> Run(string folder, string program, params IReadOnlyList<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder };
        Process? started = null;
        try
        {
            started = Process.Start(start);
        }
        catch (Win32Exception)
        {
            // Not there.
        }

        Assert.SkipWhen(started is null, $"{program} is not on this machine.");
        using var process = started!;
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)}: {await error}");
    }
}
