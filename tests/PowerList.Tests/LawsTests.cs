using System.Text.Json;
using Grpc.Core;
using Sunshine.Foundation.Identity;
using Sunshine.Powers.V1;
using Sunshine.Testing.Hosts;

namespace Sunshine.Powers.Tests;

public sealed class LawsTests : LawTest
{
    [Fact]
    public async Task A_law_is_put_into_the_register_once_and_read_by_anybody()
    {
        var request = new CreateLawRequest { RequestId = "1", Content = Content("《中华人民共和国行政许可法》") };
        request.Content.InsertedArticles.Add("第九条之二");
        var law = await Keeper.CreateLawAsync(request, cancellationToken: Cancel);

        Assert.Equal(("中华人民共和国行政许可法", LawValidity.InForce, "r1"), (law.Content.Title, law.Validity, law.Etag));
        Assert.Equal(["9-2", "12-1"], law.Content.InsertedArticles);
        Assert.Equal(law, await Keeper.CreateLawAsync(request, cancellationToken: Cancel));
        Assert.Equal(law, await Anyone.GetLawAsync(new() { Id = law.Id }, cancellationToken: Cancel));
        Assert.Equal([LawChange.Created], await Told());
    }

    [Fact]
    public async Task The_same_title_and_number_are_there_once_however_they_are_written()
    {
        var law = await Added("辽宁省行政许可规定（试行）", "省政府令〔2010〕第3号");
        var refused = await Refused(StatusCode.AlreadyExists, async () => await Added("《辽宁省行政许可规定(试行)》", "省政府令 [2010]第3号"));
        Assert.Equal(("LAW_EXISTS", law.Id), (ReasonOf(refused), refused.GetRpcStatus()!.GetDetail<Google.Rpc.ErrorInfo>()!.Metadata["law_id"]));
        await Added("辽宁省行政许可规定（试行）", "省政府令〔2016〕第9号");
        await Added("辽宁省行政许可规定（试行）", "");
        var undated = await Added("辽宁省行政许可规定（试行）", "", c => (c.IssuedOn, c.EffectiveOn) = ("", ""));
        Assert.Equal("LAW_EXISTS", await ReasonOf(StatusCode.AlreadyExists, async () => await Keeper.UpdateLawAsync(new()
        {
            Law = new() { Id = undated.Id, Content = new() { DocumentNumber = "省政府令〔2010〕第3号" } }, UpdateMask = new() { Paths = { "content.document_number" } }
        }, cancellationToken: Cancel)));
    }

    [Fact]
    public async Task Everything_that_is_wrong_with_a_law_is_named_at_once()
    {
        Assert.Equal(["requestId REQUIRED", "content REQUIRED"], await Wrong(async () => await Keeper.CreateLawAsync(new(), cancellationToken: Cancel)));
        var content = new V1.LawContent
        {
            Title = "《》", DocumentNumber = new string('x', 101), Kind = (LawKind)77, IssuedOn = "2016-02-30", LastArticle = 10_000, InsertedArticles = { "12", "第三章", "12-1", "第十二条之一" }, ItemId = new string('x', 65)
        };
        Assert.Equal(
            [
                "content.title REQUIRED", "content.documentNumber TOO_LONG", "content.kind UNKNOWN_VALUE", "content.issuedOn NOT_A_DAY", "content.lastArticle OUT_OF_RANGE",
                "content.insertedArticles[0] MALFORMED", "content.insertedArticles[1] MALFORMED", "content.insertedArticles[3] TWICE", "content.itemId TOO_LONG"
            ],
            await Wrong(async () => await Keeper.CreateLawAsync(new() { RequestId = "1", Content = content }, cancellationToken: Cancel)));
        Assert.Equal(["content.title MALFORMED", "content.effectiveOn BEFORE_ISSUE", "content.insertedArticles WITHOUT_LAST_ARTICLE"],
            await Wrong(async () => await Added("——", but: c => (c.EffectiveOn, c.LastArticle) = ("0001-01-01", 0))));
        Assert.Equal(["content.insertedArticles[0] NO_SUCH_ARTICLE"], await Wrong(async () => await Added(but: c => c.LastArticle = 11)));
    }

