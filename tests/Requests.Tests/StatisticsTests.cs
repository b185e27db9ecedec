using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Identity;
using Sunshine.Requests.V1;

namespace Sunshine.Requests.Tests;

/// <summary>A register made at random over six years, counted by the service, by the lists that its cells name, and by hand.</summary>
public sealed class StatisticsTests : RequestsTest
{
    private static readonly string[] Agencies = ["city", "office", "county"];

    private readonly List<ApplicationRecord> _records = [];
    private readonly List<CaseRecord> _cases = [];

    private StatisticsService.StatisticsServiceClient Statistics => new(Host.Invoker());

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        var random = new Random(7);
        var outcomes = Enum.GetValues<Outcome>().Where(o => o != 0).ToArray();
        for (var i = 0; i < 700; i++)
        {
            var received = new DateOnly(2014, 1, 1).AddDays(random.Next(365 * 5));
            _records.Add(new ApplicationRecord
            {
                SourceId = $"{i}", AgencyId = Pick(Agencies), Channel = (IntakeChannel)random.Next(1, 6), ApplicantKind = (ApplicantKind)random.Next(1, 7), Outcome = Pick(outcomes),
                ReceivedOn = Days.Format(received), FinishedOn = Days.Format(received.AddDays(random.Next(60))), Subject = "道路维修", ExtendedBy = random.Next(4) == 0 ? 10 : 0,
                Fee = random.Next(5) == 0 ? $"{random.Next(1, 30)}.{random.Next(10, 100)}" : ""
            });
        }

        for (var i = 0; i < 200; i++)
        {
            var (received, kind, open) = (new DateOnly(2014, 1, 1).AddDays(random.Next(365 * 5)), (CaseKind)random.Next(1, 4), random.Next(6) == 0);
            _cases.Add(new CaseRecord
            {
                SourceId = $"{i}", AgencyId = Pick(Agencies), Kind = kind, Route = kind == CaseKind.Suit ? (SuitRoute)random.Next(1, 3) : 0, ReceivedOn = Days.Format(received),
                ClosedOn = open ? "" : Days.Format(received.AddDays(random.Next(300))), Result = open ? 0 : (CaseResult)random.Next(1, 4)
            });
        }

        var admin = Host.Invoker(Host.Token(Roles.Admin));
        var applications = new BatchImportApplicationsRequest();
        applications.Records.Add(_records);
        Assert.All((await new ApplicationService.ApplicationServiceClient(admin).BatchImportApplicationsAsync(applications, cancellationToken: Cancel)).Results, r => Assert.True(r.Created, $"{r}"));
        var cases = new BatchImportCasesRequest();
        cases.Records.Add(_cases);
        Assert.All((await new CaseService.CaseServiceClient(admin).BatchImportCasesAsync(cases, cancellationToken: Cancel)).Results, r => Assert.True(r.Created, $"{r}"));
        // And some that were never finished.
        for (var i = 0; i < 8; i++) await Received($"open-{i}", $"201{6 + i % 3}-0{1 + i}-05", applicant: OfThen(), channel: IntakeChannel.Letter);

