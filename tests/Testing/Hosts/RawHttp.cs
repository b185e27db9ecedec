using System.Net.Sockets;
using System.Text;

namespace Sunshine.Testing.Hosts;

/// <summary>HTTP/1.1 byte for byte: what clients' libraries would not send.</summary>
public static class RawHttp
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>Sends bytes on a connection of its own, and reads until the server closes it or as many answers came as are awaited.</summary>
    /// <param name="bytes">In Latin 1: each character is a byte.</param>
    public static async Task<IReadOnlyList<RawAnswer>> Send(Uri server, string bytes, int awaited, CancellationToken cancel)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(Patience);
        using var socket = new TcpClient { NoDelay = true };
        await socket.ConnectAsync(server.Host, server.Port, patience.Token);
        var stream = socket.GetStream();
        var received = new MemoryStream();
        try
        {
            await stream.WriteAsync(Encoding.Latin1.GetBytes(bytes), patience.Token);
            var part = new byte[64 * 1024];
            for (int read; (read = await stream.ReadAsync(part, patience.Token)) > 0;)
            {
                received.Write(part, 0, read);
                if (RawAnswer.All(received.ToArray()) is { } answers && answers.Count >= awaited) return answers;
            }
        }
        catch (IOException)
        {
            // Reset by the server: what came before counts.
        }

        return RawAnswer.All(received.ToArray());
    }

    /// <summary>One request, on a connection of its own. The path is sent as it stands.</summary>
    public static async Task<RawAnswer> Get(Uri server, string path, CancellationToken cancel, string method = "GET", string more = "", string body = "") =>
        (await Send(server, $"{method} {path} HTTP/1.1\r\nHost: {server.Authority}\r\n{more}Connection: close\r\n\r\n{body}", int.MaxValue, cancel)) is [var only, ..] ? only : new RawAnswer(0, "", "");
}

/// <param name="Status">0 if the connection was closed without an answer.</param>
public sealed record RawAnswer(int Status, string Head, string Body)
{
    /// <summary>Every whole answer in what came; the last one may end with the connection.</summary>
    internal static IReadOnlyList<RawAnswer> All(byte[] bytes)
    {
        var (text, answers, at) = (Encoding.Latin1.GetString(bytes), new List<RawAnswer>(), 0);
        while (at < text.Length)
        {
            var end = text.IndexOf("\r\n\r\n", at, StringComparison.Ordinal);
            if (end < 0) break;
            var head = text[at..end];
            var status = int.Parse(head.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture);
            at = end + 4;
            var body = "";
            if (status >= 200 && Header(head, "content-length") is { } length)
            {
                var stop = at + int.Parse(length, System.Globalization.CultureInfo.InvariantCulture);
                if (stop > text.Length) break;
                (body, at) = (text[at..stop], stop);
            }
            else if (status >= 200 && Header(head, "transfer-encoding") is not null)
            {
                var stop = text.IndexOf("0\r\n\r\n", at, StringComparison.Ordinal);
                if (stop < 0) break;
                (body, at) = (text[at..stop], stop + 5);
            }

            if (status >= 200) answers.Add(new RawAnswer(status, head, body));
        }

        return answers;
    }

    private static string? Header(string head, string name) =>
        head.Split("\r\n").Skip(1).FirstOrDefault(l => l.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase)) is { } line ? line[(name.Length + 1)..].Trim() : null;
}