    [Fact]
    public async Task A_law_is_changed_by_what_the_mask_names()
    {
        var law = await Added();
        UpdateLawRequest Change(string path, string etag = "") => new()
        {
            Law = new() { Id = law.Id, Etag = etag, Content = new() { Title = "新标题", LastArticle = 20 } }, UpdateMask = new() { Paths = { path } }
        };
        Assert.Equal(["updateMask UNKNOWN_FIELD"], await Wrong(async () => await Keeper.UpdateLawAsync(Change("id"), cancellationToken: Cancel)));
        Assert.Equal(["law.content.kind REQUIRED", "law.content.insertedArticles WITHOUT_LAST_ARTICLE"], await Wrong(async () => await Keeper.UpdateLawAsync(new()
        {
            Law = new() { Id = law.Id, Content = new() }, UpdateMask = new() { Paths = { "content.kind", "content.last_article" } }
        }, cancellationToken: Cancel)));
        var changed = await Keeper.UpdateLawAsync(Change("content.last_article", law.Etag), cancellationToken: Cancel);
        Assert.Equal(("中华人民共和国行政许可法", 20, "r2"), (changed.Content.Title, changed.Content.LastArticle, changed.Etag));
        Assert.Equal(changed, await Keeper.UpdateLawAsync(Change("content.last_article"), cancellationToken: Cancel));
        await Refused(StatusCode.Aborted, async () => await Keeper.UpdateLawAsync(Change("content.title", law.Etag), cancellationToken: Cancel));
        Assert.Equal("NO_SUCH_LAW", await ReasonOf(StatusCode.NotFound, async () => await Keeper.UpdateLawAsync(new() { Law = new() { Id = "none" } }, cancellationToken: Cancel)));
        Assert.Equal(["law.id REQUIRED"], await Wrong(async () => await Keeper.UpdateLawAsync(new(), cancellationToken: Cancel)));
        Assert.Equal([LawChange.Created, LawChange.Updated], await Told());
    }

    [Fact]
    public async Task Whether_a_law_is_in_force_follows_from_the_day()
    {
        var next = await Added("中华人民共和国行政许可法（修订）", "主席令第八号");
        var law = await Added();
        await Recorded(law.Id, LawActKind.Amended, "2012-01-01");
        await Recorded(law.Id, LawActKind.Expired, "2014-01-01", "", "12");
        await Recorded(law.Id, LawActKind.Repealed, "9999-12-31", next.Id);
        var ended = await Recorded(law.Id, LawActKind.Expired, "2016-05-01");

        async Task<LawValidity> On(string day) => (await Anyone.GetLawAsync(new() { Id = law.Id, AsOf = day }, cancellationToken: Cancel)).Validity;
        Assert.Equal(
            [LawValidity.Pending, LawValidity.Pending, LawValidity.InForce, LawValidity.InForce, LawValidity.Expired, LawValidity.Expired],
            [await On("0001-01-01"), await On("2004-06-30"), await On("2004-07-01"), await On("2016-04-30"), await On("2016-05-01"), await On("9999-12-31")]);
        await Keeper.TakeBackLawActAsync(new() { LawId = law.Id, ActId = ended.Acts[^1].Id, Reason = "录错了" }, cancellationToken: Cancel);
        Assert.Equal([LawValidity.InForce, LawValidity.Repealed], [await On("2016-05-01"), await On("9999-12-31")]);
        Assert.Equal(["asOf NOT_A_DAY"], await Wrong(async () => await Anyone.GetLawAsync(new() { Id = law.Id, AsOf = "2016-13-01" }, cancellationToken: Cancel)));
    }

