using Google.Protobuf.WellKnownTypes;
using Microsoft.Extensions.DependencyInjection;
using Sunshine.Catalogue.V1;
using Sunshine.Foundation.Identity;
using Sunshine.Foundation.Storage;
using Sunshine.Testing.Hosts;
using Kind = Sunshine.Ledger.V1.ActKind;

namespace Sunshine.Catalogue.Tests;

/// <summary>What the catalogue tells the ledger, and that it adds up to the catalogue's own figures.</summary>
public sealed class ActsTests : EditingTest
{
    private ResponseService.ResponseServiceClient Office => new(Host.As(Roles.Publisher, "city"));

    [Fact]
    public async Task An_items_life_is_told_and_counts_by_the_days_that_the_statistics_count_it_on()
    {
        var content = NewContent();
        (content.KeyArea, content.Stage, content.Genre) = (CodeTables.KeyAreas.Codes[0].Value, Stage.Decision, "22");
        content.References.Add(new V1.Reference { Relation = Relation.Interprets, Title = "供热条例" });
        var item = await Published(content);
        await Amend(item.Id, "正文");
        await Publisher.PlaceItemAsync(new() { Id = item.Id, Placements = { new V1.Placement { Channel = Channel.Wechat, On = "2026-01-05" } } }, cancellationToken: Cancel);
        await Publisher.EndValidityAsync(new() { Id = item.Id, Validity = V1.Validity.Repealed, On = "2026-02-01", Reason = "已废止" }, cancellationToken: Cancel);
        await Publisher.WithdrawItemAsync(new() { Id = item.Id, Reason = "误" }, cancellationToken: Cancel);
        var withdrawn = await Told();
        await Publisher.RestoreItemAsync(new() { Id = item.Id, Reason = "核实无误" }, cancellationToken: Cancel);

        var told = await Told();

        var acts = told.Acts.Where(a => a.Resource == "items/" + item.Id).ToList();
        Assert.Equal([Kind.Published, Kind.Amended, Kind.Placed, Kind.Repealed, Kind.Withdrawn, Kind.Restored], acts.Select(a => a.Kind));
        Assert.Equal([1, 2, 3, 4, 5, 6], acts.Select(a => a.Revision));
        Assert.All(acts, a => Assert.Equal(("city", 64), (a.AgencyId, a.Digest.Length)));
        Assert.Equal(["index-number=" + item.IndexNumber, "edition=2"], acts[1].Notes);
        Assert.Equal(["2026-01 agency=city 1"], told.Lines("catalogue.items"));
        Assert.Equal([$"2026-01 agency=city area={content.KeyArea} 1"], told.Lines("catalogue.items-by-area"));
        Assert.Equal(["2026-01 agency=city stage=DECISION 1"], told.Lines("catalogue.items-by-stage"));
        Assert.Equal(["2026-01 agency=city genre=22 1"], told.Lines("catalogue.items-by-genre"));
        Assert.Equal(["2026-01 agency=city genre=22 1"], told.Lines("catalogue.items-made"));
        Assert.Equal(["2026-01 agency=city 1"], told.Lines("catalogue.interpretations"));
        Assert.Equal(["2026-02 agency=city genre=22 validity=REPEALED 1"], told.Lines("catalogue.repealed"));
        Assert.Equal(["2026-01 agency=city channel=WEBSITE 1", "2026-01 agency=city channel=WECHAT 1"], told.Lines("catalogue.placements").Order(StringComparer.Ordinal));
        Assert.Empty(told.Lines("catalogue.withdrawn"));

        Assert.Equal(["2026-01 agency=city 1"], withdrawn.Lines("catalogue.withdrawn"));
        Assert.All(new[] { "catalogue.items", "catalogue.items-by-genre", "catalogue.items-made", "catalogue.interpretations", "catalogue.repealed" }, what => Assert.Empty(withdrawn.Lines(what)));
    }

