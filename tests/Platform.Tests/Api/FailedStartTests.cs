using System.Net;
using System.Net.Sockets;
using Sunshine.Testing.Hosts;

namespace Sunshine.Platform.Tests.Api;

/// <summary>What an operator reads when a program does not start.</summary>
public sealed class FailedStartTests
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("--Requests:ApplicationsPerHour=0", "ApplicationsPerHour must be between 1 and 1000")]
    [InlineData("--Calls:WaitForStart=01:00:00", "Calls:WaitForStart must be a time of up to five minutes, as 00:00:08.")]
    [InlineData("--Calls:WaitForStart=soon", "'soon' at 'Calls:WaitForStart'")]
    public async Task A_wrong_setting_is_said_in_a_sentence(string argument, string sentence)
    {
        var said = await Start(argument);
        Assert.Contains("The program cannot start: ", said, StringComparison.Ordinal);
        Assert.Contains(sentence, said, StringComparison.Ordinal);
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