    [Fact]
    public async Task An_act_is_recorded_once_and_taken_back_with_a_reason()
    {
        var law = await Added();
        var request = new RecordLawActRequest
        {
            Id = law.Id, RequestId = "act", Etag = law.Etag, Act = new() { Kind = LawActKind.Repealed, On = "2016-01-01", Articles = { "第12条第1款", "12-1" }, Note = "国发〔2016〕1号" }
        };
        var recorded = await Keeper.RecordLawActAsync(request, cancellationToken: Cancel);
        var act = Assert.Single(recorded.Acts);
        Assert.Equal(["第十二条第一款", "第十二条之一"], act.Content.Articles);
        Assert.Equal(recorded, await Keeper.RecordLawActAsync(request, cancellationToken: Cancel));

        Assert.Equal(["reason REQUIRED"], await Wrong(async () => await Keeper.TakeBackLawActAsync(new() { LawId = law.Id, ActId = act.Id }, cancellationToken: Cancel)));
        Assert.Equal("NO_SUCH_ACT", await ReasonOf(StatusCode.NotFound, async () => await Keeper.TakeBackLawActAsync(new() { LawId = law.Id, ActId = "x", Reason = "x" }, cancellationToken: Cancel)));
        var taken = await Keeper.TakeBackLawActAsync(new() { LawId = law.Id, ActId = act.Id, Etag = recorded.Etag, Reason = "录错了" }, cancellationToken: Cancel);
        Assert.Equal(("录错了", true), (taken.Acts[0].TakenBackReason, taken.Acts[0].TakenBackAt is not null));
        Assert.Equal(taken, await Keeper.TakeBackLawActAsync(new() { LawId = law.Id, ActId = act.Id, Reason = "又一次" }, cancellationToken: Cancel));
        // The request was carried out before; that it was taken back is not undone by sending it again.
        Assert.Equal(taken, await Keeper.RecordLawActAsync(request, cancellationToken: Cancel));
        Assert.Equal([LawChange.Created, LawChange.ActRecorded, LawChange.ActTakenBack], await Told());
    }

    [Fact]
    public async Task A_wrong_act_is_refused_by_its_fields()
    {
        var law = await Added();
        Assert.Equal(["requestId REQUIRED", "act REQUIRED"], await Wrong(async () => await Keeper.RecordLawActAsync(new() { Id = law.Id }, cancellationToken: Cancel)));
        Assert.Equal(["act.kind REQUIRED", "act.on REQUIRED"], await Wrong(async () => await Keeper.RecordLawActAsync(new() { Id = law.Id, RequestId = "1", Act = new() }, cancellationToken: Cancel)));
        var act = new LawActContent { Kind = LawActKind.Withdrawn, On = "2003-08-26", SuccessorLawId = law.Id, Articles = { "84", "第三章", "12", "第十二条", "12-2" } };
        Assert.Equal(
            ["act.kind NOT_BY_CALLER", "act.on BEFORE_ISSUE", "act.articles[0] NO_SUCH_ARTICLE", "act.articles[1] MALFORMED", "act.articles[3] TWICE", "act.articles[4] NO_SUCH_ARTICLE", "act.successorLawId SAME_LAW"],
            await Wrong(async () => await Keeper.RecordLawActAsync(new() { Id = law.Id, RequestId = "1", Act = act }, cancellationToken: Cancel)));
        Assert.Equal(["act.successorLawId NO_SUCH_LAW"], await Wrong(async () => await Recorded(law.Id, LawActKind.Repealed, "2016-01-01", "none")));
        await Recorded(law.Id, LawActKind.Repealed, "2016-01-01");
        Assert.Equal("LAW_ENDED", await ReasonOf(StatusCode.FailedPrecondition, async () => await Recorded(law.Id, LawActKind.Amended, "2016-01-02")));
        await Recorded(law.Id, LawActKind.Amended, "2015-12-31");
    }

