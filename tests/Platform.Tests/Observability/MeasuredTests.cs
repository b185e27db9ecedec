using System.Net;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Sunshine.Catalogue.V1;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Identity;
using Sunshine.Foundation.Messaging;
using Sunshine.Foundation.Storage;
using Sunshine.Ledger;
using Sunshine.Ledger.V1;
using Sunshine.Platform.Tests.Dapr;
using Sunshine.Requests.V1;
using Sunshine.Standalone.Accounts;
using Sunshine.Testing.Hosts;

namespace Sunshine.Platform.Tests.Observability;

/// <summary>What instruments show after something has happened.</summary>
public sealed class MeasuredTests
{
    private static readonly string[] Stores = ["authority", "catalogue", "finance", "key-areas", "ledger", "powers", "reading-rooms", "reports", "requests"];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_import_is_counted_delivered_and_told_to_a_ledger_that_signs_it()
    {
        await using var host = await Start();
        using var measured = Measured.In(host);
        await AddAgency(host);
        ImportRecord[] records = [Record("1"), Record("2"), new() { SourceId = "3", AgencyId = "city" }];
        var catalogue = new CatalogueService.CatalogueServiceClient(host.As(Roles.Admin));

        await catalogue.BatchImportItemsAsync(new() { Records = { records } }, cancellationToken: Cancel);
        await catalogue.BatchImportItemsAsync(new() { Records = { records[0] } }, cancellationToken: Cancel);

        Assert.Equal((2.0, 1.0, 1.0), (measured["sunshine.catalogue.imports", "outcome=created"], measured["sunshine.catalogue.imports", "outcome=refused"], measured["sunshine.catalogue.imports", "outcome=unchanged"]));
        Assert.Equal(2, measured["sunshine.catalogue.changes", "change=created"]);
        await Until(measured, () => measured["sunshine.ledger.entries"] >= 2 && measured["sunshine.acts.untold", "source=catalogue"] == 0 && measured["sunshine.outbox.waiting", "store=catalogue"] == 0);
        Assert.True(measured["sunshine.outbox.delivered", "store=catalogue"] >= 3);
        Assert.Equal((0.0, null), (measured["sunshine.outbox.oldest", "store=catalogue"], measured["sunshine.outbox.failures", "store=catalogue"]));
        Assert.Equal((0.0, 0.0, 0.0), (measured["sunshine.ledger.unsigned"], measured["sunshine.ledger.gaps", "source=catalogue"], measured["sunshine.ledger.gap.age", "source=catalogue"]));
        Assert.All(Stores, s => Assert.Equal((s, 1.0, 0.0), (s, measured["sunshine.store.up", $"store={s}"], measured["sunshine.store.writes.waiting", $"store={s}"])));
        Assert.True(measured["sunshine.store.commit.duration", "store=catalogue"] >= 3);
        Assert.Equal((0.0, 0.0), (measured["sunshine.publication.overdue"], measured["sunshine.catalogue.messages.waiting"]));

        host.Clock.Advance(TimeSpan.FromHours(1));
        await measured.Read(Cancel);
        Assert.InRange(measured["sunshine.ledger.checkpoint.age"]!.Value, 3600, 3700);
    }

    [Fact]
    public async Task An_event_that_nobody_takes_grows_old_and_is_gone_when_somebody_does()
    {
        var refuses = true;
        await using var host = await TestHost.Start("probe", [], builder => builder.Services.AddStore("probe"), app => app.Services.GetRequiredService<IEventBus>()
            .Subscribe(app, "probe.things", (_, _, _) => refuses ? throw new InvalidOperationException("Not now.") : Task.CompletedTask));
        using var measured = Measured.In(host);
        var store = host.Services.GetRequiredKeyedService<IStore>("probe");

        await store.Open(FeedPlace.Declared).Write([Write.Put("place", new FeedPlace(), new OutgoingEvent(Ids.New(host.Clock), "probe.things", "{}"))], Cancel);
        await Until(measured, () => measured["sunshine.outbox.failures", "store=probe"] >= 1);
        host.Clock.Advance(TimeSpan.FromMinutes(10));
        await measured.Read(Cancel);

        Assert.Equal((1.0, 600.0), (measured["sunshine.outbox.waiting", "store=probe"], measured["sunshine.outbox.oldest", "store=probe"]));
        Assert.Null(measured["sunshine.outbox.delivered", "store=probe"]);

        refuses = false;
        await Until(measured, () =>
        {
            host.Clock.Advance(TimeSpan.FromMinutes(1));
            return measured["sunshine.outbox.delivered", "store=probe"] == 1 && measured["sunshine.outbox.waiting", "store=probe"] == 0;
        });
        Assert.Equal(0, measured["sunshine.outbox.oldest", "store=probe"]);
    }

