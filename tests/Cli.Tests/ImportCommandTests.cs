using System.Text;
using Sunshine.Catalogue.V1;

namespace Sunshine.Cli.Tests;

public sealed class ImportCommandTests : IAsyncLifetime
{
    private const string Head = "编号,标题,发布机构,体裁,主题分类,公开方式,公开日期\n";

    private readonly Tool _tool = new();
    private FakeServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await FakeServer.Start();

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _tool.Dispose();
    }

    [Fact]
    public async Task Every_row_is_accounted_for()
    {
        var file = _tool.File("a.csv", Head
            + "1,甲,as-a,,,网站,2016-03-01\n"
            + "2,,as-a,,,网站,2016-03-01\n"
            + "3,丙,as-a,,,主动公开,2016-03-01\n"
            + "4,丁,as-a,,,网站,2016-03-01,余\n"
            + "5,戊,as-a,,,网站,2016-03-01\n"
            + "5,戊,as-a,,,网站,2016-03-01\n"
            + "5,戊戊,as-a,,,网站,2016-03-01\n");
        Assert.Equal(SunshineCommand.SomeRefused, await Import(file));

        Assert.Matches(@"rows\s+7\b", _tool.Output);
        Assert.Matches(@"created\s+2\b", _tool.Output);
        Assert.Matches(@"updated\s+1\b", _tool.Output);
        Assert.Matches(@"unchanged\s+1\b", _tool.Output);
        Assert.Matches(@"refused\s+1\b", _tool.Output);
        Assert.Matches(@"unreadable\s+2\b", _tool.Output);
        var errors = _tool.Errors("a.csv.errors.jsonl").OrderBy(x => x.GetProperty("line").GetInt32()).ToList();
        Assert.Equal([(3, "2", "refused"), (4, "3", "unreadable"), (5, "4", "unreadable")], errors.Select(x =>
            (x.GetProperty("line").GetInt32(), x.GetProperty("source_id").GetString()!, x.GetProperty("outcome").GetString()!)));
        Assert.Equal("title", errors[0].GetProperty("violations")[0].GetProperty("field").GetString());
        Assert.Equal("3,丙,as-a,,,主动公开,2016-03-01", errors[1].GetProperty("row").GetString());
        Assert.Contains("a.csv, line 4 (3): channel:", _tool.Output);
    }

    [Fact]
    public async Task All_stored_is_success_and_leaves_no_error_file()
    {
        var stale = _tool.File("a.csv.errors.jsonl", "of an earlier run");
        Assert.Equal(SunshineCommand.Done, await Import(_tool.File("a.csv", Head + "1,甲,as-a,,,网站,2016-03-01\n")));
        Assert.False(File.Exists(stale));
        Assert.Equal("甲", _server.State.Items["as-a/1"].Title);
    }

    [Fact]
    public async Task Names_become_ids_and_codes_by_the_servers_tables()
    {
        foreach (var (id, name) in new[] { ("as-a", "甲局"), ("as-b", "乙局"), ("as-c", "丙局") }) _server.State.Agencies[id] = new Agency { Id = id, Name = name, ShortName = name[..1] };
        var file = _tool.File("a.csv", ReadingTests.Gb18030.GetBytes(Head
            + "1,甲,丙局,通知,城乡建设、环境保护,网站,2016-03-01\n"
            + "2,乙,乙,08,科技、教育/其他,网站,2016-03-01\n"
            + "3,丙,丁局,诗歌,其他,网站,2016-03-01\n"));
        Assert.Equal(SunshineCommand.SomeRefused, await Import(file));

        Assert.Equal(("08", "10"), (_server.State.Items["as-c/1"].Genre, _server.State.Items["as-c/1"].SubjectCategory));
        Assert.Equal("1199", _server.State.Items["as-b/2"].SubjectCategory);
        var violations = Assert.Single(_tool.Errors("a.csv.errors.jsonl")).GetProperty("violations").EnumerateArray().Select(x => x.GetProperty("field").GetString());
        Assert.Equal(["agency_id", "genre", "subject_category"], violations);
    }

    [Fact]
    public async Task Warnings_are_told_and_do_not_fail()
    {
        var file = _tool.File("a.jsonl", """{"sourceId":"1","agencyId":"as-a","title":"甲","indexNumber":"odd","placements":[{"channel":"CHANNEL_OTHER","on":"2016-03-01"}]}""");
        Assert.Equal(SunshineCommand.Done, await Import(file, "--errors", _tool.PathOf("e.jsonl")));
        Assert.Matches(@"stored with a warning\s+1\b", _tool.Output);
        Assert.Equal("warning", Assert.Single(_tool.Errors("e.jsonl")).GetProperty("outcome").GetString());
    }

    [Fact]
    public async Task Defaults_fill_what_rows_leave_out()
    {
        Assert.Equal(SunshineCommand.Done, await Import(_tool.File("a.txt", "编号\t标题\t公开日期\n1\t甲\t2016-03-01\n"), "--agency", "as-z", "--channel", "微博", "--batch", "1"));
        Assert.Equal(Channel.Microblog, _server.State.Items["as-z/1"].Placements[0].Channel);
    }

    [Fact]
    public async Task A_dry_run_reads_everything_and_sends_nothing()
    {
        var file = _tool.File("a.csv", Head + "1,甲,某局,通知,,网站,2016-03-01\n,乙,,,,网站,2016-03-01\n3,丙,as-a,,,网站,今天\n");
        Assert.Equal(SunshineCommand.SomeRefused, await _tool.Run("import", file, "--dry-run", "--server", "http://127.0.0.1:1"));
        Assert.Matches(@"rows\s+3\b", _tool.Output);
        Assert.Matches(@"refused\s+1\b", _tool.Output);
        Assert.Contains("line 3: source_id: Required", _tool.Output);
        Assert.Equal(2, _tool.Errors("a.csv.errors.jsonl").Length);
        Assert.Empty(_server.State.Items);
    }

    [Fact]
    public async Task Credentials_become_a_bearer_token()
    {
        var credentials = _tool.File("client.json", """{"client_id":"county","client_secret":"right"}""");
        var file = _tool.File("a.csv", Head + "1,甲,as-a,,,网站,2016-03-01\n");
        Assert.Equal(SunshineCommand.Done, await Import(file, "--authority", _server.Authority, "--credentials", credentials));
        Assert.Equal("Bearer token-1", Assert.Single(_server.State.Authorizations));
    }

    [Fact]
    public async Task A_wrong_secret_is_told_before_anything_is_read()
    {
        var file = _tool.File("a.csv", Head + "1,甲,as-a,,,网站,2016-03-01\n");
        Assert.Equal(SunshineCommand.Failed, await Import(file, "--authority", _server.Authority, "--client-id", "county", "--client-secret", "wrong"));
        Assert.Contains("refused a token for client \"county\": 401 The secret is wrong.", _tool.Messages);
        Assert.Equal(0, _server.State.Streams);
    }

    [Theory]
    [InlineData("no such file", "missing.csv")]
    [InlineData("save the spreadsheet as CSV", "a.xlsx")]
    [InlineData("say with --format", "a.dat")]
    public async Task A_file_that_cannot_be_imported_is_told(string reason, string name)
    {
        if (name != "missing.csv") _tool.File(name, Encoding.UTF8.GetBytes("x"));
        Assert.Equal(SunshineCommand.Failed, await Import(_tool.PathOf(name)));
        Assert.Contains(name, _tool.Messages);
        Assert.Contains(reason, _tool.Messages);
    }

    [Fact]
    public async Task Wrong_options_are_told()
    {
        Assert.Equal(SunshineCommand.Failed, await _tool.Run("import", "a.csv", "--batch", "1001"));
        Assert.Contains("--batch must be 1-1000", _tool.Messages);
        Assert.Equal(SunshineCommand.Failed, await Import(_tool.File("a.csv", Head), "--channel", "传真"));
        Assert.Contains("\"传真\" is not a channel", _tool.Messages);
        Assert.Equal(SunshineCommand.Failed, await Import(_tool.File("a.csv", Head), "--client-id", "only"));
        Assert.Contains("go together", _tool.Messages);
        Assert.Equal(SunshineCommand.Failed, await _tool.Run("import", _tool.File("a.csv", Head), "--server", "localhost"));
        Assert.Contains("--server: \"localhost\" is not", _tool.Messages);
    }

    private Task<int> Import(string file, params string[] more) => _tool.Run(["import", file, "--server", _server.Address, .. more]);
}
