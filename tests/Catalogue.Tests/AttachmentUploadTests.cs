using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Sunshine.Foundation.Identity;

namespace Sunshine.Catalogue.Tests;

public sealed class AttachmentUploadTests : AttachmentTest
{
    protected override IReadOnlyDictionary<string, string?> Settings => new Dictionary<string, string?> { ["Catalogue:LargestAttachment"] = "1000000" };

    [Fact]
    public async Task An_upload_is_answered_with_what_is_known_of_it()
    {
        var bytes = AttachmentSamples.Pdf();
        var attachment = await Uploaded(bytes, "关于公开预算的公告（2016年）.pdf");

        Assert.Equal("关于公开预算的公告（2016年）.pdf", attachment.GetProperty("fileName").GetString());
        Assert.Equal(("application/pdf", "2000", "county-1", "机构 county-1", "r1", "2026-01-05T04:00:00Z", ""), (
            attachment.GetProperty("mediaType").GetString(), attachment.GetProperty("length").GetString(), attachment.GetProperty("agency").GetProperty("id").GetString(),
            attachment.GetProperty("agency").GetProperty("name").GetString(), attachment.GetProperty("etag").GetString(),
            attachment.GetProperty("createTime").GetString(), attachment.GetProperty("ownerId").GetString()));
        Assert.Equal(AttachmentSamples.Sha256(bytes), attachment.GetProperty("sha256").GetString());
        var read = await Json(HttpStatusCode.OK, await Editor.GetAsync($"{Root}/{attachment.GetProperty("id").GetString()}", Cancel));
        Assert.Equal(attachment.GetRawText().Replace(" ", "", StringComparison.Ordinal), read.GetRawText().Replace(" ", "", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("a.pdf", "<html><script>alert(1)</script></html>", "content TYPE_MISMATCH")]
    [InlineData("a.html", "<html/>", "fileName TYPE_NOT_ALLOWED")]
    [InlineData("a.txt", "<html/>", "content TYPE_MISMATCH")]
    [InlineData("a.pdf", "", "content REQUIRED")]
    [InlineData("", "%PDF-1.7", "fileName REQUIRED")]
    [InlineData("../a.pdf", "%PDF-1.7", "fileName MALFORMED")]
    [InlineData("a\u202Efdp.exe.pdf", "%PDF-1.7", "fileName MALFORMED")]
    [InlineData(".pdf", "%PDF-1.7", "fileName MALFORMED")]
    public async Task What_is_not_acceptable_is_refused_by_the_fields_name_and_not_kept(string name, string content, string refusal)
    {
        Assert.Equal(["INVALID_FIELDS", refusal], await Refusal(HttpStatusCode.BadRequest, await Post(Encoding.UTF8.GetBytes(content), name)));
        Assert.Empty(Kept);
    }

    [Fact]
    public async Task Macros_are_refused()
    {
        Assert.Equal(["INVALID_FIELDS", "content ACTIVE_CONTENT"], await Refusal(HttpStatusCode.BadRequest, await Post(AttachmentSamples.Docm, "a.docx")));
        Assert.Equal(["INVALID_FIELDS", "content ACTIVE_CONTENT"], await Refusal(HttpStatusCode.BadRequest, await Post(AttachmentSamples.DocWithMacros, "a.doc")));
        Assert.Empty(Kept);
    }

    [Fact]
    public async Task A_content_with_another_hash_than_was_said_is_refused_and_not_kept()
    {
        var bytes = AttachmentSamples.Pdf();
        var other = AttachmentSamples.Sha256([1]);
        Assert.Equal(["INVALID_FIELDS", "sha256 DIGEST_MISMATCH"], await Refusal(HttpStatusCode.BadRequest, await Post(bytes, more: $"&sha256={other}")));
        Assert.Equal(["INVALID_FIELDS", "sha256 DIGEST_MISMATCH"], await Refusal(HttpStatusCode.BadRequest, await PostWithDigest(bytes, Convert.ToBase64String(SHA256.HashData([1])))));
        Assert.Equal(["INVALID_FIELDS", "digest MALFORMED"], await Refusal(HttpStatusCode.BadRequest, await PostWithDigest(bytes, "nonsense")));
        Assert.Equal(["INVALID_FIELDS", "sha256 MALFORMED"], await Refusal(HttpStatusCode.BadRequest, await Post(bytes, more: "&sha256=12")));
        Assert.Empty(Kept);

        using var good = await Post(bytes, more: $"&sha256={AttachmentSamples.Sha256(bytes).ToUpperInvariant()}");
        using var goodToo = await PostWithDigest(bytes, Convert.ToBase64String(SHA256.HashData(bytes)));
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (good.StatusCode, goodToo.StatusCode));
    }

    [Fact]
    public async Task What_is_too_large_is_refused_with_the_limit_and_nothing_is_left()
    {
        using var announced = await Post(AttachmentSamples.Pdf(1_000_001));
        using var unannounced = await Editor.SendAsync(new HttpRequestMessage(HttpMethod.Post, $"{Root}?agencyId=county-1&fileName=a.pdf")
        {
            Content = new StreamContent(new UnknownLength(AttachmentSamples.Pdf(1_000_001))), Headers = { TransferEncodingChunked = true }
        }, Cancel);

        foreach (var response in new[] { announced, unannounced })
        {
            var refused = await Json(HttpStatusCode.RequestEntityTooLarge, response);
            Assert.Contains("\"limit\": \"1000000\"", refused.GetRawText(), StringComparison.Ordinal);
        }

        Assert.Empty(Kept);
        using var largest = await Post(AttachmentSamples.Pdf(1_000_000));
        Assert.Equal(HttpStatusCode.OK, largest.StatusCode);
    }

    [Fact]
    public async Task The_same_bytes_are_kept_once_and_a_refused_upload_takes_them_from_nobody()
    {
        var bytes = AttachmentSamples.Pdf();
        var (first, second) = (await UploadedId(bytes), await UploadedId(bytes, "副本.pdf"));
        await Refusal(HttpStatusCode.BadRequest, await Post(bytes, "a.docx"));

        Assert.NotEqual(first, second);
        Assert.Single(Kept);
        Assert.Equal(bytes, await Editor.GetByteArrayAsync($"{Root}/{first}/content", Cancel));
    }

    [Fact]
    public async Task An_upload_under_the_same_request_id_is_the_same_attachment()
    {
        var first = await Uploaded(AttachmentSamples.Pdf(), more: "&requestId=r1");
        var again = await Uploaded(AttachmentSamples.Pdf(), more: "&requestId=r1");

        Assert.Equal(first.GetRawText(), again.GetRawText());
        Assert.Equal(["REQUEST_ID_TAKEN"], await Refusal(HttpStatusCode.Conflict, await Post(AttachmentSamples.Pdf(3_000), more: "&requestId=r1")));
    }

    [Fact]
    public async Task Only_who_acts_for_the_agency_uploads()
    {
        var bytes = AttachmentSamples.Pdf();
        Assert.Equal(["OTHER_AGENCY"], await Refusal(HttpStatusCode.Forbidden, await Post(bytes, agencyId: "county-2")));
        Assert.Equal(["INVALID_FIELDS", "agencyId NO_SUCH_AGENCY"], await Refusal(HttpStatusCode.BadRequest, await Post(bytes, agencyId: "nobody")));
        Assert.Equal(["UNAUTHENTICATED"], await Refusal(HttpStatusCode.Unauthorized, await Post(bytes, by: Anyone)));
        foreach (var role in new[] { Roles.Reviewer, Roles.Supervisor, Roles.Auditor, Roles.RequestOfficer })
        {
            using var officer = Host.Http(Host.Issuer.Token([role], "county-1"));
            Assert.Equal(["FORBIDDEN"], await Refusal(HttpStatusCode.Forbidden, await Post(bytes, by: officer)));
        }

        Assert.Empty(Kept);
        foreach (var role in new[] { Roles.Editor, Roles.Publisher, Roles.System, Roles.Admin })
        {
            using var officer = Host.Http(Host.Issuer.Token([role], "county-1"));
            using var response = await Post(bytes, agencyId: "town-1", by: officer);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }
    }

    [Fact]
    public async Task A_form_an_unknown_parameter_and_a_compressed_body_are_refused()
    {
        using var form = new MultipartFormDataContent { { new ByteArrayContent(AttachmentSamples.Pdf()), "file", "a.pdf" } };
        Assert.Equal(["INVALID_FIELDS", " NOT_RAW"], await Refusal(HttpStatusCode.BadRequest, await Editor.PostAsync($"{Root}?agencyId=county-1&fileName=a.csv", form, Cancel)));
        Assert.Equal(["INVALID_FIELDS", "colour UNKNOWN_FIELD"], await Refusal(HttpStatusCode.BadRequest, await Post(AttachmentSamples.Pdf(), more: "&colour=red")));
        using var packed = new ByteArrayContent(AttachmentSamples.Pdf()) { Headers = { ContentEncoding = { "gzip" } } };
        Assert.Equal(["INVALID_FIELDS", " NOT_RAW"], await Refusal(HttpStatusCode.BadRequest, await Editor.PostAsync($"{Root}?agencyId=county-1&fileName=a.pdf", packed, Cancel)));
        Assert.Empty(Kept);
    }

    private Task<HttpResponseMessage> PostWithDigest(byte[] bytes, string hash) => Editor.SendAsync(new HttpRequestMessage(HttpMethod.Post, $"{Root}?agencyId=county-1&fileName=a.pdf")
    {
        Content = new ByteArrayContent(bytes), Headers = { { "Digest", "md5=x, sha-256=" + hash } }
    }, Cancel);

    private sealed class UnknownLength(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;
    }
}
