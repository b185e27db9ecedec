using System.Diagnostics;
using Sunshine.Testing.Hosts;

namespace Sunshine.Standalone.Tests.Backups;

public sealed class RefusedTests(BackupFixture fixture) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.0001)]
    [InlineData(0.3)]
    [InlineData(0.7)]
    [InlineData(0.99)]
    [InlineData(1.0)]
    public async Task A_backup_with_an_altered_byte_is_refused(double where)
    {
        await fixture.Made;
        var bytes = await File.ReadAllBytesAsync(fixture.Backup, Cancel);
        bytes[(int)((bytes.Length - 1) * where)] ^= 0x10;
        await Refused(bytes, where is 0.0 or 0.0001 ? "backup" : "altered");
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.00001)]
    [InlineData(0.5)]
    [InlineData(0.999999)]
    public async Task A_backup_that_was_cut_off_is_refused(double after)
    {
        await fixture.Made;
        var bytes = await File.ReadAllBytesAsync(fixture.Backup, Cancel);
        await Refused(bytes[..(int)(bytes.Length * after)], "backup");
    }

    [Fact]
    public async Task A_backup_that_something_follows_is_refused()
    {
        await fixture.Made;
        await Refused([.. await File.ReadAllBytesAsync(fixture.Backup, Cancel), 0], "altered or is not whole");
    }

    [Fact]
    public async Task Another_passphrase_is_refused()
    {
        await fixture.Made;
        var other = Path.Combine(_folder.Path, "other");
        await File.WriteAllTextAsync(other, "another one that is long enough", Cancel);
        await Refused(await File.ReadAllBytesAsync(fixture.Backup, Cancel), "passphrase", other);
    }

    [Fact]
    public async Task A_folder_that_has_something_is_refused_and_left_as_it_is()
    {
        await fixture.Made;
        var target = Directory.CreateDirectory(Path.Combine(_folder.Path, "data")).FullName;
        await File.WriteAllTextAsync(Path.Combine(target, "mine"), "mine", Cancel);
        var (code, said) = await BackupFixture.Sunshine("restore", fixture.Backup, "--storage", target, "--passphrase-file", fixture.Passphrase);
        Assert.Equal(1, code);
        Assert.Contains("not empty", said, StringComparison.Ordinal);
        Assert.Equal([Path.Combine(target, "mine")], Directory.GetFileSystemEntries(target));
        Assert.Equal([target], Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public async Task A_ledger_of_another_key_and_one_that_does_not_begin_as_was_seen_are_refused()
    {
        await fixture.Made;
        var other = TransparencyLog.SignerKey.Generate("localhost:8080/api/v1/ledger/log").Verifier.ToString();
        Assert.Contains("another key", await Refused(await File.ReadAllBytesAsync(fixture.Backup, Cancel), "another key", null, "--key", other), StringComparison.Ordinal);
        using var http = fixture.Original.Http(null);
        var later = Path.Combine(_folder.Path, "later");
        await File.WriteAllBytesAsync(later, await http.GetByteArrayAsync("/api/v1/ledger/log/checkpoint", Cancel), Cancel);
        await Refused(await File.ReadAllBytesAsync(fixture.Backup, Cancel), "entries earlier, and has", null, "--earlier", later);
    }

    [Fact]
    public async Task It_is_an_OpenPGP_message_that_gpg_opens()
    {
        await fixture.Made;
        Assert.SkipUnless(File.Exists("/usr/bin/gpg") && File.Exists("/usr/bin/tar"), "gpg and tar are not installed.");
        using var shell = Process.Start(new ProcessStartInfo("/bin/sh")
        {
            ArgumentList =
            {
                "-c", "mkdir -m 700 gnupg && gpg --homedir gnupg --batch --quiet --pinentry-mode loopback --passphrase-file \"$1\" --decrypt \"$0\" | tar xz && sha256sum --check --quiet SHA256SUMS", fixture.Backup, fixture.Passphrase
            },
            WorkingDirectory = _folder.Path, RedirectStandardError = true
        })!;
        var errors = await shell.StandardError.ReadToEndAsync(Cancel);
        await shell.WaitForExitAsync(Cancel);
        Assert.True(shell.ExitCode == 0, errors);
        Assert.True(File.Exists(Path.Combine(_folder.Path, "data", "authority", "clients.json")));
        Assert.True(File.Exists(Path.Combine(_folder.Path, "data", "catalogue.db")));
    }

    private async Task<string> Refused(byte[] backup, string because, string? passphrase = null, params string[] more)
    {
        var (file, target) = (Path.Combine(_folder.Path, "altered.backup"), Path.Combine(_folder.Path, "restored", "data"));
        await File.WriteAllBytesAsync(file, backup, Cancel);
        var (code, said) = await BackupFixture.Sunshine(["restore", file, "--storage", target, "--passphrase-file", passphrase ?? fixture.Passphrase, .. more]);
        Assert.Equal(1, code);
        Assert.StartsWith("Failed: ", said, StringComparison.Ordinal);
        Assert.Contains(because, said, StringComparison.Ordinal);
        if (Directory.Exists(Path.GetDirectoryName(target))) Assert.Empty(Directory.GetFileSystemEntries(Path.GetDirectoryName(target)!));
        return said;
    }
}
