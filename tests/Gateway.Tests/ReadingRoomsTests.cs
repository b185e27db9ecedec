using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Sunshine.Catalogue.V1;
using Sunshine.Foundation.Identity;
using Sunshine.Foundation.V1;
using Sunshine.ReadingRooms.V1;

namespace Sunshine.Gateway.Tests;

/// <summary>Reading rooms through the edge, in one process with the catalogue: an issue of the gazette goes to the rooms by itself.</summary>
public sealed class ReadingRoomsTests : GatewayTest
{
    private const string Path = "/api/v1/reading-rooms";

    [Fact]
    public async Task An_issue_is_distributed_to_the_rooms_of_its_day_and_they_are_found_by_a_verb_on_the_services_own_name()
    {
        var host = await InOneProcess();
        await AddAgency(host, "city");
        var own = host.Invoker(host.Issuer.Token([Roles.System, Roles.Admin, Roles.Publisher], null, "machine"));
        var rooms = new RoomService.RoomServiceClient(own);
        await rooms.BatchImportDivisionsAsync(new() { Records = { new DivisionRecord { Code = "210300", Name = "鞍山市" } } }, cancellationToken: Cancel);
        var imported = await rooms.BatchImportRoomsAsync(new()
        {
            Records =
            {
                new RoomRecord
                {
                    SourceId = "1", AgencyId = "city", OpenedOn = "2014-01-01",
                    Content = new RoomContent
                    {
                        Name = "市档案馆", Kind = RoomKind.Archive, Level = DivisionLevel.City, DivisionCode = "210300", Address = "胜利路", Coordinates = new Coordinates { Lat = "41.1087", Lng = "122.9943" }
                    }
                }
            }
        }, cancellationToken: Cancel);
        Assert.Equal(RecordFate.Created, Assert.Single(imported.Results).Fate);
        using var anybody = host.Http();

        var nearest = await anybody.GetFromJsonAsync<JsonElement>($"{Path}:nearest?lat=41.11&lng=122.99&limit=5", Cancel);
        Assert.Equal(("市档案馆", 388), (nearest.GetProperty("rooms")[0].GetProperty("room").GetProperty("content").GetProperty("name").GetString(), nearest.GetProperty("rooms")[0].GetProperty("metres").GetInt32()));
        Assert.Equal("INVALID_FIELDS", await Reason(HttpStatusCode.BadRequest, await anybody.GetAsync($"{Path}:nearest?lat=x", Cancel)));
        Assert.Equal("NO_SUCH_PATH", await Reason(HttpStatusCode.NotFound, await anybody.GetAsync($"{Path}:farthest?lat=41.11", Cancel)));
        Assert.Equal(1, (await anybody.GetFromJsonAsync<JsonElement>($"{Path}/statistics", Cancel)).GetProperty("roomCount").GetInt32());

        var gazettes = new GazetteService.GazetteServiceClient(own);
        var issue = await gazettes.CreateGazetteIssueAsync(new()
        {
            RequestId = "1", Issue = new Sunshine.Catalogue.V1.GazetteIssue { AgencyId = "city", Year = 2026, Number = 1, Title = "公报", Contents = { new Sunshine.Catalogue.V1.GazetteEntry { Title = "通知" } } }
        }, cancellationToken: Cancel);
        await gazettes.IssueGazetteAsync(new() { Id = issue.Id, IssuedOn = "2026-01-05" }, cancellationToken: Cancel);

        await Until(async () => (await Distributions()).GetArrayLength() == 1);
        Assert.Equal((issue.Id, 1), ((await Distributions())[0].GetProperty("publication").GetProperty("publicationId").GetString(), (await Distributions())[0].GetProperty("roomCount").GetInt32()));
        using var staff = host.Http(host.Issuer.Token([Roles.Publisher], "city", "publisher"));
        Assert.Contains("送达确认单", await staff.GetStringAsync($"{Path}/distributions/{(await Distributions())[0].GetProperty("id").GetString()}/sheet.html", Cancel));

        async Task<JsonElement> Distributions() => (await anybody.GetFromJsonAsync<JsonElement>($"{Path}/distributions?year=2026", Cancel)).GetProperty("distributions");
    }
}
