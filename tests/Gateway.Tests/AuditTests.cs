using System.Net;
using System.Net.Http.Json;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Sunshine.Catalogue.V1;
using Sunshine.Foundation.Auditing;
using Sunshine.Foundation.Identity;
using Sunshine.Foundation.V1;
using Sunshine.Testing.Hosts;
using AuditEntry = Sunshine.Foundation.V1.AuditEntry;
using AuditKind = Sunshine.Foundation.V1.AuditKind;

namespace Sunshine.Gateway.Tests;

/// <summary>Who changed what can be read afterwards, and nothing of those whom it was about.</summary>
public sealed class AuditTests : GatewayTest
{
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [Fact]
    public async Task A_change_is_noted_with_who_made_it_by_which_call_and_what_it_was_before()
    {
        var host = await InOneProcess();
        await AddAgency(host, "city");
        var agencies = new AgencyService.AgencyServiceClient(host.Invoker(host.Issuer.Token([Roles.Admin], null, "operator-1")));
        host.Clock.Advance(TimeSpan.FromSeconds(1));
        await agencies.UpdateAgencyAsync(new UpdateAgencyRequest { Agency = new Catalogue.V1.Agency { Id = "city", ShortName = "市府" }, UpdateMask = new() { Paths = { "short_name" } } }, cancellationToken: Cancel);

        var entries = await List(host, "catalogue", "document=agencies/city");
        Assert.Equal([AuditKind.Changed, AuditKind.Created], entries.Select(e => e.Kind));
        var changed = entries[0];
        Assert.Equal(("operator-1", "sunshine.catalogue.v1.AgencyService/UpdateAgency", 2), (changed.Actor, changed.Call, changed.Revision));
        Assert.Equal(["admin"], changed.Roles);
        var member = Assert.Single(changed.Changes, c => c.Member == "shortName");
        Assert.Equal(("", "市府", true), (member.Old, member.New, member.ValuesKept));
        Assert.Equal(entries.Select(e => e.Id), (await List(host, "catalogue", "actor=operator-1")).Concat(entries.Skip(1)).Select(e => e.Id));
    }

    [Fact]
    public async Task Of_a_document_states_are_kept_and_texts_are_not()
    {
        var host = await InOneProcess();
        await AddAgency(host, "city");
        var editing = new EditingService.EditingServiceClient(host.Invoker(host.Issuer.Token([Roles.Editor], "city", "editor-1")));
        var draft = await editing.CreateDraftAsync(new CreateDraftRequest
        {
            RequestId = "1", Draft = new Catalogue.V1.Draft { Agency = new() { Id = "city" }, Content = new ItemContent { Title = "关于张三丰的处罚决定", Body = "正文" } }
        }, cancellationToken: Cancel);
        host.Clock.Advance(TimeSpan.FromSeconds(1));
        await editing.SubmitDraftAsync(new SubmitDraftRequest { Id = draft.Id, Etag = draft.Etag }, cancellationToken: Cancel);
        // Refused: nothing happened, and nothing is noted.
        await Assert.ThrowsAsync<Grpc.Core.RpcException>(() => editing.SubmitDraftAsync(new SubmitDraftRequest { Id = draft.Id, Etag = draft.Etag }, cancellationToken: Cancel).ResponseAsync);

        var entries = await List(host, "catalogue", $"document=drafts/{draft.Id}");
        Assert.Equal([AuditKind.Changed, AuditKind.Created], entries.Select(e => e.Kind));
        Assert.Contains(entries[0].Changes, c => c is { Member: "state", Old: "Drafted", New: "Submitted" });
        Assert.DoesNotContain("张三丰", entries.ToString()!, StringComparison.Ordinal);
        await RequireNowhere(host, "张三丰");
    }

