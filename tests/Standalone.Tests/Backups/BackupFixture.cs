using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using Grpc.Core;
using Spectre.Console;
using Sunshine.Catalogue.V1;
using Sunshine.Cli;
using Sunshine.Requests.V1;
using Sunshine.Standalone.Tests.Backups;
using Sunshine.Testing.Hosts;
using File = System.IO.File;

[assembly: AssemblyFixture(typeof(BackupFixture))]

namespace Sunshine.Standalone.Tests.Backups;

/// <summary>A platform in a process of its own that is written to all the time, and a backup that was taken of it meanwhile. Made by the first test that asks.</summary>
public sealed class BackupFixture : IAsyncLifetime
{
    public const string Chosen = "correct battery of horses";
    private const string Agency = "as-city";
    private const int Writers = 4;

    private readonly TemporaryFolder _folder = new();
    private readonly CancellationTokenSource _end = new();
    private readonly ConcurrentDictionary<string, ImportResult> _acknowledged = [];
    private readonly Lazy<Task> _made;
    private StandaloneProcess? _original;

    public BackupFixture()
    {
        _made = new(Make);
        Passphrase = PathOf("passphrase");
        File.WriteAllText(Passphrase, "long enough to be one, 阳光\n");
    }

    public StandaloneProcess Original => _original!;

    /// <summary>Its file.</summary>
    public string Passphrase { get; }

    public string Storage => PathOf("data");

    public string Backup => PathOf("taken.backup");

    public byte[] Attachment { get; } = Encoding.UTF8.GetBytes("%PDF-1.7 " + new string('x', 300_000));

    public string AttachmentPath { get; private set; } = "";

    public CreateApplicationResponse Receipt { get; private set; } = new();

    /// <summary>What was acknowledged before the backup began.</summary>
    public IReadOnlyList<ImportResult> Before { get; private set; } = [];

    /// <summary>How much was acknowledged when the backup was there.</summary>
    public int After { get; private set; }

    /// <summary>The ledger's checkpoint before it began.</summary>
    public byte[] CheckpointBefore { get; private set; } = [];

    public string Key { get; private set; } = "";

    public string Said { get; private set; } = "";

    public Task Made => _made.Value;

    public string PathOf(string name) => Path.Combine(_folder.Path, name);

    /// <summary>Runs the tool as somebody does who types.</summary>
    public static async Task<(int Code, string Said)> Sunshine(params string[] args)
    {
        using var text = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, Interactive = InteractionSupport.No, Out = new AnsiConsoleOutput(text) });
        console.Profile.Width = 400;
        var code = await new SunshineCommand(console, console, TimeProvider.System).Run(args, TestContext.Current.CancellationToken);
        return (code, text.ToString());
    }

    public static ImportRecord Record(string sourceId) => new()
    {
        SourceId = sourceId, AgencyId = Agency, Title = "关于印发工作方案的通知", Placements = { new Catalogue.V1.Placement { Channel = Channel.Website, On = "2016-09-26" } }
    };

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        if (_original is not null) await _original.DisposeAsync();
        _folder.Dispose();
        _end.Dispose();
    }

    private async Task Make()
    {
        Directory.CreateDirectory(Storage);
        _original = await StandaloneProcess.Start(Storage, _end.Token);
        await new AgencyService.AgencyServiceClient(Original.Invoker(Original.Token)).CreateAgencyAsync(new()
        {
            RequestId = "1", Agency = new Catalogue.V1.Agency { Id = Agency, Name = "鞍山市", Level = AgencyLevel.City, OrganisationCode = "00835003X" }
        });
        await ChoosePassword();
        await Upload();
        await Apply();
        var writing = Enumerable.Range(0, Writers).Select(w => Task.Run(() => Write(w))).ToList();
        await Until(() => Task.FromResult(_acknowledged.Count > 2_000));
        using var http = Original.Http(null);
        Key = (await http.GetStringAsync("/api/v1/ledger/log/key")).Trim();
        CheckpointBefore = await http.GetByteArrayAsync("/api/v1/ledger/log/checkpoint");
        Before = [.. _acknowledged.Values];
        (var code, Said) = await Sunshine("backup", Backup, "--storage", Storage, "--passphrase-file", Passphrase);
        After = _acknowledged.Count;
        Assert.Equal(0, code);
        await Until(() => Task.FromResult(_acknowledged.Count > After + 500));
        await _end.CancelAsync();
        await Task.WhenAll(writing);
    }

    private async Task Write(int writer)
    {
        var client = new CatalogueService.CatalogueServiceClient(Original.Invoker(Original.Token));
        try
        {
            for (var n = 0; !_end.IsCancellationRequested; n += 20)
            {
                var batch = new BatchImportItemsRequest { Records = { Enumerable.Range(n, 20).Select(i => Record($"{writer}-{i}")) } };
                foreach (var result in (await client.BatchImportItemsAsync(batch, cancellationToken: _end.Token)).Results) _acknowledged[result.SourceId] = result;
            }
        }
        catch (RpcException e) when (e.StatusCode == StatusCode.Cancelled)
        {
        }
    }

    private async Task ChoosePassword()
    {
        using var browser = new BrowserSignIn(Original.Rest, await File.ReadAllTextAsync(Path.Combine(Storage, "authority", "desk.secret")));
        var first = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(Storage, "authority", "first-account.json"))).RootElement.GetProperty("password").GetString()!;
        using var signedIn = await browser.SignIn("admin", first);
        using var changed = await browser.Submit("/account/password", [("old", first), ("password", Chosen), ("repeated", Chosen)]);
    }

    private async Task Upload()
    {
        using var http = Original.Http(Original.Token);
        using var kept = await http.PostAsync($"/api/v1/catalogue/attachments?agencyId={Agency}&fileName=a.pdf", new ByteArrayContent(Attachment));
        var answer = JsonDocument.Parse(await kept.EnsureSuccessStatusCode().Content.ReadAsStringAsync()).RootElement;
        AttachmentPath = $"/api/v1/catalogue/attachments/{answer.GetProperty("id").GetString()}/content";
    }

    /// <summary>The agency comes to the other service a moment later.</summary>
    private Task Apply() => Until(async () =>
    {
        try
        {
            Receipt = await new IntakeService.IntakeServiceClient(Original.Invoker(null)).CreateApplicationAsync(new()
            {
                AgencyId = Agency, RequestId = "my-1",
                Applicant = new() { Kind = ApplicantKind.NaturalPerson, Name = "样本", Phone = "0412-5550001", IdentityDocument = IdentityDocument.Passport, IdentityNumber = "E12345678" },
                Wanted = new() { Description = "2016 年市本级预算的编制说明", Medium = Medium.File, Handover = Handover.Online }
            });
            return true;
        }
        catch (RpcException e) when (e.StatusCode is StatusCode.InvalidArgument or StatusCode.NotFound or StatusCode.FailedPrecondition)
        {
            return false;
        }
    });

    private async Task Until(Func<Task<bool>> reached)
    {
        while (!await reached()) await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, _end.Token);
    }
}
