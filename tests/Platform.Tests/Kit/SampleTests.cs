using System.Text.Json;
using Sunshine.Catalogue.V1;
using Sunshine.Testing.Hosts;

namespace Sunshine.Platform.Tests.Kit;

/// <summary>Each sample of <c>deploy/samples</c> does what a county needs, whenever it is killed.</summary>
public abstract class SampleTests(KitFixture kit, string language)
{
    private const int Lines = 5_000;
    private const int Refused = 51;
    private const int Unreadable = 2;
    private const int Stored = Lines - Refused - Unreadable;
    private const string From = "2026-01-01";
    private const string To = "2026-01-31";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_imports_follows_and_balances_and_nothing_is_lost_or_doubled_when_it_is_killed()
    {
        var standalone = await kit.Standalone;
        await using var way = new BreakableWay(standalone.GrpcAddress);
        using var sample = await CountySample.Of(language, way.Address, standalone.Rest, await kit.Package, Cancel);
        sample.Write("records.jsonl", Enumerable.Range(1, Lines).Select(n => Line(n)));

        // The network breaks, then the process is killed, in the middle.
        await using (var first = sample.Start("import", "records.jsonl"))
        {
            await Until(() => sample.Journal().Count > 300, first, standalone);
            way.Cut();
            var atCut = sample.Journal().Count;
            await Until(() => sample.Journal().Count > atCut + 300, first, standalone);
            await first.Kill();
        }

        var atKill = sample.Journal();
        Assert.DoesNotContain(atKill, e => e.TryGetProperty("end", out _));
        sample.AppendToJournal("{\"line\":");

        var second = await sample.Run(Cancel, "import", "records.jsonl");
        Assert.True(second.Code == 2, second.Output + second.Errors);
        Assert.Contains($"goes on after line {atKill[^1].GetProperty("line").GetInt32()}", second.Output, StringComparison.Ordinal);
        var answers = sample.Journal().Where(e => e.TryGetProperty("line", out _)).ToList();
        Assert.Equal(Enumerable.Range(1, Lines), answers.Select(e => e.GetProperty("line").GetInt32()));
        Assert.Equal(Stored, answers.Count(e => e.GetProperty("outcome").GetString() is "CREATED" or "UNCHANGED"));
        Assert.Single(sample.Journal(), e => e.TryGetProperty("run", out _));

        var fields = sample.Refused().ToDictionary(e => e.GetProperty("line").GetInt32(), e => e.GetProperty("violations").EnumerateArray().Select(v => v.GetProperty("field").GetString()!).Single());
        Assert.Equal(Refused + Unreadable, fields.Count);
        Assert.Equal("title", fields[100]);
        Assert.Equal("agencyId", fields[4_001]);
        Assert.Equal("", fields[42]);
        Assert.Equal("", fields[43]);
        Assert.Contains("documentNo", sample.Refused().Single(e => e.GetProperty("line").GetInt32() == 43).GetRawText(), StringComparison.Ordinal);

        // Once more from the beginning: everything is there already.
        var third = await sample.Run(Cancel, "import", "records.jsonl");
        Assert.Equal(2, third.Code);
        Assert.Contains($"{Refused} refused, {Stored} unchanged, {Unreadable} unreadable", third.Output, StringComparison.Ordinal);

        await FollowsInTwoGoes(standalone, sample);
        Assert.Equal(0, (await sample.Run(Cancel, "balance", From, To)).Code);
        await SeesWhatOthersDo(standalone, sample);
    }

