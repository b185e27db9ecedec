using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Sunshine.Catalogue.V1;
using Sunshine.Foundation.Identity;
using Sunshine.Foundation.Messaging;

namespace Sunshine.Catalogue.Tests;

public sealed class GazetteTests : CatalogueTest
{
    private readonly Channel<GazetteIssued> _issued = System.Threading.Channels.Channel.CreateUnbounded<GazetteIssued>();
    private GazetteService.GazetteServiceClient _office = null!;
    private GazetteService.GazetteServiceClient _anyone = null!;
    private string _first = "";
    private string _second = "";

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await AddAgencies();
        _office = new(Host.As(Roles.Publisher, "city"));
        _anyone = new(Host.Invoker());
        _first = await ImportedId(Record("1"));
        _second = await ImportedId(Record("2"));
    }

    [Fact]
    public async Task An_issue_comes_out_whole_in_one_act()
    {
        var draft = await Create(Issue(3, new V1.GazetteEntry { ItemId = _second, Page = 1 }, new V1.GazetteEntry { Title = "编者按", Page = 5 }, new V1.GazetteEntry { ItemId = _first, DocumentNumber = "鞍政发〔2016〕1号", Page = 5 }));
        Assert.Equal((GazetteState.Draft, "r1", ""), (draft.State, draft.Etag, draft.IssuedOn));
        Assert.Equal("NO_SUCH_GAZETTE_ISSUE", (await Refused(StatusCode.NotFound, () => Read(draft.Id))).Reason());
        Assert.Empty(await OfItem(_first));
        Assert.Empty((await _anyone.ListGazetteIssuesAsync(new(), cancellationToken: Cancel)).Issues);

        var issued = await _office.IssueGazetteAsync(new() { Id = draft.Id, IssuedOn = "2016-04-01", Etag = draft.Etag }, cancellationToken: Cancel);
        Assert.Equal(new V1.GazetteIssue(draft) { State = GazetteState.Issued, IssuedOn = "2016-04-01", Etag = "r2", UpdateTime = issued.UpdateTime }, issued);
        Assert.Equal(issued, await Read(draft.Id));
        foreach (var item in new[] { _first, _second }) Assert.Equal([(draft.Id, 3)], (await OfItem(item)).Select(i => (i.Id, i.EntryCount)));
        var told = await _issued.Reader.ReadAsync(Cancel).AsTask().WaitAsync(TimeSpan.FromSeconds(30), Cancel);
        Assert.Equal(new GazetteIssued
        {
            IssueId = draft.Id, AgencyId = "city", Year = 2016, Number = 3, ItemIds = { _second, _first }, IssuedOn = "2016-04-01", OccurredAt = issued.UpdateTime
        }, told);
    }

    [Fact]
    public async Task What_is_issued_changes_by_corrigenda_only()
    {
        var draft = await Create(Issue(1, new V1.GazetteEntry { ItemId = _first, Page = 2 }));
        Assert.Equal("GAZETTE_NOT_ISSUED", (await Refused(StatusCode.FailedPrecondition, () => Correct(draft.Id, "2026-01-05"))).Reason());
        var issued = await Put(draft.Id);
        Assert.Equal("2026-01-05", issued.IssuedOn);

        Assert.Equal("GAZETTE_ISSUED", (await Refused(StatusCode.FailedPrecondition, () => Update(new() { Id = draft.Id, Title = "新" }, "title"))).Reason());
        Assert.Equal("GAZETTE_ISSUED", (await Refused(StatusCode.FailedPrecondition, () => Put(draft.Id))).Reason());
        var corrected = await Correct(draft.Id, "2026-01-05", _second, issued.Etag);
        Assert.Equal(("第2页“万元”应为“元”。", 2, _second), (corrected.Corrigenda[0].Text, corrected.Corrigenda[0].Page, corrected.Corrigenda[0].ItemId));
        Assert.Equal(issued.Contents, corrected.Contents);
        Assert.Equal("r3", (await Refused(StatusCode.Aborted, () => Correct(draft.Id, "2026-01-05", etag: issued.Etag))).Info().Metadata["etag"]);
        Assert.Equal([("corrigendum.on", "BEFORE_ISSUE"), ("corrigendum.itemId", "NO_SUCH_ITEM")],
            (await Refused(StatusCode.InvalidArgument, () => Correct(draft.Id, "2026-01-04", "x"))).Fields());
        Assert.Equal([("corrigendum.on", "REQUIRED"), ("corrigendum.text", "REQUIRED")], (await Refused(StatusCode.InvalidArgument, async () =>
            await _office.AddCorrigendumAsync(new() { Id = draft.Id }, cancellationToken: Cancel))).Fields());
    }

    [Fact]
    public async Task A_year_and_number_are_given_once_within_an_agency()
    {
        var first = await Create(Issue(1));
        Assert.Equal(first, await Create(Issue(1)));
        var taken = await Refused(StatusCode.AlreadyExists, () => Create(Issue(1), "r2"));
        Assert.Equal(("GAZETTE_NUMBER_TAKEN", "city/2016/1"), (taken.Reason(), taken.Info().Metadata["subject"]));
        var second = await Create(Issue(2), "r3");
        Assert.Equal("GAZETTE_NUMBER_TAKEN", (await Refused(StatusCode.AlreadyExists, () => Update(new() { Id = second.Id, Number = 1 }, "number"))).Reason());
        await Create(new V1.GazetteIssue(Issue(1)) { AgencyId = "county-1" }, "r4");
        await Create(new V1.GazetteIssue(Issue(1)) { Year = 2017 }, "r5");
    }

    [Fact]
    public async Task An_item_stands_once_in_an_issue_and_may_be_in_several()
    {
        var refused = await Refused(StatusCode.InvalidArgument, () => Create(Issue(1, new V1.GazetteEntry { ItemId = _first, Page = 3 }, new V1.GazetteEntry { ItemId = _first, Page = 2 })));
        Assert.Equal([("issue.contents[1].itemId", "ITEM_TWICE"), ("issue.contents[1].page", "BACKWARDS")], refused.Fields());

        foreach (var number in new[] { 1, 2, 3 }) await Put((await Create(Issue(number, new V1.GazetteEntry { ItemId = _first }), $"r{number}")).Id, $"2016-0{number}-20");
        await Create(Issue(4, new V1.GazetteEntry { ItemId = _first }), "r4");
        Assert.Equal([3, 2, 1], (await OfItem(_first)).Select(i => i.Number));
        Assert.Empty(await OfItem(_second));
        Assert.Equal([("itemId", "REQUIRED")], (await Refused(StatusCode.InvalidArgument, () => OfItem(""))).Fields());
    }

    [Fact]
    public async Task What_was_taken_back_is_in_no_new_issue()
    {
        var draft = await Create(Issue(1, new V1.GazetteEntry { ItemId = _first }));
        var publisher = new EditingService.EditingServiceClient(Host.As(Roles.Publisher, "city"));
        await publisher.WithdrawItemAsync(new() { Id = _first, Reason = "数据有误" }, cancellationToken: Cancel);

        Assert.Equal([("contents[0].itemId", "NO_SUCH_ITEM")], (await Refused(StatusCode.InvalidArgument, () => Put(draft.Id))).Fields());
        Assert.Equal([("issue.contents[0].itemId", "NO_SUCH_ITEM")], (await Refused(StatusCode.InvalidArgument, () => Create(Issue(2, new V1.GazetteEntry { ItemId = _first }), "r2"))).Fields());
    }

    [Fact]
    public async Task Everything_wrong_with_an_issue_is_named_at_once()
    {
        var refused = await Refused(StatusCode.InvalidArgument, () => Create(new V1.GazetteIssue
        {
            AgencyId = "nobody", Year = 16, Number = 10_000, AttachmentId = "a b", Contents = { new V1.GazetteEntry { Page = -1 }, new V1.GazetteEntry { ItemId = "x" } }
        }, ""));

        Assert.Equal(
            [
                ("requestId", "REQUIRED"), ("issue.agencyId", "NO_SUCH_AGENCY"), ("issue.year", "OUT_OF_RANGE"), ("issue.number", "OUT_OF_RANGE"), ("issue.title", "REQUIRED"),
                ("issue.contents[0].title", "REQUIRED"), ("issue.contents[0].page", "OUT_OF_RANGE"), ("issue.attachmentId", "NO_SUCH_ATTACHMENT"), ("issue.contents[1].itemId", "NO_SUCH_ITEM")
            ],
            refused.Fields());
    }

    [Fact]
    public async Task A_draft_is_changed_and_issued_by_those_of_its_agency()
    {
        var draft = await Create(Issue(1));
        Assert.Equal("GAZETTE_EMPTY", (await Refused(StatusCode.FailedPrecondition, () => Put(draft.Id))).Reason());
        await AddAttachment("pdf-1");
        var changed = await Update(new() { Id = draft.Id, Etag = draft.Etag, Contents = { new V1.GazetteEntry { ItemId = _first } }, AttachmentId = "pdf-1" }, "contents", "attachment_id");
        Assert.Equal((_first, "pdf-1", draft.Title, "r2"), (Assert.Single(changed.Contents).ItemId, changed.AttachmentId, changed.Title, changed.Etag));
        var replaced = await Update(new() { Id = draft.Id, Contents = { new V1.GazetteEntry { ItemId = _second } } }, "contents");
        Assert.Equal([_second], replaced.Contents.Select(e => e.ItemId));
        Assert.Equal("r3", (await Refused(StatusCode.Aborted, () => Update(new() { Id = draft.Id, Etag = "r1", Title = "新" }, "title"))).Info().Metadata["etag"]);
        Assert.Equal([("updateMask", "UNKNOWN_FIELD")], (await Refused(StatusCode.InvalidArgument, () => Update(new() { Id = draft.Id }, "issued_on"))).Fields());
        Assert.Equal([("issuedOn", "OUT_OF_RANGE")], (await Refused(StatusCode.InvalidArgument, () => Put(draft.Id, "2026-01-06"))).Fields());

        var county = new GazetteService.GazetteServiceClient(Host.As(Roles.Publisher, "county-1"));
        await Refused(StatusCode.NotFound, async () => await county.GetGazetteIssueAsync(new() { Id = draft.Id }, cancellationToken: Cancel));
        await Refused(StatusCode.NotFound, async () => await county.IssueGazetteAsync(new() { Id = draft.Id }, cancellationToken: Cancel));
        await Refused(StatusCode.PermissionDenied, async () => await county.CreateGazetteIssueAsync(new() { Issue = Issue(2), RequestId = "r" }, cancellationToken: Cancel));
        await Refused(StatusCode.PermissionDenied, async () => await county.ListGazetteIssuesAsync(new() { AgencyId = "city", State = GazetteState.Draft }, cancellationToken: Cancel));
        await Refused(StatusCode.PermissionDenied, async () => await _anyone.ListGazetteIssuesAsync(new() { AgencyId = "city", State = GazetteState.Draft }, cancellationToken: Cancel));
        Assert.Equal(draft.Id, Assert.Single((await _office.ListGazetteIssuesAsync(new() { AgencyId = "city", State = GazetteState.Draft }, cancellationToken: Cancel)).Issues).Id);
        await Put(draft.Id);
        Assert.Equal("OTHER_AGENCY", (await Refused(StatusCode.PermissionDenied, async () =>
            await county.AddCorrigendumAsync(new() { Id = draft.Id, Corrigendum = new() { On = "2026-01-05", Text = "x" } }, cancellationToken: Cancel))).Reason());
    }

    [Fact]
    public async Task A_year_of_sixteen_issues_is_listed_newest_first()
    {
        foreach (var (year, count) in new[] { (2015, 2), (2016, 16), (2017, 1) })
        {
            foreach (var number in Enumerable.Range(1, count))
                await Put((await Create(new V1.GazetteIssue(Issue(number, new V1.GazetteEntry { Title = "文件" })) { Year = year }, $"{year}-{number}")).Id);
        }

        Assert.Equal(Enumerable.Range(1, 16).Reverse().Select(n => (2016, n)), await List(new() { Year = 2016, PageSize = 5 }));
        Assert.Equal(19, (await List(new() { AgencyId = "city", PageSize = 7 })).Count);
        Assert.Equal((2017, 1), (await List(new()))[0]);
        Assert.Empty(await List(new() { AgencyId = "county-1", Year = 2016 }));
        var refused = await Refused(StatusCode.InvalidArgument, () => List(new() { Year = 1, State = (GazetteState)9, PageToken = "x" }));
        Assert.Equal([("year", "OUT_OF_RANGE"), ("state", "UNKNOWN_VALUE"), ("pageToken", "BAD_PAGE_TOKEN")], refused.Fields());
    }

    [Fact]
    public async Task A_portal_speaks_JSON()
    {
        using var office = Host.Http(Host.Issuer.Token([Roles.Publisher], "city"));
        using var anyone = Host.Http();
        var created = await Send(office, HttpMethod.Post, "gazette-issues?requestId=r1", $$"""{"agencyId":"city","year":2016,"number":1,"title":"公报","contents":[{"itemId":"{{_first}}","page":1}]}""");
        var id = created.GetProperty("id").GetString();
        await Send(office, HttpMethod.Patch, $"gazette-issues/{id}?updateMask=title,contents", $$"""{"title":"市政府公报","contents":[{"itemId":"{{_second}}"}]}""");
        await Send(office, HttpMethod.Post, $"gazette-issues/{id}:issue", """{"issuedOn":"2016-03-01"}""");
        await Send(office, HttpMethod.Post, $"gazette-issues/{id}:correct", """{"corrigendum":{"on":"2016-04-01","text":"更正"}}""");

        var read = await anyone.GetFromJsonAsync<JsonElement>($"/api/v1/catalogue/gazette-issues/{id}", Cancel);
        Assert.Equal(("市政府公报", "GAZETTE_STATE_ISSUED", "更正"), (read.GetProperty("title").GetString(), read.GetProperty("state").GetString(), read.GetProperty("corrigenda")[0].GetProperty("text").GetString()));
        foreach (var path in new[] { "gazette-issues?year=2016", $"items/{_second}/gazette-issues" })
            Assert.Equal(id, (await anyone.GetFromJsonAsync<JsonElement>("/api/v1/catalogue/" + path, Cancel)).GetProperty("issues")[0].GetProperty("id").GetString());
    }

    protected override void Map(WebApplication app)
    {
        base.Map(app);
        app.MapTopic<GazetteIssued>((_, e, cancel) => _issued.Writer.WriteAsync(e.Event, cancel).AsTask());
    }

    private static V1.GazetteIssue Issue(int number, params V1.GazetteEntry[] contents) =>
        new() { AgencyId = "city", Year = 2016, Number = number, Title = $"市人民政府公报 2016年第{number}期", Contents = { contents } };

    private async Task<V1.GazetteIssue> Create(V1.GazetteIssue issue, string requestId = "r1") =>
        await _office.CreateGazetteIssueAsync(new() { Issue = issue, RequestId = requestId }, cancellationToken: Cancel);

    private async Task<V1.GazetteIssue> Update(V1.GazetteIssue issue, params string[] mask) =>
        await _office.UpdateGazetteIssueAsync(new() { Issue = issue, UpdateMask = new FieldMask { Paths = { mask } } }, cancellationToken: Cancel);

    private async Task<V1.GazetteIssue> Put(string id, string on = "") => await _office.IssueGazetteAsync(new() { Id = id, IssuedOn = on }, cancellationToken: Cancel);

    private async Task<V1.GazetteIssue> Read(string id) => await _anyone.GetGazetteIssueAsync(new() { Id = id }, cancellationToken: Cancel);

    private async Task<V1.GazetteIssue> Correct(string id, string on, string item = "", string etag = "") =>
        await _office.AddCorrigendumAsync(new() { Id = id, Corrigendum = new() { On = on, Text = "第2页“万元”应为“元”。", Page = 2, ItemId = item }, Etag = etag }, cancellationToken: Cancel);

    private async Task<List<GazetteIssueSummary>> OfItem(string item)
    {
        var all = new List<GazetteIssueSummary>();
        var request = new ListGazetteIssuesOfItemRequest { ItemId = item, PageSize = 2 };
        do
        {
            var page = await _anyone.ListGazetteIssuesOfItemAsync(request, cancellationToken: Cancel);
            all.AddRange(page.Issues);
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);

        return all;
    }

    private async Task<List<(int Year, int Number)>> List(ListGazetteIssuesRequest request)
    {
        var all = new List<(int, int)>();
        do
        {
            var page = await _anyone.ListGazetteIssuesAsync(request, cancellationToken: Cancel);
            all.AddRange(page.Issues.Select(i => (i.Year, i.Number)));
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);

        return all;
    }

    private static async Task<JsonElement> Send(HttpClient client, HttpMethod method, string path, string json)
    {
        using var request = new HttpRequestMessage(method, "/api/v1/catalogue/" + path) { Content = new StringContent(json, Encoding.UTF8, "application/json") };
        using var response = await client.SendAsync(request, Cancel);
        var text = await response.Content.ReadAsStringAsync(Cancel);
        Assert.True(response.IsSuccessStatusCode, $"{path}: {text}");
        return JsonDocument.Parse(text).RootElement;
    }
}
