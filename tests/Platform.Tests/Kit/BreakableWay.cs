using System.Net;
using System.Net.Sockets;
using Sunshine.Testing.Hosts;

namespace Sunshine.Platform.Tests.Kit;

/// <summary>A way to a server that can be cut.</summary>
internal sealed class BreakableWay : IAsyncDisposable
{
    private readonly CancellationTokenSource _ending = new();
    private readonly TcpListener _listener = new(IPAddress.Loopback, Ports.Free());
    private readonly List<TcpClient> _open = [];
    private readonly Uri _to;
    private readonly Task _accepting;

    public BreakableWay(Uri to)
    {
        _to = to;
        _listener.Start();
        _accepting = Accept();
    }

    public Uri Address => new($"http://{_listener.LocalEndpoint}");

    /// <summary>Every connection breaks; new ones are taken.</summary>
    public void Cut()
    {
        lock (_open)
        {
            foreach (var connection in _open) connection.Dispose();
            _open.Clear();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        _listener.Dispose();
        Cut();
        await _accepting;
        _ending.Dispose();
    }

    private async Task Accept()
    {
        try
        {
            while (true)
            {
                var from = await _listener.AcceptTcpClientAsync(_ending.Token);
                var on = new TcpClient();
                lock (_open) _open.AddRange([from, on]);
                await on.ConnectAsync(_to.Host, _to.Port, _ending.Token);
                _ = Copy(from, on);
                _ = Copy(on, from);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The end.
        }
    }

    private static async Task Copy(TcpClient from, TcpClient to)
    {
        try
        {
            await from.GetStream().CopyToAsync(to.GetStream());
        }
        catch (Exception e) when (e is IOException or InvalidOperationException)
        {
            // Cut, or one side has ended.
        }
        finally
        {
            from.Dispose();
            to.Dispose();
        }
    }
}
