using System.Formats.Tar;
using System.Security.Cryptography;
using System.Text;
using Sunshine.Cli;
using Sunshine.Cli.Backups;
using Sunshine.Testing.Hosts;

namespace Sunshine.Platform.Tests.Hostile;

/// <summary>A backup that somebody made who knows the passphrase and is no friend.</summary>
public sealed class BackupEntryTests
{
    [Theory]
    [InlineData("data/../../escaped")]
    [InlineData("data/a/../../../escaped")]
    [InlineData("/escaped")]
    [InlineData("//escaped")]
    [InlineData("data//escaped")]
    [InlineData("data/./escaped")]
    [InlineData("data/..\\..\\escaped")]
    [InlineData("data/C:escaped")]
    [InlineData("data/")]
    [InlineData("data")]
    [InlineData("escaped")]
    [InlineData("../escaped")]
    [InlineData("data/x/", TarEntryType.Directory)]
    [InlineData("data/link", TarEntryType.SymbolicLink)]
    [InlineData("data/link", TarEntryType.HardLink)]
    [InlineData("data/pipe", TarEntryType.Fifo)]
    public async Task An_entry_that_is_no_file_within_is_refused_and_nothing_is_written(string name, TarEntryType type = TarEntryType.RegularFile)
    {
        using var folder = new TemporaryFolder();
        var backup = Path.Combine(folder.Path, "backup");
        await using (var file = File.Create(backup))
        {
            var sealedFile = new SealedWriter(file, "passphrase", DateTimeOffset.UnixEpoch);
            using (var tar = new TarWriter(sealedFile.Content, TarEntryFormat.Pax, leaveOpen: true))
            {
                var entry = new PaxTarEntry(type, name);
                if (type == TarEntryType.RegularFile) entry.DataStream = new MemoryStream("x"u8.ToArray());
                if (type is TarEntryType.SymbolicLink or TarEntryType.HardLink) entry.LinkName = "/etc/passwd";
                tar.WriteEntry(entry);
                tar.WriteEntry(Entry(Manifest.Digests, Encoding.UTF8.GetBytes($"{Convert.ToHexStringLower(SHA256.HashData("x"u8))}  {name}\n")));
                tar.WriteEntry(Entry(Manifest.Name, new Manifest(1, DateTimeOffset.UnixEpoch, [], null, 1, 1).ToBytes()));
            }

            sealedFile.Complete();
        }

        var target = Path.Combine(folder.Path, "a", "b", "restored");
        await Assert.ThrowsAsync<CommandFailedException>(() => new Restore(TimeProvider.System).Run(backup, target, "passphrase", TestContext.Current.CancellationToken));

        Assert.False(Directory.Exists(target));
        Assert.Equal(["backup"], Directory.EnumerateFiles(folder.Path, "*", SearchOption.AllDirectories).Select(Path.GetFileName));
    }

    private static PaxTarEntry Entry(string name, byte[] content) => new(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(content) };
}
