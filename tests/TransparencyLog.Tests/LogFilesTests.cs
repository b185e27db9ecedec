using System.IO.Compression;
using System.Net;
using Sunshine.Testing.Logs;

namespace Sunshine.TransparencyLog.Tests;

public sealed class LogFilesTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("log");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_copy_in_a_folder_is_audited()
    {
        var cancel = TestContext.Current.CancellationToken;
        foreach (var (path, content) in NumberedLog.Of(1_000).Files)
        {
            var file = _folder.FullName + "/" + path;
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            await File.WriteAllBytesAsync(file, content, cancel);
        }

        var audit = new LogAudit(new FolderLogFiles(_folder.FullName), MemoryLog.Key.Verifier);
        Assert.True((await audit.Run(cancel)).IsSound);

        File.Delete(_folder.FullName + "/tile/0/002");
        await File.AppendAllTextAsync(_folder.FullName + "/tile/0/001", "x", cancel);
        await File.WriteAllBytesAsync(_folder.FullName + "/tile/entries/000", [], cancel);
        Assert.Equal(
            [
                "tile/entries/000: entry 0: the bundle has 0 entries, not 256",
                "tile/0/001: it has more than 8192 bytes",
                "tile/0/002: it is missing"
            ],
            (await audit.Run(cancel)).Faults.Select(f => f.ToString()));
    }

    [Fact]
    public async Task A_folder_has_no_file_longer_than_allowed_and_tells_when_there_is_none()
    {
        var cancel = TestContext.Current.CancellationToken;
        await File.WriteAllBytesAsync(_folder.FullName + "/checkpoint", new byte[10], cancel);
        var files = new FolderLogFiles(_folder.FullName);
        Assert.Equal(10, (await files.Read("checkpoint", 10, cancel))!.Length);
        await Assert.ThrowsAsync<BadLogException>(() => files.Read("checkpoint", 9, cancel));
        Assert.Null(await files.Read("tile/0/000", 10, cancel));
        Assert.Null(await files.Read("other", 10, cancel));
    }

    [Theory]
    [InlineData("http://log.example.org/a", false)]
    [InlineData("http://log.example.org/a/", true)]
    public async Task A_log_where_it_is_served_is_audited(string prefix, bool compress)
    {
        var log = NumberedLog.Of(600);
        using var client = new HttpClient(new Server(log, compress));
        var audit = new LogAudit(new HttpLogFiles(client, new Uri(prefix)), MemoryLog.Key.Verifier);
        Assert.True((await audit.Run(TestContext.Current.CancellationToken)).IsSound);

        log.Files.Remove("tile/0/001", out _);
        log.Files["tile/entries/000"] = new byte[EntryBundle.MostBytes + 1];
        Assert.Equal(
            ["tile/entries/000: it has more than 16777472 bytes", "tile/0/001: it is missing"],
            (await audit.Run(TestContext.Current.CancellationToken)).Faults.Select(f => f.ToString()));
    }

    [Fact]
    public async Task What_a_server_cannot_tell_now_is_no_fault_of_the_log()
    {
        using var client = new HttpClient(new Server(null, compress: false));
        var audit = new LogAudit(new HttpLogFiles(client, new Uri("http://log.example.org/a")), MemoryLog.Key.Verifier);
        await Assert.ThrowsAsync<HttpRequestException>(() => audit.Run(TestContext.Current.CancellationToken));
    }

    /// <summary>Serves a log below /a/; without one it is out of order.</summary>
    private sealed class Server(MemoryLog? log, bool compress) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (log is null) return Task.FromResult(new HttpResponseMessage(HttpStatusCode.ServiceUnavailable));
            var path = request.RequestUri!.AbsolutePath;
            Assert.StartsWith("/a/", path, StringComparison.Ordinal);
            if (!log.Files.TryGetValue(path[3..], out var content)) return Task.FromResult(new HttpResponseMessage(HttpStatusCode.NotFound));
            if (!compress) return Task.FromResult(new HttpResponseMessage { Content = new ByteArrayContent(content) });

            using var zipped = new MemoryStream();
            using (var zip = new GZipStream(zipped, CompressionLevel.Fastest)) zip.Write(content);
            var answer = new HttpResponseMessage { Content = new ByteArrayContent(zipped.ToArray()) };
            answer.Content.Headers.ContentEncoding.Add("gzip");
            return Task.FromResult(answer);
        }
    }
}