    [Fact]
    public async Task An_item_is_made_on_the_day_it_was_formed_and_one_stored_before_that_was_counted_takes_nothing_away()
    {
        ImportRecord[] records =
        [
            new() { SourceId = "told", AgencyId = "city", Title = "办法一", Genre = "22", FormedOn = "2015-12-30", Placements = { new V1.Placement { Channel = Channel.Website, On = "2016-01-05" } } },
            new() { SourceId = "untold", AgencyId = "city", Title = "办法二", Genre = "22", Placements = { new V1.Placement { Channel = Channel.Website, On = "2016-02-05" } } },
            new() { SourceId = "old", AgencyId = "city", Title = "办法三", Genre = "22", FormedOn = "2016-03-01", Placements = { new V1.Placement { Channel = Channel.Website, On = "2016-03-05" } } }
        ];
        await Import(records[..2]);
        Assert.Equal(["2015-12 agency=city genre=22 1", "2016-02 agency=city genre=22 1"], (await Told()).Lines("catalogue.items-made"));

        // As it was stored by a process that did not count so, without a change that is told.
        await Import(records[2..]);
        var before = await Told();
        var items = Host.Services.GetRequiredKeyedService<IStore>(CatalogueModule.Name).Open(ItemCollection.Declared);
        var stored = await items.All(Cancel).FirstAsync(i => i.Value.SourceId == "old", Cancel);
        await items.Write([new Write<Item>(stored.Value.Id, stored.Value with { MadeCounted = false }, stored.Revision, [])], Cancel);
        await Publisher.WithdrawItemAsync(new() { Id = stored.Value.Id, Reason = "误" }, cancellationToken: Cancel);
        Assert.Equal(before.Lines("catalogue.items-made"), (await Told()).Lines("catalogue.items-made"));
        await Publisher.RestoreItemAsync(new() { Id = stored.Value.Id, Reason = "核实无误" }, cancellationToken: Cancel);
        Assert.Equal(before.Sum("catalogue.items-made", "2016-03") + 1, (await Told()).Sum("catalogue.items-made", "2016-03"));
    }

    [Fact]
    public async Task What_was_imported_adds_up_to_the_years_figures()
    {
        var records = Enumerable.Range(1, 40).Select(i => new ImportRecord
        {
            SourceId = $"{i}", AgencyId = i % 3 == 0 ? "county-1" : "city", Title = $"通知{i}", ExpiresOn = i % 5 == 0 ? "2016-12-31" : "",
            Placements =
            {
                new V1.Placement { Channel = Channel.Website, On = $"2016-{i % 12 + 1:00}-01", Column = i % 2 == 0 ? "政务公开" : "" },
                new V1.Placement { Channel = (Channel)(i % 5 + 1), On = $"201{6 + i % 2}-12-{i % 28 + 1:00}" }
            }
        }).ToList();
        await Import(records);
        foreach (var record in records.Take(10)) record.Placements.Add(new V1.Placement { Channel = Channel.Microblog, On = "2017-03-01" });
        records[20].Title = "改过的通知";
        records[21].Placements.RemoveAt(1);
        await Import(records);

        var told = await Told();

        foreach (var year in new[] { 2016, 2017 })
        {
            var figures = await Public.GetStatisticsAsync(new() { Year = year }, cancellationToken: Cancel);
            Assert.Equal(figures.ItemCount, told.Sum("catalogue.items", $"{year}") + told.Sum("catalogue.withdrawn", $"{year}"));
            Assert.All(figures.Placements, p => Assert.Equal(p.Count, told.Sum("catalogue.placements", $"{year}", "channel=" + p.Channel.ToString().ToUpperInvariant())));
            Assert.All(figures.Columns, c => Assert.Equal(c.Count, told.Sum("catalogue.placements", $"{year}", "column=" + c.Column)));
        }

        Assert.Equal(8, told.Sum("catalogue.repealed", "2017-01", "validity=EXPIRED"));
        Assert.Equal([(Kind.Published, 40), (Kind.Placed, 11), (Kind.Amended, 1)], told.Acts.Where(a => a.Resource.StartsWith("items/", StringComparison.Ordinal)).CountBy(a => a.Kind).Select(k => (k.Key, k.Value)));
    }

    [Fact]
    public async Task The_tree_of_agencies_can_be_made_from_acts_alone()
    {
        await Agencies.UpdateAgencyAsync(new() { Agency = new() { Id = "town-1", ParentId = "county-2", Name = "乡镇" }, UpdateMask = new() { Paths = { "parent_id", "name" } } }, cancellationToken: Cancel);

        var acts = (await Told()).Acts.Where(a => a.Kind == Kind.AgencyChanged).ToList();

        Assert.Equal(["name=机构 city"], acts.First(a => a.AgencyId == "city").Notes);
        Assert.Equal(["parent=county-2", "name=乡镇"], acts.Last(a => a.AgencyId == "town-1").Notes);
    }

