using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Sunshine.Catalogue.V1;
using Sunshine.Foundation.Identity;

namespace Sunshine.Catalogue.Tests;

/// <summary>At noon of 2026-01-05 in China.</summary>
public sealed class ResponseTests : CatalogueTest
{
    private ResponseService.ResponseServiceClient _office = null!;
    private ResponseService.ResponseServiceClient _anyone = null!;
    private int _requests;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await AddAgencies();
        _office = new(Host.As(Roles.Publisher, "city"));
        _anyone = new(Host.Invoker());
    }

    [Fact]
    public async Task A_press_conference_is_recorded_read_and_corrected()
    {
        var item = await ImportedId(Record("1"));
        var created = await Hold(BriefingKind.PressConference, "2016-06-30", leader: true, item: item);
        Assert.Equal(created, await _anyone.GetBriefingAsync(new() { Id = created.Id }, cancellationToken: Cancel));
        Assert.Equal(("机构 city", "r1"), (created.Agency.Name, created.Etag));

        var updated = await _office.UpdateBriefingAsync(new() { Briefing = new() { Id = created.Id, Subject = "环保督察整改", Etag = "r1" }, UpdateMask = Mask("subject", "item_ids") }, cancellationToken: Cancel);
        Assert.Equal(("环保督察整改", true, 0), (updated.Subject, updated.PrincipalLeader, updated.ItemIds.Count));
        var stale = await Refused(StatusCode.Aborted, async () => await _office.UpdateBriefingAsync(new() { Briefing = new() { Id = created.Id, Etag = "r1", Subject = "x" }, UpdateMask = Mask("subject") }, cancellationToken: Cancel));
        Assert.Equal("r2", stale.Info().Metadata["etag"]);
        var kept = await Refused(StatusCode.InvalidArgument, async () => await _office.UpdateBriefingAsync(new() { Briefing = new() { Id = created.Id }, UpdateMask = Mask("kind") }, cancellationToken: Cancel));
        Assert.Equal([("updateMask", "UNKNOWN_FIELD")], kept.Fields());
        Assert.Equal("NO_SUCH_BRIEFING", (await Refused(StatusCode.NotFound, async () => await _anyone.GetBriefingAsync(new() { Id = "x" }, cancellationToken: Cancel))).Reason());
    }

    [Fact]
    public async Task Everything_wrong_with_a_briefing_is_named_at_once()
    {
        var refused = await Refused(StatusCode.InvalidArgument, async () => await _office.CreateBriefingAsync(new()
        {
            Briefing = new() { AgencyId = "nobody", On = "2026-01-06", Url = "ftp://x", ItemIds = { "x", "x" } }
        }, cancellationToken: Cancel));

        Assert.Equal(
            [
                ("requestId", "REQUIRED"), ("briefing.agencyId", "NO_SUCH_AGENCY"), ("briefing.kind", "REQUIRED"), ("briefing.on", "IN_THE_FUTURE"), ("briefing.subject", "REQUIRED"),
                ("briefing.url", "MALFORMED"), ("briefing.itemIds[1]", "REPEATED"), ("briefing.itemIds[0]", "NO_SUCH_ITEM"), ("briefing.itemIds[1]", "NO_SUCH_ITEM")
            ],
            refused.Fields());
    }

    [Fact]
    public async Task Creations_are_repeated_by_request_id_and_bounded_by_agency()
    {
        var request = new CreateBriefingRequest { Briefing = new() { AgencyId = "city", Kind = BriefingKind.Interview, On = "2016-05-01", Subject = "在线访谈" }, RequestId = "same" };
        Assert.Equal(await _office.CreateBriefingAsync(request, cancellationToken: Cancel), await _office.CreateBriefingAsync(request, cancellationToken: Cancel));
        var concern = new CreateConcernRequest { Concern = NewConcern(), RequestId = "same" };
        Assert.Equal(await _office.CreateConcernAsync(concern, cancellationToken: Cancel), await _office.CreateConcernAsync(concern, cancellationToken: Cancel));
        var tally = new CreateTallyRequest { Tally = NewTally(), RequestId = "same" };
        Assert.Equal(await _office.CreateTallyAsync(tally, cancellationToken: Cancel), await _office.CreateTallyAsync(tally, cancellationToken: Cancel));

        var county = new ResponseService.ResponseServiceClient(Host.As(Roles.Publisher, "county-1"));
        foreach (var call in new Func<Task>[]
        {
            async () => await county.CreateBriefingAsync(request, cancellationToken: Cancel),
            async () => await county.CreateConcernAsync(concern, cancellationToken: Cancel),
            async () => await county.CreateTallyAsync(tally, cancellationToken: Cancel),
            async () => await county.ListPendingConcernsAsync(new() { AgencyId = "city" }, cancellationToken: Cancel)
        })
            Assert.Equal("OTHER_AGENCY", (await Refused(StatusCode.PermissionDenied, call)).Reason());
    }

    [Fact]
    public async Task A_concern_is_public_from_its_first_answer()
    {
        var concern = await Raise();
        var county = new ResponseService.ResponseServiceClient(Host.As(Roles.Publisher, "county-1"));
        foreach (var client in new[] { _anyone, county })
        {
            Assert.Equal("NO_SUCH_CONCERN", (await Refused(StatusCode.NotFound, async () => await client.GetConcernAsync(new() { Id = concern.Id }, cancellationToken: Cancel))).Reason());
            Assert.Empty((await client.ListConcernsAsync(new(), cancellationToken: Cancel)).Concerns);
        }

        await Refused(StatusCode.NotFound, async () => await county.RespondToConcernAsync(new() { Id = concern.Id }, cancellationToken: Cancel));
        Assert.Equal(concern, await _office.GetConcernAsync(new() { Id = concern.Id }, cancellationToken: Cancel));

        Host.Clock.Advance(TimeSpan.FromHours(1));
        var answered = await Respond(concern.Id, etag: concern.Etag);
        Assert.Equal(answered, await _anyone.GetConcernAsync(new() { Id = concern.Id }, cancellationToken: Cancel));
        Assert.Equal([answered], (await _anyone.ListConcernsAsync(new() { AgencyId = "city", Year = 2026 }, cancellationToken: Cancel)).Concerns);
        Assert.Empty((await _anyone.ListConcernsAsync(new() { Year = 2025 }, cancellationToken: Cancel)).Concerns);
        Assert.Equal("r2", (await Refused(StatusCode.Aborted, () => Respond(concern.Id, etag: concern.Etag))).Info().Metadata["etag"]);
    }

    [Fact]
    public async Task An_ordinary_concern_is_answered_within_48_hours()
    {
        var inTime = await Raise();
        var late = await Raise();
        var deadline = Assert.Single(inTime.Deadlines);
        Assert.Equal((ConcernDuty.Response, Host.Clock.GetUtcNow().AddHours(48), false), (deadline.Duty, deadline.DueAt.ToDateTimeOffset(), deadline.Late));
        Assert.Contains("国办发〔2016〕61号", deadline.Citation, StringComparison.Ordinal);

        Host.Clock.Advance(TimeSpan.FromHours(48));
        Assert.Empty(await Pending(overdue: true));
        Assert.False(Assert.Single((await Respond(inTime.Id)).Deadlines).Late);
        Host.Clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal([late.Id], await Pending(overdue: true));
        Assert.True(Assert.Single((await Respond(late.Id)).Deadlines).Late);
        Assert.Empty(await Pending());
    }

    [Fact]
    public async Task A_serious_concern_has_two_clocks()
    {
        var concern = await Raise(serious: true);
        Assert.Equal([(ConcernDuty.FirstStatement, 5), (ConcernDuty.PressConference, 24)],
            concern.Deadlines.Select(d => (d.Duty, (int)(d.DueAt.ToDateTimeOffset() - Host.Clock.GetUtcNow()).TotalHours)));

        Host.Clock.Advance(TimeSpan.FromHours(4));
        var stated = await Respond(concern.Id);
        Assert.Equal([(true, false), (false, false)], stated.Deadlines.Select(d => (d.MetAt is not null, d.Late)));
        Host.Clock.Advance(TimeSpan.FromHours(21));
        Assert.Equal([concern.Id], await Pending(overdue: true));
        var held = await Hold(BriefingKind.PressConference, "2026-01-06");
        var interview = await Hold(BriefingKind.Interview, "2026-01-06");
        Assert.Equal([("response.briefingId", "NO_SUCH_BRIEFING")],
            (await Refused(StatusCode.InvalidArgument, () => Respond(concern.Id, ConcernResponseForm.PressConference, briefing: interview.Id))).Fields());
        var answered = await Respond(concern.Id, ConcernResponseForm.PressConference, briefing: held.Id);
        Assert.Equal([false, true], answered.Deadlines.Select(d => d.Late));
        Assert.Empty(await Pending());
    }

    [Fact]
    public async Task A_concern_that_turns_out_to_be_serious_gets_the_other_clocks()
    {
        var concern = await Raise();
        Host.Clock.Advance(TimeSpan.FromHours(6));
        var updated = await _office.UpdateConcernAsync(new() { Concern = new() { Id = concern.Id, Serious = true, Outcome = "已整改", Etag = "r1" }, UpdateMask = Mask("serious", "outcome") }, cancellationToken: Cancel);

        Assert.Equal(("已整改", 2, true), (updated.Outcome, updated.Deadlines.Count, updated.Deadlines[0].Late));
        Assert.Equal("r2", (await Refused(StatusCode.Aborted, async () => await _office.UpdateConcernAsync(
            new() { Concern = new() { Id = concern.Id, Etag = "r1" }, UpdateMask = Mask("serious") }, cancellationToken: Cancel))).Info().Metadata["etag"]);
    }

    [Fact]
    public async Task Before_the_rule_was_made_no_clock_ran()
    {
        var concern = await Raise(raised: new(2016, 7, 1, 0, 0, 0, TimeSpan.Zero));
        var urgent = await Raise();

        Assert.Empty(concern.Deadlines);
        Assert.Empty(await Pending(overdue: true));
        Assert.Equal([urgent.Id, concern.Id], await Pending());
    }

    [Fact]
    public async Task What_is_wrong_with_a_concern_or_an_answer_is_named()
    {
        var refused = await Refused(StatusCode.InvalidArgument, async () => await _office.CreateConcernAsync(new()
        {
            Concern = new() { AgencyId = "city", RaisedAt = Host.Clock.GetUtcNow().AddSeconds(1).ToTimestamp() }, RequestId = "r"
        }, cancellationToken: Cancel));
        Assert.Equal([("concern.subject", "REQUIRED"), ("concern.source", "REQUIRED"), ("concern.raisedAt", "OUT_OF_RANGE")], refused.Fields());
        Assert.Equal([("concern.raisedAt", "OUT_OF_RANGE")], (await Refused(StatusCode.InvalidArgument, async () => await _office.CreateConcernAsync(
            new() { Concern = new(NewConcern()) { RaisedAt = new Timestamp { Seconds = 1, Nanos = -5 } }, RequestId = "r" }, cancellationToken: Cancel))).Fields());

        Assert.Equal([("concern.subject", "PERSONAL_DATA")], (await Refused(StatusCode.InvalidArgument, async () => await _office.CreateConcernAsync(
            new() { Concern = new(NewConcern()) { Subject = "13912345678 来电反映供热不足" }, RequestId = "r" }, cancellationToken: Cancel))).Fields());

        var concern = await Raise();
        refused = await Refused(StatusCode.InvalidArgument, async () => await _office.RespondToConcernAsync(new()
        {
            Id = concern.Id, Etag = "x", Response = new() { RespondedAt = concern.RaisedAt.ToDateTimeOffset().AddSeconds(-1).ToTimestamp(), Channels = { Channel.Website, Channel.Website }, BriefingId = "b", ItemId = "x" }
        }, cancellationToken: Cancel));
        Assert.Equal(
            [
                ("etag", "MALFORMED"), ("response.respondedAt", "BEFORE_CONCERN"), ("response.form", "REQUIRED"), ("response.channels[1]", "REPEATED"), ("response.text", "REQUIRED"),
                ("response.briefingId", "NOT_ALLOWED"), ("response.itemId", "NO_SUCH_ITEM"), ("response.briefingId", "NO_SUCH_BRIEFING")
            ],
            refused.Fields());
    }

    [Fact]
    public async Task A_tally_is_replaced_by_reference_and_both_stay()
    {
        var first = await Report(NewTally());
        Assert.Equal(("32663", "件", ""), (first.Value, first.Unit, first.ReplacedBy));
        Assert.Equal("TALLY_EXISTS", (await Refused(StatusCode.AlreadyExists, () => Report(new(NewTally()) { Value = "32664" }))).Reason());

        var second = await Report(new(NewTally()) { Value = "32664", Replaces = first.Id });
        Assert.Equal(new V1.Tally(first) { ReplacedBy = second.Id }, await _anyone.GetTallyAsync(new() { Id = first.Id }, cancellationToken: Cancel));
        Assert.Equal("TALLY_REPLACED", (await Refused(StatusCode.AlreadyExists, () => Report(new(NewTally()) { Replaces = first.Id }))).Reason());
        Assert.Equal([("tally.replaces", "NO_SUCH_TALLY")], (await Refused(StatusCode.InvalidArgument, () => Report(new(NewTally()) { Replaces = "x" }))).Fields());
        Assert.Equal([("tally.replaces", "OTHER_SUBJECT")], (await Refused(StatusCode.InvalidArgument, () => Report(new(NewTally()) { Measure = "满意率", Replaces = second.Id }))).Fields());
        var third = await Report(new(NewTally()) { Value = "32665", Replaces = second.Id });
        Assert.Equal([("32663", second.Id), ("32664", third.Id), ("32665", "")],
            (await Tallies(new() { Source = "民心网", PageSize = 2 })).Select(t => (t.Value, t.ReplacedBy)).Order());
    }

    [Theory]
    [InlineData("-1", "件", "MALFORMED")]
    [InlineData("1e3", "件", "MALFORMED")]
    [InlineData("0.12345", "件", "MALFORMED")]
    [InlineData("007", "件", "MALFORMED")]
    [InlineData("100.01", "%", "OUT_OF_RANGE")]
    [InlineData("", "件", "REQUIRED")]
    public async Task A_value_is_a_decimal_as_reported(string value, string unit, string reason) =>
        Assert.Equal([("tally.value", reason)], (await Refused(StatusCode.InvalidArgument, () => Report(new(NewTally()) { Value = value, Unit = unit }))).Fields());

    [Fact]
    public async Task A_tally_has_days_that_are_over()
    {
        Assert.Equal([("tally.periodTo", "BEFORE_START")], (await Refused(StatusCode.InvalidArgument, () => Report(new(NewTally()) { PeriodTo = "2015-12-31" }))).Fields());
        Assert.Equal([("tally.periodTo", "IN_THE_FUTURE")], (await Refused(StatusCode.InvalidArgument, () => Report(new(NewTally()) { PeriodTo = "2026-12-31" }))).Fields());
    }

    [Fact]
    public async Task The_year_2016_of_Anshan_is_told_as_its_report_tells_it()
    {
        foreach (var (source, measure, value, unit) in new[]
        {
            ("人民网网民留言", "答复件数", "27", "件"), ("省长信箱转办件", "答复件数", "12", "件"), ("民心网", "办理诉求", "32663", "件"), ("民心网", "满意率", "90.77", "%"),
            ("12345政府服务热线", "办理件数", "172489", "件"), ("12345政府服务热线", "满意率", "91", "%")
        })
            await Report(new(NewTally()) { Source = source, Measure = measure, Value = value, Unit = unit });
        for (var i = 0; i < 8; i++) await Hold(BriefingKind.PressConference, $"2016-{i + 2:00}-15", leader: i < 2);
        await Hold(BriefingKind.PressConference, "2017-01-01", leader: true);
        await Hold(BriefingKind.Interview, "2016-12-31", leader: true);

        Assert.Equal(["12", "172489", "27", "32663", "90.77", "91"], (await Tallies(new() { Year = 2016, AgencyId = "city", PageSize = 4 })).Select(t => t.Value).Order(StringComparer.Ordinal));
        Assert.Empty(await Tallies(new() { Year = 2017 }));
        var year = await Count(2016);
        Assert.Equal((8, 2, 1, 1, 0), (year.PressConferenceCount, year.PressConferenceLeaderCount, year.InterviewCount, year.InterviewLeaderCount, year.ConcernCount));
        Assert.Equal(10, (await Briefings(new() { PageSize = 3 })).Count);
        Assert.Equal(Enumerable.Range(2, 8).Reverse().Select(m => $"2016-{m:00}-15"), (await Briefings(new() { PageSize = 3, Year = 2016, Kind = BriefingKind.PressConference, AgencyId = "city" })).Select(b => b.On));
    }

    [Fact]
    public async Task A_concern_counts_once_and_once_for_each_way_in_the_year_of_its_first_answer()
    {
        var (first, second, third) = (await Raise(), await Raise(agency: "county-1"), await Raise(agency: "county-2"));
        await Respond(first.Id, channels: [Channel.Microblog, Channel.Wechat]);
        await Respond(first.Id, channels: [Channel.Wechat]);
        await Respond(second.Id, channels: [Channel.Website, Channel.Microblog]);
        Host.Clock.Advance(TimeSpan.FromDays(3));
        await Respond(third.Id, ConcernResponseForm.PressConference, channels: [Channel.Other]);

        var year = await Count(2026);
        Assert.Equal((3, 2, 1, 1), (year.ConcernCount, year.MicroblogOrWechatCount, year.OtherCount, year.LateCount));
        Assert.Equal([(Channel.Gazette, 0), (Channel.Website, 1), (Channel.Microblog, 2), (Channel.Wechat, 1), (Channel.Other, 1)], year.ConcernsByChannel.Select(c => (c.Channel, c.Count)));
        Assert.Equal((1, 1), (await Count(2026, "county-1") is var county ? (county.ConcernCount, county.OtherCount) : default));
        Assert.Equal(0, (await Count(2025)).ConcernCount);
        var refused = await Refused(StatusCode.InvalidArgument, () => Count(0, "nobody"));
        Assert.Equal([("year", "OUT_OF_RANGE"), ("agencyId", "NO_SUCH_AGENCY")], refused.Fields());
    }

    [Fact]
    public async Task A_portal_speaks_JSON()
    {
        using var office = Host.Http(Host.Issuer.Token([Roles.Publisher], "city"));
        using var anyone = Host.Http();
        var briefing = await Post(office, "briefings?requestId=1", """{"agencyId":"city","kind":"BRIEFING_KIND_PRESS_CONFERENCE","on":"2016-06-30","subject":"供热","principalLeader":true}""");
        var concern = await Post(office, "concerns?requestId=1", """{"agencyId":"city","subject":"供热不足","source":"12345政府服务热线","raisedAt":"2026-01-05T03:00:00Z"}""");
        var answered = await Post(office, $"concerns/{concern.GetProperty("id").GetString()}:respond",
            $$"""{"response":{"respondedAt":"2026-01-05T11:30:00+08:00","form":"CONCERN_RESPONSE_FORM_PRESS_CONFERENCE","channels":["CHANNEL_WEBSITE"],"text":"已恢复","briefingId":"{{briefing.GetProperty("id").GetString()}}" } }""");
        var tally = await Post(office, "tallies?requestId=1", """{"agencyId":"city","source":"12345政府服务热线","measure":"满意率","periodFrom":"2016-01-01","periodTo":"2016-12-31","value":"91","unit":"%","scope":"全市","documentNumber":"统计月报"}""");

        Assert.Equal("2026-01-07T03:00:00Z", answered.GetProperty("deadlines")[0].GetProperty("dueAt").GetString());
        foreach (var path in new[] { "briefings/" + briefing.GetProperty("id").GetString(), "concerns/" + concern.GetProperty("id").GetString(), "tallies/" + tally.GetProperty("id").GetString(), "briefings?year=2016", "concerns", "tallies" })
            Assert.NotEqual(default, await anyone.GetFromJsonAsync<JsonElement>("/api/v1/catalogue/" + path, Cancel));
        Assert.Equal("1", (await anyone.GetFromJsonAsync<JsonElement>("/api/v1/catalogue/response-statistics?year=2016", Cancel)).GetProperty("pressConferenceLeaderCount").GetString());
        Assert.Equal(0, (await office.GetFromJsonAsync<JsonElement>("/api/v1/catalogue/pending-concerns?agencyId=city&overdueOnly=true", Cancel)).GetProperty("concerns").GetArrayLength());
    }

    private static FieldMask Mask(params string[] paths) => new() { Paths = { paths } };

    private static V1.Tally NewTally() => new()
    {
        AgencyId = "city", Source = "民心网", Measure = "办理诉求", PeriodFrom = "2016-01-01", PeriodTo = "2016-12-31", Value = "32663", Unit = "件", Scope = "全市",
        DocumentNumber = "辽政办明电〔2017〕2号"
    };

    private V1.Concern NewConcern() => new() { AgencyId = "city", Subject = "供热温度不足", Source = "人民网网民留言", RaisedAt = Host.Clock.GetUtcNow().ToTimestamp() };

    private async Task<V1.Briefing> Hold(BriefingKind kind, string on, bool leader = false, string item = "") => await _office.CreateBriefingAsync(new()
    {
        Briefing = new() { AgencyId = "city", Kind = kind, On = on, Subject = "供热保障", PrincipalLeader = leader, Url = "https://example.gov.cn/1", ItemIds = { item.Length > 0 ? [item] : Array.Empty<string>() } },
        RequestId = $"b{_requests++}"
    }, cancellationToken: Cancel);

    private async Task<V1.Concern> Raise(bool serious = false, string agency = "city", DateTimeOffset? raised = null)
    {
        var concern = new V1.Concern(NewConcern()) { Serious = serious, AgencyId = agency };
        if (raised is { } at) concern.RaisedAt = at.ToTimestamp();
        return await _office.CreateConcernAsync(new() { Concern = concern, RequestId = $"c{_requests++}" }, cancellationToken: Cancel);
    }

    private async Task<V1.Concern> Respond(
        string id, ConcernResponseForm form = ConcernResponseForm.Statement, string briefing = "", string etag = "", IReadOnlyList<Channel>? channels = null) =>
        await _office.RespondToConcernAsync(new()
        {
            Id = id, Etag = etag,
            Response = new() { RespondedAt = Host.Clock.GetUtcNow().ToTimestamp(), Form = form, Channels = { channels ?? [Channel.Website] }, Text = "已安排检修。", BriefingId = briefing }
        }, cancellationToken: Cancel);

    private async Task<V1.Tally> Report(V1.Tally tally) => await _office.CreateTallyAsync(new() { Tally = tally, RequestId = $"t{_requests++}" }, cancellationToken: Cancel);

    private async Task<ResponseStatistics> Count(int year, string agency = "") => await _anyone.GetResponseStatisticsAsync(new() { Year = year, AgencyId = agency }, cancellationToken: Cancel);

    private async Task<List<string>> Pending(bool overdue = false)
    {
        var all = new List<string>();
        var request = new ListPendingConcernsRequest { AgencyId = "city", OverdueOnly = overdue, PageSize = 1 };
        do
        {
            var page = await _office.ListPendingConcernsAsync(request, cancellationToken: Cancel);
            all.AddRange(page.Concerns.Select(c => c.Id));
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);

        return all;
    }

    private async Task<List<V1.Tally>> Tallies(ListTalliesRequest request)
    {
        var all = new List<V1.Tally>();
        do
        {
            var page = await _anyone.ListTalliesAsync(request, cancellationToken: Cancel);
            all.AddRange(page.Tallies);
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);

        return all;
    }

    private async Task<List<V1.Briefing>> Briefings(ListBriefingsRequest request)
    {
        var all = new List<V1.Briefing>();
        do
        {
            var page = await _anyone.ListBriefingsAsync(request, cancellationToken: Cancel);
            all.AddRange(page.Briefings);
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);

        return all;
    }

    private static async Task<JsonElement> Post(HttpClient client, string path, string json)
    {
        using var content = new StringContent(json, Encoding.UTF8, "application/json");
        using var response = await client.PostAsync("/api/v1/catalogue/" + path, content, Cancel);
        var text = await response.Content.ReadAsStringAsync(Cancel);
        Assert.True(response.IsSuccessStatusCode, $"{path}: {text}");
        return JsonDocument.Parse(text).RootElement;
    }
}