    [Fact]
    public async Task Laws_are_found_by_title_and_number_and_by_whether_they_are_in_force_on_a_day()
    {
        await Added("辽宁省实施〈中华人民共和国行政许可法〉办法", "辽人常〔2005〕3号", c => c.Kind = LawKind.LocalRegulation);
        var law = await Added();
        var penalties = await Added("中华人民共和国行政处罚法", "主席令第六十三号");
        await Recorded(penalties.Id, LawActKind.Repealed, "2016-01-01");

        async Task<IEnumerable<string>> Titles(ListLawsRequest request) => (await Anyone.ListLawsAsync(request, cancellationToken: Cancel)).Laws.Select(l => l.Content.Title);
        Assert.Equal([law.Content.Title, "辽宁省实施〈中华人民共和国行政许可法〉办法"], await Titles(new() { Query = "《行政许可法》" }));
        Assert.Equal([penalties.Content.Title], await Titles(new() { Query = "主席令 第六十三号" }));
        Assert.Equal(["辽宁省实施〈中华人民共和国行政许可法〉办法"], await Titles(new() { Query = "辽人常(2005)3号 办法" }));
        Assert.Equal([penalties.Content.Title], await Titles(new() { Validity = LawValidity.Repealed }));
        Assert.Empty(await Titles(new() { Validity = LawValidity.Repealed, AsOf = "2015-12-31" }));
        Assert.Equal(["辽宁省实施〈中华人民共和国行政许可法〉办法"], await Titles(new() { Kind = LawKind.LocalRegulation }));
        Assert.Equal(["kind UNKNOWN_VALUE", "validity UNKNOWN_VALUE", "asOf NOT_A_DAY", "pageSize OUT_OF_RANGE"],
            await Wrong(async () => await Anyone.ListLawsAsync(new() { Kind = (LawKind)77, Validity = (LawValidity)77, AsOf = "x", PageSize = -1 }, cancellationToken: Cancel)));
    }

    [Fact]
    public async Task Pages_follow_each_other_also_when_laws_come_in_between()
    {
        for (var i = 0; i < 5; i++) await Added($"规定之{i}", $"第{i}号");
        var request = new ListLawsRequest { Query = "规定", PageSize = 2 };
        var first = await Anyone.ListLawsAsync(request, cancellationToken: Cancel);
        await Added("规定之00", "第00号");
        request.PageToken = first.NextPageToken;
        var second = await Anyone.ListLawsAsync(request, cancellationToken: Cancel);
        Assert.Equal((5, 6), (first.TotalSize, second.TotalSize));
        Assert.Equal(["规定之2", "规定之3"], second.Laws.Select(l => l.Content.Title));
        request.PageToken = second.NextPageToken;
        var third = await Anyone.ListLawsAsync(request, cancellationToken: Cancel);
        Assert.Equal(("规定之4", ""), (Assert.Single(third.Laws).Content.Title, third.NextPageToken));
        request.Query = "第";
        Assert.Equal(["pageToken BAD_PAGE_TOKEN"], await Wrong(async () => await Anyone.ListLawsAsync(request, cancellationToken: Cancel)));
    }

