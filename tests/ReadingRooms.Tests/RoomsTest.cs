using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Sunshine.Catalogue.V1;
using Sunshine.Foundation.Agencies;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Identity;
using Sunshine.Foundation.Messaging;
using Sunshine.Foundation.Storage;
using Sunshine.Foundation.V1;
using Sunshine.ReadingRooms.V1;
using Sunshine.Testing.Hosts;

namespace Sunshine.ReadingRooms.Tests;

/// <summary>With divisions, beside a catalogue of the test's own.</summary>
public abstract class RoomsTest() : ServiceTest(ReadingRoomsModule.Name)
{
    private protected FakeCatalogue Catalogue { get; } = new();

    protected RoomService.RoomServiceClient Anybody => new(Host.Invoker());

    protected RoomService.RoomServiceClient Editor => new(As("editor", Roles.Editor));

    protected override IReadOnlyList<(string Id, string ParentId, string CatalogueCode)> Agencies => [("city", "", ""), ("office", "city", ""), ("county", "city", ""), ("stranger", "", "")];

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        var stored = await new RoomService.RoomServiceClient(As("admin", Roles.Admin, "")).BatchImportDivisionsAsync(new()
        {
            Records =
            {
                new[]
                {
                    ("210300", "鞍山市"), ("210302", "铁东区"), ("210381", "海城市"), ("210302002", "解放街道"), ("210381105", "西柳镇"), ("210302002001", "解放社区"), ("210381105201", "古树村"), ("210381105202", "东柳村")
                }.Select(d => new DivisionRecord { Code = d.Item1, Name = d.Item2 })
            }
        }, cancellationToken: Cancel);
        Assert.All(stored.Results, r => Assert.Equal(RecordFate.Created, r.Fate));
    }

    protected override void Add(IServiceCollection services)
    {
        services.AddReadingRooms();
        services.AddSingleton(new CatalogueService.CatalogueServiceClient(Catalogue));
        services.AddSingleton(new GazetteService.GazetteServiceClient(Catalogue));
    }

    protected override void Map(WebApplication app) => app.MapReadingRooms();

    protected string Token(string subject, string role, string agency = "city") => Host.Issuer.Token([role], agency.Length == 0 ? null : agency, subject, lifetime: TimeSpan.FromDays(10_000));

    protected static V1.RoomContent Content(string code = "210300", RoomKind kind = RoomKind.Archive, string name = "市档案馆", string? lat = null, string? lng = null) => new()
    {
        Name = name, Kind = kind, DivisionCode = code, Level = DivisionCode.LevelOf(code) ?? 0, Address = "胜利路 1 号", Coordinates = lat is null ? null : new Coordinates { Lat = lat, Lng = lng ?? "" },
        Hours = OfficeHours, Phone = "0412-5500000", Equipment = new V1.Equipment { Terminals = 2, Printers = 1, StepFree = true }
    };

    protected static V1.OpeningHours OfficeHours => new()
    {
        Week =
        {
            Enumerable.Range(1, 5).Select(d => new V1.WeekdayHours
            {
                Weekday = (Weekday)d, Spans = { new V1.OpenSpan { Opens = "08:30", Closes = "11:30" }, new V1.OpenSpan { Opens = "13:00", Closes = "17:00" } }
            })
        }
    };

    protected static RoomRecord Record(string sourceId, string code, RoomKind kind, string openedOn = "2014-01-01", string agency = "city", string? lat = null, string? lng = null) =>
        new() { SourceId = sourceId, AgencyId = agency, Content = Content(code, kind, "查阅点 " + sourceId, lat, lng), OpenedOn = openedOn };

    protected async Task<IReadOnlyList<string>> Import(params IEnumerable<RoomRecord> records)
    {
        var ids = new List<string>();
        foreach (var part in records.Chunk(1_000))
        {
            var answer = await Editor.BatchImportRoomsAsync(new() { Records = { part } }, cancellationToken: Cancel);
            Assert.All(answer.Results, r => Assert.True(r.Fate is RecordFate.Created or RecordFate.Updated or RecordFate.Unchanged, $"{r}"));
            ids.AddRange(answer.Results.Select(r => r.Id));
        }

        return ids;
    }

    /// <summary>Five rooms over the four levels: two of the city, a county's, a town's, a village's.</summary>
    protected Task<IReadOnlyList<string>> ImportFive() => Import(
        Record("archive", "210300", RoomKind.Archive), Record("library", "210300", RoomKind.Library), Record("haicheng", "210381", RoomKind.ServiceHall, agency: "county"),
        Record("xiliu", "210381105", RoomKind.Town, agency: "county"), Record("gushu", "210381105201", RoomKind.Village, agency: "county"));

    /// <summary>Puts an issue into the catalogue, without its event.</summary>
    protected GazetteIssued Issue(string id = "issue-1", string issuedOn = "2016-03-01", int number = 1)
    {
        Catalogue.Issues[id] = new GazetteIssue { Id = id, AgencyId = "city", Year = int.Parse(issuedOn[..4]), Number = number, Title = $"鞍山市人民政府公报 {number}", State = GazetteState.Issued, IssuedOn = issuedOn };
        return new GazetteIssued { IssueId = id, AgencyId = "city", Year = int.Parse(issuedOn[..4]), Number = number, IssuedOn = issuedOn };
    }

    protected async Task Tell(Google.Protobuf.IMessage happened) => await Host.Services.GetRequiredService<IEventBus>().Publish(Topics.Outgoing(happened, Host.Clock), Cancel);
}
