using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Sunshine.Foundation.Identity;
using Sunshine.Foundation.Messaging;
using Sunshine.ReadingRooms.V1;
using Sunshine.Testing.Hosts;

namespace Sunshine.Gateway.Tests;

/// <summary>Terminals of electronic reading points at the edge.</summary>
public sealed class TerminalTests : GatewayTest
{
    private const string Key = "01h2x3y4z5.0123456789ABCDEF";

    private readonly ConcurrentQueue<ReadingPointsUsed> _told = new();

    [Fact]
    public async Task A_terminal_is_known_by_its_header_and_no_service_sees_it()
    {
        var host = await InFrontOf((await CatalogueAlone(MapSeen)).Addresses[0]);
        using var http = host.Http();
        Assert.Equal("[] []", await Seen(http, (TerminalName.Header, Key)));
        Assert.Equal("[] [a=1; b=2]", await Seen(http, ("Cookie", $"a=1; reading-point={Key}~ab12; b=2")));
        Assert.Equal("[] []", await Seen(http, ("Cookie", $"reading-point={Key}~ab12")));
        Assert.Equal("[] [reading-points=1]", await Seen(http, ("Cookie", "reading-points=1")));
        Assert.Equal("[] []", await Seen(http, (TerminalName.Header, "not a key")));
        Assert.Equal((Key, 2L, 3L), Counted(host));
    }

