using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Sunshine.Foundation.Hosting;

/// <summary>
/// Calls between services of one process, which go through its own port: known by a mark that was made up when the process began, so
/// that the edge counts them as nobody's. Another process's mark means nothing here.
/// </summary>
public static class OwnCalls
{
    internal const string Header = "sunshine-own-call";

    internal static readonly string Mark = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    private static readonly byte[] MarkBytes = Encoding.ASCII.GetBytes(Mark);

    public static bool Is(HttpRequest request) =>
        request.Headers.TryGetValue(Header, out var given) && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given.ToString()), MarkBytes);
}
