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
        Assert.Equal(SunshineCommand.Done, await _tool.Run("sample", "anshan-2016", "--server", server.Address));
        Assert.Equal((192, 32_912), (server.State.Agencies.Count, server.State.Items.Count));
        Assert.Matches(@"主动公开政府信息数\s*│\s*32,912", _tool.Output);
        Assert.Matches(@"政府公报\s*│\s*197", _tool.Output);
        Assert.Contains("《今日鞍山》", _tool.Output);

        using var text = new StringWriter();
        var tally = await SampleLoader.Load(server.Calls, Tool.On(text), TimeProvider.System, TestContext.Current.CancellationToken);
        Assert.Equal(32_912, tally.Unchanged);
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
