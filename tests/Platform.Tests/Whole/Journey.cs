using System.Net.Http.Json;
using System.Text.Json;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Sunshine.Catalogue.V1;
using Sunshine.Finance.V1;
using Sunshine.Foundation.Identity;
using Sunshine.Foundation.V1;
using Sunshine.KeyAreas.V1;
using Sunshine.Platform.Tests.Dapr;
using Sunshine.Powers.V1;
using Sunshine.ReadingRooms.V1;

namespace Sunshine.Platform.Tests.Whole;

/// <summary>What a city does in a year, once each, through all services: over REST and over gRPC at the gateway.</summary>
internal sealed class Journey(City city, CancellationToken cancel)
{
    public const string Region = "210300";

    /// <summary>An item's id.</summary>
    public string Published { get; private set; } = "";

    /// <summary>Acts that must be in the ledger: source, resource.</summary>
    public List<(string Source, string Resource)> Acts { get; } = [];

    public static RoomRecord Room(string sourceId, RoomKind kind) => new()
    {
        SourceId = sourceId, AgencyId = City.Agency, OpenedOn = "2014-01-01",
        Content = new RoomContent
        {
            Name = "查阅点 " + sourceId, Kind = kind, DivisionCode = Region, Level = DivisionLevel.City, Address = "胜利路 1 号", Phone = "0412-5500000",
            Hours = new OpeningHours { Week = { new WeekdayHours { Weekday = Weekday.Monday, Spans = { new OpenSpan { Opens = "08:30", Closes = "11:30" } } } } }
        }
    };

    public static DisclosureRecord Budget(string agency, int year) => new()
    {
        SourceId = $"{agency}-{year}", AgencyId = agency, FiscalYear = year, Kind = DisclosureKind.Budget, Level = FinanceLevel.Department, PublishedOn = $"{year}-02-20",
        Content = new DisclosureContent { Title = $"{year}年部门预算", Phase = Phase.Approved, Approval = new Approval { Body = "市财政局", DocumentNumber = $"财预〔{year}〕1号", On = $"{year}-02-01" } }
    };

    public async Task Go()
    {
        await Import();
        await Publish();
        await Apply();
        await Adopt();
        await Disclose();
        await Record();
        await Deliver();
    }

    /// <summary>A county's system sends what was published in 2016.</summary>
    private async Task Import()
    {
        using var call = new CatalogueService.CatalogueServiceClient(city.As(Roles.System)).ImportItems(cancellationToken: cancel);
        await call.RequestStream.WriteAsync(new()
        {
            Records =
            {
                Enumerable.Range(1, 3).Select(i => new ImportRecord
                {
                    SourceId = $"journey-{i}", AgencyId = City.Agency, Title = $"关于做好工作的通知之 {i}", Placements = { new Catalogue.V1.Placement { Channel = Channel.Website, On = "2016-09-26" } }
                })
            }
        });
        await call.RequestStream.CompleteAsync();
        await foreach (var answer in call.ResponseStream.ReadAllAsync(cancel)) Acts.AddRange(answer.Results.Select(r => ("catalogue", "items/" + r.Id)));
        Assert.Equal(3, Acts.Count);
    }

    /// <summary>Three officers, over REST.</summary>
    private async Task Publish()
    {
        var draft = await Post("catalogue/drafts?requestId=journey", new { agency = new { id = City.Agency }, content = new { title = "关于印发《旅程办法》的通知", body = "第一条 本办法自发布之日起施行" } }, Roles.Editor);
        Published = Text(draft, "id");
        draft = await Post($"catalogue/drafts/{Published}:submit", new { etag = Text(draft, "etag") }, Roles.Editor);
        await Post($"catalogue/drafts/{Published}:review", new { etag = Text(draft, "etag"), decision = "REVIEW_DECISION_APPROVE", opinion = "不涉密，可以公开" }, Roles.Reviewer);
        await Post($"catalogue/drafts/{Published}:publish", new { placements = new[] { new { channel = "CHANNEL_WEBSITE" } } }, Roles.Publisher);
        Acts.Add(("catalogue", "items/" + Published));
    }

    /// <summary>Anybody applies and follows it.</summary>
    private async Task Apply()
    {
        var receipt = await Post("requests/applications", new
        {
            agencyId = City.Agency, requestId = "journey", wanted = new { description = "2016 年市本级预算的编制说明", medium = "MEDIUM_FILE", handover = "HANDOVER_ONLINE" },
            applicant = new { kind = "APPLICANT_KIND_NATURAL_PERSON", name = "样本", phone = "0412-5550001", identityDocument = "IDENTITY_DOCUMENT_PASSPORT", identityNumber = "E12345678" }
        }, null);
        var followed = await Post("requests/applications:follow", new { receiptNumber = Text(receipt, "receiptNumber"), queryCode = Text(receipt, "queryCode") }, null);
        Assert.Equal("APPLICATION_STATE_REGISTERED", Text(followed, "state"));
    }