        T Pick<T>(T[] among) => among[random.Next(among.Length)];
    }

    /// <summary>Each row of the form on requests and cases is there under its number, and nothing else but the fee that is told in a sentence.</summary>
    [Theory]
    [InlineData(Form._2014, "3 三、依申请公开情况")]
    [InlineData(Form._2019)]
    [InlineData(Form._2021, "fees 收取信息处理费总金额")]
    public async Task Rows_are_those_of_the_form(Form form, params string[] others)
    {
        var figures = await Statistics.GetStatisticsAsync(new() { Year = 2016, Form = form }, cancellationToken: Cancel);
        var tables = ReportForms.Forms.Find(form.Name())!.Tables.Where(t => t.Id is "requests" or "cases" or "review" or "litigation" or "complaints" or "fees");
        var expected = tables.SelectMany(t => t.AllRows).Where(r => r.Number.Length > 0).Select(r => $"{r.Number} {r.Name}").Concat(others);
        var rows = figures.Tables.SelectMany(t => t.Rows).ToList();
        Assert.Equal(expected.Order(StringComparer.Ordinal), rows.Select(r => $"{r.Id} {r.Name}").Order(StringComparer.Ordinal));
        Assert.All(rows, r => Assert.Contains(r.Unit, new[] { "件", "万元" }));
        Assert.All(rows.Where(r => r.ParentId.Length > 0), r => Assert.StartsWith(r.ParentId + ".", r.Id, StringComparison.Ordinal));
        Assert.Equal(rows.Where(r => r.Id.Contains('.', StringComparison.Ordinal)).Select(r => r.Id[..r.Id.LastIndexOf('.')]), rows.Where(r => r.ParentId.Length > 0).Select(r => r.ParentId));
    }

    [Theory]
    [InlineData(Form._2014, "")]
    [InlineData(Form._2019, "city")]
    [InlineData(Form._2021, "")]
    public async Task Every_cell_is_the_length_of_the_list_it_names_and_every_identity_holds(Form form, string agency)
    {
        using var http = Host.Http(Host.Token(Roles.Admin));
        foreach (var year in new[] { 2015, 2016 })
        {
            var figures = await Statistics.GetStatisticsAsync(new() { Year = year, Form = form, AgencyId = agency }, cancellationToken: Cancel);

            Assert.All(figures.Identities, i => Assert.True(i.Holds, $"{i}"));
            Assert.NotEmpty(figures.Identities);
            foreach (var (row, cell) in figures.Tables.SelectMany(t => t.Rows).SelectMany(r => r.Cells.Select(c => (r, c))))
            {
                var list = await http.GetFromJsonAsync<JsonElement>(cell.Query + "&pageSize=200", Cancel);
                var found = row.Unit == "万元"
                    ? list.GetProperty("applications").EnumerateArray().Sum(a => decimal.Parse(a.GetProperty("feePaid").GetString()!, CultureInfo.InvariantCulture)) / 10_000
                    : decimal.Parse(list.GetProperty("totalSize").GetString()!, CultureInfo.InvariantCulture);
                Assert.True(found == decimal.Parse(cell.Value, CultureInfo.InvariantCulture), $"{row.Id}/{cell.ColumnId} {cell.Value}, but {found}: {cell.Query}");
            }
        }
    }

    [Fact]
    public async Task The_table_of_2021_is_what_a_count_by_hand_gives()
    {
        var cells = Cells(await Statistics.GetStatisticsAsync(new() { Year = 2016, Form = Form._2021, AgencyId = "county" }, cancellationToken: Cancel));
        var ours = _records.Where(r => r.AgencyId == "county").ToList();

        foreach (var (column, kind) in new[] { ("naturalPerson", ApplicantKind.NaturalPerson), ("legal", ApplicantKind.LegalService), ("total", ApplicantKind.Unspecified) })
        {
            var of = ours.Where(r => kind == 0 || r.ApplicantKind == kind).Select(r => (In: Year(r.ReceivedOn), Out: Year(r.FinishedOn), r.Outcome)).ToList();
            var done = of.Where(r => r.Out == 2016).ToList();
            Assert.Equal($"{of.Count(r => r.In == 2016)}", cells["1/" + column]);
            Assert.Equal($"{of.Count(r => r.In < 2016 && r.Out >= 2016)}", cells["2/" + column]);
            Assert.Equal($"{done.Count(r => r.Outcome is Outcome.Granted or Outcome.AlreadyPublic)}", cells["3.1/" + column]);
            Assert.Equal($"{done.Count(r => r.Outcome is Outcome.BusinessSecret or Outcome.PersonalPrivacy)}", cells["3.3.4/" + column]);
            Assert.Equal($"{done.Count}", cells["3.7/" + column]);
            Assert.Equal($"{of.Count(r => r.In <= 2016 && r.Out > 2016)}", cells["4/" + column]);
        }

        var suits = _cases.Where(c => c.AgencyId == "county" && c.Kind == CaseKind.Suit && c.Route == SuitRoute.Direct && Year(c.ReceivedOn) <= 2016).ToList();
        Assert.Equal($"{suits.Count(c => c.ClosedOn.Length > 0 && Year(c.ClosedOn) == 2016 && c.Result == CaseResult.Corrected)}", cells["suitDirect/corrected"]);
        Assert.Equal($"{suits.Count(c => c.ClosedOn.Length == 0 || Year(c.ClosedOn) > 2016)}", cells["suitDirect/pending"]);
    }

    [Fact]
    public async Task What_goes_over_to_a_year_is_what_comes_from_the_year_before()
    {
        var (before, after) = (await Form2021(2016), await Form2021(2017));
        Assert.All(new[] { "naturalPerson", "enterprise", "research", "welfare", "legal", "other", "total" }, column => Assert.Equal(before["4/" + column], after["2/" + column]));
        Assert.NotEqual("0", before["4/total"]);
    }

    [Fact]
    public async Task A_year_without_records_is_all_zeros_and_a_wrong_question_is_refused()
    {
        Assert.All(await Form2021(2010), c => Assert.True(c.Value is "0" or "0.00", $"{c}"));
        Assert.Equal(["year OUT_OF_RANGE", "form REQUIRED", "agencyId NO_SUCH_AGENCY"], await Wrong(async () => await Statistics.GetStatisticsAsync(new() { AgencyId = "none" }, cancellationToken: Cancel)));
    }

    private async Task<Dictionary<string, string>> Form2021(int year) => Cells(await Statistics.GetStatisticsAsync(new() { Year = year, Form = Form._2021 }, cancellationToken: Cancel));

    private static Dictionary<string, string> Cells(V1.Statistics figures) =>
        figures.Tables.SelectMany(t => t.Rows).SelectMany(r => r.Cells.Select(c => (Key: $"{r.Id}/{c.ColumnId}", c.Value))).ToDictionary(c => c.Key, c => c.Value);

    private static int Year(string day) => Days.Parse(day)!.Value.Year;

    /// <summary>As an applicant of that time had to be.</summary>
    private static V1.Applicant OfThen() => new() { Kind = ApplicantKind.NaturalPerson, Name = "钱学文", Phone = "13904120001" };
}
