using System.Diagnostics;
using System.Text.Json.Serialization;
using Microsoft.Data.Sqlite;
using Sunshine.Foundation.Storage;
using Sunshine.Foundation.Storage.Sqlite;

namespace Sunshine.Benchmarks;

/// <summary>Single durable writes from 32 callers: group commit against one flush for each write.</summary>
internal static partial class StorageSuite
{
    private const int Callers = 32;

    private static readonly Collection<Note> Notes = new("notes", x => x.Id, Json.Default.Note);

    public static async Task Run(Report report, IReadOnlyList<string> _)
    {
        using var folder = new TemporaryFolder();
        var limit = OneFlushEach(folder.File("bare.db"), TimeSpan.FromSeconds(5));
        await using var store = new SqliteStore(folder.File("ours.db"), TimeProvider.System);
        var notes = store.Open(Notes);
        var written = 0;
        var began = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, Callers).Select(caller => Task.Run(async () =>
        {
            for (var i = 0; Stopwatch.GetElapsedTime(began) < TimeSpan.FromSeconds(5); i++)
            {
                var note = new Note($"{caller}-{i}", new string('x', 200));
                await notes.Write([Write.Create(note.Id, note)], CancellationToken.None);
                Interlocked.Increment(ref written);
            }
        })));
        report.Rate($"durable single writes, {Callers} callers; limit: a flush for each", written / Stopwatch.GetElapsedTime(began).TotalSeconds, limit, 1.5);
    }

    private static double OneFlushEach(string path, TimeSpan duration)
    {
        using var connection = new SqliteConnection($"Data Source={path};Pooling=false");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE notes (seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, revision INTEGER NOT NULL, docid INTEGER NOT NULL, body BLOB NOT NULL)";
        command.ExecuteNonQuery();
        command.CommandText = "INSERT INTO notes (id, revision, docid, body) VALUES ($id, 1, 0, $body)";
        var id = command.Parameters.Add("$id", SqliteType.Text);
        command.Parameters.AddWithValue("$body", new byte[240]);
        var count = 0;
        var began = Stopwatch.GetTimestamp();
        for (; Stopwatch.GetElapsedTime(began) < duration; count++)
        {
            id.Value = $"{count}";
            command.ExecuteNonQuery();
        }

        return count / Stopwatch.GetElapsedTime(began).TotalSeconds;
    }

    internal sealed record Note(string Id, string Text);

    [JsonSerializable(typeof(Note))]
    private sealed partial class Json : JsonSerializerContext;
}
