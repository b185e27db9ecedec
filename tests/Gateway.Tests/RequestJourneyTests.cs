using System.IO.Compression;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Sunshine.Foundation.Identity;
using Sunshine.Testing.Hosts;

namespace Sunshine.Gateway.Tests;

/// <summary>An application over REST, through the edge, from an applicant without an account to the answer, with four officers.</summary>
public sealed class RequestJourneyTests : GatewayTest
{
    private const string Applications = "/api/v1/requests/applications";

    [Fact]
    public async Task From_an_application_to_an_answer_in_part()
    {
        var host = await InOneProcess();
        await AddAgency(host, "city");
        using var anyone = host.Http();
        using var officer = Of(host, "officer-1", Roles.RequestOfficer);
        using var head = Of(host, "head-1", Roles.Reviewer);
        using var supervisor = Of(host, "supervisor-1", Roles.Supervisor);
        using var auditor = Of(host, "auditor-1", Roles.Auditor);

        // Filed without an account; the agency has just come from the catalogue. The same again is the same receipt.
        var application = new
        {
            agencyId = "city", requestId = "1",
            applicant = new { kind = "APPLICANT_KIND_NATURAL_PERSON", name = "钱学文", identityDocument = "IDENTITY_DOCUMENT_RESIDENT_ID", identityNumber = "1", phone = "13904120001" },
            wanted = new { description = "2025 年度城市道路维修工程的招标结果", medium = "MEDIUM_FILE", handover = "HANDOVER_ONLINE" }
        };
        var refused = await Refusal(HttpStatusCode.BadRequest, anyone, "", new { agencyId = "city", requestId = "1" });
        Assert.Equal("INVALID_FIELDS", refused);
        application = application with { applicant = application.applicant with { identityNumber = WithCheckCharacter("21030219900101123") } };
        var receipt = await Post(anyone, "", application);
        Assert.Equal(receipt.GetRawText(), (await Post(anyone, "", application)).GetRawText());
        var mine = new { receiptNumber = Text(receipt, "receiptNumber"), queryCode = Text(receipt, "queryCode") };
        var followed = await Post(anyone, ":follow", mine);
        Assert.Equal(("APPLICATION_STATE_REGISTERED", ""), (Text(followed, "state"), Text(followed, "dueOn")));

        // Nobody without a token sees the register, nobody without the code the application.
        foreach (var path in new[] { "", "/1", "/1/due-date", "/1/similar", "/1/files/1" })
        {
            using var closed = await anyone.GetAsync(Applications + path, Cancel);
            Assert.Equal("UNAUTHENTICATED", await Reason(HttpStatusCode.Unauthorized, closed));
        }

        Assert.Equal("NO_SUCH_APPLICATION", await Refusal(HttpStatusCode.NotFound, anyone, ":follow", mine with { queryCode = "AAAA-AAAA-AAAA" }));

        // Confirmed and accepted; a wrong role is refused, and an act too early.
        var id = Text((await Get(officer, "")).GetProperty("applications")[0], "id");
        Assert.Equal("NOT_RECEIVED", await Refusal(HttpStatusCode.BadRequest, officer, $"/{id}:accept", new { }));
        await Post(officer, $"/{id}:confirmReceipt", new { act = new { note = "电话确认" } });
        Assert.Equal("FORBIDDEN", await Refusal(HttpStatusCode.Forbidden, supervisor, $"/{id}:accept", new { }));
        await Post(officer, $"/{id}:accept", new { });
        Assert.Equal("WRONG_STATE", await Refusal(HttpStatusCode.BadRequest, head, $"/{id}:approveAnswer", new { etag = "r3", act = new { document = "1 号" } }));
        followed = await Post(anyone, ":follow", mine);
        Assert.Equal(("APPLICATION_STATE_ACCEPTED", "2026-01-05", "2026-02-02"), (Text(followed, "state"), Text(followed, "receivedOn"), Text(followed, "dueOn")));

        // Who supervises reads, and sees nobody's name.
        foreach (var watching in new[] { supervisor, auditor })
        {
            var masked = await Get(watching, $"/{id}");
            Assert.Equal("钱**", Text(masked.GetProperty("applicant"), "name"));
            Assert.DoesNotContain("13904120001", masked.GetRawText(), StringComparison.Ordinal);
        }

        // A third party has its time; the clock stands still, and everybody can see why.
        host.Clock.Advance(TimeSpan.FromDays(1));
        await Post(officer, $"/{id}:consultThirdParties", new { act = new { document = "征求意见函 1 号" }, thirdParties = new[] { new { name = "样板路桥公司" } } });
        Assert.Equal("", Text(await Post(anyone, ":follow", mine), "dueOn"));
        Assert.Equal("WRONG_STATE", await Refusal(HttpStatusCode.BadRequest, officer, $"/{id}:proposeAnswer", new { answer = new { outcome = "OUTCOME_GRANTED", text = "予以公开" } }));
        host.Clock.Advance(TimeSpan.FromDays(3));
        await Post(officer, $"/{id}:recordThirdPartyReply", new { act = new { document = "复函" }, thirdPartyId = "t1", opinion = "OPINION_AGREES" });
        await Post(officer, $"/{id}:endThirdPartyConsultation", new { });
        await Post(head, $"/{id}:extend", new { act = new { document = "延期告知书" }, workingDays = 5, reason = "需整理材料" });
        var explained = await Post(anyone, ":explainDueDate", mine);
        var lines = explained.GetProperty("days").EnumerateArray().Select(d => Text(d, "text")).ToList();
        Assert.Contains(lines, l => l.Contains("中止,不计(征求第三方意见[征求意见函 1 号])", StringComparison.Ordinal));
        Assert.Equal(Text(explained, "dueOn"), Text(explained.GetProperty("days")[lines.Count - 1], "day"));

        // Given in part: a redacted copy beside the original, approved by somebody else.
        await Post(officer, $"/{id}:addFile", new { file = new { fileName = "原件.pdf", content = Convert.ToBase64String("%PDF-1.7 all"u8) } });
        var files = (await Post(officer, $"/{id}:addFile", new { file = new { fileName = "公开件.pdf", content = Convert.ToBase64String("%PDF-1.7 some"u8) } })).GetProperty("files");
        var answer = new
        {
            outcome = "OUTCOME_PARTLY_GRANTED", text = "予以部分公开。",
            files = new[] { new { fileId = Text(files[1], "id"), originalId = Text(files[0], "id"), redactions = new[] { new { place = "第 1 页", ground = "OUTCOME_BUSINESS_SECRET", reason = "报价明细，第十五条" } } } }
        };
        var proposed = await Post(officer, $"/{id}:proposeAnswer", new { answer });
        Assert.Equal("FORBIDDEN", await Refusal(HttpStatusCode.Forbidden, officer, $"/{id}:approveAnswer", new { etag = Text(proposed, "etag"), act = new { document = "1 号" } }));
        Assert.Equal("STALE_ETAG", await Refusal(HttpStatusCode.Conflict, head, $"/{id}:approveAnswer", new { etag = "r1", act = new { document = "1 号" } }));
        await Post(head, $"/{id}:approveAnswer", new { etag = Text(proposed, "etag"), act = new { document = "鞍政公开答〔2026〕1号" } });

        // The applicant has the answer, what is given, and a document; not the original, and nothing that can be taken back any more.
        followed = await Post(anyone, ":follow", mine);
        Assert.Equal(("APPLICATION_STATE_ANSWERED", false), (Text(followed, "state"), followed.GetProperty("overdue").GetBoolean()));
        var given = followed.GetProperty("answer");
        Assert.Contains("行政诉讼", Text(given, "remedies"), StringComparison.Ordinal);
        Assert.Equal("%PDF-1.7 some", System.Text.Encoding.UTF8.GetString(await Read(Text(given.GetProperty("files")[0], "fileId"))));
        Assert.Equal("NO_SUCH_FILE", await Refusal(HttpStatusCode.NotFound, anyone, ":readFile", new { mine.receiptNumber, mine.queryCode, fileId = Text(files[0], "id") }));
        using var docx = new ZipArchive(new MemoryStream(await Read(Text(given, "documentFileId"))));
        using var document = new StreamReader(docx.GetEntry("word/document.xml")!.Open());
        var words = await document.ReadToEndAsync(Cancel);
        Assert.All(new[] { "钱学文", "鞍政公开答〔2026〕1号", "部分公开", "第 1 页未予公开：涉及商业秘密" }, w => Assert.Contains(w, words, StringComparison.Ordinal));
        Assert.Equal("WRONG_STATE", await Refusal(HttpStatusCode.BadRequest, anyone, ":withdraw", mine));
        Assert.Equal("钱学文", Text((await Post(anyone, ":exportOwnData", mine)).GetProperty("applicant"), "name"));

        // What the edge may keep for everybody, asked for twice: computed, and from its cache.
        foreach (var path in new[] { "statistics?year=2026&form=FORM_2021", "statistics?year=2026&form=FORM_2014", "published-answers" })
        {
            for (var i = 0; i < 2; i++)
            {
                var shown = await anyone.GetStringAsync("/api/v1/requests/" + path, Cancel);
                Assert.All(new[] { "钱学文", "13904120001", application.applicant.identityNumber, mine.queryCode, mine.receiptNumber }, w => Assert.DoesNotContain(w, shown, StringComparison.Ordinal));
            }
        }

        async Task<byte[]> Read(string fileId) => (await Post(anyone, ":readFile", new { mine.receiptNumber, mine.queryCode, fileId })).GetProperty("content").GetBytesFromBase64();
    }

    private static HttpClient Of(TestHost host, string subject, string role) => host.Http(host.Issuer.Token([role], "city", subject, lifetime: TimeSpan.FromDays(100)));

    private static string WithCheckCharacter(string number)
    {
        int[] weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
        return number + "10X98765432"[weights.Select((w, i) => w * (number[i] - '0')).Sum() % 11];
    }

    private static string Text(JsonElement json, string name) => json.GetProperty(name).GetString()!;

    private static async Task<JsonElement> Get(HttpClient http, string path) => await http.GetFromJsonAsync<JsonElement>(Applications + path, Cancel);

    private static async Task<JsonElement> Post(HttpClient http, string path, object body)
    {
        using var response = await http.PostAsJsonAsync(Applications + path, body, Cancel);
        Assert.True(response.IsSuccessStatusCode, $"{path}: {(int)response.StatusCode} {await response.Content.ReadAsStringAsync(Cancel)}");
        return await response.Content.ReadFromJsonAsync<JsonElement>(Cancel);
    }

    private static async Task<string> Refusal(HttpStatusCode expected, HttpClient http, string path, object body)
    {
        using var response = await http.PostAsJsonAsync(Applications + path, body, Cancel);
        return await Reason(expected, response);
    }
}
