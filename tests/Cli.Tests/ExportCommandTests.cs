using Sunshine.Catalogue.V1;

namespace Sunshine.Cli.Tests;

public sealed class ExportCommandTests : IAsyncLifetime
{
    private readonly Tool _tool = new();
    private FakeServer _server = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await FakeServer.Start();
        Add("1", "as-a", "甲，\"引号\"\n与换行");
        Add("2", "as-b", "=HYPERLINK(1)");
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _tool.Dispose();
    }

    [Theory]
    [InlineData("csv")]
    [InlineData("jsonl")]
    public async Task What_is_exported_can_be_imported_again(string format)
    {
        var file = _tool.PathOf("out." + format);
        Assert.Equal(SunshineCommand.Done, await _tool.Run("export", "--server", _server.Address, "--format", format, "-o", file));
        Assert.Contains("2 items", _tool.Messages);

        await using var other = await FakeServer.Start();
        Assert.Equal(SunshineCommand.Done, await _tool.Run("import", file, "--server", other.Address));
        foreach (var (key, record) in _server.State.Items)
        {
            var again = other.State.Items[key].Clone();
            Assert.Equal("AS0000001/2016-00001", again.IndexNumber);
            again.IndexNumber = "";
            Assert.Equal(record, again);
        }
    }

    [Fact]
    public async Task A_spreadsheet_is_given_no_formula_and_a_byte_order_mark()
    {
        var file = _tool.PathOf("out.csv");
        await _tool.Run("export", "--server", _server.Address, "--format", "csv", "-o", file);
        var text = System.Text.Encoding.UTF8.GetString(File.ReadAllBytes(file));
        Assert.StartsWith("\uFEFFsource_id,", text);
        Assert.DoesNotContain(",=HYPERLINK", text);
    }

    [Fact]
    public async Task One_agency_goes_to_standard_output()
    {
        Assert.Equal(SunshineCommand.Done, await _tool.Run("export", "--server", _server.Address, "--agency", "as-b"));
        var line = Assert.Single(_tool.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains("\"sourceId\": \"2\"", line);
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_told_and_leaves_no_file()
    {
        Assert.Equal(SunshineCommand.Failed, await _tool.Run("export", "--server", "http://127.0.0.1:1", "-o", _tool.PathOf("out.jsonl")));
        Assert.Contains("Is --server right", _tool.Messages);
        Assert.False(File.Exists(_tool.PathOf("out.jsonl")));
    }

    private void Add(string id, string agency, string title)
    {
        var record = new ImportRecord { SourceId = id, AgencyId = agency, Title = title, FormedOn = "2016-02-28", Stage = Stage.Service };
        record.Keywords.Add(["供热", "民生"]);
        record.Placements.Add(new Placement { Channel = Channel.Website, On = "2016-03-01", Column = "a;b@c%3B", Url = "https://example.org/?a=1;b=2" });
        record.Placements.Add(new Placement { Channel = Channel.Gazette, On = "2016-03-05" });
        _server.State.Items[agency + "/" + id] = record;
        _server.State.Order.Add(agency + "/" + id);
    }
}
