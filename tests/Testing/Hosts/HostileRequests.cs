namespace Sunshine.Testing.Hosts;

/// <summary>Requests of which one reader sees another end than the next, and paths of which one sees another place than the next.</summary>
public static class HostileRequests
{
    /// <summary>What an attacker wants answered in somebody else's name; its answer has <see cref="Smuggled"/> in it.</summary>
    private const string Inner = "GET /robots.txt HTTP/1.1\r\nHost: x\r\n\r\n";

    public const string Smuggled = "User-agent";

    /// <summary>A harmless request after a hostile one on the same connection.</summary>
    public static string Next(string host) => $"GET /api/v1/catalogue/code-tables/genres HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n";

    /// <summary>Each: what it is, and the request. HOST stands for the server's name.</summary>
    public static IReadOnlyDictionary<string, string> Requests { get; } = new Dictionary<string, string>
    {
        ["two different lengths"] = Post("Content-Length: 0\r\nContent-Length: " + Inner.Length + "\r\n") + Inner,
        ["two same lengths"] = Post("Content-Length: 0\r\nContent-Length: 0\r\n"),
        ["a list of lengths"] = Post("Content-Length: 0, " + Inner.Length + "\r\n") + Inner,
        ["a length with a sign"] = Post("Content-Length: +" + Inner.Length + "\r\n") + Inner,
        ["a negative length"] = Post("Content-Length: -1\r\n"),
        ["a length that is none"] = Post("Content-Length: 0x10\r\n") + Inner,
        ["a huge length"] = Post("Content-Length: 99999999999999999999\r\n") + Inner,
        ["a length and chunks"] = Post("Content-Length: 6\r\nTransfer-Encoding: chunked\r\n") + "0\r\n\r\n",
        ["chunks with a length for what follows"] = Post("Transfer-Encoding: chunked\r\nContent-Length: " + (5 + Inner.Length) + "\r\n") + "0\r\n\r\n",
        ["an unknown coding"] = Post("Transfer-Encoding: xchunked\r\n") + "0\r\n\r\n" + Inner,
        ["chunked not last"] = Post("Transfer-Encoding: chunked, identity\r\n") + "0\r\n\r\n" + Inner,
        ["chunked twice"] = Post("Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n") + "0\r\n\r\n" + Inner,
        ["space before the colon"] = Post("Transfer-Encoding : chunked\r\n") + "0\r\n\r\n" + Inner,
        ["a folded header"] = Post("X: a\r\n Transfer-Encoding: chunked\r\nContent-Length: " + Inner.Length + "\r\n") + Inner,
        ["chunks in HTTP/1.0"] = Post("Transfer-Encoding: chunked\r\n").Replace("HTTP/1.1", "HTTP/1.0", StringComparison.Ordinal) + "0\r\n\r\n" + Inner,
        ["lines that end with a line feed alone"] = Post("Transfer-Encoding: chunked\r\n").Replace("\r\n", "\n", StringComparison.Ordinal) + "0\n\n" + Inner,
        ["a carriage return alone"] = Post("X: a\rTransfer-Encoding: chunked\r\nContent-Length: " + Inner.Length + "\r\n") + Inner,
        ["NUL in a header"] = Post("X: a\0b\r\nContent-Length: " + Inner.Length + "\r\n") + Inner,
        ["NUL in a header's name"] = Post("Content-Length\0: 0\r\nContent-Length: " + Inner.Length + "\r\n") + Inner,
        ["a chunk's length that overflows"] = Post("Transfer-Encoding: chunked\r\n") + "FFFFFFFFFFFFFFFF0\r\n\r\n" + Inner,
        ["a chunk's length with a sign"] = Post("Transfer-Encoding: chunked\r\n") + "-1\r\n\r\n" + Inner,
        ["a chunk without its end"] = Post("Transfer-Encoding: chunked\r\n") + "1\r\nab\r\n0\r\n\r\n" + Inner,
        ["a chunk's extension with a line feed"] = Post("Transfer-Encoding: chunked\r\n") + "2;\nxx\r\n0\r\n\r\n" + Inner,
        ["a body where none belongs"] = "GET /api/v1/catalogue/code-tables/genres HTTP/1.1\r\nHost: HOST\r\nContent-Length: " + Inner.Length + "\r\n\r\n" + Inner,
        ["no host"] = "GET /robots.txt HTTP/1.1\r\n\r\n",
        ["two hosts"] = "GET /robots.txt HTTP/1.1\r\nHost: HOST\r\nHost: evil.test\r\n\r\n",
        ["another host in the address"] = "GET http://evil.test/robots.txt HTTP/1.1\r\nHost: HOST\r\n\r\n",
        ["a host that is none"] = "GET /robots.txt HTTP/1.1\r\nHost: a/b@c\r\n\r\n",
        ["a space in the address"] = "GET /robots.txt x HTTP/1.1\r\nHost: HOST\r\n\r\n",
        ["a method that is none"] = "G(T /robots.txt HTTP/1.1\r\nHost: HOST\r\n\r\n",
        ["another protocol"] = "GET /robots.txt HTTP/1.3\r\nHost: HOST\r\n\r\n",
        ["the preface of HTTP/2"] = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        ["an endless header"] = Post("X: " + new string('a', 40_000) + "\r\n"),
        ["very many headers"] = Post(string.Concat(Enumerable.Range(0, 500).Select(i => $"X{i}: a\r\n"))),
        ["an endless address"] = "GET /" + new string('a', 20_000) + " HTTP/1.1\r\nHost: HOST\r\n\r\n"
    };

