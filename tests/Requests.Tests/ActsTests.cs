using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Storage;
using Sunshine.Requests.V1;
using Sunshine.Testing.Hosts;
using Kind = Sunshine.Ledger.V1.ActKind;

namespace Sunshine.Requests.Tests;

/// <summary>What the service of requests tells the ledger, and that it adds up to the national forms.</summary>
public sealed class ActsTests : RequestsTest
{
    private StatisticsService.StatisticsServiceClient Statistics => new(Host.Invoker());

    [Fact]
    public async Task An_applications_life_is_told_without_anything_of_who_applied()
    {
        var application = await Received(arrivedOn: "2026-01-05", applicant: Person("钱学文"), description: "钱学文名下样板街 12 号的征收补偿");
        await Officer.AcceptApplicationAsync(new() { Id = application.Id }, cancellationToken: Cancel);
        var answered = await Answered(application);
        var before = await Told();
        GoTo("2026-06-01");
        var reopened = await Officer.ReopenApplicationAsync(new() { Id = answered.Id, Act = Paper("判决书") }, cancellationToken: Cancel);
        var open = await Told();
        await Answered(reopened, new V1.Answer { Outcome = Outcome.PartlyGranted, Text = "部分公开。" });

        var told = await Told();

        Assert.Equal(
            [Kind.RequestRegistered, Kind.RequestHandled, Kind.RequestHandled, Kind.RequestAnswered, Kind.RequestHandled, Kind.RequestHandled, Kind.RequestAnswered], told.Acts.Select(a => a.Kind));
        Assert.All(told.Acts, a => Assert.Equal(("city", "applications/" + application.Id, 64), (a.AgencyId, a.Resource, a.Digest.Length)));
        Assert.Equal(["verb=APPROVE_ANSWER", "state=ANSWERED", "outcome=GRANTED", "received-on=2026-01-05", "due-on=" + answered.DueOn], told.Acts[3].Notes);
        Assert.DoesNotContain(told.Acts, a => a.ToString().Contains("学文", StringComparison.Ordinal) || a.ToString().Contains("样板街", StringComparison.Ordinal) || a.ToString().Contains("判决书", StringComparison.Ordinal));
        Assert.Equal(["2026-01 agency=city applicant=NATURAL_PERSON way=IN_PERSON 1"], told.Lines("requests.received"));
        Assert.Equal(["2026-01 agency=city applicant=NATURAL_PERSON outcome=GRANTED timing=ON_TIME 1"], before.Lines("requests.answered"));
        Assert.Empty(open.Lines("requests.answered"));
        Assert.Equal(["2026-06 agency=city applicant=NATURAL_PERSON outcome=PARTLY_GRANTED timing=ON_TIME 1"], told.Lines("requests.answered"));
    }

    [Fact]
    public async Task What_is_not_received_yet_counts_nowhere()
    {
        var waiting = await Received(channel: IntakeChannel.Fax);
        Assert.Empty((await Told()).Lines("requests.received"));
        await Officer.ConfirmReceiptAsync(new() { Id = waiting.Id }, cancellationToken: Cancel);
        Assert.Equal(["2026-01 agency=city applicant=NATURAL_PERSON way=FAX 1"], (await Told()).Lines("requests.received"));
    }

