using Grpc.Core;
using Sunshine.Catalogue.V1;
using Sunshine.Foundation.Identity;

namespace Sunshine.Catalogue.Tests;

public sealed partial class ItemImportTests : CatalogueTest
{
    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await AddAgencies();
    }

    [Fact]
    public async Task A_record_is_created_then_unchanged_then_updated()
    {
        var created = await ImportOne(Record("1"));
        Host.Clock.Advance(TimeSpan.FromDays(1));
        var unchanged = await ImportOne(Record("1"));
        var updated = await ImportOne(Record("1", title: "新的标题"));
        var item = await Public.GetItemAsync(new() { Id = created.Id }, cancellationToken: Cancel);

        Assert.Equal([ImportOutcome.Created, ImportOutcome.Unchanged, ImportOutcome.Updated], new[] { created, unchanged, updated }.Select(r => r.Outcome));
        Assert.Single(new[] { created.Id, unchanged.Id, updated.Id, item.Id }.Distinct());
        Assert.Single(new[] { created.IndexNumber, unchanged.IndexNumber, updated.IndexNumber, item.IndexNumber }.Distinct());
        Assert.Equal("新的标题", item.Title);
        Assert.Equal("r2", item.Etag);
        Assert.Equal(TimeSpan.FromDays(1), item.UpdateTime.ToDateTimeOffset() - item.CreateTime.ToDateTimeOffset());
    }

    [Fact]
    public async Task Every_field_of_a_record_is_read_again()
    {
        var record = Record("文-1/2", "county-1");
        record.Summary = "概述";
        record.Body = "正文\n第二段";
        record.DocumentNumber = "鞍政办发〔2016〕91号";
        record.SubjectCategory = "0101";
        record.Genre = "02";
        record.Keywords.Add(["预算", "公开"]);
        record.Stage = Stage.Execution;
        record.KeyArea = "02";
        record.FormedOn = "2016-09-01";
        record.Placements.Insert(0, new V1.Placement { Channel = Channel.Gazette, On = "2016-10-01", Column = "政务公开", Url = "https://www.example.gov.cn/1?a=b" });

        var item = await Public.GetItemAsync(new() { Id = await ImportedId(record) }, cancellationToken: Cancel);

        Assert.Equal("2016-09-26", item.PublishedOn);
        Assert.Equal($"{Luzhou}/2016-00001", item.IndexNumber);
        Assert.Equal(new AgencyReference { Id = "county-1", Name = "机构 county-1" }, item.Agency);
        Assert.Equal(["2016-09-26", "2016-10-01"], item.Placements.Select(p => p.On));
        Assert.Equal(record.Placements[0], item.Placements[1]);
        Assert.Equal(
            (record.SourceId, record.Title, record.Summary, record.Body, record.DocumentNumber, record.SubjectCategory, record.Genre, record.Stage, record.KeyArea, record.FormedOn),
            (item.SourceId, item.Title, item.Summary, item.Body, item.DocumentNumber, item.SubjectCategory, item.Genre, item.Stage, item.KeyArea, item.FormedOn));
        Assert.Equal(record.Keywords, item.Keywords);
    }

    [Fact]
    public async Task The_same_source_id_at_another_agency_is_another_item()
    {
        var results = await Import(Record("1", "city"), Record("1", "county-1"));

        Assert.Equal(2, results.Select(r => r.Id).Distinct().Count());
    }

    [Fact]
    public async Task A_refused_record_does_not_stop_the_others_and_says_what_is_wrong()
    {
        var results = await Import(Record("1"), new ImportRecord(), Record("2"));

        Assert.Equal([ImportOutcome.Created, ImportOutcome.Refused, ImportOutcome.Created], results.Select(r => r.Outcome));
        Assert.Equal([0, 1, 2], results.Select(r => r.Position));
        Assert.Equal(
            [("sourceId", "REQUIRED"), ("title", "REQUIRED"), ("agencyId", "REQUIRED"), ("placements", "TOO_FEW")], results[1].Violations.Fields());
        Assert.Equal(("", ""), (results[1].Id, results[1].IndexNumber));
        Assert.Equal(2, (await ListAll(new())).Count);
    }

    [Fact]
    public async Task Of_the_same_record_twice_in_one_message_the_later_one_counts()
    {
        var results = await Import(Record("1", title: "第一"), Record("2"), Record("1", title: "第二"), Record("1", title: "第三"));

        Assert.Equal([ImportOutcome.Created, ImportOutcome.Created, ImportOutcome.Updated, ImportOutcome.Updated], results.Select(r => r.Outcome));
        Assert.Equal("第三", (await Public.GetItemAsync(new() { Id = results[0].Id }, cancellationToken: Cancel)).Title);
        Assert.Equal(2, (await ListAll(new())).Count);
    }

    [Fact]
    public async Task Two_imports_of_the_same_records_at_once_lose_and_double_nothing()
    {
        var records = Enumerable.Range(0, 300).Select(i => Record($"{i}")).ToList();
        var all = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Import(records)));

        for (var i = 0; i < records.Count; i++)
        {
            var results = all.Select(r => r[i]).ToList();
            Assert.Single(results, r => r.Outcome == ImportOutcome.Created);
            Assert.All(results, r => Assert.True(r.Outcome is ImportOutcome.Created or ImportOutcome.Unchanged));
            Assert.Single(results.Select(r => (r.Id, r.IndexNumber)).Distinct());
        }

        var listed = await ListAll(new() { PageSize = 200 });
        Assert.Equal(300, listed.Count);
        Assert.Equal(300, listed.Select(i => i.IndexNumber).Distinct().Count());
    }

    [Fact]
    public async Task Two_imports_of_differing_records_at_once_keep_one_of_them_whole()
    {
        var all = await Task.WhenAll(Enumerable.Range(0, 6).Select(n => Import(Enumerable.Range(0, 50).Select(i => Record($"{i}", title: $"标题 {n}")))));

        Assert.All(all.SelectMany(r => r), r => Assert.NotEqual(ImportOutcome.Refused, r.Outcome));
        Assert.Equal(50, all.SelectMany(r => r).Select(r => r.IndexNumber).Distinct().Count());
        Assert.Equal(50, (await ListAll(new() { PageSize = 200 })).Count);
    }

    [Fact]
    public async Task A_bounded_caller_imports_for_its_agency_and_those_below_only()
    {
        var county = new CatalogueService.CatalogueServiceClient(Host.As(Roles.System, "county-1"));
        var results = (await county.BatchImportItemsAsync(new() { Records = { Record("1", "county-1"), Record("1", "town-1"), Record("1", "city"), Record("1", "county-2") } }, cancellationToken: Cancel)).Results;

        Assert.Equal([ImportOutcome.Created, ImportOutcome.Created, ImportOutcome.Refused, ImportOutcome.Refused], results.Select(r => r.Outcome));
        Assert.Equal([("agencyId", "OTHER_AGENCY")], results[2].Violations.Fields());
    }

    [Theory]
    [InlineData(0, "TOO_FEW")]
    [InlineData(1_001, "TOO_MANY")]
    public async Task A_message_has_one_to_a_thousand_records(int count, string reason)
    {
        var refused = await Refused(StatusCode.InvalidArgument, () => Import(Enumerable.Range(0, count).Select(i => Record($"{i}"))));

        Assert.Equal([("records", reason)], refused.Fields());
        Assert.Empty(await ListAll(new()));
    }
}
