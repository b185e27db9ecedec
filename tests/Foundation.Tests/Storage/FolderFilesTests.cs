using Microsoft.Extensions.Time.Testing;
using Sunshine.Foundation.Storage;
using Sunshine.Foundation.Storage.Sqlite;
using Sunshine.Testing.Hosts;

namespace Sunshine.Foundation.Tests.Storage;

/// <summary>Files beside a SQLite file, over several lives of the process.</summary>
public sealed class FolderFilesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Files => Path.Combine(_folder.Path, "store.db.files");

    [Fact]
    public async Task What_a_killed_process_was_receiving_is_swept_at_start_and_what_it_had_saved_stays()
    {
        StoredFile saved;
        await using (var store = Open()) saved = await store.Files.Save(new MemoryStream([1, 2, 3]), 10, null, Cancel);
        var left = Path.Combine(Files, "incoming", "half");
        await File.WriteAllTextAsync(left, "half of a ", Cancel);

        await using var again = Open();
        Assert.False(File.Exists(left));
        Assert.True(await again.Files.Check(saved.Sha256, Cancel));
        Assert.Single(Directory.GetFiles(Files, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task A_damaged_file_is_noticed_and_mended_by_the_same_bytes()
    {
        await using var store = Open();
        var saved = await store.Files.Save(new MemoryStream([1, 2, 3]), 10, null, Cancel);
        var path = Path.Combine(Files, saved.Sha256[..2], saved.Sha256[2..]);
        await File.WriteAllBytesAsync(path, [1, 2], Cancel);

        Assert.False(await store.Files.Check(saved.Sha256, Cancel));
        await store.Files.Save(new MemoryStream([1, 2, 3]), 10, null, Cancel);
        Assert.True(await store.Files.Check(saved.Sha256, Cancel));
    }

    [Fact]
    public async Task The_last_bytes_of_a_damaged_file_are_not_given_out()
    {
        await using var store = Open();
        var saved = await store.Files.Save(new MemoryStream(new byte[300_000]), 300_000, null, Cancel);
        await using (var good = new VerifiedStream((await store.Files.Open(saved.Sha256, Cancel))!, saved.Sha256)) await good.CopyToAsync(Stream.Null, Cancel);
        var path = Path.Combine(Files, saved.Sha256[..2], saved.Sha256[2..]);
        var damaged = new byte[300_000];
        damaged[5] = 1;
        await File.WriteAllBytesAsync(path, damaged, Cancel);

        var given = new MemoryStream();
        await using var bad = new VerifiedStream((await store.Files.Open(saved.Sha256, Cancel))!, saved.Sha256);
        await Assert.ThrowsAsync<InvalidDataException>(() => bad.CopyToAsync(given, 1000, Cancel));
        var before = given.Length;
        Assert.InRange(before, 1, 299_999);
        bad.Position = 1000;
        await bad.CopyToAsync(given, Cancel);
        Assert.Equal(before + 299_000, given.Length);
    }

    [Fact]
    public async Task Without_files_there_is_no_folder()
    {
        await using var store = Open();
        Assert.Null(await store.Files.Open(new string('0', 64), Cancel));
        Assert.False(Directory.Exists(Files));
    }

    public void Dispose() => _folder.Dispose();

    private SqliteStore Open() => new(Path.Combine(_folder.Path, "store.db"), new FakeTimeProvider());
}
