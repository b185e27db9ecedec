using System.Net;
using System.Net.Sockets;

namespace Sunshine.Testing.Hosts;

/// <summary>Ports nobody uses, for what must know its address before it listens. Each is given out once.</summary>
public static class Ports
{
    // Below those that the system gives to whoever connects: one of these could be taken by a call before the server listens.
    private const int First = 20_000;
    private const int End = 32_000;

    private static readonly HashSet<int> Given = [];

    public static int Free()
    {
        while (true)
        {
            var port = Random.Shared.Next(First, End);
            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, port);
                listener.Start();
            }
            catch (SocketException)
            {
                // Taken: another one.
                continue;
            }

            lock (Given)
            {
                if (Given.Add(port)) return port;
            }
        }
    }
}
