using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Sunshine.Catalogue.V1;
using Sunshine.Foundation.Identity;
using Sunshine.Testing.Hosts;

namespace Sunshine.Gateway.Tests;

/// <summary>Files through the gateway: in one process, and in front of another.</summary>
public sealed class AttachmentTests : GatewayTest
{
    private const string Attachments = Root + "attachments";
    private const int MiB = 1024 * 1024;

    /// <summary>Beyond the limit of any other body, and of what may be held.</summary>
    private const int Large = 120 * MiB;

    private const int MostHeld = 40 * MiB;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_large_file_goes_up_and_comes_down_without_being_held(bool oneProcess)
    {
        var host = await Start(oneProcess);
        using var http = host.Http(host.Token(Roles.Admin));
        var held = new Held();
        using var body = new StreamContent(new GeneratedFile(Large, held.Look));
        using var uploaded = await http.PostAsync($"{Attachments}?agencyId=anshan&fileName=a.pdf", body, Cancel);
        var (id, sha256) = await Uploaded(uploaded);

        using var response = await http.GetAsync($"{Attachments}/{id}/content", HttpCompletionOption.ResponseHeadersRead, Cancel);
        Assert.Equal(Large, response.Content.Headers.ContentLength);
        await using var content = await response.Content.ReadAsStreamAsync(Cancel);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[64 * 1024];
        long at = 0;
        int read;
        while ((read = await content.ReadAsync(buffer, Cancel)) > 0)
        {
            await held.Look(Large + at);
            hash.AppendData(buffer, 0, read);
            at += read;
        }

        Assert.Equal((Large, sha256), (at, Convert.ToHexStringLower(hash.GetHashAndReset())));
        Assert.True(held.Looks >= 8 && held.Most < MostHeld, $"{held.Most / MiB} MiB were held at one of {held.Looks} looks.");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Headers_ranges_and_conditions_come_through(bool oneProcess)
    {
        var host = await Start(oneProcess);
        using var http = host.Http(host.Token(Roles.Admin));
        var csv = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("标题,日期\r\n", 10_000)));
        using var uploaded = await http.PostAsync($"{Attachments}?agencyId=anshan&fileName={Uri.EscapeDataString("目录.csv")}", new ByteArrayContent(csv), Cancel);
        var (id, sha256) = await Uploaded(uploaded);

        foreach (var method in new[] { HttpMethod.Get, HttpMethod.Head })
        {
            using var whole = await Get(method, _ => { });
            Assert.Equal(HttpStatusCode.OK, whole.StatusCode);
            Assert.Equal(method == HttpMethod.Get ? csv : [], await whole.Content.ReadAsByteArrayAsync(Cancel));
            Assert.Equal((csv.Length, "text/csv; charset=utf-8", "目录.csv"), (whole.Content.Headers.ContentLength, whole.Content.Headers.ContentType?.ToString(), whole.Content.Headers.ContentDisposition?.FileNameStar));
            Assert.Equal($"\"{sha256}\"", whole.Headers.ETag?.Tag);
            Assert.Empty(whole.Content.Headers.ContentEncoding);
            Assert.Equal(["nosniff"], whole.Headers.GetValues("X-Content-Type-Options"));
            Assert.Equal(["default-src 'none'; frame-ancestors 'none'; sandbox"], whole.Headers.GetValues("Content-Security-Policy"));
        }

        using var range = await Get(HttpMethod.Get, r => r.Headers.Range = new RangeHeaderValue(1000, 1999));
        Assert.Equal((HttpStatusCode.PartialContent, $"bytes 1000-1999/{csv.Length}"), (range.StatusCode, range.Content.Headers.ContentRange?.ToString()));
        Assert.Equal(csv[1000..2000], await range.Content.ReadAsByteArrayAsync(Cancel));
        using var known = await Get(HttpMethod.Get, r => r.Headers.IfNoneMatch.Add(new($"\"{sha256}\"")));
        Assert.Equal(HttpStatusCode.NotModified, known.StatusCode);

        using var anyone = host.Http();
        foreach (var path in new[] { $"{Attachments}/{id}", $"{Attachments}/{id}/content" })
        {
            using var hidden = await anyone.GetAsync(path, Cancel);
            Assert.Equal("NO_SUCH_ATTACHMENT", await Reason(HttpStatusCode.NotFound, hidden));
        }