    [Fact]
    public async Task Only_what_was_read_is_a_lookup_and_kept_answers_are_read_as_well()
    {
        var host = await InOneProcess();
        using var http = host.Http();
        http.DefaultRequestHeaders.Add(TerminalName.Header, Key);
        using var first = await http.GetAsync(Root + "agencies", Cancel);
        using var kept = await http.GetAsync(Root + "agencies", Cancel);
        using var known = await http.SendAsync(new HttpRequestMessage(HttpMethod.Get, Root + "agencies") { Headers = { IfNoneMatch = { first.Headers.ETag! } } }, Cancel);
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.NotModified), (first.StatusCode, kept.StatusCode, known.StatusCode));
        foreach (var path in new[] { Root + "items/nothing", "/openapi/v1.json", "/nothing" }) (await http.GetAsync(path, Cancel)).Dispose();
        (await http.PostAsync(Root + "items:batchImport", new StringContent("{}"), Cancel)).Dispose();
        Assert.Equal((Key, 1L, 3L), Counted(host));
    }

    [Fact]
    public async Task The_cache_neither_tells_terminals_apart_nor_keeps_anything_of_them()
    {
        var host = await InOneProcess(new() { ["Gateway:AnonymousRate"] = "1" });
        using var http = host.Http();
        for (var i = 0; i < 20; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, Root + "agencies") { Headers = { { "Cookie", $"reading-point={Key}~{i}" } } };
            using var answer = await http.SendAsync(request, Cancel);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.False(answer.Headers.Contains("Set-Cookie"));
            Assert.Equal("Accept-Encoding", answer.Headers.Vary.Single(), ignoreCase: true);
        }

        Assert.Equal((Key, 20L, 20L), Counted(host));
    }

    [Fact]
    public async Task A_browser_gets_a_cookie_that_stays_the_same_terminal()
    {
        var host = await InOneProcess();
        using var http = host.Http(handler: new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });
        using var given = await http.GetAsync("/reading-point/" + Key, Cancel);
        Assert.Equal((HttpStatusCode.Redirect, "/", true), (given.StatusCode, given.Headers.Location?.ToString(), given.Headers.CacheControl?.NoStore));
        var cookie = Assert.Single(given.Headers.GetValues("Set-Cookie"));
        Assert.Matches($"^reading-point={Key}~[0-9a-f]{{16}}; max-age=34560000; path=/; samesite=lax; httponly$", cookie);
        var value = cookie[..cookie.IndexOf(';')];

        Assert.Equal(value, await Again(Key));
        Assert.NotEqual(value, await Again("other" + Key));
        foreach (var wrong in new[] { "x", Key + "0", Key.ToLowerInvariant(), "a b.0123456789ABCDEF", ".0123456789ABCDEF", $"{new string('x', 65)}.0123456789ABCDEF", Key + "~1" })
        {
            using var refused = await http.GetAsync("/reading-point/" + Uri.EscapeDataString(wrong), Cancel);
            Assert.Equal("NO_SUCH_PATH", await Reason(HttpStatusCode.NotFound, refused));
            Assert.False(refused.Headers.Contains("Set-Cookie"));
        }

        async Task<string> Again(string key)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/reading-point/" + key) { Headers = { { "Cookie", value } } };
            using var answer = await http.SendAsync(request, Cancel);
            var set = Assert.Single(answer.Headers.GetValues("Set-Cookie"));
            return set[..set.IndexOf(';')];
        }
    }

    [Fact]
    public async Task Over_TLS_the_cookie_never_goes_without()
    {
        var host = await InOneProcess(new() { ["Forwarding:TrustedProxies:0"] = "127.0.0.1" });
        using var http = host.Http(handler: new SocketsHttpHandler { AllowAutoRedirect = false });
        using var request = new HttpRequestMessage(HttpMethod.Get, "/reading-point/" + Key) { Headers = { { "X-Forwarded-For", "10.0.0.1" }, { "X-Forwarded-Proto", "https" } } };
        using var given = await http.SendAsync(request, Cancel);
        Assert.Contains("; secure;", Assert.Single(given.Headers.GetValues("Set-Cookie")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_use_is_told_every_minute_and_at_the_end_as_the_contract_has_it()
    {
        var host = await InOneProcess(more: Listen);
        using var http = host.Http();
        http.DefaultRequestHeaders.Add(TerminalName.Header, Key);
        (await http.GetAsync(Root + "agencies", Cancel)).Dispose();
        await UntilTold(host, 1);
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        (await http.GetAsync(Root + "agencies", Cancel)).Dispose();
        await host.DisposeAsync();

        var told = _told.ToList();
        Assert.Equal(2, told.Count);
        Assert.All(told, t => Assert.Equal((Key, "2026-01-05", 1L), (Assert.Single(t.Days).Key, t.Days[0].On, t.Days[0].Sessions)));
        Assert.Equal([1L, 2L], told.Select(t => t.Days[0].Lookups));
        Assert.Matches("^[0-9a-f]{16}$", Assert.Single(told.Select(t => t.InstanceId).Distinct()));
        Assert.Equal(2026, told[0].OccurredAt.ToDateTime().Year);
        Assert.Equal(TerminalReports.Topic, Topics.Of<ReadingPointsUsed>());
    }

    [Fact]
    public async Task What_could_not_be_told_is_told_with_the_next()
    {
        var failures = 1;
        var host = await InOneProcess(more: app => app.Services.GetRequiredService<IEventBus>().Subscribe(app, TerminalReports.Topic, (_, _, _) =>
            Interlocked.Decrement(ref failures) >= 0 ? throw new InvalidOperationException("Out of order.") : Task.CompletedTask));
        using var http = host.Http();
        http.DefaultRequestHeaders.Add(TerminalName.Header, Key);
        (await http.GetAsync(Root + "agencies", Cancel)).Dispose();
        await Until(() =>
        {
            host.Clock.Advance(TimeSpan.FromMinutes(1));
            return Task.FromResult(host.Services.GetRequiredService<TerminalUse>().Unreported(1).Count == 0 && Volatile.Read(ref failures) < 0);
        });
        Assert.Contains(host.Log.Lines, l => l.Message.Contains("told again in a minute", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_read_at_a_rooms_terminal_is_its_use()
    {
        var host = await InOneProcess(more: Listen);
        await AddAgency(host, "city");
        var own = host.Invoker(host.Issuer.Token([Roles.System, Roles.Admin], null, "machine"));
        var rooms = new RoomService.RoomServiceClient(own);
        await rooms.BatchImportDivisionsAsync(new() { Records = { new DivisionRecord { Code = "210300", Name = "鞍山市" } } }, cancellationToken: Cancel);
        var room = Assert.Single((await rooms.BatchImportRoomsAsync(new()
        {
            Records =
            {
                new RoomRecord
                {
                    SourceId = "1", AgencyId = "city", OpenedOn = "2014-01-01",
                    Content = new RoomContent { Name = "市档案馆", Kind = RoomKind.Archive, Level = DivisionLevel.City, DivisionCode = "210300", Address = "胜利路" }
                }
            }
        }, cancellationToken: Cancel)).Results).Id;
        using var staff = host.Http(host.Issuer.Token([Roles.Editor], "city", "clerk"));
        var point = ReadingPointKey.Parser.ParseJson(await staff.GetStringAsync($"/api/v1/reading-rooms/rooms/{room}/reading-point-key", Cancel));

        // The first page of the terminal's browser, then what is read there.
        using var browser = host.Http(handler: new SocketsHttpHandler { CookieContainer = new CookieContainer() });
        (await browser.GetAsync(point.Path, Cancel)).Dispose();
        for (var i = 0; i < 3; i++) (await browser.GetAsync(Root + "agencies", Cancel)).Dispose();
        await UntilTold(host, 1);
        var use = UseStatistics.Parser.ParseJson(await staff.GetStringAsync("/api/v1/reading-rooms/use/statistics?year=2026", Cancel));
        Assert.Equal((1L, 3L, 1), (use.Counts.TerminalSessions, use.Counts.Lookups, use.ReportingRoomCount));
    }

    private static void MapSeen(WebApplication app) => app.MapGet(Root + "seen", (HttpContext http) =>
    {
        http.Response.Headers.CacheControl = "no-store";
        return $"[{http.Request.Headers[TerminalName.Header]}] [{http.Request.Headers.Cookie}]";
    }).AllowAnonymous();

    private static async Task<string> Seen(HttpClient http, (string Name, string Value) header)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Root + "seen");
        request.Headers.TryAddWithoutValidation(header.Name, header.Value);
        using var answer = await http.SendAsync(request, Cancel);
        return await answer.Content.ReadAsStringAsync(Cancel);
    }

    private static (string, long, long) Counted(TestHost host)
    {
        var (key, _, counts) = Assert.Single(host.Services.GetRequiredService<TerminalUse>().Unreported(10));
        return (key, counts.Sessions, counts.Lookups);
    }

    private void Listen(WebApplication app) => app.Services.GetRequiredService<IEventBus>().Subscribe(app, TerminalReports.Topic, (_, e, _) =>
    {
        _told.Enqueue(Topics.Read<ReadingPointsUsed>(e));
        return Task.CompletedTask;
    });

    private async Task UntilTold(TestHost host, int count) => await Until(() =>
    {
        if (_told.Count < count) host.Clock.Advance(TimeSpan.FromMinutes(1));
        return Task.FromResult(_told.Count >= count);
    });
}
