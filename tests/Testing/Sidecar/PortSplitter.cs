using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Hosting;

namespace Sunshine.Testing.Sidecar;

/// <summary>Takes HTTP/1.1 and HTTP/2 with prior knowledge on one port, as a sidecar's HTTP port does, and passes each to a listener of its own.</summary>
internal sealed class PortSplitter(int port, string http1, string http2) : IHostedService, IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, port);
    private readonly CancellationTokenSource _stopping = new();

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _listener.Start();
        _ = Accept();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        _stopping.Cancel();
        _listener.Stop();
        return Task.CompletedTask;
    }

    public void Dispose()
    {
        _stopping.Dispose();
        _listener.Dispose();
    }

    private async Task Accept()
    {
        try
        {
            while (true) _ = Split(await _listener.AcceptSocketAsync(_stopping.Token));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The process ends.
        }
    }

    private async Task Split(Socket client)
    {
        using var inner = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            client.NoDelay = true;
            await using var outside = new NetworkStream(client, ownsSocket: true);
            var first = new byte[3];
            await outside.ReadExactlyAsync(first, _stopping.Token);
            // No HTTP/1.1 method begins like HTTP/2's preface.
            await inner.ConnectAsync(new UnixDomainSocketEndPoint("PRI"u8.SequenceEqual(first) ? http2 : http1), _stopping.Token);
            await using var inside = new NetworkStream(inner);
            await inside.WriteAsync(first, _stopping.Token);
            await Task.WhenAny(outside.CopyToAsync(inside, _stopping.Token), inside.CopyToAsync(outside, _stopping.Token));
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException)
        {
            // One side hung up.
        }
    }
}
