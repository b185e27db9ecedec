using System.Diagnostics;
using Sunshine.Catalogue.V1;
using Sunshine.Cli.Samples;
using Sunshine.Foundation.Calendar;
using Sunshine.Foundation.Storage;
using Sunshine.Foundation.Storage.Sqlite;
using Sunshine.Requests;
using Sunshine.Requests.V1;
using Collections = Sunshine.Requests.Collections;

namespace Sunshine.Benchmarks;

/// <summary>
/// Applications put on the register by 32 officers at once, beside drafts of the catalogue; due dates worked out, beside walking the days;
/// and the annual table over 1,000,000 applications.
/// </summary>
internal static class RequestsSuite
{
    private const int Officers = 32;
    private const int DueDates = 1_000;
    private const int Tables = 9;
    private const int Year = 2016;
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(8);

    public static async Task Run(Report report, IReadOnlyList<string> numbers)
    {
        Clocks(report);
        await Submit(report);
        await Figures(report, numbers.Count > 0 ? int.Parse(numbers[0]) : 1_000_000);
    }

    /// <summary>One with a correction, two suspensions and an extension.</summary>
    private static void Clocks(Report report)
    {
        var calendar = LegalCalendar.Embedded();
        var period = calendar.Regulations.On(new DateOnly(2020, 1, 6)).Period(PeriodKey.Answer);
        var cause = new Cause("");
        ClockEntry[] Entries(int i)
        {
            var on = new DateOnly(2020, 1, 6).AddDays(i % 250);
            return
            [
                new Started(on, cause), new Restarted(on.AddDays(12), cause), new Suspended(on.AddDays(16), on.AddDays(37), cause), new Suspended(on.AddDays(30), on.AddDays(44), cause),
                new Extended(on.AddDays(46), 20, cause)
            ];
        }

        for (var i = 0; i < DueDates; i++)
        {
            if (new DueDate(calendar.WorkingDays, period, Entries(i)).Day != Walk(calendar.WorkingDays, period.Length, Entries(i))) throw new InvalidOperationException($"The two disagree on clock {i}.");
        }

        var ours = Report.Median(9, () =>
        {
            for (var i = 0; i < DueDates; i++) _ = new DueDate(calendar.WorkingDays, period, Entries(i)).Day;
        });
        var naive = Report.Median(9, () =>
        {
            for (var i = 0; i < DueDates; i++) _ = Walk(calendar.WorkingDays, period.Length, Entries(i));
        });
        report.Rate("due dates with correction, suspensions, extension; limit: day by day", DueDates / ours.TotalSeconds, DueDates / naive.TotalSeconds, 1);
    }

    /// <summary>The same by looking at every day.</summary>
    private static DateOnly Walk(WorkingDays days, int length, ClockEntry[] entries)
    {
        var start = entries.OfType<Restarted>().Select(r => r.On).Concat(entries.OfType<Started>().Select(s => s.On)).Max();
        var left = length + entries.OfType<Extended>().Where(e => e.On >= start).Sum(e => e.Units);
        var day = start;
        while (left > 0)
        {
            day = day.AddDays(1);
            if (days.IsWorkingDay(day) && !entries.Any(e => e is Suspended s && s.From <= day && day <= s.To)) left--;
        }

        return day;
    }

    private static async Task Submit(Report report)
    {
        using var folder = new TemporaryFolder();
        using var server = await StandaloneServer.Start(folder, prepare: StandaloneServer.AddClients);
        using var officer = await server.As("officer");
        using var editor = await server.As("editor");
        var desk = new IntakeService.IntakeServiceClient(officer.Channel);
        var editing = new EditingService.EditingServiceClient(editor.Channel);
        var submitted = await Repeat(name => desk.CreateApplicationAsync(NewApplication(name)).ResponseAsync);
        var drafted = await Repeat(name => editing.CreateDraftAsync(new()
        {
            RequestId = name,
            Draft = new Draft { Agency = new AgencyReference { Id = "as-finance" }, Content = new ItemContent { Title = $"关于{name}的通知", Body = new string('文', 400), FormedOn = "2026-01-05" } }
        }).ResponseAsync);
        report.Rate($"applications by {Officers} officers; limit: drafts of the catalogue", submitted, drafted, null);
    }

