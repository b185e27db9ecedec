using System.Net;
using System.Net.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using Sunshine.Catalogue.V1;
using Sunshine.Foundation.Identity;
using Sunshine.Foundation.Messaging;
using Sunshine.Foundation.V1;
using Sunshine.Testing.Hosts;

namespace Sunshine.Gateway.Tests;

/// <summary>An event whose handler fails for ever, in one process.</summary>
public sealed class DeadLetterTests : GatewayTest
{
    private const string Letters = Root + "operations/dead-letters";

    private volatile bool _fails = true;
    private int _handled;

    [Fact]
    public async Task What_was_given_up_waits_with_its_problem_and_is_handled_after_all()
    {
        var host = await HostWithLetters();
        using var admin = host.Http(host.Token(Roles.Admin));
        var letter = Assert.Single((await List(admin)).DeadLetters);
        Assert.Equal(("catalogue.items", "No room.", 0), (letter.Topic, letter.Problem, letter.Redeliveries));
        Assert.Contains("itemId", letter.Data, StringComparison.Ordinal);
        Assert.Contains(host.Log.Lines, l => l.ToString().Contains("is given up and waits among the dead letters of catalogue", StringComparison.Ordinal));

        var again = await Post<RedeliverDeadLettersResponse>(admin, Letters + ":redeliver", new { });
        Assert.Equal((0, 1), (again.Handled, Assert.Single(again.Failed).Redeliveries));
        Assert.Equal(letter.DiedAt, Assert.Single((await List(admin)).DeadLetters).DiedAt);

        _fails = false;
        var handledBefore = _handled;
        again = await Post<RedeliverDeadLettersResponse>(admin, Letters + ":redeliver", new { ids = new[] { letter.Id } });
        Assert.Equal((1, 0, handledBefore + 1), (again.Handled, again.Failed.Count, _handled));
        Assert.Equal(0, (await List(admin)).TotalSize);
    }

    [Fact]
    public async Task What_will_never_be_handled_is_discarded_with_a_reason()
    {
        var host = await HostWithLetters();
        using var admin = host.Http(host.Token(Roles.Admin));
        var letter = Assert.Single((await List(admin)).DeadLetters);
        using var without = await admin.PostAsJsonAsync($"{Letters}/{letter.Id}:discard", new { }, Cancel);
        Assert.Equal("INVALID_FIELDS", await Reason(HttpStatusCode.BadRequest, without));
        await Post<DiscardDeadLetterResponse>(admin, $"{Letters}/{letter.Id}:discard", new { reason = "A test." });
        Assert.Equal(0, (await List(admin)).TotalSize);
        Assert.Contains(host.Log.Lines, l => l.ToString().Contains("was discarded", StringComparison.Ordinal) && l.ToString().Contains("A test.", StringComparison.Ordinal));
        using var gone = await admin.PostAsJsonAsync($"{Letters}/{letter.Id}:discard", new { reason = "Again." }, Cancel);
        Assert.Equal("NO_SUCH_DEAD_LETTER", await Reason(HttpStatusCode.NotFound, gone));
    }

    [Fact]
    public async Task They_are_for_who_runs_the_platform_and_each_service_has_its_own()
    {
        var host = await HostWithLetters();
        using var officer = host.Http(host.Token(Roles.Publisher));
        using var refused = await officer.GetAsync(Letters, Cancel);
        Assert.Equal("FORBIDDEN", await Reason(HttpStatusCode.Forbidden, refused));
        using var admin = host.Http(host.Token(Roles.Admin));
        using var other = await admin.GetAsync("/api/v1/powers/operations/dead-letters", Cancel);
        Assert.Equal(0, ListDeadLettersResponse.Parser.ParseJson(await other.Content.ReadAsStringAsync(Cancel)).TotalSize);
        using var nowhere = await admin.GetAsync("/api/v1/nowhere/operations/dead-letters", Cancel);
        Assert.Equal("NO_SUCH_SERVICE", await Reason(HttpStatusCode.NotFound, nowhere));
    }

    /// <summary>Until the event of one item is given up: an hour and more, by pauses that grow.</summary>
    private async Task<TestHost> HostWithLetters()
    {
        var host = await InOneProcess(more: app => app.Services.GetRequiredService<IEventBus>().Subscribe(app, "catalogue.items", (_, _, _) =>
        {
            if (_fails) throw new IOException("No room.");
            Interlocked.Increment(ref _handled);
            return Task.CompletedTask;
        }));
        await AddAgency(host, "anshan");
        await new CatalogueService.CatalogueServiceClient(host.As(Roles.Admin)).BatchImportItemsAsync(new BatchImportItemsRequest
        {
            Records = { new ImportRecord { SourceId = "1", AgencyId = "anshan", Title = "通知", Placements = { new Catalogue.V1.Placement { Channel = Channel.Website, On = "2016-09-26" } } } }
        }, cancellationToken: Cancel);
        var letters = host.Services.GetRequiredKeyedService<DeadLetters>("catalogue").All;
        await Until(async () =>
        {
            host.Clock.Advance(TimeSpan.FromMinutes(5));
            return await letters.Count([], Cancel) == 1;
        });
        return host;
    }

    private static async Task<ListDeadLettersResponse> List(HttpClient admin) => ListDeadLettersResponse.Parser.ParseJson(await admin.GetStringAsync(Letters, Cancel));

    private static async Task<T> Post<T>(HttpClient admin, string path, object body) where T : Google.Protobuf.IMessage<T>, new()
    {
        using var response = await admin.PostAsJsonAsync(path, body, Cancel);
        var text = await response.Content.ReadAsStringAsync(Cancel);
        Assert.True(response.IsSuccessStatusCode, text);
        return new Google.Protobuf.MessageParser<T>(() => new T()).ParseJson(text);
    }
}