        Task<HttpResponseMessage> Get(HttpMethod method, Action<HttpRequestMessage> with)
        {
            var request = new HttpRequestMessage(method, $"{Attachments}/{id}/content") { Headers = { AcceptEncoding = { new("gzip"), new("br") } } };
            with(request);
            return http.SendAsync(request, Cancel);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_file_beyond_the_limit_is_refused_with_the_limit(bool oneProcess)
    {
        var host = await Start(oneProcess, new() { ["Catalogue:LargestAttachment"] = $"{20 * MiB}" });
        using var http = host.Http(host.Token(Roles.Admin));
        using var announced = new HttpRequestMessage(HttpMethod.Post, $"{Attachments}?agencyId=anshan&fileName=a.pdf")
        {
            Content = new StreamContent(new GeneratedFile(21 * MiB)) { Headers = { ContentLength = 21 * MiB } }, Headers = { ExpectContinue = true }
        };
        using var refused = await http.SendAsync(announced, Cancel);
        Assert.Equal("REQUEST_TOO_LARGE", await Reason(HttpStatusCode.RequestEntityTooLarge, refused));

        using var unannounced = await http.PostAsync($"{Attachments}?agencyId=anshan&fileName=a.pdf", new StreamContent(new GeneratedFile(20 * MiB + 8)), Cancel);
        Assert.Equal("REQUEST_TOO_LARGE", await Reason(HttpStatusCode.RequestEntityTooLarge, unannounced));
        Assert.Contains($"{20 * MiB}", await unannounced.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_slow_upload_goes_on_beyond_the_timeout(bool oneProcess)
    {
        var host = await Start(oneProcess, new() { ["Gateway:Timeout"] = "00:00:01" });
        using var http = host.Http(host.Token(Roles.Admin));
        var file = new GeneratedFile(200_000, at => at == 8 ? Task.Delay(TimeSpan.FromSeconds(2), TimeProvider.System, Cancel) : Task.CompletedTask);
        using var uploaded = await http.PostAsync($"{Attachments}?agencyId=anshan&fileName=a.pdf", new StreamContent(file), Cancel);

        await Uploaded(uploaded);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Over_gRPC_too(bool oneProcess)
    {
        var host = await Start(oneProcess);
        var client = new AttachmentService.AttachmentServiceClient(host.As(Roles.Admin));
        using var upload = client.UploadAttachment(cancellationToken: Cancel);
        await upload.RequestStream.WriteAsync(new() { Header = new() { AgencyId = "anshan", FileName = "a.pdf" } }, Cancel);
        var chunk = new byte[MiB];
        "%PDF-1.7"u8.CopyTo(chunk);
        for (var i = 0; i < 20; i++) await upload.RequestStream.WriteAsync(new() { Chunk = Google.Protobuf.ByteString.CopyFrom(chunk) }, Cancel);
        await upload.RequestStream.CompleteAsync();
        var attachment = await upload;

        long length = 0;
        using var download = client.DownloadAttachment(new() { Id = attachment.Id, Offset = 100 }, cancellationToken: Cancel);
        while (await download.ResponseStream.MoveNext(Cancel)) length += download.ResponseStream.Current.Chunk.Length;
        Assert.Equal((20 * MiB, 20 * MiB - 100), (attachment.Length, length));
    }

    [Fact]
    public async Task Nobody_waits_for_another_who_reads_the_same_file_slowly_and_parts_are_not_taken_for_the_whole()
    {
        var bytes = new byte[8 * MiB];
        var first = true;
        var goOn = new TaskCompletionSource();
        var host = await InOneProcess(more: app =>
        {
            app.MapGet(Attachments + "/open/file", async (HttpContext http) =>
            {
                var wait = first;
                first = false;
                await http.Response.Body.WriteAsync(bytes.AsMemory(0, 10), Cancel);
                await http.Response.Body.FlushAsync(Cancel);
                if (wait) await goOn.Task.WaitAsync(Cancel);
            }).AllowAnonymous();
            app.MapGet(Root + "open", () => Results.Stream(new MemoryStream(bytes, 0, 1000), enableRangeProcessing: true)).AllowAnonymous();
        });
        using var http = host.Http();
        using var slow = await http.GetAsync(Attachments + "/open/file", HttpCompletionOption.ResponseHeadersRead, Cancel);
        Assert.Equal(10, (await http.GetByteArrayAsync(Attachments + "/open/file", Cancel)).Length);
        goOn.SetResult();

        for (var round = 0; round < 2; round++)
        {
            using var part = await http.SendAsync(new HttpRequestMessage(HttpMethod.Get, Root + "open") { Headers = { Range = new(10, 19) } }, Cancel);
            Assert.Equal((HttpStatusCode.PartialContent, 10), (part.StatusCode, (await part.Content.ReadAsByteArrayAsync(Cancel)).Length));
            Assert.Equal(1000, (await http.GetByteArrayAsync(Root + "open", Cancel)).Length);
        }
    }

    private async Task<TestHost> Start(bool oneProcess, Dictionary<string, string?>? settings = null)
    {
        var host = oneProcess ? await InOneProcess(settings) : await InFrontOf((await CatalogueAlone(settings: settings)).Addresses[0], settings);
        await AddAgency(host, "anshan");
        return host;
    }

    private static async Task<(string Id, string Sha256)> Uploaded(HttpResponseMessage response)
    {
        var text = await response.Content.ReadAsStringAsync(Cancel);
        Assert.True(response.StatusCode == HttpStatusCode.OK, $"{(int)response.StatusCode} {text}");
        var json = JsonDocument.Parse(text).RootElement;
        return (json.GetProperty("id").GetString()!, json.GetProperty("sha256").GetString()!);
    }

    /// <summary>What is alive in this process, servers and client alike, beyond what was at the beginning; looked at every 24 MiB.</summary>
    private sealed class Held
    {
        private long _begin;
        private long _next;

        public int Looks { get; private set; }

        public long Most { get; private set; }

        public Task Look(long at)
        {
            if (at < _next) return Task.CompletedTask;
            var alive = GC.GetTotalMemory(forceFullCollection: true);
            if (Looks++ == 0) _begin = alive;
            _next = at + 24 * MiB;
            Most = Math.Max(Most, alive - _begin);
            return Task.CompletedTask;
        }
    }
}
