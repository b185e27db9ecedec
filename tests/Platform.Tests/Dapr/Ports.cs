using System.Net;
using System.Net.Sockets;

namespace Sunshine.Platform.Tests.Dapr;

/// <summary>Ports nobody uses. Each is given out once, though another process may be quicker in theory.</summary>
internal static class Ports
{
    private static readonly HashSet<int> Given = [];

    public static int Free()
    {
        while (true)
        {
            using var listener = new TcpListener(IPAddress.Loopback, 0);
            listener.Start();
            var port = ((IPEndPoint)listener.LocalEndpoint).Port;
            lock (Given)
            {
                if (Given.Add(port)) return port;
            }
        }
    }
}
