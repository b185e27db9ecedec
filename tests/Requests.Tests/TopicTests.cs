using System.Net;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Sunshine.Catalogue;
using Sunshine.Catalogue.V1;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Identity;
using Sunshine.Foundation.Storage;
using Sunshine.Requests.V1;
using Sunshine.Testing.Hosts;

namespace Sunshine.Requests.Tests;

/// <summary>From demand to disclosure, with the real Catalogue beside it.</summary>
public sealed class TopicTests : IAsyncLifetime
{
    private static readonly string[] Names = ["甲测试", "乙测试", "丙测试"];

    private TestHost _host = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private TopicService.TopicServiceClient Officer { get; set; } = null!;

    private ApplicationService.ApplicationServiceClient Handling { get; set; } = null!;

    public async ValueTask InitializeAsync()
    {
        var address = $"http://127.0.0.1:{Ports.Free()}";
        _host = await TestHost.Start("both", [CatalogueModule.Name, RequestsModule.Name], builder =>
        {
            builder.WebHost.UseUrls(address).ConfigureKestrel(kestrel => kestrel.ConfigureEndpointDefaults(e => e.Protocols = HttpProtocols.Http2));
            builder.Services.AddCatalogue();
            builder.Services.AddRequests();
            builder.Services.Remove(builder.Services.Single(s => s.ImplementationType == typeof(RetentionWork)));
        }, app =>
        {
            app.UseRouting();
            app.UseFoundation();
            app.MapFoundation();
            app.MapCatalogue();
            app.MapRequests();
        }, new Dictionary<string, string?> { ["Services:catalogue"] = address, ["Requests:KeepPersonalDataFor"] = "1000" }, inMemory: false);
        _host.Output = TestContext.Current.TestOutputHelper!.WriteLine;
        Officer = new(As("officer-1", "city", Roles.RequestOfficer, Roles.Editor));
        Handling = new(As("officer-1", "city", Roles.RequestOfficer));
        var agencies = new AgencyService.AgencyServiceClient(_host.Invoker(_host.Token(Roles.Admin)));
        foreach (var (id, parent, code) in new[] { ("city", "", "014416330"), ("office", "city", "00835003X"), ("county", "", "123456788") })
        {
            await agencies.CreateAgencyAsync(new()
            {
                RequestId = id, Agency = new() { Id = id, Name = "机关 " + id, ParentId = parent, Level = parent.Length == 0 ? AgencyLevel.City : AgencyLevel.County, OrganisationCode = code, CatalogueCode = id.ToUpperInvariant() }
            }, cancellationToken: Cancel);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_host is not null) await _host.DisposeAsync();
    }

