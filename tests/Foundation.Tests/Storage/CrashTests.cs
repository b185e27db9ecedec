using System.Diagnostics;
using Microsoft.Data.Sqlite;
using Sunshine.Foundation.Storage;
using Sunshine.Foundation.Storage.Sqlite;
using Sunshine.Foundation.Text;
using Sunshine.Testing;

namespace Sunshine.Foundation.Tests.Storage;

/// <summary>A process that writes is killed again and again, at any instant; what it acknowledged must be there.</summary>
public sealed class CrashTests(ITestOutputHelper output) : IDisposable
{
    private const int Kills = 200;

    private readonly string _folder = Path.Combine(Path.GetTempPath(), "sunshine-" + Path.GetRandomFileName());
    private readonly Dictionary<string, long> _written = [];
    private readonly HashSet<string> _events = [];
    private readonly HashSet<string> _delivered = [];
    private readonly HashSet<string> _deleted = [];
    private readonly HashSet<long> _numbers = [];
    private long _acknowledged;

    private string File => Path.Combine(_folder, "crash.db");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Killed_process_loses_nothing_it_acknowledged()
    {
        Directory.CreateDirectory(_folder);
        var began = Stopwatch.GetTimestamp();
        for (var kill = 1; kill <= Kills; kill++)
        {
            await RunAndKill();
            // In between the next writer finds the file as the last one left it.
            if (kill % 4 == 0) await Check();
            if (kill % 20 == 0) CheckFile();
        }

        Assert.True(_acknowledged > Kills, "The writer was killed before it wrote.");
        output.WriteLine($"{Kills} kills, {_acknowledged} acknowledged writes, {_deleted.Count} deletions, {_numbers.Count} numbers, {_events.Count} events, {Stopwatch.GetElapsedTime(began).TotalSeconds:F0} s");
    }

    private async Task RunAndKill()
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", [typeof(CrashWriter).Assembly.Location, "crash-writer", File])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            // It lives too short a time to gain from collecting profiles.
            Environment = { ["DOTNET_TieredPGO"] = "0" }
        })!;
        try
        {
            var errors = process.StandardError.ReadToEndAsync(Cancel);
            var first = await process.StandardOutput.ReadLineAsync(Cancel);
            if (first is null) Assert.Fail(await errors);
            Hear(first);
            var rest = Task.Run(async () =>
            {
                while (await process.StandardOutput.ReadLineAsync(Cancel) is { } line) Hear(line);
            }, Cancel);
            // The one place where a test lets time pass: the instant of the kill must not depend on what the process does.
            await Task.Delay(TimeSpan.FromMilliseconds(Random.Shared.NextDouble() * 150), TimeProvider.System, Cancel);
            Assert.False(process.HasExited, "The writer ended by itself.");
            process.Kill();
            await rest;
        }
        finally
        {
            process.Kill();
            await process.WaitForExitAsync(Cancel);
        }
    }

    private void Hear(string line)
    {
        switch (line.Split(' '))
        {
            case ["written", var id, var version]:
                _acknowledged++;
                _written[id] = Math.Max(_written.GetValueOrDefault(id), long.Parse(version));
                _events.Add(CrashDocument.MarkOf(id, long.Parse(version)));
                break;
            case ["deleted", var id]:
                _deleted.Add(id);
                break;
            case ["delivered", var id]:
                _delivered.Add(id);
                break;
            case ["number", var number]:
                Assert.True(_numbers.Add(long.Parse(number)), $"The number {number} was given out twice.");
                break;
            default:
                Assert.Fail($"Not a line of the writer: {line}");
                break;
        }
    }

    private async Task Check()
    {
        await using var store = new SqliteStore(File, TimeProvider.System);
        var documents = store.Open(CrashWriter.Documents);
        var found = new Dictionary<string, CrashDocument>();
        await foreach (var (document, revision) in documents.All(Cancel))
        {
            Assert.True(document.IsWhole, $"{document.Id} is not whole.");
            Assert.Equal(document.Version, revision);
            found.Add(document.Id, document);
        }

        foreach (var (id, version) in _written)
        {
            if (_deleted.Contains(id)) Assert.DoesNotContain(id, found.Keys);
            // A short-lived one may be deleted without the writer having had time to say so.
            else if (id[0] != 'x') Assert.True(found.TryGetValue(id, out var document) && document.Version >= version, $"{id} v{version} was acknowledged and is lost.");
        }

        await CheckSearch(documents, found);
        await CheckEvents(store, found);
    }

    private static async Task CheckSearch(IDocuments<CrashDocument> documents, Dictionary<string, CrashDocument> found)
    {
        var writers = found.Values.CountBy(d => d.Writer).Select(c => new ValueCount(c.Key, c.Value, c.Value)).OrderBy(c => c.Value).ToList();
        foreach (var text in new[] { null, TextQuery.Parse("信息公开") })
        {
            var page = await documents.Search(new SearchQuery<CrashDocument> { Text = text, Size = 1000, Count = [CrashWriter.ByWriter] }, Cancel);
            Assert.Equal(found.Count, page.Total);
            Assert.Equal(found.Keys.Order(), page.Documents.Select(d => d.Value.Id).Order());
            Assert.Equal(writers, page.Facets["writer"].OrderBy(c => c.Value));
        }

        Assert.Equal(writers.ToDictionary(w => w.Value, w => w.Documents), await documents.CountBy(CrashWriter.Writer, Cancel));
        foreach (var document in found.Values.Where(_ => Random.Shared.Next(10) == 0))
        {
            Assert.Equal(document.Id, Assert.Single((await documents.Search(Find(document.Mark), Cancel)).Documents).Value.Id);
            Assert.Empty((await documents.Search(Find(CrashDocument.MarkOf(document.Id, document.Version - 1)), Cancel)).Documents);
        }

        static SearchQuery<CrashDocument> Find(string mark) => new() { Text = TextQuery.Parse(mark), Size = 5 };
    }

    private async Task CheckEvents(SqliteStore store, Dictionary<string, CrashDocument> found)
    {
        var pending = await store.Outbox.Due(int.MaxValue, Cancel);
        var waiting = pending.Select(p => p.Event.Id).ToHashSet();
        Assert.Equal(pending.Count, waiting.Count);
        foreach (var id in _events) Assert.True(_delivered.Contains(id) || waiting.Contains(id), $"The event {id} is lost.");
        foreach (var (stored, _, _) in pending)
        {
            var version = long.Parse(stored.Id[(stored.Id.IndexOf('v') + 1)..]);
            if (stored.Data[0] != 'x') Assert.True(found[stored.Data].Version >= version, $"The event {stored.Id} has no write.");
        }

        // What is checked is cleared, or the file would grow with every kill.
        _delivered.UnionWith(waiting);
        await store.Outbox.Delivered(pending, Cancel);
    }

    private void CheckFile()
    {
        using var connection = new SqliteConnection($"Data Source={File};Pooling=False");
        connection.Open();
        using var check = connection.CreateCommand();
        check.CommandText = "INSERT INTO documents_text (documents_text) VALUES ('integrity-check'); PRAGMA integrity_check";
        Assert.Equal("ok", check.ExecuteScalar());
    }
}