    [Fact]
    public async Task A_cases_life_is_told_and_counts_with_its_result()
    {
        var cases = new CaseService.CaseServiceClient(As("officer-1", Foundation.Identity.Roles.RequestOfficer));
        var suit = await cases.CreateCaseAsync(new() { RequestId = "1", Kind = CaseKind.Suit, Route = SuitRoute.Direct, AgencyId = "city", ReceivedOn = "2016-02-22" }, cancellationToken: Cancel);
        await cases.AcceptCaseAsync(new() { Id = suit.Id, On = "2016-03-01" }, cancellationToken: Cancel);
        await cases.CloseCaseAsync(new() { Id = suit.Id, Result = CaseResult.Corrected, On = "2016-08-01", Document = "判决书" }, cancellationToken: Cancel);

        var told = await Told();

        Assert.All(told.Acts, a => Assert.Equal((Kind.CaseHandled, "cases/" + suit.Id), (a.Kind, a.Resource)));
        Assert.Equal(["kind=SUIT", "status=CLOSED", "result=CORRECTED"], told.Acts[2].Notes);
        Assert.Equal(["2016-02 agency=city kind=SUIT route=DIRECT 1"], told.Lines("requests.cases-received"));
        Assert.Equal(["2016-08 agency=city kind=SUIT result=CORRECTED route=DIRECT 1"], told.Lines("requests.cases"));
    }

    [Fact]
    public async Task Every_cell_of_the_forms_of_2014_and_2021_is_a_sum_of_acts()
    {
        await ImportAtRandom();
        await Received("open", "2016-03-07", applicant: new V1.Applicant(Person()) { IdentityDocument = 0 });

        var told = await Told();

        foreach (var year in new[] { 2015, 2016, 2017 })
        {
            foreach (var form in new[] { Form._2014, Form._2021 })
            {
                var figures = await Statistics.GetStatisticsAsync(new() { Year = year, Form = form }, cancellationToken: Cancel);
                foreach (var (table, row, cell) in figures.Tables.SelectMany(t => t.Rows.SelectMany(r => r.Cells.Select(c => (t.Id, r, c)))))
                {
                    var sum = form == Form._2014 ? Of2014(told, row.Id, $"{year}") : Of2021(told, table, row.Id, cell.ColumnId, year);
                    Assert.True(sum == decimal.Parse(cell.Value, CultureInfo.InvariantCulture), $"{form} {year} {row.Id}/{cell.ColumnId}: {cell.Value}, but {sum}");
                }
            }
        }
    }

    private static decimal Of2014(ActLog told, string row, string year) => row switch
    {
        "3.1" => told.Sum("requests.received", year),
        "3.1.1" => told.Sum("requests.received", year, "way=IN_PERSON"),
        "3.1.2" => told.Sum("requests.received", year, "way=FAX"),
        "3.1.3" => told.Sum("requests.received", year, "way=NET"),
        "3.1.4" => told.Sum("requests.received", year, "way=MAIL"),
        "3.2" => told.Sum("requests.answered", year),
        "3.2.1" => told.Sum("requests.answered", year, "timing=ON_TIME"),
        "3.2.2" => told.Sum("requests.answered", year, "timing=EXTENDED") + told.Sum("requests.answered", year, "timing=LATE"),
        "4" or "5" => told.Sum("requests.cases", year, row == "4" ? "kind=REVIEW" : "kind=SUIT"),
        "6" => told.Sum("requests.cases-received", year, "kind=COMPLAINT"),
        "7" => told.Sum("requests.fees", year) / 10_000,
        _ when row[0] is '4' or '5' => told.Sum("requests.cases", year, row[0] == '4' ? "kind=REVIEW" : "kind=SUIT", $"result={((CaseResult)(row[2] - '0')).ShortName()}"),
        _ => Ended(told, year, Outcomes.InRow(Form._2014, row))
    };