    [Fact]
    public async Task An_applicant_leaves_nothing_of_themself()
    {
        var host = await InOneProcess();
        await AddAgency(host, "city");
        using var anyone = host.Http();
        using var filed = await anyone.PostAsJsonAsync("/api/v1/requests/applications", new
        {
            agencyId = "city", requestId = "1",
            applicant = new { kind = "APPLICANT_KIND_NATURAL_PERSON", name = "钱学文", identityDocument = "IDENTITY_DOCUMENT_PASSPORT", identityNumber = "E12345678", phone = "13904120001" },
            wanted = new { description = "我家门前的道路", medium = "MEDIUM_FILE", handover = "HANDOVER_ONLINE" }
        }, Cancel);
        Assert.True(filed.IsSuccessStatusCode, await filed.Content.ReadAsStringAsync(Cancel));

        var entries = await List(host, "requests", "");
        Assert.Contains(entries, e => e is { Kind: AuditKind.Created, Actor: "", Call: "sunshine.requests.v1.IntakeService/CreateApplication" });
        await RequireNowhere(host, "钱学文", "E12345678", "13904120001", "我家门前");
    }

    [Fact]
    public async Task An_import_is_one_entry_that_names_what_was_made_and_one_for_each_document_that_was_there()
    {
        var host = await InOneProcess();
        await AddAgency(host, "city");
        var items = new CatalogueService.CatalogueServiceClient(host.Invoker(host.Issuer.Token([Roles.System], "city", "county-1")));
        var records = Enumerable.Range(0, 30).Select(i => new ImportRecord { SourceId = $"{i}", AgencyId = "city", Title = $"第 {i} 号", Placements = { new Catalogue.V1.Placement { Channel = Channel.Website, On = "2016-09-26" } } }).ToList();
        var made = await items.BatchImportItemsAsync(new BatchImportItemsRequest { Records = { records } }, cancellationToken: Cancel);
        await items.BatchImportItemsAsync(new BatchImportItemsRequest { Records = { records } }, cancellationToken: Cancel);
        host.Clock.Advance(TimeSpan.FromSeconds(1));
        records[3].Title = "改过的标题";
        await items.BatchImportItemsAsync(new BatchImportItemsRequest { Records = { records } }, cancellationToken: Cancel);

        var entries = await List(host, "catalogue", "actor=county-1");
        Assert.Equal([AuditKind.Changed, AuditKind.CreatedMany], entries.Where(e => e.Document.StartsWith("items", StringComparison.Ordinal)).Select(e => e.Kind));
        Assert.Equal(made.Results.Select(r => r.Id).Order(StringComparer.Ordinal), entries.Single(e => e.Kind == AuditKind.CreatedMany).Ids.Order(StringComparer.Ordinal));
        Assert.Contains(entries.Single(e => e.Document == "items/" + made.Results[3].Id).Changes, c => c is { Member: "live.content.title", ValuesKept: false });
    }

    [Fact]
    public async Task It_is_for_auditors_and_who_runs_the_platform()
    {
        var host = await InOneProcess();
        foreach (var (role, expected) in new[] { (Roles.Auditor, HttpStatusCode.OK), (Roles.Admin, HttpStatusCode.OK), (Roles.Publisher, HttpStatusCode.Forbidden) })
        {
            using var http = host.Http(host.Token(role));
            using var answer = await http.GetAsync(Root + "operations/audit-entries", Cancel);
            Assert.Equal((role, expected), (role, answer.StatusCode));
        }

        using var auditor = host.Http(host.Token(Roles.Auditor));
        using var both = await auditor.GetAsync(Root + "operations/audit-entries?document=a/b&actor=c", Cancel);
        Assert.Equal("INVALID_FIELDS", await Reason(HttpStatusCode.BadRequest, both));
    }

    private static async Task<IReadOnlyList<AuditEntry>> List(TestHost host, string service, string query)
    {
        using var auditor = host.Http(host.Token(Roles.Auditor));
        var text = await auditor.GetStringAsync($"/api/v1/{service}/operations/audit-entries?pageSize=200&{query}", Cancel);
        return ListAuditEntriesResponse.Parser.ParseJson(text).Entries;
    }

    /// <summary>In no entry of any service, as it is stored.</summary>
    private static async Task RequireNowhere(TestHost host, params string[] texts)
    {
        var seen = 0;
        foreach (var log in host.Services.GetServices<AuditLog>())
        {
            await foreach (var stored in log.Entries.All(Cancel))
            {
                seen++;
                var json = JsonSerializer.Serialize(stored.Value, Readable);
                Assert.All(texts, text => Assert.DoesNotContain(text, json, StringComparison.Ordinal));
            }
        }

        Assert.NotEqual(0, seen);
    }
}