    [Fact]
    public async Task Another_register_is_imported_once_and_each_wrong_record_is_answered()
    {
        var here = await Added("已有的规定", "第一号");
        var request = new BatchImportLawsRequest();
        request.Records.Add(
        [
            new LawRecord { SourceId = "1", Content = Content(), Acts = { new LawActContent { Kind = LawActKind.Amended, On = "2019-04-23", Articles = { "5" } } } },
            new LawRecord { SourceId = "2", Content = new V1.LawContent { Title = "x", IssuedOn = "2016-02-30" } },
            new LawRecord { SourceId = "1", Content = Content("另一个标题") },
            new LawRecord { SourceId = "3", Content = Content("《已有的规定》", "第一号") },
            new LawRecord { Content = Content("没有来源号的规定", "第二号") },
            new LawRecord { Content = Content("《没有来源号的规定》", "第二号") },
            new LawRecord { SourceId = "4", Content = Content("引用错的规定", "第三号"), Acts = { new LawActContent { Kind = LawActKind.Repealed, On = "2016-01-01", Articles = { "84" }, SuccessorLawId = here.Id } } },
            new LawRecord { SourceId = "5", Content = Content("没有来源号的规定", "第二号") }
        ]);
        var first = await Machine.BatchImportLawsAsync(request, cancellationToken: Cancel);
        Assert.Equal([true, false, false, false, true, false, false, false], first.Results.Select(r => r.Created));
        Assert.Equal(["records[1].content.kind", "records[1].content.issuedOn"], first.Results[1].Errors.Select(e => e.Split(':')[0]));
        Assert.Equal(["records[6].acts[0].articles[0]", "records[6].acts[0].successorLawId"], first.Results[6].Errors.Select(e => e.Split(':')[0]));
        var ids = first.Results.Select(r => r.LawId).ToList();
        Assert.Equal((ids[0], here.Id, ids[4], ids[4], "", ""), (ids[2], ids[3], ids[5], ids[7], ids[1], ids[6]));

        var second = await Machine.BatchImportLawsAsync(request, cancellationToken: Cancel);
        Assert.DoesNotContain(true, second.Results.Select(r => r.Created));
        Assert.Equal(ids, second.Results.Select(r => r.LawId));
        var list = await Anyone.ListLawsAsync(new(), cancellationToken: Cancel);
        Assert.Equal(3, list.TotalSize);
        Assert.Equal(["第五条"], Assert.Single(list.Laws.Single(l => l.Id == ids[0]).Acts).Content.Articles);
        Assert.Equal(["records TOO_FEW"], await Wrong(async () => await Machine.BatchImportLawsAsync(new(), cancellationToken: Cancel)));
    }

    [Fact]
    public async Task A_thousand_laws_are_imported_by_one_call()
    {
        var request = new BatchImportLawsRequest();
        request.Records.Add(Enumerable.Range(1, 1_000).Select(i => new LawRecord { SourceId = $"{i}", Content = Content($"规定之{i}", $"第{i}号") }));
        Assert.All((await Machine.BatchImportLawsAsync(request, cancellationToken: Cancel)).Results, r => Assert.True(r.Created));
        Assert.Equal(1_000, (await Anyone.ListLawsAsync(new(), cancellationToken: Cancel)).TotalSize);
        request.Records.Add(request.Records[0]);
        Assert.Equal(["records TOO_MANY"], await Wrong(async () => await Machine.BatchImportLawsAsync(request, cancellationToken: Cancel)));
    }

    [Fact]
    public async Task Laws_of_another_replica_are_seen_within_seconds()
    {
        var other = OtherBook();
        Assert.Empty((await other.Read(Cancel)).Search(new(), new(2026, 1, 5)));
        var law = await Added();
        Assert.Equal(law.Id, Assert.Single((await Anyone.ListLawsAsync(new(), cancellationToken: Cancel)).Laws).Id);
        Assert.Null((await other.Read(Cancel)).Find(law.Id));
        Host.Clock.Advance(TimeSpan.FromSeconds(6));
        Assert.Equal(1, (await other.Read(Cancel)).Find(law.Id)!.Revision);
        await Recorded(law.Id, LawActKind.Amended, "2016-01-01");
        Assert.Equal(2, (await other.ReadNow(Cancel)).Find(law.Id)!.Revision);
        // What it knows already is not undone by an older reading.
        other.Written([new Foundation.Storage.Stored<Law>((await other.Read(Cancel)).Find(law.Id)!.Value with { Acts = [] }, 1)]);
        Assert.Single((await other.Read(Cancel)).Find(law.Id)!.Value.Acts);
    }

    [Fact]
    public async Task Laws_are_there_after_a_restart()
    {
        using var storage = new TemporaryFolder();
        var settings = new Dictionary<string, string?> { ["Storage:Path"] = Path.Combine(storage.Path, "data") };
        V1.Law law;
        await using (var before = await StartHost(settings))
        {
            var keeper = new LawService.LawServiceClient(As(before, "keeper-1", Roles.Supervisor));
            law = await keeper.CreateLawAsync(new() { RequestId = "1", Content = Content() }, cancellationToken: Cancel);
            law = await keeper.RecordLawActAsync(new() { Id = law.Id, RequestId = "1", Act = new() { Kind = LawActKind.Repealed, On = "2016-01-01", Articles = { "12-1" } } }, cancellationToken: Cancel);
        }

        await using var after = await StartHost(settings);
        Assert.Equal(law, Assert.Single((await new LawService.LawServiceClient(after.Invoker()).ListLawsAsync(new(), cancellationToken: Cancel)).Laws));
    }

