using System.Net;
using System.Net.Sockets;
using Sunshine.Testing.Hosts;

namespace Sunshine.Platform.Tests.Api;

/// <summary>What an operator reads when a program does not start.</summary>
public sealed class FailedStartTests
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_wrong_setting_is_said_in_a_sentence()
    {
        var said = await Start("--Requests:ApplicationsPerHour=0");
        Assert.Contains("The program cannot start: ", said, StringComparison.Ordinal);
        Assert.Contains("ApplicationsPerHour must be between 1 and 1000", said, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task So_is_an_address_that_another_program_has()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var said = await Start($"--Kestrel:Endpoints:Rest:Url=http://{other.LocalEndpoint}");
        Assert.Contains("The program cannot start: ", said, StringComparison.Ordinal);
        Assert.Contains($"{other.LocalEndpoint}", said, StringComparison.Ordinal);
        // The framework's log tells the inside of it too, before; of the program's own words it is no part.
        Assert.DoesNotContain("Unhandled exception", said, StringComparison.Ordinal);
    }

    private static async Task<string> Start(string argument)
    {
        using var storage = new TemporaryFolder();
        var failed = await Assert.ThrowsAsync<InvalidOperationException>(() => StandaloneProcess.Start(storage.Path, Cancel, argument));
        return failed.Message;
    }
}