    [Fact]
    public async Task Answers_to_the_public_add_up_to_the_years_figures()
    {
        var first = await Hold(BriefingKind.PressConference, "2016-03-01", leader: true);
        await Hold(BriefingKind.Interview, "2016-04-01", leader: false);
        await Hold(BriefingKind.PressConference, "2017-04-01", leader: false);
        await Office.UpdateBriefingAsync(new() { Briefing = new() { Id = first, On = "2016-05-02", PrincipalLeader = false }, UpdateMask = new() { Paths = { "on", "principal_leader" } } }, cancellationToken: Cancel);
        var answered = await Raise("人民网");
        await Answer(answered, "2016-06-01T02:00:00Z", ConcernResponseForm.PressConference, Channel.Other);
        await Answer(answered, "2016-05-20T02:00:00Z", ConcernResponseForm.Statement, Channel.Wechat, Channel.Website);
        await Answer(await Raise("省长信箱"), "2016-07-01T02:00:00Z", ConcernResponseForm.Statement, Channel.Microblog);
        await Raise("12345");
        await Office.UpdateConcernAsync(new() { Concern = new() { Id = answered, Source = "民心网" }, UpdateMask = new() { Paths = { "source" } } }, cancellationToken: Cancel);

        var told = await Told();

        var figures = await Office.GetResponseStatisticsAsync(new() { Year = 2016 }, cancellationToken: Cancel);
        Assert.Equal((figures.PressConferenceCount, figures.PressConferenceLeaderCount), (told.Sum("catalogue.briefings", "2016", "kind=PRESS_CONFERENCE"), told.Sum("catalogue.briefings", "2016", "kind=PRESS_CONFERENCE", "leader=true")));
        Assert.Equal((figures.InterviewCount, figures.InterviewLeaderCount), (told.Sum("catalogue.briefings", "2016", "kind=INTERVIEW"), told.Sum("catalogue.briefings", "2016", "kind=INTERVIEW", "leader=true")));
        Assert.Equal(figures.ConcernCount, told.Sum("catalogue.concerns", "2016"));
        Assert.Equal((figures.MicroblogOrWechatCount, figures.OtherCount), (told.Sum("catalogue.concerns-by-way", "2016", "way=MICROBLOG_WECHAT"), told.Sum("catalogue.concerns-by-way", "2016", "way=OTHER")));
        Assert.Equal(["2016-05 agency=city source=民心网 1", "2016-07 agency=city source=省长信箱 1"], told.Lines("catalogue.concerns"));
        Assert.Equal(["2016-05 agency=city way=MICROBLOG_WECHAT 1", "2016-05 agency=city way=OTHER 1", "2016-05 agency=city way=PRESS_CONFERENCE 1", "2016-07 agency=city way=MICROBLOG_WECHAT 1"], told.Lines("catalogue.concerns-by-way"));
    }

    [Fact]
    public async Task A_figure_that_was_replaced_counts_no_more_and_one_of_nothing_makes_no_count()
    {
        var tally = new V1.Tally { AgencyId = "city", Source = "12345政府服务热线", Measure = "办理件数", PeriodFrom = "2016-01-01", PeriodTo = "2016-12-31", Value = "172489", Unit = "件", Scope = new string('全', 200), DocumentNumber = "统计月报" };
        var first = await Report(tally);
        await Report(new(tally) { Value = "172490.5", Replaces = first });
        await Report(new(tally) { Measure = "举报", Value = "0" });

        var told = await Told();

        Assert.Equal([$"2016 agency=city measure=办理件数 scope={new string('全', 194)} source=12345政府服务热线 unit=件 172490.5"], told.Lines("catalogue.tallies"));
        Assert.Equal(3, told.Acts.Count(a => a.Kind == Kind.TallyReported));
        Assert.Contains("replaces=" + first, told.Acts[^2].Notes);
    }