    /// <summary>The first batch of a power list.</summary>
    private async Task Adopt()
    {
        var admin = city.As(Roles.Admin);
        var law = await new LawService.LawServiceClient(admin).CreateLawAsync(
            new() { RequestId = "journey", Content = new LawContent { Title = "旅程法", Kind = LawKind.Statute, LastArticle = 100 } }, cancellationToken: cancel);
        await new ListService.ListServiceClient(admin).CreateListAsync(new() { RequestId = "journey", AgencyId = City.Agency, Name = "权责清单", Level = PowerLevel.City, Region = Region }, cancellationToken: cancel);
        var batches = new BatchService.BatchServiceClient(admin);
        var batch = await batches.CreateBatchAsync(
            new() { RequestId = "journey", ListId = City.Agency, Decree = new Decree { Title = "决定", DecidedOn = "2016-01-01" }, EffectiveOn = "2016-01-01" }, cancellationToken: cancel);
        var power = new PowerContent
        {
            Code = "210300025XK0001000", Name = "第一项", Kind = PowerKind.Licence, AgencyId = City.Agency, Level = PowerLevel.City, Bases = { new LegalBasis { LawId = law.Id, Article = "第十二条" } }
        };
        batch = await batches.AppendOperationsAsync(new() { Id = batch.Id, Etag = batch.Etag, Operations = { new Operation { Kind = OperationKind.Add, Powers = { power } } } }, cancellationToken: cancel);
        // Nobody adopts what he wrote himself.
        await new BatchService.BatchServiceClient(city.As(Roles.Admin, "another")).AdoptBatchAsync(new() { Id = batch.Id, Etag = batch.Etag }, cancellationToken: cancel);
        Acts.Add(("powers", "batches/" + batch.Id));
    }

    private async Task Disclose()
    {
        var answer = await new DisclosureService.DisclosureServiceClient(city.As(Roles.Admin)).BatchImportDisclosuresAsync(new() { Records = { Budget(City.Agency, 2016) } }, cancellationToken: cancel);
        Assert.True(answer.Results[0].Fate == RecordFate.Created, $"{answer.Results[0]}");
        Acts.Add(("finance", "disclosures/" + answer.Results[0].Id));
    }

    private async Task Record()
    {
        var data = new Struct();
        data.Fields["季度"] = Value.ForString("2016Q3");
        data.Fields["救助类型"] = Value.ForString("临时");
        data.Fields["人次或户次"] = Value.ForNumber(55_318);
        data.Fields["资金支出"] = Value.ForString("3313.01");
        var answer = await new RecordService.RecordServiceClient(city.As(Roles.System)).BatchImportRecordsAsync(
            new() { Records = { new RecordEntry { TypeId = "relief", AgencyId = City.Agency, Data = data } } }, cancellationToken: cancel);
        Assert.True(answer.Results[0].Outcome == EntryOutcome.Created, $"{answer.Results[0]}");
    }

    /// <summary>An issue of the gazette goes to the rooms by the catalogue's event, and one says that it has it.</summary>
    private async Task Deliver()
    {
        var rooms = new RoomService.RoomServiceClient(city.As(Roles.Admin));
        var room = (await rooms.BatchImportRoomsAsync(new() { Records = { Room("journey", RoomKind.Archive) } }, cancellationToken: cancel)).Results.Single();
        Assert.True(room.Fate == RecordFate.Created, $"{room}");
        var gazette = new GazetteService.GazetteServiceClient(city.As(Roles.Publisher));
        var issue = await gazette.CreateGazetteIssueAsync(new()
        {
            RequestId = "journey", Issue = new GazetteIssue { AgencyId = City.Agency, Year = 2016, Number = 1, Title = "市人民政府公报 2016年第1期", Contents = { new GazetteEntry { ItemId = Acts[0].Resource["items/".Length..], Page = 1 } } }
        }, cancellationToken: cancel);
        await gazette.IssueGazetteAsync(new() { Id = issue.Id, IssuedOn = "2016-10-10", Etag = issue.Etag }, cancellationToken: cancel);

        var distributions = new DistributionService.DistributionServiceClient(city.As(Roles.Publisher));
        var distribution = await Eventually.Get(
            async () => (await distributions.ListDistributionsAsync(new(), cancellationToken: cancel)).Distributions.SingleOrDefault(d => d.Publication.PublicationId == issue.Id), d => d is not null, cancel, City.LongestStart);
        var recorded = await distributions.BatchRecordDeliveriesAsync(
            new() { DistributionId = distribution!.Id, Records = { new DeliveryRecord { RoomId = room.Id, DeliveredOn = "2016-10-12", ReceivedOn = "2016-10-12" } } }, cancellationToken: cancel);
        Assert.True(recorded.Results[0].Violations.Count == 0, $"{recorded}");
        Acts.AddRange([("reading-rooms", "rooms/" + room.Id), ("catalogue", "gazette-issues/" + issue.Id), ("reading-rooms", "distributions/" + distribution.Id)]);
    }

    private async Task<JsonElement> Post(string path, object body, string? role)
    {
        using var response = await city.Post(path, body, role, cancel);
        Assert.True(response.IsSuccessStatusCode, $"{path}: {(int)response.StatusCode} {await response.Content.ReadAsStringAsync(cancel)}");
        return await response.Content.ReadFromJsonAsync<JsonElement>(cancel);
    }

    private static string Text(JsonElement json, string name) => json.GetProperty(name).GetString()!;
}
