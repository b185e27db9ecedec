using System.Net.Sockets;
using Sunshine.Platform.Tests.Dapr;
using Sunshine.Testing.Hosts;

namespace Sunshine.Platform.Tests.Whole;

/// <summary>A Redis for real sidecars, on a free port and in the test's folder. The stand-in has a broker of its own and needs none.</summary>
internal static class OwnRedis
{
    /// <summary>Starts it.</summary>
    public static RunningProgram Start(string folder, out string address)
    {
        var port = Ports.Free();
        address = $"127.0.0.1:{port}";
        var redis = RunningProgram.Start("redis-server", ["--port", $"{port}", "--bind", "127.0.0.1", "--dir", folder, "--appendonly", "yes", "--save", ""], new Dictionary<string, string?>());
        while (!Answers(port))
        {
            if (redis.HasEnded) throw new InvalidOperationException("Redis ended: " + redis.Said);
            Thread.Yield();
        }

        return redis;
    }

    private static bool Answers(int port)
    {
        try
        {
            using var client = new TcpClient("127.0.0.1", port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