    [Fact]
    public async Task Of_a_store_that_is_away_nothing_is_shown_but_that()
    {
        await using var host = await TestHost.Start("probe", [], builder => builder.Services.AddStore("probe"), _ => { },
            new Dictionary<string, string?> { ["Storage:Kind"] = "Mongo", ["Storage:ConnectionString"] = "mongodb://127.0.0.1:1/?serverSelectionTimeoutMS=100" });
        using var measured = Measured.In(host);

        await measured.Read(Cancel);

        Assert.Equal((0.0, null, null), (measured["sunshine.store.up", "store=probe"], measured["sunshine.outbox.waiting", "store=probe"], measured["sunshine.outbox.oldest", "store=probe"]));
    }

    [Fact]
    public async Task What_was_not_read_for_two_minutes_is_not_shown()
    {
        await using var host = await TestHost.Start("probe", [], builder => builder.Services.AddStore("probe"), _ => { });
        using var measured = Measured.In(host);
        await measured.Read(Cancel);
        Assert.Equal(1, measured["sunshine.store.up", "store=probe"]);

        host.Clock.Advance(TimeSpan.FromMinutes(1));
        measured.Look();
        Assert.Equal(1, measured["sunshine.store.up", "store=probe"]);

        host.Clock.Advance(TimeSpan.FromMinutes(1));
        measured.Look();
        Assert.Null(measured["sunshine.store.up", "store=probe"]);
    }

    [Fact]
    public async Task Applications_are_open_then_due_then_overdue_by_working_days()
    {
        await using var host = await Start(settings: new Dictionary<string, string?> { ["Requests:ApplicationsPerHour"] = "1" });
        using var measured = Measured.In(host);
        await AddAgency(host);
        var intake = new IntakeService.IntakeServiceClient(host.Invoker());
        var desk = new IntakeService.IntakeServiceClient(host.As(Roles.RequestOfficer, "city"));

        // Handed in on Monday, 5 January: due on 2 February.
        await Eventually.Get(async () => await desk.CreateApplicationAsync(Application("1", IntakeChannel.InPerson), cancellationToken: Cancel), _ => true, Cancel);
        await intake.CreateApplicationAsync(Application("2"), cancellationToken: Cancel);
        var refused = await Assert.ThrowsAsync<RpcException>(async () => await intake.CreateApplicationAsync(Application("3"), cancellationToken: Cancel));
        Assert.Equal(StatusCode.ResourceExhausted, refused.StatusCode);
        Assert.Equal(1, measured["sunshine.calls.refused", "reason=TOO_MANY_APPLICATIONS", "service=requests"]);

        await Shows("2026-01-05", (2, 0, 0));
        await Shows("2026-01-27", (2, 0, 0));
        // A Wednesday: Thursday, Friday and Monday are the next three.
        await Shows("2026-01-28", (2, 1, 0));
        await Shows("2026-02-02", (2, 1, 0));
        await Shows("2026-02-03", (2, 0, 1));

        async Task Shows(string day, (double Open, double Due, double Overdue) expected)
        {
            host.Clock.Advance(Foundation.Calendar.Clock.BeginningOf(Days.Parse(day)!.Value).AddHours(12) - host.Clock.GetUtcNow());
            await measured.Read(Cancel);
            Assert.Equal((day, expected), (day, (measured["sunshine.requests.open"]!.Value, measured["sunshine.requests.due"]!.Value, measured["sunshine.requests.overdue"]!.Value)));
        }
    }

    [Fact]
    public async Task Numbers_that_are_missing_are_a_gap_that_grows_old_until_they_come()
    {
        await using var host = await Start();
        using var measured = Measured.In(host);
        var sequencer = host.Services.GetRequiredService<Sequencer>();

        await sequencer.Append(new ActsDone { Source = "elsewhere", FirstNumber = 1, LastNumber = 1 }, Cancel);
        await sequencer.Append(new ActsDone { Source = "elsewhere", FirstNumber = 3, LastNumber = 3 }, Cancel);
        host.Clock.Advance(TimeSpan.FromMinutes(10));
        await measured.Read(Cancel);
        Assert.Equal((1.0, 600.0), (measured["sunshine.ledger.gaps", "source=elsewhere"], measured["sunshine.ledger.gap.age", "source=elsewhere"]));

        await sequencer.Append(new ActsDone { Source = "elsewhere", FirstNumber = 2, LastNumber = 2 }, Cancel);
        await measured.Read(Cancel);
        Assert.Equal((0.0, 0.0), (measured["sunshine.ledger.gaps", "source=elsewhere"], measured["sunshine.ledger.gap.age", "source=elsewhere"]));
    }

