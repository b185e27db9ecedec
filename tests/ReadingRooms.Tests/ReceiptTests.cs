using System.Net;
using System.Text.RegularExpressions;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Sunshine.Foundation.Identity;
using Sunshine.Foundation.Storage;
using Sunshine.ReadingRooms.V1;

namespace Sunshine.ReadingRooms.Tests;

/// <summary>Codes, the sheet that has them, and what they confirm.</summary>
public sealed class ReceiptTests : DistributionTest
{
    protected override IReadOnlyDictionary<string, string?> Settings => new Dictionary<string, string?> { ["ReadingRooms:ConfirmationsPerHour"] = "100" };

    [Fact]
    public async Task A_sheet_has_a_code_for_each_room_and_each_confirms_its_own()
    {
        await ImportFive();
        var id = (await Distribute()).Id;
        var codes = await Sheet(id);
        Assert.Equal(5, codes.Distinct().Count());

        var confirmed = new List<Confirmation>();
        foreach (var code in codes) confirmed.Add(await Open.ConfirmReceiptAsync(new() { Code = code }, cancellationToken: Cancel));
        Assert.Equal((await Deliveries(id)).Select(d => d.RoomId).Order(), confirmed.Select(c => c.RoomId).Order());
        Assert.All(confirmed, c => Assert.Equal(("issue-1", "2026-01-05", false), (c.Publication.PublicationId, c.ReceivedOn, c.RepeatedAlready)));
        Assert.All(await Deliveries(id), d => Assert.Equal((DeliveryState.ReceivedLate, ConfirmationWay.Code), (d.State, d.Confirmation)));
        Assert.Empty(await Sheet(id));
    }

    [Fact]
    public async Task A_code_confirms_once_and_says_the_same_again_however_it_is_typed()
    {
        await ImportFive();
        var id = (await Distribute()).Id;
        var code = (await Sheet(id, "210381105201"))[0];
        await Open.ConfirmReceiptAsync(new() { Code = code }, cancellationToken: Cancel);
        GoTo("2026-01-09");

        var again = await Open.ConfirmReceiptAsync(new() { Code = code.Replace("-", " ").ToLowerInvariant().Replace('0', 'o').Replace('1', 'l') }, cancellationToken: Cancel);
        Assert.Equal(("查阅点 gushu", "2026-01-05", true), (again.RoomName, again.ReceivedOn, again.RepeatedAlready));
        Assert.Equal("CONFIRMED_BY_ROOM", Assert.Single(Assert.Single(await RecordDeliveries(id, Received(again.RoomId, "2026-01-04"))).Violations).Reason);
        Assert.Equal("RECEIVED_ALREADY", Assert.Single(Assert.Single(await RecordDeliveries(id, new DeliveryRecord { RoomId = again.RoomId, Excuse = "x" })).Violations).Reason);
    }

    [Fact]
    public async Task What_is_no_code_or_another_distributions_is_refused()
    {
        await ImportFive();
        var key = Host.Services.GetRequiredService<SealedData>();
        var code = ConfirmationCode.Parse((await Sheet((await Distribute()).Id))[0])!;
        await Distribute("issue-2", "2016-03-02", 2);
        Assert.Equal(["code REQUIRED"], await Wrong(() => Open.ConfirmReceiptAsync(new(), cancellationToken: Cancel).ResponseAsync));
        foreach (var wrong in new[]
        {
            "123", code with { Distribution = 2 }, code with { Distribution = 99 }, code with { Place = 1 }, code with { Shard = 1 }, code with { Shard = 9 }, code with { Place = 999 },
            (object)(code with { Proof = code.Proof[..19] + (code.Proof[19] == '0' ? '1' : '0') })
        })
        {
            Assert.Equal("NO_SUCH_CODE", await ReasonOf(StatusCode.NotFound, () => Open.ConfirmReceiptAsync(new() { Code = $"{wrong}" }, cancellationToken: Cancel).ResponseAsync));
        }

        Assert.False(code.Proves("another", "room", key));
    }

    [Fact]
    public void A_code_is_read_as_it_was_written()
    {
        var code = new ConfirmationCode(4_000_000_000, 65_000, 1_999, "00112233445566778899");
        Assert.Equal(code, ConfirmationCode.Parse(code.ToString()));
        Assert.Equal(29 + 5, code.ToString().Length);
        Assert.Null(ConfirmationCode.Parse(code.ToString()[..^1] + "U"));
        Assert.Null(ConfirmationCode.Parse(code.ToString()[..^1] + "é"));
    }