    [Fact]
    public async Task It_says_what_is_wrong()
    {
        var standalone = await kit.Standalone;
        using var sample = await CountySample.Of(language, standalone.GrpcAddress, standalone.Rest, await kit.Package, Cancel);

        var day = await sample.Run(Cancel, "balance", "2026-02-30", To);
        Assert.Equal(1, day.Code);
        Assert.Contains("(INVALID_FIELDS)", day.Errors, StringComparison.Ordinal);
        Assert.Contains("publishedFrom: ", day.Errors, StringComparison.Ordinal);

        sample.Write("secret", ["another one"]);
        var secret = await sample.Run(Cancel, "balance", From, To);
        Assert.Equal(1, secret.Code);
        Assert.Contains($"refuses a token to {KitFixture.County(language)}", secret.Errors, StringComparison.Ordinal);

        var usage = await sample.Run(Cancel, "export");
        Assert.Equal(1, usage.Code);
        Assert.Contains("usage: import FILE", usage.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_takes_a_new_token_before_the_old_one_ends_and_only_then()
    {
        var standalone = await kit.Standalone;
        foreach (var (life, tokens) in new[] { (0, 2), (3_600, 1) })
        {
            await using var authority = await ShortLivedTokens.Before(standalone.Rest, life, Cancel);
            using var sample = await CountySample.Of(language, standalone.GrpcAddress, authority.Address, await kit.Package, Cancel);

            // Two calls: the balance, and a list of nothing.
            var balance = await sample.Run(Cancel, "balance", "1999-01-01", "1999-12-31");

            Assert.True(balance.Code == 0, balance.Output + balance.Errors);
            Assert.Equal(tokens, authority.Given);
        }
    }

    /// <summary>A good record, or one of the bad ones: a title is missing, the agency is another, the line is no JSON, a field is misspelt.</summary>
    private string Line(int n) => n switch
    {
        42 => "{\"sourceId\": 42, \"title\"",
        // What the contract does not know is not dropped in silence.
        43 => "{\"sourceId\": \"misspelt\", \"documentNo\": \"鞍政办发〔2026〕1号\"}",
        _ => JsonSerializer.Serialize(new
        {
            sourceId = $"{language}-{n}", agencyId = n == 4_001 ? "neighbour" : KitFixture.County(language), title = n % 100 == 0 ? "" : $"第{n}号公开信息",
            placements = new[] { new { channel = "CHANNEL_WEBSITE", on = $"2026-01-{n % 28 + 1:00}" } }
        })
    };

    private static async Task FollowsInTwoGoes(StandaloneProcess standalone, CountySample sample)
    {
        await using (var following = sample.Start("follow"))
        {
            await Until(() => Copies(sample) > 100, following, standalone);
            await following.Kill();
        }

        Assert.True(Copies(sample) < Stored, "It was killed too late to show anything.");
        var rest = await sample.Run(Cancel, "follow", "--until-idle");
        Assert.True(rest.Code == 0, rest.Errors);
        Assert.Equal(Stored, Copies(sample));
        // The place was stored all along: it did not begin anew.
        Assert.InRange(rest.Output.Split('\n').Count(l => l.Contains(" CREATED ", StringComparison.Ordinal)), 1, Stored - 100);
    }

    /// <summary>One item is taken back and another one comes from elsewhere: the counts are the same, the balance is not.</summary>
    private async Task SeesWhatOthersDo(StandaloneProcess standalone, CountySample sample)
    {
        var calls = standalone.Invoker(standalone.Token);
        var catalogue = new CatalogueService.CatalogueServiceClient(calls);
        Assert.Equal(Stored, (await catalogue.ListItemsAsync(new() { AgencyId = KitFixture.County(language) }, cancellationToken: Cancel)).TotalSize);
        var taken = sample.Journal().First(e => e.TryGetProperty("id", out _));
        var id = taken.GetProperty("id").GetString()!;
        Assert.Equal(1, (await catalogue.GetItemAsync(new() { Id = id }, cancellationToken: Cancel)).Edition);
        await new EditingService.EditingServiceClient(calls).WithdrawItemAsync(new() { Id = id, Reason = "有误" }, cancellationToken: Cancel);
        var others = await catalogue.BatchImportItemsAsync(new()
        {
            Records = { new ImportRecord { SourceId = "elsewhere", AgencyId = KitFixture.County(language), Title = "他处发布", Placements = { new Catalogue.V1.Placement { Channel = Channel.Website, On = From } } } }
        }, cancellationToken: Cancel);

        var balance = await sample.Run(Cancel, "balance", From, To);
        Assert.Equal(2, balance.Code);
        Assert.Contains($"{Stored} sent and accepted, {Stored} on the platform", balance.Output, StringComparison.Ordinal);
        Assert.Contains($"missing there: {taken.GetProperty("sourceId").GetString()} {id}", balance.Output, StringComparison.Ordinal);
        Assert.Contains($"not sent from here: {others.Results[0].Id} 他处发布", balance.Output, StringComparison.Ordinal);

        var followed = await sample.Run(Cancel, "follow", "--until-idle");
        Assert.Equal(2, followed.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Contains($" WITHDRAWN {id} ", followed.Output, StringComparison.Ordinal);
        Assert.False(File.Exists(sample.State("items", id + ".json")));
        Assert.True(File.Exists(sample.State("items", others.Results[0].Id + ".json")));
    }

    private static int Copies(CountySample sample) => Directory.Exists(sample.State("items")) ? Directory.GetFiles(sample.State("items"), "*.json").Length : 0;

    /// <summary>Waits for another process, which has no clock of ours.</summary>
    private static async Task Until(Func<bool> reached, SampleProgram program, StandaloneProcess standalone)
    {
        while (!reached())
        {
            if (!standalone.IsRunning) Assert.Fail($"The platform has ended.\n{standalone.Output}");
            if (!program.IsRunning)
            {
                var (code, output, errors) = await program.Ended(Cancel);
                Assert.Fail($"It ended with {code} before it was to be broken off.\n{output}{errors}");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(2), TimeProvider.System, Cancel);
        }
    }
}

public sealed class CSharpSampleTests(KitFixture kit) : SampleTests(kit, "csharp");

public sealed class NodeSampleTests(KitFixture kit) : SampleTests(kit, "node");

public sealed class PythonSampleTests(KitFixture kit) : SampleTests(kit, "python");
