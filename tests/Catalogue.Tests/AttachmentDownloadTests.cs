using System.Net;
using System.Net.Http.Headers;
using Sunshine.Foundation.Identity;

namespace Sunshine.Catalogue.Tests;

public sealed class AttachmentDownloadTests : AttachmentTest
{
    private readonly byte[] _bytes = AttachmentSamples.Pdf(300_000);

    [Fact]
    public async Task The_bytes_come_as_a_file_that_nothing_in_a_browser_runs()
    {
        var id = await UploadedId(_bytes, "关于“预算”的公告.pdf");
        foreach (var method in new[] { HttpMethod.Get, HttpMethod.Head })
        {
            using var response = await Editor.SendAsync(new HttpRequestMessage(method, $"{Root}/{id}/content"), Cancel);

            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            Assert.Equal(method == HttpMethod.Get ? _bytes : [], await response.Content.ReadAsByteArrayAsync(Cancel));
            Assert.Equal(("application/pdf", 300_000), (response.Content.Headers.ContentType?.ToString(), response.Content.Headers.ContentLength));
            Assert.Equal(("attachment", "关于“预算”的公告.pdf"), (response.Content.Headers.ContentDisposition?.DispositionType, response.Content.Headers.ContentDisposition?.FileNameStar));
            Assert.Equal($"\"{AttachmentSamples.Sha256(_bytes)}\"", response.Headers.ETag?.Tag);
            Assert.Equal(["nosniff"], response.Headers.GetValues("X-Content-Type-Options"));
            Assert.Contains("sandbox", Assert.Single(response.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
            Assert.Equal(["bytes"], response.Headers.AcceptRanges);
            Assert.True(response.Headers.CacheControl is { Private: true, NoCache: true });
        }
    }

    [Theory]
    [InlineData(0, 0, 0, 0)]
    [InlineData(100, 199, 100, 199)]
    [InlineData(299_999, 400_000, 299_999, 299_999)]
    [InlineData(200_000, null, 200_000, 299_999)]
    [InlineData(null, 10, 299_990, 299_999)]
    public async Task A_range_of_the_bytes(int? from, int? to, int first, int last)
    {
        var id = await UploadedId(_bytes);
        using var response = await Get(id, r => r.Range = new RangeHeaderValue(from, to));

        Assert.Equal(HttpStatusCode.PartialContent, response.StatusCode);
        Assert.Equal($"bytes {first}-{last}/300000", response.Content.Headers.ContentRange?.ToString());
        Assert.Equal(_bytes[first..(last + 1)], await response.Content.ReadAsByteArrayAsync(Cancel));
    }

    [Fact]
    public async Task Conditions()
    {
        var id = await UploadedId(_bytes);
        var tag = new EntityTagHeaderValue($"\"{AttachmentSamples.Sha256(_bytes)}\"");
        var other = new EntityTagHeaderValue("\"other\"");

        Assert.Equal(HttpStatusCode.NotModified, (await Get(id, r => r.IfNoneMatch.Add(tag))).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await Get(id, r => r.IfNoneMatch.Add(other))).StatusCode);
        Assert.Equal(HttpStatusCode.PartialContent, (await Get(id, r => (r.Range, r.IfRange) = (new(0, 1), new(tag)))).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await Get(id, r => (r.Range, r.IfRange) = (new(0, 1), new(other)))).StatusCode);
        Assert.Equal(HttpStatusCode.RequestedRangeNotSatisfiable, (await Get(id, r => r.Range = new(300_000, null))).StatusCode);
    }

    [Fact]
    public async Task Who_may_not_read_it_hears_that_there_is_none()
    {
        var id = await UploadedId(_bytes);
        using var other = Host.Http(Host.Issuer.Token([Roles.Editor], "county-2"));
        using var requests = Host.Http(Host.Issuer.Token([Roles.RequestOfficer], "county-1"));
        foreach (var who in new[] { Anyone, other, requests })
        {
            foreach (var path in new[] { $"{Root}/{id}", $"{Root}/{id}/content", $"{Root}/{id}:download", $"{Root}/nothing/content" })
            {
                using var response = await who.GetAsync(path, Cancel);
                var text = await response.Content.ReadAsStringAsync(Cancel);
                Assert.True(response.StatusCode == HttpStatusCode.NotFound, $"{path}: {(int)response.StatusCode} {text}");
                Assert.Contains("NO_SUCH_ATTACHMENT", text, StringComparison.Ordinal);
            }
        }
    }

    [Theory]
    [InlineData(Roles.Editor, "county-1")]
    [InlineData(Roles.Reviewer, "county-1")]
    [InlineData(Roles.Publisher, "city")]
    [InlineData(Roles.Supervisor, "city")]
    [InlineData(Roles.Auditor, "city")]
    [InlineData(Roles.System, "county-1")]
    [InlineData(Roles.Admin, null)]
    public async Task Officers_of_the_agency_and_above_read_it(string role, string? agency)
    {
        var id = await UploadedId(_bytes);
        using var officer = Host.Http(Host.Issuer.Token([role], agency));

        Assert.Equal(_bytes, await officer.GetByteArrayAsync($"{Root}/{id}/content", Cancel));
    }

    [Fact]
    public async Task Damaged_bytes_do_not_arrive_whole()
    {
        var id = await UploadedId(_bytes);
        _bytes[150_000]++;
        await File.WriteAllBytesAsync(Assert.Single(Kept), _bytes, Cancel);

        await Assert.ThrowsAnyAsync<HttpRequestException>(() => Editor.GetByteArrayAsync($"{Root}/{id}/content", Cancel));
    }

    private Task<HttpResponseMessage> Get(string id, Action<HttpRequestHeaders> with)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, $"{Root}/{id}/content");
        with(request.Headers);
        return Editor.SendAsync(request, Cancel);
    }
}
