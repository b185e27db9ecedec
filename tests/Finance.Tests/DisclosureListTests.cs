using Sunshine.Finance.V1;
using Sunshine.Foundation.Identity;
using Sunshine.Foundation.V1;

namespace Sunshine.Finance.Tests;

/// <summary>All filters together, newest first, with how many there are.</summary>
public sealed class DisclosureListTests : DisclosuresTest
{
    [Fact]
    public async Task Disclosures_are_listed_by_everything_that_they_are()
    {
        var results = await ImportAll(
            Record(), Record(2015, "2015-02-01", "2015-03-20"), New("city", DisclosureKind.FinalAccounts, FinanceLevel.Department, Phase.Executed, "2016-08-01", "2016-08-10"),
            New("city", DisclosureKind.FinalAccounts, FinanceLevel.Government, Phase.Executed, "2016-08-01", "2016-08-11"), New("office", DisclosureKind.GovernmentProcurement, FinanceLevel.Department, Phase.Executed, "", "2017-01-05"));
        Assert.All(results, r => Assert.Equal((RecordFate.Created, ""), (r.Fate, string.Join(' ', WrongIn(r)))));
        var (budget, last, department, government, procurement) = (results[0].Id, results[1].Id, results[2].Id, results[3].Id, results[4].Id);
        Assert.Equal([procurement, government, department, budget, last], await List(new()));
        Assert.Equal([procurement, budget, last], await List(new() { AgencyId = "office" }));
        Assert.Equal(5, (await List(new() { AgencyId = "city" })).Count);
        Assert.Empty(await List(new() { AgencyId = "county" }));
        Assert.Equal([procurement, government, department, budget], await List(new() { FiscalYear = 2016 }));
        Assert.Equal([government, department], await List(new() { Kind = DisclosureKind.FinalAccounts }));
        Assert.Equal([government], await List(new() { Kind = DisclosureKind.FinalAccounts, Level = FinanceLevel.Government, AgencyId = "city" }));
        Assert.Equal([budget, last], await List(new() { Phase = Phase.Approved }));
        Assert.Equal([last], await List(new() { Timeliness = Timeliness.Late }));
        Assert.Equal([procurement], await List(new() { PublishedYear = 2017 }));
        Assert.Equal([last], await List(new() { Query = "2015年 预算" }));
        Assert.Empty(await List(new() { Query = "预算", Kind = DisclosureKind.FinalAccounts }));
        Assert.Equal(5, (await List(new() { State = DisclosureState.Published })).Count);
        Assert.Equal(
            ["agencyId NO_SUCH_AGENCY", "fiscalYear OUT_OF_RANGE", "kind UNKNOWN_VALUE", "publishedYear OUT_OF_RANGE", "pageToken BAD_PAGE_TOKEN"],
            await Wrong(async () => await Disclosures.ListDisclosuresAsync(new() { AgencyId = "none", FiscalYear = -1, Kind = (DisclosureKind)99, PublishedYear = 99999, PageToken = "x" }, cancellationToken: Cancel)));

        async Task<IReadOnlyList<string>> List(ListDisclosuresRequest request)
        {
            var all = new List<string>();
            request.PageSize = 2;
            long total;
            do
            {
                var page = await Disclosures.ListDisclosuresAsync(request, cancellationToken: Cancel);
                all.AddRange(page.Disclosures.Select(d => d.Id));
                (request.PageToken, total) = (page.NextPageToken, page.TotalSize);
            }
            while (request.PageToken.Length > 0);
            Assert.Equal(total, all.Count);
            return all;
        }

        static DisclosureRecord New(string agency, DisclosureKind kind, FinanceLevel level, Phase phase, string approvedOn, string publishedOn) => new()
        {
            SourceId = $"{kind}-{level}", AgencyId = agency, FiscalYear = 2016, Kind = kind, Level = level, PublishedOn = publishedOn, Content = new DisclosureContent
            {
                Title = "公开", Phase = phase, Approval = approvedOn.Length == 0 ? null : new V1.Approval { Body = "市人大常委会", On = approvedOn }
            }
        };
    }

    [Fact]
    public async Task A_list_leaves_out_what_may_be_long()
    {
        Rules = (_, _) => [new("unit", FindingSeverity.Warning, "department-budget-1", "", "", null, null, "单位可疑。", "The unit is odd.")];
        var record = Record();
        record.Content.Explanations.Add(new V1.Explanation { Element = "changes", Text = "比上年减少。" });
        var read = await Get((await Import(record)).Id);
        var listed = (await Disclosures.ListDisclosuresAsync(new() { Query = "比上年减少" }, cancellationToken: Cancel)).Disclosures[0];
        Assert.Equal((1, 1, 0, 0), (read.Release.Content.Explanations.Count, read.Release.Findings.Count, listed.Release.Content.Explanations.Count, listed.Release.Findings.Count));
        read.Release.Content.Explanations.Clear();
        read.Release.Findings.Clear();
        Assert.Equal(read, listed);
    }

    [Fact]
    public async Task Reads_are_there_in_rest_too()
    {
        var id = (await Import(Record())).Id;
        var text = await Host.Http().GetStringAsync($"/api/v1/finance/disclosures/{id}?asOf=2016-02-20", Cancel);
        Assert.Contains("\"timeliness\":\"TIMELINESS_IN_TIME\"", text.Replace(" ", ""));
        Assert.Contains("\"value\":\"1000.00\"", (await Host.Http().GetStringAsync($"/api/v1/finance/disclosures/{id}/statements/department-budget-1", Cancel)).Replace(" ", ""));
        var editor = Host.Http(Host.Issuer.Token([Roles.Editor], "city", "editor", lifetime: TimeSpan.FromDays(1)));
        Assert.Contains("\"drafts\"", await editor.GetStringAsync("/api/v1/finance/drafts?agencyId=office", Cancel));
    }
}
