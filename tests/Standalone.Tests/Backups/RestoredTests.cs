using System.Net;
using System.Text;
using Sunshine.Catalogue.V1;
using Sunshine.Foundation.Storage.Sqlite;
using Sunshine.Requests.V1;
using Sunshine.Testing.Hosts;
using Sunshine.TransparencyLog;
using File = System.IO.File;

namespace Sunshine.Standalone.Tests.Backups;

public sealed class RestoredTests(BackupFixture fixture)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_platform_that_is_written_to_is_backed_up_and_goes_on_from_the_restored_folder()
    {
        await fixture.Made;
        using var folder = new TemporaryFolder();
        var data = Path.Combine(folder.Path, "data");
        var kept = Path.Combine(folder.Path, "checkpoint");
        await File.WriteAllBytesAsync(kept, fixture.CheckpointBefore, Cancel);
        var (code, said) = await BackupFixture.Sunshine("restore", fixture.Backup, "--storage", data, "--passphrase-file", fixture.Passphrase, "--key", fixture.Key, "--earlier", kept);
        Assert.True(code == 0, said);
        Assert.Matches(@"catalogue\.db +[\d,]+ +[\d,]+", said);
        Assert.Contains("all as signed: root", said, StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(data, "keys", "ledger.key")));

        await using var restored = await StandaloneProcess.Start(data, Cancel);
        var catalogue = new CatalogueService.CatalogueServiceClient(restored.Invoker(restored.Token));
        // What was acknowledged before is there as it was, and much more was written while the backup was taken.
        var again = new List<ImportResult>();
        foreach (var portion in fixture.Before.Chunk(1_000))
            again.AddRange((await catalogue.BatchImportItemsAsync(new() { Records = { portion.Select(r => BackupFixture.Record(r.SourceId)) } }, cancellationToken: Cancel)).Results);
        Assert.True(fixture.After > fixture.Before.Count);
        Assert.Equal(
            fixture.Before.Select(r => (r.SourceId, ImportOutcome.Unchanged, r.Id, r.IndexNumber)).Order(),
            again.Select(r => (r.SourceId, r.Outcome, r.Id, r.IndexNumber)).Order());

        using (var http = restored.Http(restored.Token)) Assert.Equal(fixture.Attachment, await http.GetByteArrayAsync(fixture.AttachmentPath, Cancel));
        var own = await new IntakeService.IntakeServiceClient(restored.Invoker(null)).ExportOwnDataAsync(
            new() { ReceiptNumber = fixture.Receipt.ReceiptNumber, QueryCode = fixture.Receipt.QueryCode }, cancellationToken: Cancel);
        Assert.Equal(("样本", "2016 年市本级预算的编制说明"), (own.Applicant.Name, own.Wanted.Description));
        using var browser = new BrowserSignIn(restored.Rest, await File.ReadAllTextAsync(Path.Combine(data, "authority", "desk.secret"), Cancel));
        using (var signedIn = await browser.SignIn("admin", BackupFixture.Chosen)) Assert.Equal(HttpStatusCode.Found, signedIn.StatusCode);
        await LedgerGoesOn(restored, catalogue);
    }

    [Fact]
    public async Task The_ledger_of_a_backup_is_the_beginning_of_the_original_one()
    {
        await fixture.Made;
        using var folder = new TemporaryFolder();
        var data = Path.Combine(folder.Path, "data");
        Assert.Equal(0, (await BackupFixture.Sunshine("restore", fixture.Backup, "--storage", data, "--passphrase-file", fixture.Passphrase)).Code);
        var key = VerifierKey.Parse(fixture.Key);
        // Not started: it would go on by itself with the acts that its stores have more than its log, under times of its own.
        await using var store = new SqliteStore(Path.Combine(data, "ledger.db"), TimeProvider.System);
        var then = VerifiedCheckpoint.Parse(Encoding.UTF8.GetBytes((await new Ledger.Collections(store).Latest(Cancel))!.Note), key).Checkpoint;
        // The original went on, and may still be bringing in what came last.
        using var original = fixture.Original.Http(null);
        original.BaseAddress = new Uri(fixture.Original.Rest, "/api/v1/ledger/log/");
        var view = await LogView.Open(new HttpLogFiles(original, original.BaseAddress), key, [], Cancel);
        Assert.InRange(then.Size, VerifiedCheckpoint.Parse(fixture.CheckpointBefore, key).Checkpoint.Size, view.Checkpoint.Size);
        await view.CheckExtends(then, Cancel);
    }

    /// <summary>It takes in what comes next, and lacks nothing of what the restored stores have.</summary>
    private static async Task LedgerGoesOn(StandaloneProcess restored, CatalogueService.CatalogueServiceClient catalogue)
    {
        await catalogue.BatchImportItemsAsync(new() { Records = { BackupFixture.Record("after") } }, cancellationToken: Cancel);
        var ledger = new Ledger.V1.LedgerService.LedgerServiceClient(restored.Invoker(null));
        var items = (await catalogue.ListItemsAsync(new(), cancellationToken: Cancel)).TotalSize;
        for (; ; )
        {
            var sources = await ledger.ListSourcesAsync(new(), cancellationToken: Cancel);
            var source = sources.Sources.SingleOrDefault(s => s.Name == "catalogue");
            // One act for each item at least.
            if (source is not null && source.MissingCount == 0 && source.ActCount >= items) return;
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, Cancel);
        }
    }
}
