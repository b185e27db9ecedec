using Google.Protobuf;
using Sunshine.Foundation.Identity;
using Sunshine.Requests.V1;
using Sunshine.Testing.Hosts;

namespace Sunshine.Requests.Tests;

/// <summary>Until when an answer is due: over both regulations, holidays, make-up days, and into a year that has no calendar yet.</summary>
public sealed class DueDateTests : RequestsTest
{
    [Theory]
    [InlineData("2016-01-04", "2016-01-25")]
    // Over the National Day break and its make-up days.
    [InlineData("2016-09-26", "2016-10-20")]
    [InlineData("2016-02-03", "2016-02-29")]
    // The last day of the old regulation and the first of the new one.
    [InlineData("2019-05-14", "2019-06-04")]
    [InlineData("2019-05-15", "2019-06-13")]
    [InlineData("2026-01-05", "2026-02-02")]
    [InlineData("2025-09-22", "2025-10-24")]
    public async Task The_last_day_is_counted_in_working_days_from_the_day_after_receipt(string received, string due)
    {
        var application = await Received(arrivedOn: received);
        Assert.Equal(due, application.DueOn);

        var explained = await Officer.GetDueDateExplanationAsync(new() { Id = application.Id }, cancellationToken: Cancel);
        Assert.Equal((received, 0), (explained.Days[0].Day, explained.Days[0].Number));
        Assert.Equal((due, explained.WorkingDays), (explained.Days[^1].Day, explained.Days[^1].Number));
        Assert.Equal(explained.WorkingDays, explained.Days.Count(d => d.Number > 0));
        Assert.All(explained.Days.Where(d => d.Number > 0), d => Assert.True(d.Working));
    }

    [Fact]
    public async Task Holidays_and_make_up_days_are_named()
    {
        var application = await Received(arrivedOn: "2016-09-26");
        var days = (await Officer.GetDueDateExplanationAsync(new() { Id = application.Id }, cancellationToken: Cancel)).Days.ToDictionary(d => d.Day, d => d.Text);
        Assert.Equal("2016-10-03 周一 国庆节放假 不计", days["2016-10-03"]);
        Assert.Contains("调休上班", days["2016-10-08"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Into_a_year_without_a_calendar_it_is_reckoned_by_weekdays_and_says_so()
    {
        GoTo("2026-12-21");
        var receipt = await Desk.CreateApplicationAsync(With(), cancellationToken: Cancel);
        Assert.Equal("2027-01-18", receipt.DueOn);
        var application = await Officer.GetApplicationAsync(new() { Id = receipt.ApplicationId }, cancellationToken: Cancel);
        Assert.Contains("2027", application.DueWarning, StringComparison.Ordinal);
        var followed = await Anyone.FollowApplicationAsync(new() { ReceiptNumber = receipt.ReceiptNumber, QueryCode = receipt.QueryCode }, cancellationToken: Cancel);
        Assert.Equal(application.DueWarning, followed.DueWarning);
        Assert.NotEmpty((await Officer.GetDueDateExplanationAsync(new() { Id = receipt.ApplicationId }, cancellationToken: Cancel)).Warning);

        static CreateApplicationRequest With()
        {
            var request = NewApplication();
            request.Channel = IntakeChannel.InPerson;
            return request;
        }
    }

    [Fact]
    public async Task When_a_notice_is_loaded_it_is_said_which_due_dates_move_and_by_how_much()
    {
        using var storage = new TemporaryFolder();
        // The calendar as it was before the notice for 2026.
        var notice = Path.Combine(storage.Path, "calendar.json");
        var text = await System.IO.File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "calendar.json"), Cancel);
        var document = System.Text.Json.Nodes.JsonNode.Parse(text)!;
        Assert.True(document["years"]!.AsObject().Remove("2026"));
        document["edition"] = "2025";
        await System.IO.File.WriteAllTextAsync(notice, document.ToJsonString(), Cancel);

        string moved, stays;
        await using (var before = await Start(new() { ["Calendar:File"] = notice }))
        {
            var desk = new IntakeService.IntakeServiceClient(before.Invoker(Token(before)));
            (moved, stays) = (await Register(desk, "1", "2026-02-02"), await Register(desk, "2", "2025-12-01"));
        }

        await using var after = await Start([]);
        var officer = new ApplicationService.ApplicationServiceClient(after.Invoker(Token(after)));
        var moves = await officer.GetDueDateMovesAsync(new(), cancellationToken: Cancel);
        var move = Assert.Single(moves.Moves);
        Assert.Equal((moved, "2026-03-02", "2026-03-06", 4, "2026"), (move.ApplicationId, move.DueOn, move.NewDueOn, move.Days, moves.CalendarEdition));
        Assert.NotEqual(stays, move.ApplicationId);

        async Task<TestHost> Start(Dictionary<string, string?> settings)
        {
            var host = await TestHost.StartService(RequestsModule.Name, s => s.AddRequests(), app => app.MapRequests(),
                new Dictionary<string, string?>(settings) { ["Services:catalogue"] = await EmptyCatalogue.Address(), ["Storage:Path"] = Path.Combine(storage.Path, "data") });
            await AddAgencies(host);
            host.Clock.Advance(TimeSpan.FromDays(30));
            return host;
        }

        static string Token(TestHost host) => host.Issuer.Token([Roles.RequestOfficer], "city", "officer-1");
        async Task<string> Register(IntakeService.IntakeServiceClient desk, string requestId, string on)
        {
            var request = NewApplication(requestId);
            (request.Channel, request.ArrivedOn) = (IntakeChannel.Letter, on);
            return (await desk.CreateApplicationAsync(request, cancellationToken: Cancel)).ApplicationId;
        }
    }
}