    [Fact]
    public async Task Gazettes_and_consultations_are_told_also_those_of_the_past()
    {
        var item = await ImportedId(Record("1"));
        var gazettes = new GazetteService.GazetteServiceClient(Host.As(Roles.Publisher, "city"));
        foreach (var (number, entry) in new[] { (1, new V1.GazetteEntry { ItemId = item }), (2, new V1.GazetteEntry { Title = "编者按" }) })
        {
            var draft = await gazettes.CreateGazetteIssueAsync(new() { RequestId = $"g{number}", Issue = new() { AgencyId = "city", Year = 2016, Number = number, Title = "公报", Contents = { entry } } }, cancellationToken: Cancel);
            await gazettes.IssueGazetteAsync(new() { Id = draft.Id, IssuedOn = "2016-10-01" }, cancellationToken: Cancel);
            await gazettes.AddCorrigendumAsync(new() { Id = draft.Id, Corrigendum = new() { On = "2016-10-08", Text = "更正" } }, cancellationToken: Cancel);
        }

        var county = new ConsultationService.ConsultationServiceClient(Host.As(Roles.System, "city"));
        var held = new V1.Consultation
        {
            AgencyId = "city", Title = "规定（草案）", DraftText = "第一条", Basis = "《行政法规制定程序条例》", OpensOn = "2016-09-20", ClosesOn = "2016-10-30", HowToRespond = "信函",
            Adoption = new() { Text = "采纳四条。", PublishedAt = Timestamp.FromDateTimeOffset(new DateTimeOffset(2016, 11, 7, 4, 0, 0, TimeSpan.Zero)) },
            Decision = new() { Outcome = DecisionOutcome.Adopted, On = "2016-11-30", ItemId = item }
        };
        foreach (var step in new[] { DecisionStep.PublicParticipation, DecisionStep.LegalityReview }) held.Steps.Add(new V1.StepRecord { Step = step, Result = StepResult.Passed, On = "2016-11-10" });
        var imported = await county.ImportConsultationAsync(new() { Consultation = held, RequestId = "c1" }, cancellationToken: Cancel);
        await county.ImportConsultationAsync(new() { Consultation = held, RequestId = "c1" }, cancellationToken: Cancel);

        var told = await Told();

        Assert.Equal(["2016-10 agency=city 2"], told.Lines("catalogue.gazette-issues"));
        Assert.Equal(["2016-10 agency=city 1"], told.Lines("catalogue.gazette-documents"));
        Assert.Equal([Kind.GazetteIssued, Kind.Amended, Kind.GazetteIssued, Kind.Amended], told.Acts.Where(a => a.Resource.StartsWith("gazette-issues/", StringComparison.Ordinal)).Select(a => a.Kind));
        Assert.Equal(["2016-09 agency=city 1"], told.Lines("catalogue.consultations"));
        Assert.Equal(["2016-11 agency=city outcome=ADOPTED 1"], told.Lines("catalogue.decisions"));
        Assert.Equal(["step=OPENED", "step=SUMMARISED", "step=DECIDED"], told.Acts.Where(a => a.Resource == "consultations/" + imported.Id).Select(a => a.Notes[0]));
    }

    private Task<ActLog> Told() => ActLog.Of(Host.Services.GetRequiredKeyedService<IStore>(CatalogueModule.Name), CatalogueModule.Name, Acts.Of, Cancel);

    private async Task<string> Hold(BriefingKind kind, string on, bool leader) =>
        (await Office.CreateBriefingAsync(new() { Briefing = new() { AgencyId = "city", Kind = kind, On = on, Subject = "环保", PrincipalLeader = leader }, RequestId = $"b{on}{kind}" }, cancellationToken: Cancel)).Id;

    private async Task<string> Raise(string source) =>
        (await Office.CreateConcernAsync(new() { Concern = new() { AgencyId = "city", Subject = "供热", Source = source, RaisedAt = Timestamp.FromDateTimeOffset(new DateTimeOffset(2016, 5, 1, 0, 0, 0, TimeSpan.Zero)) }, RequestId = source }, cancellationToken: Cancel)).Id;

    private async Task Answer(string id, string at, ConcernResponseForm form, params Channel[] channels) => await Office.RespondToConcernAsync(new()
    {
        Id = id, Response = new() { RespondedAt = Timestamp.FromDateTimeOffset(DateTimeOffset.Parse(at)), Form = form, Channels = { channels }, Text = "已答复" }
    }, cancellationToken: Cancel);

    private async Task<string> Report(V1.Tally tally) => (await Office.CreateTallyAsync(new() { Tally = tally, RequestId = $"{tally.Measure}{tally.Value}" }, cancellationToken: Cancel)).Id;
}
