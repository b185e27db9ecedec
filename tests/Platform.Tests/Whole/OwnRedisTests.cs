using System.Net.Sockets;
using Sunshine.Testing.Hosts;

namespace Sunshine.Platform.Tests.Whole;

/// <summary>The broker of real sidecars, which are not everywhere; that it starts as they need it is seen wherever it is installed.</summary>
public sealed class OwnRedisTests
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_takes_events_and_keeps_them_in_the_tests_folder()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/redis-server"), "redis-server is not installed.");
        using var folder = new TemporaryFolder();
        using (var redis = OwnRedis.Start(folder.Path, out var address))
        {
            using var client = new TcpClient();
            await client.ConnectAsync(address.Split(':')[0], int.Parse(address.Split(':')[1]), Cancel);
            using var reader = new StreamReader(client.GetStream());
            await using var writer = new StreamWriter(client.GetStream()) { AutoFlush = true, NewLine = "\r\n" };
            await writer.WriteLineAsync("XADD catalogue.items 1-1 data event".AsMemory(), Cancel);
            Assert.Equal(("$3", "1-1"), (await reader.ReadLineAsync(Cancel), await reader.ReadLineAsync(Cancel)));
        }

        Assert.NotEmpty(Directory.GetFiles(folder.Path, "*.aof", SearchOption.AllDirectories));
    }
}