    [Fact]
    public async Task Only_those_who_keep_the_register_write_it()
    {
        foreach (var role in new[] { Roles.Editor, Roles.Reviewer, Roles.Publisher, Roles.RequestOfficer, Roles.Auditor })
        {
            var other = new LawService.LawServiceClient(As("x", role));
            await Refused(StatusCode.PermissionDenied, async () => await other.CreateLawAsync(new(), cancellationToken: Cancel));
            await Refused(StatusCode.PermissionDenied, async () => await other.UpdateLawAsync(new(), cancellationToken: Cancel));
            await Refused(StatusCode.PermissionDenied, async () => await other.RecordLawActAsync(new(), cancellationToken: Cancel));
            await Refused(StatusCode.PermissionDenied, async () => await other.TakeBackLawActAsync(new(), cancellationToken: Cancel));
            await Refused(StatusCode.PermissionDenied, async () => await other.BatchImportLawsAsync(new(), cancellationToken: Cancel));
        }

        await Refused(StatusCode.Unauthenticated, async () => await Anyone.CreateLawAsync(new(), cancellationToken: Cancel));
        await Refused(StatusCode.Unauthenticated, async () => await Anyone.ListConfirmationsAsync(new(), cancellationToken: Cancel));
    }

    [Fact]
    public async Task A_portal_reads_and_writes_laws_as_json()
    {
        using var http = Host.Http(Host.Issuer.Token([Roles.Supervisor], "city", "keeper-1", lifetime: TimeSpan.FromDays(10_000)));
        using var created = await http.PostAsync("/api/v1/powers/laws", Json("""{"requestId":"1","content":{"title":"《行政许可法》","kind":"LAW_KIND_STATUTE","lastArticle":83}}"""), Cancel);
        Assert.True(created.IsSuccessStatusCode, await created.Content.ReadAsStringAsync(Cancel));
        var id = JsonDocument.Parse(await created.Content.ReadAsStringAsync(Cancel)).RootElement.GetProperty("id").GetString();
        using var changed = await http.PatchAsync($"/api/v1/powers/laws/{id}?updateMask=content.issuer", Json("""{"content":{"issuer":"全国人民代表大会"}}"""), Cancel);
        Assert.True(changed.IsSuccessStatusCode, await changed.Content.ReadAsStringAsync(Cancel));
        using var acted = await http.PostAsync($"/api/v1/powers/laws/{id}:recordAct", Json("""{"requestId":"1","act":{"kind":"LAW_ACT_KIND_REPEALED","on":"2016-01-01"}}"""), Cancel);
        var act = JsonDocument.Parse(await acted.Content.ReadAsStringAsync(Cancel)).RootElement.GetProperty("acts")[0].GetProperty("id").GetString();
        using var list = await Host.Http().GetAsync("/api/v1/powers/laws?validity=LAW_VALIDITY_REPEALED&query=许可法", Cancel);
        var root = JsonDocument.Parse(await list.Content.ReadAsStringAsync(Cancel)).RootElement;
        Assert.Equal(("1", "全国人民代表大会"), (root.GetProperty("totalSize").GetString(), root.GetProperty("laws")[0].GetProperty("content").GetProperty("issuer").GetString()));
        using var taken = await http.PostAsync($"/api/v1/powers/laws/{id}/acts/{act}:takeBack", Json("""{"reason":"录错了"}"""), Cancel);
        Assert.True(taken.IsSuccessStatusCode, await taken.Content.ReadAsStringAsync(Cancel));

        static StringContent Json(string text) => new(text, System.Text.Encoding.UTF8, "application/json");
    }
}