    /// <summary>Calls a second by all officers together.</summary>
    private static async Task<double> Repeat(Func<string, Task> call)
    {
        var done = 0;
        var began = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, Officers).Select(officer => Task.Run(async () =>
        {
            for (var i = 0; Stopwatch.GetElapsedTime(began) < Duration; i++)
            {
                await call($"{officer}-{i}");
                Interlocked.Increment(ref done);
            }
        })));
        return done / Stopwatch.GetElapsedTime(began).TotalSeconds;
    }

    private static CreateApplicationRequest NewApplication(string name) => new()
    {
        AgencyId = "as-finance", RequestId = name, Channel = IntakeChannel.InPerson,
        // The code is the standard's own example.
        Applicant = new Sunshine.Requests.V1.Applicant { Kind = ApplicantKind.Enterprise, Name = "样板贸易有限公司", CreditCode = "91350100M000100Y43", ContactPerson = "联系人", Phone = "0412-5550001" },
        Wanted = new Sunshine.Requests.V1.Wanted { Description = $"第{name}号项目" + new string('文', 400), Medium = Medium.File, Handover = Handover.Online }
    };

    /// <summary>Spread over ten years, all agencies, kinds, channels and outcomes.</summary>
    private static async Task Figures(Report report, int size)
    {
        using var folder = new TemporaryFolder();
        await using var store = new SqliteStore(folder.File("requests.db"), TimeProvider.System);
        var collections = new Collections(store);
        var agencies = Anshan2016.Agencies.Select(a => a.Id).ToArray();
        var began = Stopwatch.GetTimestamp();
        foreach (var portion in Enumerable.Range(0, size).Select(i => NewEntry(i, agencies)).Chunk(2_000))
            await collections.Entries.Write(Array.ConvertAll(portion, e => Write.Create(e.Id, e)), CancellationToken.None);
        var took = Stopwatch.GetElapsedTime(began);
        report.Note($"{size:N0} applications stored in {Report.Show(took)}, {size / took.TotalSeconds:N0}/s");

        var figures = new YearFigures(collections);
        var times = new List<TimeSpan>();
        for (var i = 0; i <= Tables; i++)
        {
            began = Stopwatch.GetTimestamp();
            var table = await figures.Compute(Form._2021, Year, "", agencies, CancellationToken.None);
            times.Add(Stopwatch.GetElapsedTime(began));
            if (!table.Identities.All(identity => identity.Holds)) throw new InvalidOperationException("An identity does not hold.");
        }

        report.Note($"the first table took {Report.Show(times[0])}");
        report.Time($"the table of 2021 over {size:N0} applications; limit: a second", times.Skip(1).Order().ElementAt(Tables / 2), TimeSpan.FromSeconds(1), 1);
        began = Stopwatch.GetTimestamp();
        await figures.Compute(Form._2014, Year, "as-city", agencies[..60], CancellationToken.None);
        report.Note($"the form of 2014 for a third of the agencies took {Report.Show(Stopwatch.GetElapsedTime(began))}");
    }

    private static Entry NewEntry(int i, string[] agencies)
    {
        var received = new DateOnly(2010, 1, 1).AddDays((int)((uint)i * 2_654_435_761 % 3_650));
        var open = i % 400 == 0;
        return new Entry
        {
            Id = $"bench-{i}", ReceiptNumber = $"BENCH-{i}", AgencyId = agencies[i % agencies.Length], Channel = (IntakeChannel)(1 + i % 5), ApplicantKind = (ApplicantKind)(1 + i % 13 % 6),
            ArrivedOn = received, ReceivedOn = received, Subject = $"第{i}号项目的批复", State = open ? ApplicationState.Accepted : ApplicationState.Answered,
            Outcome = open ? 0 : (Outcome)(1 + i % 24), FinishedOn = open ? null : received.AddDays(i % 40), DueOn = received.AddDays(30), Extended = i % 9 == 0,
            FeePaid = i % 50 == 0 ? i % 700 / 10m : 0, CreatedAt = DateTimeOffset.UnixEpoch, UpdatedAt = DateTimeOffset.UnixEpoch
        };
    }
}
