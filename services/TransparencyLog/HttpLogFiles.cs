using System.IO.Compression;
using System.Net;

namespace Sunshine.TransparencyLog;

/// <summary>A log where it is served.</summary>
/// <param name="prefix">The log's address; whether it ends with a slash makes no difference.</param>
public sealed class HttpLogFiles(HttpClient client, Uri prefix) : ILogFiles
{
    private readonly Uri _prefix = new(prefix.AbsoluteUri.TrimEnd('/') + "/");

    public async Task<byte[]?> Read(string path, int most, CancellationToken cancel)
    {
        using var answer = await client.GetAsync(new Uri(_prefix, path), HttpCompletionOption.ResponseHeadersRead, cancel);
        if (answer.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Gone) return null;
        answer.EnsureSuccessStatusCode();

        // A log may send gzip unasked (c2sp.org/tlog-tiles), so a client that was not set up for it has to see it here.
        await using var body = await answer.Content.ReadAsStreamAsync(cancel);
        await using var content = answer.Content.Headers.ContentEncoding.Contains("gzip") ? new GZipStream(body, CompressionMode.Decompress) : body;

        using var whole = new MemoryStream();
        var part = new byte[16 * 1024];
        for (int read; (read = await content.ReadAsync(part, cancel)) > 0;)
        {
            if (whole.Length + read > most) throw new BadLogException(new Fault(path, null, $"it has more than {most} bytes"));
            whole.Write(part, 0, read);
        }

        return whole.ToArray();
    }
}