    [Fact]
    public async Task Of_many_who_confirm_at_once_in_one_county_none_is_lost()
    {
        await Import(Enumerable.Range(0, 40).Select(i => Record($"{i:00}", "210381105201", RoomKind.Village, agency: "county")));
        var id = (await Distribute()).Id;
        await Task.WhenAll((await Sheet(id)).Select(code => Open.ConfirmReceiptAsync(new() { Code = code }, cancellationToken: Cancel).ResponseAsync));

        Assert.Equal((40, true), ((await Coverage(id)).Figures.ReceivedCount, (await Coverage(id)).Figures.Complete));
    }

    [Fact]
    public async Task One_client_confirms_only_so_much_in_an_hour()
    {
        await Import(Enumerable.Range(0, 101).Select(i => Record($"{i:000}", "210381105201", RoomKind.Village, agency: "county")));
        var id = (await Distribute()).Id;
        var codes = await Sheet(id);
        foreach (var code in codes.Take(100)) await Open.ConfirmReceiptAsync(new() { Code = code }, cancellationToken: Cancel);
        Assert.True((await Open.ConfirmReceiptAsync(new() { Code = codes[0] }, cancellationToken: Cancel)).RepeatedAlready);
        Assert.Equal("TOO_MANY_CONFIRMATIONS", await ReasonOf(StatusCode.ResourceExhausted, () => Open.ConfirmReceiptAsync(new() { Code = codes[100] }, cancellationToken: Cancel).ResponseAsync));
        Host.Clock.Advance(TimeSpan.FromMinutes(61));
        Assert.False((await Open.ConfirmReceiptAsync(new() { Code = codes[100] }, cancellationToken: Cancel)).RepeatedAlready);
    }

    [Fact]
    public async Task The_sheet_is_for_who_distributes_and_harmless_whatever_a_room_is_called()
    {
        var evil = Record("evil", "210300", RoomKind.Archive);
        evil.Content.Name = "<script>alert('x')</script>";
        await Import(evil);
        var id = (await Distribute()).Id;
        var answer = await Get(id, Token("p", Roles.Publisher));
        var page = await answer.Content.ReadAsStringAsync(Cancel);
        Assert.Equal(("text/html", "no-store"), (answer.Content.Headers.ContentType!.MediaType, answer.Headers.CacheControl!.ToString()));
        Assert.Contains("default-src 'none'", answer.Headers.GetValues("Content-Security-Policy").Single());
        Assert.DoesNotContain("<script", page);
        Assert.Contains("&lt;script", page);
        Assert.Contains("送达确认单", page);
        Assert.Contains("<path d=\"M", page);
        Assert.Equal(HttpStatusCode.Unauthorized, (await Get(id, null)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await Get(id, Token("p", Roles.Publisher, "county"))).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await Get(id, Token("p", Roles.Auditor))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await Get("nothing", Token("p", Roles.Publisher))).StatusCode);
    }

    [Fact]
    public async Task A_sheet_of_too_many_rooms_is_printed_by_division()
    {
        await Import(Enumerable.Range(0, 501).Select(i => Record($"{i:000}", i < 300 ? "210381105201" : "210381105202", RoomKind.Village, agency: "county")));
        var id = (await Distribute()).Id;
        Assert.Equal(HttpStatusCode.BadRequest, (await Get(id, Token("p", Roles.Publisher))).StatusCode);
        Assert.Equal(201, (await Sheet(id, "210381105202")).Count);
    }

    private async Task<HttpResponseMessage> Get(string id, string? token, string query = "") => await Host.Http(token).GetAsync($"/api/v1/reading-rooms/distributions/{id}/sheet.html{query}", Cancel);

    private async Task<IReadOnlyList<string>> Sheet(string id, string division = "")
    {
        var answer = await Get(id, Token("publisher", Roles.Publisher), division.Length == 0 ? "" : $"?divisionCode={division}");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return [.. Regex.Matches(await answer.Content.ReadAsStringAsync(Cancel), "class=\"code\">([^<]+)<").Select(m => m.Groups[1].Value)];
    }
}
