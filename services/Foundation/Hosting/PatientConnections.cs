using System.Net;
using System.Net.Sockets;

namespace Sunshine.Foundation.Hosting;

/// <summary>Connects to services, and waits for one that nobody answers for: so is a program that is being started anew. Nothing has been sent by then, so that whoever waits may be reading or writing.</summary>
/// <param name="patience">Zero: it waits for nobody.</param>
internal sealed class PatientConnections(TimeSpan patience)
{
    /// <summary>A network that swallows everything is no program that starts.</summary>
    private static readonly TimeSpan LongestAttempt = TimeSpan.FromSeconds(3);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>The machine's, as for all that is the network's.</summary>
    private static readonly TimeProvider Time = TimeProvider.System;

    private readonly Absences _absences = new(patience, Time);

    /// <summary>Longer than any attempt takes.</summary>
    public TimeSpan Longest => patience + LongestAttempt + Pause;

    /// <exception cref="SocketException">Nobody answered for long.</exception>
    /// <exception cref="TimeoutException">The network swallows it.</exception>
    public async ValueTask<Stream> Connect(SocketsHttpConnectionContext context, CancellationToken cancel)
    {
        var service = $"{context.DnsEndPoint.Host}:{context.DnsEndPoint.Port}";
        while (true)
        {
            try
            {
                var connection = await ConnectOnce(context.DnsEndPoint, cancel);
                _absences.End(service);
                return connection;
            }
            catch (SocketException e) when (IsAway(e) && _absences.IsWorthWaiting(service, Pause))
            {
                await Task.Delay(Pause, Time, cancel);
            }
        }
    }

    /// <summary>The machine says that no program listens, or the name of its container is not there.</summary>
    private static bool IsAway(SocketException e) => e.SocketErrorCode is SocketError.ConnectionRefused or SocketError.HostNotFound or SocketError.TryAgain or SocketError.NoData;

    private static async Task<Stream> ConnectOnce(DnsEndPoint address, CancellationToken cancel)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        using var attempt = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        attempt.CancelAfter(LongestAttempt);
        try
        {
            await socket.ConnectAsync(address, attempt.Token);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            socket.Dispose();
            throw new TimeoutException($"{address.Host}:{address.Port} did not answer within {LongestAttempt.TotalSeconds:0} s.");
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
