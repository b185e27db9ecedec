using System.Buffers.Binary;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Sunshine.Catalogue.V1;
using Sunshine.Foundation.Hosting;
using Sunshine.Platform.Tests.Dapr;
using Sunshine.Testing.Hosts;
using Sunshine.TransparencyLog;

namespace Sunshine.Platform.Tests.Kit;

/// <summary>The ledger is followed by software that others wrote for other logs: Go's packages for its checksum database (deploy/samples/go-ledger).</summary>
public sealed class GoLedgerTests(KitFixture kit) : IAsyncLifetime
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    private readonly TemporaryFolder _folder = new();
    private StandaloneProcess _standalone = null!;
    private HttpClient _http = null!;
    private VerifierKey _key = null!;

    private string Program => Path.Combine(_folder.Path, "ledger");

    private string State => Path.Combine(_folder.Path, "seen");

    public async ValueTask InitializeAsync()
    {
        await Go("build", "-o", Program, ".");
        _standalone = await kit.Standalone;
        _http = _standalone.Http(null);
        var text = await _http.GetStringAsync("/api/v1/ledger/log/key", Cancel);
        _key = VerifierKey.Parse(text.Trim());
        await File.WriteAllTextAsync(Path.Combine(_folder.Path, "log.key"), text, Cancel);
    }

    public ValueTask DisposeAsync()
    {
        _http?.Dispose();
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task It_follows_the_log_proves_that_it_grew_and_finds_what_was_altered()
    {
        var first = await Grow(700);
        Assert.StartsWith($"{first} entries, 0 of them seen before", await Follow(), StringComparison.Ordinal);
        var second = await Grow(300);
        var told = await Follow();
        Assert.Matches($"^[0-9]+ entries, [0-9]+ of them seen before, root [A-Za-z0-9+/]{{43}}=\n$", told);
        Assert.True(int.Parse(told.Split(' ')[0]) >= second && int.Parse(told.Split(' ')[2]) >= first, told);

        var seen = await File.ReadAllTextAsync(State, Cancel);
        foreach (var (paths, what) in new[]
        {
            (new[] { "tile/entries/001" }, "entry 256 is not as signed"), (["checkpoint"], "checkpoint: "), (["tile/0/000"], ""),
            // A server that lies everywhere alike.
            (["tile/entries/000", "tile/0/000"], "")
        })
        {
            await using var altered = await Altered(paths);
            var (code, _, errors) = await Follow(altered.Urls.Single());
            Assert.Equal(1, code);
            Assert.Contains(what, errors, StringComparison.Ordinal);
            Assert.Equal(seen, await File.ReadAllTextAsync(State, Cancel));
        }
    }

    [Fact]
    public async Task A_log_that_does_not_begin_with_what_was_seen_is_found()
    {
        await Grow(1);
        // As if the log had shown somebody another history: signed by its own key.
        var key = Path.Combine(_folder.Path, "other.key");
        var other = SignerKey.Generate("another.example");
        var log = Testing.Logs.MemoryLog.Of(Enumerable.Range(0, 600).Select(i => System.Text.Encoding.UTF8.GetBytes($"entry {i}")), other);
        await File.WriteAllTextAsync(key, other.Verifier.ToString(), Cancel);
        await using var server = await Serve(path => Task.FromResult(log.Files.GetValueOrDefault(path)));
        Assert.Equal(0, (await Follow(server.Urls.Single(), key)).Code);

        log = Testing.Logs.MemoryLog.Of(Enumerable.Range(0, 700).Select(i => System.Text.Encoding.UTF8.GetBytes($"entry {(i == 300 ? -1 : i)}")), other);
        var (code, _, errors) = await Follow(server.Urls.Single(), key);
        Assert.Equal(1, code);
        Assert.Contains("the log does not begin with the 600 entries that it had", errors, StringComparison.Ordinal);

        log = Testing.Logs.MemoryLog.Of(Enumerable.Range(0, 500).Select(i => System.Text.Encoding.UTF8.GetBytes($"entry {i}")), other);
        (code, _, errors) = await Follow(server.Urls.Single(), key);
        Assert.Equal(1, code);
        Assert.Contains("the log has 500 entries; it had 600", errors, StringComparison.Ordinal);
    }

    /// <summary>Publishes items.</summary>
    /// <returns>The log's size when they were in it.</returns>
    private async Task<long> Grow(int items)
    {
        var (before, batch) = (await Size(), Ids.New(TimeProvider.System));
        var answer = await new CatalogueService.CatalogueServiceClient(_standalone.Invoker(_standalone.Token)).BatchImportItemsAsync(new()
        {
            Records = { Enumerable.Range(0, items).Select(i => new ImportRecord { SourceId = $"{batch}-{i}", AgencyId = "neighbour", Title = $"公告 {i}", Placements = { new Placement { Channel = Channel.Website, On = "2016-03-02" } } }) }
        }, cancellationToken: Cancel);
        Assert.All(answer.Results, r => Assert.Equal(ImportOutcome.Created, r.Outcome));
        return await Eventually.Get(Size, size => size >= before + items, Cancel);
    }

    private async Task<long> Size() => VerifiedCheckpoint.Parse(await _http.GetByteArrayAsync("/api/v1/ledger/log/checkpoint", Cancel), _key).Checkpoint.Size;

    private async Task<string> Follow()
    {
        var (code, output, errors) = await Follow(new Uri(_standalone.Rest, "/api/v1/ledger/log").ToString());
        Assert.True(code == 0, errors);
        return output;
    }

    private Task<(int Code, string Output, string Errors)> Follow(string log, string? key = null) =>
        SampleProgram.Run(_folder.Path, Program, [log, key ?? Path.Combine(_folder.Path, "log.key"), key is null ? State : State + "-other"], new Dictionary<string, string>(), Cancel);

    /// <summary>The log with one byte of some files changed; of the first tile so that it is that of the entries that are served.</summary>
    private Task<WebApplication> Altered(string[] changed) => Serve(async path =>
    {
        if (await Read(path) is not { } bytes) return null;
        if (!changed.Contains(path)) return bytes;
        if (path == "tile/0/000" && changed.Length > 1)
        {
            var bundle = (await Read("tile/entries/000"))!;
            bundle[10] ^= 1;
            Hash.Leaf(bundle.AsSpan(2, BinaryPrimitives.ReadUInt16BigEndian(bundle))).Bytes.CopyTo(bytes);
        }
        else
        {
            bytes[10] ^= 1;
        }

        return bytes;
    });

    private async Task<byte[]?> Read(string path)
    {
        using var answer = await _http.GetAsync("/api/v1/ledger/log/" + path, Cancel);
        return answer.IsSuccessStatusCode ? await answer.Content.ReadAsByteArrayAsync(Cancel) : null;
    }

    private static Task<WebApplication> Serve(Func<string, Task<byte[]?>> read) => BareService.Start(app => app.Run(async http =>
    {
        if (await read(http.Request.Path.Value!.TrimStart('/')) is { } bytes) await http.Response.Body.WriteAsync(bytes, http.RequestAborted);
        else http.Response.StatusCode = StatusCodes.Status404NotFound;
    }), speaks: HttpProtocols.Http1);

    private static async Task Go(params string[] arguments)
    {
        // Debian's packages of Go's libraries are found by the old way alone.
        var (code, output, errors) = await SampleProgram.Run(Repository.File("deploy", "samples", "go-ledger"), "go", arguments,
            new Dictionary<string, string> { ["GO111MODULE"] = "off", ["GOPATH"] = "/usr/share/gocode", ["GOFLAGS"] = "" }, Cancel);
        Assert.True(code == 0, output + errors);
    }
}