    /// <summary>Ways out of a folder, as they are sent.</summary>
    public static IReadOnlyList<string> WaysOut { get; } =
    [
        .. ((string[])["/", "%2f", "%252f", "%5c", "\\", "%c0%af", "%e0%80%af", "%00/", ";/"]).SelectMany(slash => ((string[])["..", "%2e%2e", "%252e%252e", "%c0%ae%c0%ae", "..%00", ".%2e", "...."])
            .Select(up => string.Concat(Enumerable.Repeat(up + slash, 8)) + $"etc{slash}passwd")),
        "/etc/passwd", "//etc/passwd", "%2fetc%2fpasswd", "file:///etc/passwd", "C:%5cWindows%5cwin.ini", "..%2f..%2fauthority%2fclient.json", "..%2fauthority%2fsigning-key.pem", "~root", "%00", "con", "nul.txt", "a%0d%0ab"
    ];

    /// <summary>Other spellings of a path of the API that some reader along the way might take for another path, or for the same.</summary>
    public static IReadOnlyList<string> Spellings(string path) =>
    [
        path, "/" + path, path.Replace("/", "//", StringComparison.Ordinal), path + "/", path + ".", path + "%2e", path + "%20", path + "%00", path + ";x", path + "%3fx", path + "%23", path + "/.", path + "/x/..", path + "/%2e",
        path.ToUpperInvariant(), path[..1] + char.ToUpperInvariant(path[1]) + path[2..], path.Replace("/v1/", "/v1/./", StringComparison.Ordinal), path.Replace("/v1/", "/v1/x/../", StringComparison.Ordinal),
        path.Replace("/v1/", "/v1/%2e/", StringComparison.Ordinal), path.Replace("/v1/", "/v1/x/%2e%2e/", StringComparison.Ordinal), path.Replace("/v1/", "/v1%2f", StringComparison.Ordinal), path.Replace("/v1/", "/v1\\", StringComparison.Ordinal),
        path.Replace("/v1/", "/v1%5c", StringComparison.Ordinal), path.Replace("/v1/", "/%76%31/", StringComparison.Ordinal), "/x/.." + path, "/%2e%2e" + path, "/docs/.." + path, "/css/%2e%2e" + path, "/docs/..%2f.." + path, "/robots.txt/.." + path
    ];

    private static string Post(string headers) => $"POST /api/v1/catalogue/code-tables HTTP/1.1\r\nHost: HOST\r\nContent-Type: application/json\r\n{headers}\r\n";
}
