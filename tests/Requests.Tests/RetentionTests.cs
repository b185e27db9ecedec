using System.Text;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Sunshine.Foundation.Calendar;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Identity;
using Sunshine.Foundation.Storage;
using Sunshine.Requests.V1;
using File = System.IO.File;

namespace Sunshine.Requests.Tests;

/// <summary>When its time is over nobody can be found in an application any more, and everything that is counted is as it was.</summary>
public sealed class RetentionTests : RequestsTest
{
    private const string Name = "欧阳测试名";
    private const string Third = "样板第三方公司";
    private const string Indiscreet = $"{Name}来电，{Third}也来过";

    private RetentionService.RetentionServiceClient Keeper { get; set; } = null!;

    private Collections Stored => Host.Services.GetRequiredService<Collections>();

    private Retention Retention => Host.Services.GetRequiredService<Retention>();

    private string Folder => Host.Services.GetRequiredService<IOptions<StorageOptions>>().Value.Path;

    protected override IReadOnlyDictionary<string, string?> Settings => new Dictionary<string, string?> { ["Requests:KeepPersonalDataFor"] = "1000" };

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        Keeper = new(As("head-1", Roles.Reviewer));
    }

    /// <summary>Only when a test says so.</summary>
    protected override void Add(IServiceCollection services)
    {
        base.Add(services);
        services.Remove(services.Single(s => s.ImplementationType == typeof(RetentionWork)));
    }

    [Fact]
    public async Task What_tells_of_somebody_goes_on_the_day_and_what_is_counted_stays()
    {
        var (id, receipt) = await Wordy();
        await Answered(await Accepted("2", applicant: Person("另一个人")));
        var open = await Accepted("3");
        var (before, forms) = (await Counts(), await Forms());
        var followed = await Follow(receipt);

        Host.Clock.Advance(TimeSpan.FromDays(999));
        Assert.Equal(0, await Retention.RunOnce(Cancel));
        Host.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal(2, await Retention.RunOnce(Cancel));
        Assert.Equal(0, await Retention.RunOnce(Cancel));

        Assert.Equal(before, await Counts());
        Assert.Equal(forms, await Forms());
        var now = await Officer.GetApplicationAsync(new() { Id = id }, cancellationToken: Cancel);
        Assert.NotNull(now.AnonymisedAt);
        Assert.Null(now.Applicant);
        Assert.Equal((0, 0, Verb.Anonymise), (now.Files.Count, now.Notes.Count, now.Steps[^1].Verb));
        Assert.Equal(followed.Steps.Select(s => (s.Verb, s.On)), (await Follow(receipt)).Steps.SkipLast(1).Select(s => (s.Verb, s.On)));
        Assert.Equal((followed.State, followed.ReceivedOn, followed.DueOn, followed.Overdue), await State(receipt));
        var own = await Anyone.ExportOwnDataAsync(new() { ReceiptNumber = receipt.ReceiptNumber, QueryCode = receipt.QueryCode }, cancellationToken: Cancel);
        Assert.Null(own.Applicant);
        Assert.Equal(("", 0), (own.KeptUntil, own.Files.Count));
        foreach (var shown in new IMessage[] { now, own, await Follow(receipt), await Officer.ListApplicationsAsync(new() { Query = "道路维修" }, cancellationToken: Cancel) })
            Assert.All(new[] { Name, Third, ResidentId, "13904127788", "无名巷" }, p => Assert.DoesNotContain(p, shown.ToString(), StringComparison.Ordinal));
        Assert.Equal("钱学文", (await Officer.GetApplicationAsync(new() { Id = open.Id }, cancellationToken: Cancel)).Applicant.Name);

        // Whoever applies again is not known from before.
        var again = await Received("4", applicant: Person(Name));
        Assert.Equal(0, (await Officer.GetSameApplicantAsync(new() { Id = again.Id }, cancellationToken: Cancel)).TotalSize);
        var told = (await Host.Services.GetRequiredKeyedService<IStore>(RequestsModule.Name).Changes.After(0, 1_000, Cancel)).Where(e => e.Event.Data.Contains("VERB_ANONYMISE", StringComparison.Ordinal)).ToList();
        Assert.Equal(2, told.Count);
    }

    [Fact]
    public async Task Nothing_sealed_is_left_on_the_disk()
    {
        var (id, _) = await Wordy();
        var entry = (await Stored.Entries.Get(id, Cancel))!.Value;
        var files = Host.Services.GetRequiredService<Register>().Open(entry).Papers.Files;
        Assert.Equal(4, files.Count);
        Assert.All(files, f => Assert.True(File.Exists(PathOf(f.StoredAs))));

        Host.Clock.Advance(TimeSpan.FromDays(1_000));
        await Retention.RunOnce(Cancel);
        Assert.All(files, f => Assert.False(File.Exists(PathOf(f.StoredAs))));
        Assert.Empty((await Stored.Entries.Get(id, Cancel))!.Value.FilesToDelete);

        // The log of SQLite has what was written lately until it is written over or the service ends; then only what is current is there.
        var database = Path.Combine(Folder, "requests.db");
        await Host.Services.GetRequiredKeyedService<IStore>(RequestsModule.Name).DisposeAsync();
        Assert.False(File.Exists(database + "-wal"));
        var bytes = await File.ReadAllBytesAsync(database, Cancel);
        Assert.True(Has(entry.ReceiptNumber));
        Assert.False(Has(entry.ApplicantKey), "The key of the applicant is still there.");
        // A long value is kept in pieces, each of which would be a piece of what the keys open. All begin alike, with the key's name.
        for (var at = 48; at + 48 <= entry.Sealed.Length; at += 48)
            Assert.False(Has(entry.Sealed.Substring(at, 48)), $"The papers as they were are still there from {at} of {entry.Sealed.Length}.");

        bool Has(string text) => bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0;
        string PathOf(string storedAs) => Path.Combine(Folder, "requests.db.files", storedAs[..2], storedAs[2..]);
    }

    [Fact]
    public async Task Bytes_that_went_to_another_agency_go_with_the_last_application_that_has_them()
    {
        var request = NewApplication("1");
        request.Channel = IntakeChannel.InPerson;
        request.Files.Add(Pdf("证明.pdf", Name));
        var id = (await Desk.CreateApplicationAsync(request, cancellationToken: Cancel)).ApplicationId;
        var there = (await Officer.TransferApplicationAsync(new() { Id = id, AgencyId = "county", Act = Paper() }, cancellationToken: Cancel)).Links[0].ApplicationId;
        var county = new ApplicationService.ApplicationServiceClient(As("county-1", Roles.RequestOfficer, "county"));
        var file = Assert.Single((await county.GetApplicationAsync(new() { Id = there }, cancellationToken: Cancel)).Files);

        Host.Clock.Advance(TimeSpan.FromDays(100));
        await county.RecordWithdrawalAsync(new() { Id = there, Act = Paper() }, cancellationToken: Cancel);
        Host.Clock.Advance(TimeSpan.FromDays(900));
        Assert.Equal(1, await Retention.RunOnce(Cancel));
        Assert.EndsWith(Name, (await county.GetFileAsync(new() { Id = there, FileId = file.Id }, cancellationToken: Cancel)).Content.ToStringUtf8(), StringComparison.Ordinal);
        Host.Clock.Advance(TimeSpan.FromDays(100));
        Assert.Equal(1, await Retention.RunOnce(Cancel));
        Assert.Empty(Directory.GetFiles(Path.Combine(Folder, "requests.db.files"), "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task Held_and_reopened_ones_are_kept()
    {
        var (held, reopened) = (await Answered(await Accepted("1")), await Answered(await Accepted("2")));
        Assert.Equal(["reason REQUIRED"], await Wrong(async () => await Keeper.HoldApplicationAsync(new() { Id = held.Id }, cancellationToken: Cancel)));
        Assert.Equal("FORBIDDEN", await ReasonOf(StatusCode.PermissionDenied, async () => await new RetentionService.RetentionServiceClient(As("officer-1", Roles.RequestOfficer)).HoldApplicationAsync(new() { Id = held.Id, Reason = "x" }, cancellationToken: Cancel)));
        Assert.Equal("STALE_ETAG", await ReasonOf(StatusCode.Aborted, async () => await Keeper.HoldApplicationAsync(new() { Id = held.Id, Etag = "r1", Reason = "行政诉讼" }, cancellationToken: Cancel)));
        var kept = await Keeper.HoldApplicationAsync(new() { Id = held.Id, Reason = "行政诉讼" }, cancellationToken: Cancel);
        Assert.Equal((true, Verb.Hold, "行政诉讼", ApplicationState.Answered), (kept.Held, kept.Steps[^1].Verb, kept.Steps[^1].Note, kept.State));
        Assert.Equal("HELD_BEFORE", await ReasonOf(StatusCode.FailedPrecondition, async () => await Keeper.HoldApplicationAsync(new() { Id = held.Id, Reason = "再次" }, cancellationToken: Cancel)));
        Assert.Equal("NOT_HELD", await ReasonOf(StatusCode.FailedPrecondition, async () => await Keeper.ReleaseApplicationAsync(new() { Id = reopened.Id, Reason = "x" }, cancellationToken: Cancel)));
        await Officer.ReopenApplicationAsync(new() { Id = reopened.Id, Act = Paper("判决书") }, cancellationToken: Cancel);

        Host.Clock.Advance(TimeSpan.FromDays(1_001));
        Assert.Equal(0, await Retention.RunOnce(Cancel));
        Assert.Equal(held.Id, Assert.Single((await Keeper.ListRetentionAsync(new() { Held = true }, cancellationToken: Cancel)).Entries).ApplicationId);
        await Keeper.ReleaseApplicationAsync(new() { Id = held.Id, Reason = "已结案" }, cancellationToken: Cancel);
        Assert.Equal(1, await Retention.RunOnce(Cancel));
        Assert.Equal("ANONYMISED", await ReasonOf(StatusCode.FailedPrecondition, async () => await Keeper.HoldApplicationAsync(new() { Id = held.Id, Reason = "太晚" }, cancellationToken: Cancel)));
        var left = Assert.Single((await Officer.GetApplicationAsync(new() { Id = held.Id }, cancellationToken: Cancel)).Steps, s => s.Verb == Verb.Hold);
        Assert.Equal("", left.Note);
    }

    [Fact]
    public async Task What_an_open_case_is_about_is_kept_until_it_is_closed()
    {
        var application = await Answered(await Accepted());
        var cases = new CaseService.CaseServiceClient(As("officer-1", Roles.RequestOfficer));
        var complaint = await cases.CreateCaseAsync(new() { RequestId = "c", Kind = CaseKind.Complaint, ApplicationId = application.Id, ReceivedOn = "2026-01-05" }, cancellationToken: Cancel);
        Host.Clock.Advance(TimeSpan.FromDays(1_001));
        Assert.Equal(0, await Retention.RunOnce(Cancel));
        await cases.CloseCaseAsync(new() { Id = complaint.Id, Result = CaseResult.Other, Document = "答复" }, cancellationToken: Cancel);
        Assert.Equal(1, await Retention.RunOnce(Cancel));
    }

    [Fact]
    public async Task What_will_be_due_is_listed_for_ones_own_agencies_in_pages()
    {
        for (var i = 0; i < 5; i++)
        {
            await Answered(await Accepted($"{i}"));
            Host.Clock.Advance(TimeSpan.FromDays(1));
        }

        var first = Days.Format(Clock.DayOf(Host.Clock.GetUtcNow()).AddDays(-5).AddDays(1_000));
        Assert.Empty((await Keeper.ListRetentionAsync(new(), cancellationToken: Cancel)).Entries);
        var all = new List<RetentionEntry>();
        var request = new ListRetentionRequest { WithinDays = 998, PageSize = 2 };
        do
        {
            var page = await Keeper.ListRetentionAsync(request, cancellationToken: Cancel);
            all.AddRange(page.Entries);
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);
        Assert.Equal((4, first), (all.Count, all[0].RemovedFrom));
        Assert.Equal(all.Select(e => e.RemovedFrom).Order(), all.Select(e => e.RemovedFrom));
        var county = new RetentionService.RetentionServiceClient(As("county-1", Roles.Reviewer, "county"));
        Assert.Empty((await county.ListRetentionAsync(new() { WithinDays = 2_000 }, cancellationToken: Cancel)).Entries);
        Assert.Equal("NO_SUCH_APPLICATION", await ReasonOf(StatusCode.NotFound, async () => await county.HoldApplicationAsync(new() { Id = all[0].ApplicationId, Reason = "x" }, cancellationToken: Cancel)));
        Assert.Equal(["withinDays OUT_OF_RANGE"], await Wrong(async () => await Keeper.ListRetentionAsync(new() { WithinDays = -1 }, cancellationToken: Cancel)));
    }

    [Fact]
    public async Task Two_replicas_at_once_do_each_application_once()
    {
        for (var i = 0; i < 12; i++) await Answered(await Accepted($"{i}"));
        Host.Clock.Advance(TimeSpan.FromDays(1_000));
        var done = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(() => Retention.RunOnce(Cancel), Cancel)));
        await Retention.RunOnce(Cancel);
        Assert.Equal(12, done.Sum());
        await foreach (var stored in Stored.Entries.All(Cancel))
        {
            Assert.Equal((true, 0), (stored.Value.AnonymisedAt is not null, stored.Value.FilesToDelete.Count));
            Assert.Single(Host.Services.GetRequiredService<Register>().Open(stored.Value).Papers.Steps, s => s.Verb == Verb.Anonymise);
        }
    }

    [Fact]
    public async Task A_process_that_died_before_the_bytes_were_gone_is_followed_by_one_that_deletes_them()
    {
        var (id, _) = await Wordy();
        var found = (await Stored.Entries.Get(id, Cancel))!;
        var register = Host.Services.GetRequiredService<Register>();
        await register.Save(found, register.Open(found.Value).Anonymise(countsApplicant: false, Host.Services.GetRequiredService<Law>()), null, Cancel);
        Assert.NotEmpty(Directory.GetFiles(Path.Combine(Folder, "requests.db.files"), "*", SearchOption.AllDirectories));
        Host.Clock.Advance(TimeSpan.FromDays(1_000));
        Assert.Equal(0, await Retention.RunOnce(Cancel));
        Assert.Empty(Directory.GetFiles(Path.Combine(Folder, "requests.db.files"), "*", SearchOption.AllDirectories));
        Assert.Empty((await Stored.Entries.Get(id, Cancel))!.Value.FilesToDelete);
    }

    /// <summary>One in which everybody wrote more than they should have, through every act that takes a text, answered in part.</summary>
    private async Task<(string Id, CreateApplicationResponse Receipt)> Wordy()
    {
        var request = new CreateApplicationRequest
        {
            AgencyId = "city", RequestId = "wordy", Channel = IntakeChannel.InPerson, Files = { Pdf("身份证.pdf", Name + ResidentId) },
            Wanted = new V1.Wanted
            {
                Description = $"{Name}（{ResidentId}）申请公开{Third}的道路维修合同", Purpose = Indiscreet, Title = $"致{Name}", Medium = Medium.Paper, Handover = Handover.Post, FeeReduction = true
            },
            Applicant = new V1.Applicant
            {
                Kind = ApplicantKind.NaturalPerson, Name = Name, IdentityDocument = IdentityDocument.ResidentId, IdentityNumber = ResidentId, Phone = "13904127788", Address = "鞍山市立山区无名巷 88 号"
            }
        };
        var receipt = await Desk.CreateApplicationAsync(request, cancellationToken: Cancel);
        var id = receipt.ApplicationId;
        await Officer.RequestCorrectionAsync(new() { Id = id, Act = Note($"补正告知书（{Name}）"), Items = Indiscreet, CorrectUntil = Days.Format(Clock.DayOf(Host.Clock.GetUtcNow()).AddDays(10)) }, cancellationToken: Cancel);
        await Anyone.CorrectApplicationAsync(new() { ReceiptNumber = receipt.ReceiptNumber, QueryCode = receipt.QueryCode, Wanted = request.Wanted }, cancellationToken: Cancel);
        await Officer.AcceptApplicationAsync(new() { Id = id, Act = Note("受理") }, cancellationToken: Cancel);
        await Officer.ConsultThirdPartiesAsync(new() { Id = id, Act = Note($"征求意见函（{Third}）"), ThirdParties = { new NewThirdParty { Name = Third, Contact = "无名巷传达室" } } }, cancellationToken: Cancel);
        await Officer.RecordThirdPartyReplyAsync(new() { Id = id, Act = Note("复函"), ThirdPartyId = "t1", Opinion = Opinion.Objects, Reason = Indiscreet }, cancellationToken: Cancel);
        await Officer.EndThirdPartyConsultationAsync(new() { Id = id }, cancellationToken: Cancel);
        await Officer.OverrideObjectionAsync(new() { Id = id, Act = Note($"告知{Third}"), ThirdPartyId = "t1", Reason = Indiscreet }, cancellationToken: Cancel);
        await Head.ExtendPeriodAsync(new() { Id = id, Act = Note("延期告知书"), WorkingDays = 5, Reason = Indiscreet }, cancellationToken: Cancel);
        await Officer.AddNoteAsync(new() { Id = id, Text = Indiscreet }, cancellationToken: Cancel);
        await Officer.AddFileAsync(new() { Id = id, File = Pdf("原件.pdf", Third) }, cancellationToken: Cancel);
        var files = (await Officer.AddFileAsync(new() { Id = id, File = Pdf("公开件.pdf", "y") }, cancellationToken: Cancel)).Files;
        var answer = new V1.Answer
        {
            Outcome = Outcome.PartlyGranted, Text = Indiscreet, LegalBasis = $"第三十七条（{Name}）",
            Files = { new V1.GivenFile { FileId = files[^1].Id, OriginalId = files[^2].Id, Redactions = { new V1.Redaction { Place = "1", Ground = Outcome.BusinessSecret, Reason = Indiscreet } } } }
        };
        await Answered(await Officer.GetApplicationAsync(new() { Id = id }, cancellationToken: Cancel), answer);
        await Officer.RecordDeliveryAsync(new() { Id = id, Act = Note($"{Name}签收"), Handover = Handover.Post }, cancellationToken: Cancel);
        return (id, receipt);

        static V1.Act Note(string document) => new() { Document = document, Note = Indiscreet };
    }

    private async Task<FollowedApplication> Follow(CreateApplicationResponse receipt) =>
        await Anyone.FollowApplicationAsync(new() { ReceiptNumber = receipt.ReceiptNumber, QueryCode = receipt.QueryCode }, cancellationToken: Cancel);

    private async Task<(ApplicationState, string, string, bool)> State(CreateApplicationResponse receipt)
    {
        var now = await Follow(receipt);
        return (now.State, now.ReceivedOn, now.DueOn, now.Overdue);
    }

    /// <summary>The year in the three national forms.</summary>
    private async Task<IReadOnlyList<Statistics>> Forms()
    {
        var forms = new List<Statistics>();
        var statistics = new StatisticsService.StatisticsServiceClient(Host.Invoker());
        foreach (var form in Enum.GetValues<Form>().Where(f => f != 0)) forms.Add(await statistics.GetStatisticsAsync(new() { Year = 2026, Form = form }, cancellationToken: Cancel));
        Assert.Contains("\"2\"", $"{forms[0]}", StringComparison.Ordinal);
        return forms;
    }

    /// <summary>By outcome, kind of applicant, channel and punctuality, of the year.</summary>
    private async Task<IReadOnlyList<long>> Counts()
    {
        var year = new ListApplicationsRequest { PageSize = 1 };
        var counts = new List<long>();
        foreach (var outcome in Enum.GetValues<Outcome>().Where(o => o != 0)) counts.Add(await Count(r => r.Outcomes.Add(outcome)));
        foreach (var kind in Enum.GetValues<ApplicantKind>()) counts.Add(await Count(r => r.ApplicantKind = kind));
        foreach (var channel in Enum.GetValues<IntakeChannel>().Where(c => c != 0)) counts.Add(await Count(r => r.Channels.Add(channel)));
        foreach (var punctuality in Enum.GetValues<Punctuality>()) counts.Add(await Count(r => r.Punctuality = punctuality));
        foreach (var state in Enum.GetValues<ApplicationState>()) counts.Add(await Count(r => r.State = state));
        Assert.Contains(2, counts);
        return counts;

        async Task<long> Count(Action<ListApplicationsRequest> narrow)
        {
            var request = year.Clone();
            narrow(request);
            return (await Officer.ListApplicationsAsync(request, cancellationToken: Cancel)).TotalSize;
        }
    }
}