    private static decimal Of2021(ActLog told, string table, string row, string column, int year)
    {
        if (table == "6") return told.Sum("requests.fees", $"{year}") / 10_000;
        if (table == "4")
        {
            string[] sort = row switch { "review" => ["kind=REVIEW"], "suitDirect" => ["kind=SUIT", "route=DIRECT"], _ => ["kind=SUIT", "route=AFTER_REVIEW"] };
            var pending = Until(year, y => told.Sum("requests.cases-received", y, sort) - told.Sum("requests.cases", y, sort));
            return column switch
            {
                "pending" => pending,
                "total" => told.Sum("requests.cases", $"{year}", sort) + pending,
                _ => told.Sum("requests.cases", $"{year}", [.. sort, "result=" + column.ToUpperInvariant()])
            };
        }

        string[] by = column switch
        {
            "total" => [],
            "naturalPerson" => ["applicant=NATURAL_PERSON"],
            "enterprise" => ["applicant=ENTERPRISE"],
            "research" => ["applicant=RESEARCH_INSTITUTION"],
            "welfare" => ["applicant=PUBLIC_WELFARE"],
            "legal" => ["applicant=LEGAL_SERVICE"],
            _ => ["applicant=OTHER_ORGANISATION"]
        };
        return row switch
        {
            "1" => told.Sum("requests.received", $"{year}", by),
            "2" => Until(year - 1, y => told.Sum("requests.received", y, by) - told.Sum("requests.answered", y, by)),
            "4" => Until(year, y => told.Sum("requests.received", y, by) - told.Sum("requests.answered", y, by)),
            "3.7" => told.Sum("requests.answered", $"{year}", by),
            _ => Ended(told, $"{year}", Outcomes.InRow(Form._2021, row), by)
        };
    }

    private static decimal Until(int year, Func<string, decimal> sum) => Enumerable.Range(2008, year - 2008 + 1).Sum(y => sum($"{y}"));

    private static decimal Ended(ActLog told, string year, IEnumerable<string> outcomes, params string[] by) =>
        outcomes.Sum(o => told.Sum("requests.answered", year, [.. by, "outcome=" + o["OUTCOME_".Length..]]));

    private async Task ImportAtRandom()
    {
        var random = new Random(11);
        var outcomes = Enum.GetValues<Outcome>().Where(o => o != 0).ToArray();
        var applications = new BatchImportApplicationsRequest();
        var cases = new BatchImportCasesRequest();
        for (var i = 0; i < 400; i++)
        {
            var received = new DateOnly(2014, 6, 1).AddDays(random.Next(365 * 3));
            applications.Records.Add(new ApplicationRecord
            {
                SourceId = $"{i}", AgencyId = i % 3 == 0 ? "office" : "city", Channel = (IntakeChannel)random.Next(1, 6), ApplicantKind = (ApplicantKind)random.Next(1, 7), Outcome = outcomes[random.Next(outcomes.Length)],
                ReceivedOn = Days.Format(received), FinishedOn = Days.Format(received.AddDays(random.Next(60))), Subject = "道路维修", ExtendedBy = random.Next(4) == 0 ? 10 : 0,
                Fee = random.Next(5) == 0 ? $"{random.Next(1, 30)}.{random.Next(10, 100)}" : ""
            });
            var (kind, open) = ((CaseKind)random.Next(1, 4), random.Next(6) == 0);
            cases.Records.Add(new CaseRecord
            {
                SourceId = $"{i}", AgencyId = "city", Kind = kind, Route = kind == CaseKind.Suit ? (SuitRoute)random.Next(1, 3) : 0, ReceivedOn = Days.Format(received),
                ClosedOn = open ? "" : Days.Format(received.AddDays(random.Next(300))), Result = open ? 0 : (CaseResult)random.Next(1, 4)
            });
        }

        var admin = Host.Invoker(Host.Token(Foundation.Identity.Roles.Admin));
        Assert.All((await new ApplicationService.ApplicationServiceClient(admin).BatchImportApplicationsAsync(applications, cancellationToken: Cancel)).Results, r => Assert.True(r.Created, $"{r}"));
        Assert.All((await new CaseService.CaseServiceClient(admin).BatchImportCasesAsync(cases, cancellationToken: Cancel)).Results, r => Assert.True(r.Created, $"{r}"));
    }

    private Task<ActLog> Told() => ActLog.Of(Host.Services.GetRequiredKeyedService<IStore>(RequestsModule.Name), RequestsModule.Name, Acts.Of, Cancel);
}
