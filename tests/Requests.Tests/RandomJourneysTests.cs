using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Sunshine.Foundation.Calendar;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Storage;
using Sunshine.Requests.V1;

namespace Sunshine.Requests.Tests;

/// <summary>
/// Applications of both regimes and all channels on random ways: every act that the state table does not allow is refused, every due date
/// is what counting day by day gives, and nothing of the applicants is found anywhere.
/// </summary>
public sealed class RandomJourneysTests : RequestsTest
{
    private const int Journeys = 30;
    private const int Steps = 45;

    private const string Name = "欧阳测试名";
    private const string Phone = "13904127788";
    private const string Address = "鞍山市立山区无名巷 88 号 4 单元";
    private const string Email = "ouyang.test.name@example.com";

    private static readonly string[] Personal = [Name, ResidentId, Phone, Address, Email];

    private readonly ConcurrentBag<string> _traced = [];

    [Fact]
    public async Task Forbidden_acts_are_refused_due_dates_are_right_and_nothing_leaks()
    {
        using var listener = new ActivityListener
        {
            ShouldListenTo = _ => true, Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = a => _traced.Add(string.Join(' ', a.DisplayName, string.Join(' ', a.TagObjects.Select(t => $"{t.Key}={t.Value}")), string.Join(' ', a.Events.SelectMany(e => e.Tags).Select(t => $"{t.Value}")), string.Join(' ', a.Baggage.Select(b => b.Value))))
        };
        ActivitySource.AddActivityListener(listener);

        var calendar = Host.Services.GetRequiredService<LegalCalendar>().WorkingDays;
        var random = new Random(20160104);
        var (refusals, finished, compared) = (0, 0, 0);
        for (var i = 0; i < Journeys; i++)
        {
            var journey = await Start(i, random);
            for (var step = 0; step < Steps; step++)
            {
                await journey.Journey.Step(Cancel);
                var now = await Officer.GetApplicationAsync(new() { Id = journey.Id }, cancellationToken: Cancel);
                if (now.State is ApplicationState.Answered or ApplicationState.Closed) finished++;
                else if (now.ReceivedOn.Length > 0)
                {
                    Assert.Equal((i, step, Days.Format(journey.Journey.Naive(calendar))), (i, step, now.DueOn));
                    compared++;
                }

                Host.Clock.Advance(TimeSpan.FromDays(random.Next(4)));
                await Look(journey.Receipt, random);
            }

            refusals += journey.Journey.Refusals;
        }

        Assert.True(refusals > 200 && finished > 50 && compared > 200, $"{refusals} refusals, {finished} finished, {compared} compared");
        await NothingLeaked();
    }

    private async Task<(Journey Journey, string Id, CreateApplicationResponse Receipt)> Start(int number, Random random)
    {
        // Over the change of law on 2019-05-15, and in our days.
        var arrived = number % 3 == 0 ? new DateOnly(2019, 4, 1).AddDays(random.Next(90)) : Clock.DayOf(Host.Clock.GetUtcNow());
        var request = new CreateApplicationRequest
        {
            AgencyId = "city", RequestId = $"{number}", Channel = (IntakeChannel)(1 + number % 5), ArrivedOn = Days.Format(arrived), Wanted = Wanted($"{Name}（{ResidentId}，{Phone}，{Address}）申请公开道路维修的招标结果"),
            Applicant = new V1.Applicant
            {
                Kind = ApplicantKind.NaturalPerson, Name = Name, IdentityDocument = IdentityDocument.ResidentId, IdentityNumber = ResidentId, Phone = Phone, Address = Address, Email = Email
            },
            Files = { Pdf("身份证.pdf", Name + ResidentId) }
        };
        if (arrived < new DateOnly(2019, 7, 1) && request.Channel is not (IntakeChannel.InPerson or IntakeChannel.Letter)) request.ConfirmedOn = Days.Format(arrived);
        var receipt = await Desk.CreateApplicationAsync(request, cancellationToken: Cancel);
        var journey = new Journey(Anyone, Officer, Head, receipt, () => Clock.DayOf(Host.Clock.GetUtcNow()), random) { Indiscreet = $"{Name}，{Phone}，{Address}" };
        if (receipt.ReceivedOn.Length > 0) journey.Begin(Days.Parse(receipt.ReceivedOn)!.Value);
        return (journey, receipt.ApplicationId, receipt);
    }

    /// <summary>As people look, with right and wrong codes.</summary>
    private async Task Look(CreateApplicationResponse receipt, Random random)
    {
        if (random.Next(8) > 0) return;
        await Anyone.FollowApplicationAsync(new() { ReceiptNumber = receipt.ReceiptNumber, QueryCode = receipt.QueryCode }, cancellationToken: Cancel);
        await Refused(Grpc.Core.StatusCode.NotFound, async () => await Anyone.FollowApplicationAsync(new() { ReceiptNumber = receipt.ReceiptNumber, QueryCode = "0000-0000-0000" }, cancellationToken: Cancel));
        var wrong = NewApplication();
        (wrong.Applicant.Name, wrong.Applicant.Phone, wrong.Applicant.Email) = (Name, Phone + "x", Email + "@");
        await Refused(Grpc.Core.StatusCode.InvalidArgument, async () => await Anyone.CreateApplicationAsync(wrong, cancellationToken: Cancel));
    }

    private async Task NothingLeaked()
    {
        foreach (var line in Host.Log.Lines) Without($"{line}", "a log line");
        Assert.NotEmpty(_traced);
        foreach (var trace in _traced) Without(trace, "a trace");
        var store = Host.Services.GetRequiredKeyedService<IStore>(RequestsModule.Name);
        var events = await store.Changes.After(0, 1_000_000, Cancel);
        Assert.True(events.Count > 200, $"{events.Count} events");
        foreach (var e in events) Without(e.Event.Data, "an event");

        foreach (var summary in (await Officer.ListApplicationsAsync(new() { PageSize = 200 }, cancellationToken: Cancel)).Applications) Without($"{summary}", "a list");
        var folder = Host.Services.GetRequiredService<IOptions<StorageOptions>>().Value.Path;
        var files = Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Where(f => !f.EndsWith(".lock", StringComparison.Ordinal) && !f.Contains(Path.DirectorySeparatorChar + "keys" + Path.DirectorySeparatorChar, StringComparison.Ordinal)).ToList();
        Assert.Contains(files, f => f.Contains("requests.db.files", StringComparison.Ordinal));
        foreach (var file in files)
        {
            await using var open = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var bytes = new MemoryStream();
            await open.CopyToAsync(bytes, Cancel);
            foreach (var personal in Personal)
            {
                foreach (var encoding in new[] { Encoding.UTF8, Encoding.Unicode })
                    Assert.True(bytes.GetBuffer().AsSpan(0, (int)bytes.Length).IndexOf(encoding.GetBytes(personal)) < 0, $"{file} has {personal}");
            }
        }
    }

    private static void Without(string text, string where)
    {
        foreach (var personal in Personal) Assert.False(text.Contains(personal, StringComparison.Ordinal), $"{where} has {personal}: {text}");
    }
}
