using System.Diagnostics;
using System.Security.Cryptography;
using Sunshine.Foundation.Storage.Sqlite;
using Sunshine.Testing.Hosts;

namespace Sunshine.Cli.Tests.Backups;

/// <summary>Of the tool in a process of its own, killed as a power cut would, and of what it refuses before it begins.</summary>
public sealed class KilledTests : IAsyncLifetime
{
    private readonly Tool _tool = new();

    private string Storage => _tool.PathOf("data");

    private string Backup => _tool.PathOf("taken.backup");

    private string Target => _tool.PathOf("restored");

    private string Passphrase => _tool.PathOf("passphrase");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _tool.File("passphrase", "long enough to be one\n");
        await using var store = new SqliteStore(Path.Combine(Storage, "some.db"), TimeProvider.System);
        // So much that a kill comes before the end.
        for (var i = 0; i < 8; i++)
        {
            using var bytes = new MemoryStream(RandomNumberGenerator.GetBytes(8 * 1024 * 1024), writable: false);
            await store.Files.Save(bytes, long.MaxValue, null, Cancel);
        }
    }

    public ValueTask DisposeAsync()
    {
        _tool.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task A_backup_that_is_killed_is_none_and_the_next_one_clears_it_away()
    {
        await KillOnce(() => Directory.EnumerateFiles(_tool.PathOf(""), ".*").Any(f => new FileInfo(f).Length > 1_000_000), "backup", Backup, "--storage", Storage);
        Assert.False(File.Exists(Backup));
        Assert.Single(Directory.GetFiles(_tool.PathOf(""), ".taken.backup*"));
        Assert.Equal(0, await Run("backup", _tool.PathOf("other.backup"), "--storage", Storage));
        Assert.Empty(Directory.GetFiles(_tool.PathOf(""), ".*"));
        Assert.DoesNotContain(Directory.GetFiles(Storage), f => f.EndsWith("scratch", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_restore_that_is_killed_has_restored_nothing_and_is_done_again()
    {
        Assert.Equal(0, await Run("backup", Backup, "--storage", Storage));
        await KillOnce(() => Directory.Exists(_tool.PathOf(".restored.sunshine-restoring/some.db.files")), "restore", Backup, "--storage", Target);
        Assert.False(Directory.Exists(Target));
        Assert.Equal(0, await Run("restore", Backup, "--storage", Target));
        Assert.False(Directory.Exists(_tool.PathOf(".restored.sunshine-restoring")));
        Assert.Equal(Contents(Storage), Contents(Target));
        Assert.Contains("The ledger is empty.", _tool.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_cannot_become_a_backup_is_refused_before_it_begins()
    {
        Assert.Equal("Failed: The passphrase has 5 characters; at least 16 are needed. A good one: openssl rand -base64 32 > backup.passphrase", await Refused("backup", Backup, "--storage", Storage, "--passphrase-file", _tool.File("short", "short")));
        Assert.StartsWith("Failed: Give the passphrase by --passphrase-file", await Refused("backup", Backup, "--storage", Storage), StringComparison.Ordinal);
        Assert.EndsWith("is in the folder that is backed up. A backup belongs on another disk, better in another building.", await Refused("backup", Path.Combine(Storage, "x"), "--storage", Storage, "--passphrase-file", Passphrase), StringComparison.Ordinal);
        Assert.Contains("There is no store (*.db)", await Refused("backup", Backup, "--storage", Directory.CreateDirectory(_tool.PathOf("empty")).FullName, "--passphrase-file", Passphrase), StringComparison.Ordinal);
        Assert.Contains("is there already", await Refused("backup", Passphrase, "--storage", Storage, "--passphrase-file", Passphrase), StringComparison.Ordinal);
        Assert.StartsWith("Failed: --storage: the folder", await Refused("backup", Backup, "--storage", _tool.PathOf("nowhere"), "--passphrase-file", Passphrase), StringComparison.Ordinal);
        Assert.False(File.Exists(Backup));
        Assert.Empty(Directory.GetFiles(_tool.PathOf(""), ".*"));
    }

    [Fact]
    public async Task A_content_that_the_disk_has_damaged_is_told_and_in_the_backup_as_it_is()
    {
        var damaged = Contents(Storage)[3];
        await File.WriteAllTextAsync(Path.Combine(Storage, damaged.Name), "damaged", Cancel);
        Assert.Equal(2, await Run("backup", Backup, "--storage", Storage));
        Assert.Contains($"Damaged: {damaged.Name} is not what it was", _tool.Messages, StringComparison.Ordinal);
        Assert.Equal(0, await Run("restore", Backup, "--storage", Target));
        Assert.Equal(Contents(Storage), Contents(Target));
    }

    [Fact]
    public async Task Keys_from_elsewhere_are_where_an_unconfigured_platform_looks_for_them()
    {
        var keys = Directory.CreateDirectory(_tool.PathOf("secrets")).FullName;
        _tool.File("secrets/pseudonyms.key", "p");
        var ledgerKey = _tool.File("signing", "s");
        Assert.Equal(0, await Run("backup", Backup, "--storage", Storage, "--keys", keys, "--ledger-key", ledgerKey));
        Assert.Equal(0, await Run("restore", Backup, "--storage", Target));
        Assert.Equal("p", await File.ReadAllTextAsync(Path.Combine(Target, "keys", "pseudonyms.key"), Cancel));
        Assert.Equal("s", await File.ReadAllTextAsync(Path.Combine(Target, "keys", "ledger.key"), Cancel));
    }

    private Task<int> Run(params string[] args) => _tool.Run([.. args, "--passphrase-file", Passphrase]);

    private async Task<string> Refused(params string[] args)
    {
        Assert.Equal(1, await _tool.Run(args));
        return _tool.Messages.Trim();
    }

    private async Task KillOnce(Func<bool> reached, params string[] args)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "sunshine.dll"), .. args, "--passphrase-file", Passphrase]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        while (!reached() && !process.HasExited) await Task.Delay(TimeSpan.FromMilliseconds(2), TimeProvider.System, Cancel);
        Assert.False(process.HasExited, "It ended before it was killed.");
        process.Kill();
        await process.WaitForExitAsync(Cancel);
    }

    private static List<(string Name, string Digest)> Contents(string storage) =>
    [
        .. Directory.GetFiles(Path.Combine(storage, "some.db.files"), "*", SearchOption.AllDirectories)
            .Select(f => (Path.GetRelativePath(storage, f), Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(f))))).Order()
    ];
}