    [Fact]
    public async Task What_three_ask_for_is_proposed_published_and_asked_for_less()
    {
        var topic = await Create();
        Assert.Equal(topic, await Create());
        Assert.Equal("NOTHING_ASKED", await ReasonOf(StatusCode.FailedPrecondition, async () => await Officer.ProposeDisclosureAsync(new() { Id = topic.Id }, cancellationToken: Cancel)));

        // Two applications of one applicant are one voice.
        foreach (var (name, requestId) in new[] { (Names[0], "1"), (Names[0], "2"), (Names[1], "3") }) topic = await Add(topic, await Apply(name, requestId));
        Assert.Equal((3, 2, false, false), (topic.Applications, topic.Applicants, topic.Granted, topic.Proposable));
        Assert.Empty((await Officer.ListTopicsAsync(new() { Proposable = true }, cancellationToken: Cancel)).Topics);
        _host.Clock.Advance(TimeSpan.FromDays(30));
        topic = await Add(topic, await Apply(Names[2], "4"));
        Assert.Equal((3, true), (topic.Applicants, topic.Proposable));
        Assert.Equal(topic, Assert.Single((await Officer.ListTopicsAsync(new() { Proposable = true, Query = "招标" }, cancellationToken: Cancel)).Topics));

        // What the Catalogue refuses is passed on; the draft is made once.
        var noEditor = new TopicService.TopicServiceClient(As("officer-2", "city", Roles.RequestOfficer));
        Assert.Equal("FORBIDDEN", await ReasonOf(StatusCode.PermissionDenied, async () => await noEditor.ProposeDisclosureAsync(new() { Id = topic.Id }, cancellationToken: Cancel)));
        var proposed = await Officer.ProposeDisclosureAsync(new() { Id = topic.Id, Etag = topic.Etag }, cancellationToken: Cancel);
        Assert.Equal((TopicState.Proposed, "2026-02-04", false), (proposed.State, proposed.ProposedOn, proposed.Proposable));
        Assert.Equal(proposed, await Officer.ProposeDisclosureAsync(new() { Id = topic.Id }, cancellationToken: Cancel));
        var draft = await Editing(Roles.Editor).GetDraftAsync(new() { Id = proposed.ItemId }, cancellationToken: Cancel);
        Assert.Equal((topic.Title, topic.Description, "依申请公开转主动公开"), (draft.Content.Title, draft.Content.Summary, draft.Content.Keywords[0]));
        Assert.Single((await Editing(Roles.Editor).ListDraftsAsync(new(), cancellationToken: Cancel)).Drafts);

        _host.Clock.Advance(TimeSpan.FromDays(1));
        await Publish(draft);
        var published = await Until(topic.Id, t => t.State == TopicState.Published);
        Assert.Equal("2026-02-05", published.PublishedOn);
        _host.Clock.Advance(TimeSpan.FromDays(20));
        await Add(topic, await Apply(Names[0], "5"));
        _host.Clock.Advance(TimeSpan.FromDays(20));

        // 41 days on each side of the night to 5 February: four before, one after.
        var figures = await Officer.GetTopicFiguresAsync(new() { Id = topic.Id }, cancellationToken: Cancel);
        Assert.Equal((41, 4, 1, 75), (figures.Days, figures.Before, figures.After, figures.FallPercent));
        Assert.Equal([("2026-01", 3, false), ("2026-02", 2, true)], figures.Months.Select(m => (m.Month, m.Applications, m.Published)));
        Assert.Equal(1, (await Officer.GetTopicFiguresAsync(new() { Id = topic.Id, Days = 10 }, cancellationToken: Cancel)).Before);

        // Taken back, it can be proposed again, as another draft.
        await Editing(Roles.Publisher).WithdrawItemAsync(new() { Id = proposed.ItemId, Reason = "有误" }, cancellationToken: Cancel);
        await Until(topic.Id, t => t.State == TopicState.Withdrawn);
        Assert.NotEqual(proposed.ItemId, (await Officer.ProposeDisclosureAsync(new() { Id = topic.Id }, cancellationToken: Cancel)).ItemId);
    }

    [Fact]
    public async Task What_was_given_in_full_to_one_is_proposable_and_a_discarded_draft_is_made_again()
    {
        var topic = await Create();
        var application = await Apply(Names[0], "1");
        await Add(topic, application);
        await Handling.AcceptApplicationAsync(new() { Id = application }, cancellationToken: Cancel);
        var answer = await Handling.ProposeAnswerAsync(new() { Id = application, Answer = new V1.Answer { Outcome = Outcome.Granted, Text = "予以公开" } }, cancellationToken: Cancel);
        await new ApplicationService.ApplicationServiceClient(As("head-1", "city", Roles.Reviewer)).ApproveAnswerAsync(new() { Id = application, Etag = answer.Etag, Act = new() { Document = "1 号" } }, cancellationToken: Cancel);
        topic = await Until(topic.Id, t => t.Granted);
        Assert.True(topic.Proposable);
        Assert.Single((await Officer.ListTopicsAsync(new() { Proposable = true }, cancellationToken: Cancel)).Topics);

        var first = await Officer.ProposeDisclosureAsync(new() { Id = topic.Id }, cancellationToken: Cancel);
        await Editing(Roles.Editor).DiscardDraftAsync(new() { Id = first.ItemId }, cancellationToken: Cancel);
        var second = await Officer.ProposeDisclosureAsync(new() { Id = topic.Id }, cancellationToken: Cancel);
        Assert.NotEqual(first.ItemId, second.ItemId);

        // Two officers at once leave one draft.
        await Editing(Roles.Editor).DiscardDraftAsync(new() { Id = second.ItemId }, cancellationToken: Cancel);
        var both = await Task.WhenAll(new[] { "officer-1", "officer-2" }.Select(async s =>
            await new TopicService.TopicServiceClient(As(s, "city", Roles.RequestOfficer, Roles.Editor)).ProposeDisclosureAsync(new() { Id = topic.Id }, cancellationToken: Cancel)));
        Assert.Single(both.Select(t => t.ItemId).Distinct());
        Assert.Single((await Editing(Roles.Editor).ListDraftsAsync(new(), cancellationToken: Cancel)).Drafts);
    }

