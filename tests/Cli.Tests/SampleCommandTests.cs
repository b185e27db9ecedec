using Grpc.Core;
using Sunshine.Catalogue.V1;
using Sunshine.Cli.Samples;

namespace Sunshine.Cli.Tests;

public sealed class SampleCommandTests : IDisposable
{
    private readonly Tool _tool = new();

    public void Dispose() => _tool.Dispose();

    [Fact]
    public async Task The_sample_is_loaded_once_however_often_it_is_run()
    {
        await using var server = await FakeServer.Start();
        Assert.True(await _tool.Run("sample", "anshan-2016", "--server", server.Address) == SunshineCommand.Done, _tool.Messages);
        Assert.Equal((219, 32_912), (server.State.Agencies.Count, server.State.Items.Count));
        Assert.Matches(@"主动公开政府信息数\s*│\s*32,912", _tool.Output);
        Assert.Matches(@"政府公报\s*│\s*197", _tool.Output);
        Assert.Contains("《今日鞍山》", _tool.Output);
        var appended = server.State.AppendCalls;

        using var text = new StringWriter();
        var tally = await SampleLoader.Load(server.Calls, Tool.On(text), TimeProvider.System, TestContext.Current.CancellationToken);
        Assert.Equal(32_912, tally.Unchanged);
        Assert.Equal((16, 197, 8, 6, 16), (server.State.Issues.Count, server.State.Issues.Values.Sum(i => i.Contents.Count), server.State.Briefings.Count, server.State.Consultations.Count, server.State.Tallies.Count));
        Assert.Equal((86, 86 + 132), (server.State.FundedUnits.Count, server.State.Disclosures.Count));
        Assert.Equal(132, server.State.Disclosures.Values.Select(d => d.Content.ItemId).Where(id => id.Length > 0).Distinct().Count());
        Assert.Equal((24_274 + 2_133 + 20, 1_283, 16 * 1_283), (server.State.Records.Count, server.State.Rooms.Count, server.State.Deliveries.Count));
        Assert.Equal((159, 2), (server.State.Applications.Count, server.State.Cases.Count));
        Assert.Equal((1_476, 1_462), (server.State.Lists["as-city"].CountOn("2016-01-01"), server.State.Lists["as-city"].CountOn("2016-12-31")));
        Assert.Equal((4, 10), (server.State.Lists.Count, server.State.Batches.Count));
        Assert.All(server.State.Batches.Values, b => Assert.True(b.Adopted));
        Assert.Equal((5_316, 0, appended), (server.State.Guides.Count, server.State.GuidesUpdated, server.State.AppendCalls));
        Assert.Equal(Enumerable.Range(1, 16), server.State.Issues.Values.Select(i => i.Number).Order());
        Assert.All(server.State.Issues.Values, i => Assert.Equal(GazetteState.Issued, i.State));
        Assert.Equal(221, server.State.Items.Values.Count(i => i.References.Any(r => r.Relation == Relation.Interprets && r.Title.Length > 0)));
        Assert.Equal(["10000", "12", "172489", "200", "27", "32663", "38", "40", "42", "5", "57", "6.13", "7", "8", "90.77", "91"], server.State.Tallies.Values.Select(t => t.Value).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Lists_that_were_broken_off_go_on_where_they_ended()
    {
        await using var server = await FakeServer.Start();
        server.State.BreakAfterAppend = 2;
        using var text = new StringWriter();
        await Assert.ThrowsAsync<RpcException>(() => SamplePowerList.Load(server.Calls, Tool.On(text), TestContext.Current.CancellationToken));
        Assert.Empty(server.State.Lists["as-city"].Current);
        await SamplePowerList.Load(server.Calls, Tool.On(text), TestContext.Current.CancellationToken);
        Assert.Equal((1_476, 1_462), (server.State.Lists["as-city"].CountOn("2016-01-01"), server.State.Lists["as-city"].CountOn("2016-12-31")));
        Assert.Equal(5_316, server.State.Guides.Count);
    }

    [Fact]
    public async Task Credit_records_that_were_broken_off_go_on_without_loss_or_repetition()
    {
        await using var server = await FakeServer.Start();
        server.State.BreakAfterRecords = 4_000;
        Assert.Equal(SunshineCommand.Done, await _tool.Run("sample", "anshan-2016-credit", "--first", "12000", "--server", server.Address));
        Assert.Equal(12_000, server.State.Records.Count);
        Assert.Matches(@"12,000 credit records: [0-9,]+ created, [0-9,]+ unchanged, 1 reconnects", _tool.Output.ReplaceLineEndings(" "));
    }

    [Fact]
    public async Task Written_as_a_file_it_imports_as_it_is()
    {
        var file = _tool.PathOf("sample.jsonl");
        Assert.Equal(SunshineCommand.Done, await _tool.Run("sample", "anshan-2016", "--out", file));
        Assert.Equal(SunshineCommand.Done, await _tool.Run("import", file, "--dry-run"));
        Assert.Matches(@"rows\s+32,912\b", _tool.Output);
    }

    [Fact]
    public async Task Another_sample_is_not_known()
    {
        Assert.Equal(SunshineCommand.Failed, await _tool.Run("sample", "atlantis"));
        Assert.Contains("anshan-2016", _tool.Messages);
    }

    [Fact]
    public async Task Help_names_every_command()
    {
        Assert.Equal(SunshineCommand.Done, await _tool.Run("--help"));
        Assert.All(["import", "export", "sample", "--server", "--credentials"], word => Assert.Contains(word, _tool.Output));
    }
}