    [Fact]
    public async Task The_edge_counts_what_it_answers_from_its_cache_and_whom_it_turns_away()
    {
        await using var host = await Start(settings: new Dictionary<string, string?> { ["Gateway:AnonymousRate"] = "1" });
        using var measured = Measured.In(host);
        using var http = host.Http();

        for (var i = 0; i < 3; i++) Assert.True((await http.GetAsync("/api/v1/catalogue/items", Cancel)).IsSuccessStatusCode);
        measured.Look();
        Assert.Equal((1.0, 2.0, null), (measured["sunshine.gateway.cache.answers", "result=miss"], measured["sunshine.gateway.cache.answers", "result=hit"], measured["sunshine.gateway.refused", "limit=anonymous"]));
        Assert.True(measured["sunshine.gateway.cache.size"] > 500);

        var refused = 0;
        for (var year = 1990; year < 2020; year++)
        {
            using var answer = await http.GetAsync($"/api/v1/catalogue/statistics?year={year}", Cancel);
            if (answer.StatusCode == HttpStatusCode.TooManyRequests) refused++;
        }

        Assert.InRange(refused, 1, 29);
        Assert.Equal(refused, measured["sunshine.gateway.refused", "limit=anonymous"]);
    }

    [Fact]
    public async Task Sign_ins_are_counted_by_what_became_of_them_and_a_lock_once()
    {
        await using var host = await Start();
        using var measured = Measured.In(host);
        var signIns = host.Services.GetRequiredService<SignIns>();

        for (var i = 0; i < Attempts.Most; i++) Assert.Null(await signIns.Verify("admin", "wrong", Cancel));
        Assert.Null(await signIns.Verify("admin", "wrong", Cancel));
        Assert.Null(await signIns.Verify("nobody", "wrong", Cancel));

        Assert.Equal((5.0, 1.0, 1.0, 1.0), (measured["sunshine.accounts.sign_ins", "outcome=wrong"], measured["sunshine.accounts.sign_ins", "outcome=locked"],
            measured["sunshine.accounts.sign_ins", "outcome=unknown"], measured["sunshine.accounts.locks"]));
    }

    private static async Task<TestHost> Start(IReadOnlyDictionary<string, string?>? settings = null)
    {
        var host = await EverythingFixture.Start(settings: settings);
        host.Output = TestContext.Current.TestOutputHelper!.WriteLine;
        return host;
    }

    private static async Task AddAgency(TestHost host) => await new AgencyService.AgencyServiceClient(host.As(Roles.Admin)).CreateAgencyAsync(new()
    {
        RequestId = "1", Agency = new Catalogue.V1.Agency { Id = "city", Name = "鞍山市", Level = AgencyLevel.City, OrganisationCode = "00835003X", CatalogueCode = "LNAS" }
    }, cancellationToken: Cancel);

    private static ImportRecord Record(string id) => new()
    {
        SourceId = id, AgencyId = "city", Title = "关于印发工作方案的通知", Placements = { new Catalogue.V1.Placement { Channel = Channel.Website, On = "2016-09-26" } }
    };

    private static CreateApplicationRequest Application(string id, IntakeChannel channel = IntakeChannel.Unspecified) => new()
    {
        RequestId = id, AgencyId = "city", Channel = channel,
        Applicant = new() { Kind = ApplicantKind.NaturalPerson, Name = "样本", Phone = "0412-5550001", IdentityDocument = IdentityDocument.Passport, IdentityNumber = "E12345678" },
        Wanted = new() { Description = $"2016 年市本级预算的编制说明 {id}", Medium = Medium.File, Handover = Handover.Online }
    };

    /// <summary>Waits for what happens in the background.</summary>
    private static async Task Until(Measured measured, Func<bool> isSo) => await Eventually.Get(async () =>
    {
        await measured.Read(Cancel);
        return isSo() ? "" : measured.ToString();
    }, left => left.Length == 0, Cancel);
}