    [Fact]
    public async Task A_topic_names_nobody_and_has_the_applications_of_its_agency()
    {
        Assert.Equal(["topic.title PERSONAL_DATA"], await Wrong(() => Create("查询 13904120001", "x")));
        Assert.Equal(["topic.title REQUIRED"], await Wrong(() => Create("", "x")));
        var named = await Create($"{Names[0]}要的合同", "named");
        var application = await Apply(Names[0], "1");
        Assert.Equal(["topic.title NAMES_SOMEBODY"], await Wrong(() => Add(named, application)));
        await Add(named, await Apply(Names[1], "2"));
        Assert.Equal(["topic.description NAMES_SOMEBODY"], await Wrong(async () => await Change(named, t => t.Description = $"{Names[1]}", "description")));
        named = await Change(named, t => t.Title = "道路维修合同", "title");
        Assert.Equal(2, (await Add(named, application)).Applications);

        var other = await Create("另一事项", "other");
        Assert.Equal("OTHER_TOPIC", await ReasonOf(StatusCode.FailedPrecondition, () => Add(other, application)));
        Assert.Equal(1, (await Officer.RemoveApplicationAsync(new() { Id = named.Id, ApplicationId = application }, cancellationToken: Cancel)).Applications);
        Assert.Equal("STALE_ETAG", await ReasonOf(StatusCode.Aborted, async () => await Officer.AddApplicationAsync(new() { Id = other.Id, ApplicationId = application, Etag = "r1" }, cancellationToken: Cancel)));
        Assert.Equal(1, (await Add(other, application)).Applications);
        Assert.Equal(1, (await Add(other, application)).Applications);

        // Of the office below the city, and not the other way round; of another county nothing is seen.
        var office = await Officer.CreateTopicAsync(new() { RequestId = "office", Topic = new() { AgencyId = "office", Title = "下级机关的事项" } }, cancellationToken: Cancel);
        var third = await Apply(Names[2], "3");
        Assert.Equal(["applicationId OTHER_AGENCY"], await Wrong(() => Add(office, third)));
        Assert.Equal(2, (await Add(other, await Apply(Names[2], "4", "office"))).Applications);
        var county = new TopicService.TopicServiceClient(As("county-1", "county", Roles.RequestOfficer));
        Assert.Equal("NO_SUCH_TOPIC", await ReasonOf(StatusCode.NotFound, async () => await county.GetTopicAsync(new() { Id = other.Id }, cancellationToken: Cancel)));
        Assert.Empty((await county.ListTopicsAsync(new(), cancellationToken: Cancel)).Topics);
        Assert.Equal(3, (await Officer.ListTopicsAsync(new(), cancellationToken: Cancel)).TotalSize);
        var events = (await _host.Services.GetRequiredKeyedService<IStore>(RequestsModule.Name).Changes.After(0, 1_000, Cancel)).Where(e => e.Event.Topic == "requests.topics").ToList();
        Assert.All(events, e => Assert.DoesNotContain(Names[1], e.Event.Data, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Applicants_are_counted_though_their_applications_are_anonymous()
    {
        var topic = await Create();
        foreach (var (name, requestId) in new[] { (Names[0], "1"), (Names[0], "2"), (Names[1], "3") })
        {
            var id = await Apply(name, requestId);
            topic = await Add(topic, id);
            await Handling.RecordWithdrawalAsync(new() { Id = id, Act = new() { Document = "撤回书" } }, cancellationToken: Cancel);
        }

        _host.Clock.Advance(TimeSpan.FromDays(1_000));
        Assert.Equal(3, await _host.Services.GetRequiredService<Retention>().RunOnce(Cancel));
        topic = await Add(topic, await Apply(Names[2], "4"));
        Assert.Equal((4, 3), (topic.Applications, topic.Applicants));
    }

    private async Task<V1.Topic> Create(string title = "道路维修工程的招标结果", string requestId = "t") =>
        await Officer.CreateTopicAsync(new() { RequestId = requestId, Topic = new() { AgencyId = "city", Title = title, Description = "各年度招标结果" } }, cancellationToken: Cancel);

    private async Task<V1.Topic> Add(V1.Topic topic, string applicationId) =>
        await Officer.AddApplicationAsync(new() { Id = topic.Id, ApplicationId = applicationId }, cancellationToken: Cancel);

    private async Task<V1.Topic> Change(V1.Topic topic, Action<V1.Topic> change, string path)
    {
        var changed = topic.Clone();
        change(changed);
        changed.Etag = "";
        return await Officer.UpdateTopicAsync(new() { Topic = changed, UpdateMask = new() { Paths = { path } } }, cancellationToken: Cancel);
    }

    /// <summary>Handed in by somebody with a passport of their own.</summary>
    private async Task<string> Apply(string name, string requestId, string agency = "city")
    {
        var desk = new IntakeService.IntakeServiceClient(As("officer-1", "city", Roles.RequestOfficer));
        return (await desk.CreateApplicationAsync(new()
        {
            AgencyId = agency, RequestId = requestId, Channel = IntakeChannel.InPerson,
            Applicant = new() { Kind = ApplicantKind.NaturalPerson, Name = name, IdentityDocument = IdentityDocument.Passport, IdentityNumber = $"E{Array.IndexOf(Names, name):00000000}", Phone = "0412-5550000" },
            Wanted = new() { Description = "道路维修工程的招标结果", Medium = Medium.File, Handover = Handover.Online }
        }, cancellationToken: Cancel)).ApplicationId;
    }

    private async Task Publish(Catalogue.V1.Draft draft)
    {
        var submitted = await Editing(Roles.Editor).SubmitDraftAsync(new() { Id = draft.Id }, cancellationToken: Cancel);
        await Editing(Roles.Reviewer).ReviewDraftAsync(new() { Id = draft.Id, Etag = submitted.Etag, Decision = ReviewDecision.Approve, Opinion = "不涉密" }, cancellationToken: Cancel);
        await Editing(Roles.Publisher).PublishDraftAsync(new() { Id = draft.Id, Placements = { new Catalogue.V1.Placement { Channel = Channel.Website } } }, cancellationToken: Cancel);
    }

    private EditingService.EditingServiceClient Editing(string role) => new(As("of-the-catalogue-" + role, "city", role));

    /// <summary>The events that tell of it come by themselves.</summary>
    private async Task<V1.Topic> Until(string id, Predicate<V1.Topic> so)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var topic = await Officer.GetTopicAsync(new() { Id = id }, cancellationToken: Cancel);
            if (so(topic)) return topic;
            Assert.True(TimeProvider.System.GetElapsedTime(began) < TimeSpan.FromSeconds(30), $"{topic}");
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, Cancel);
        }
    }

    private CallInvoker As(string subject, string agency, params string[] roles) => _host.Invoker(_host.Issuer.Token(roles, agency, subject, lifetime: TimeSpan.FromDays(10_000)));
}
