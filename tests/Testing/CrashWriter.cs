using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;
using Sunshine.Foundation.Storage;
using Sunshine.Foundation.Storage.Sqlite;

namespace Sunshine.Testing;

/// <summary>A document that can prove that it is whole.</summary>
public sealed record CrashDocument(string Id, long Version, string Writer, string Text, string Checksum)
{
    public static CrashDocument Make(string id, long version, string writer, string text) => new(id, version, writer, text, Sum(id, version, writer, text));

    public bool IsWhole => Checksum == Sum(Id, Version, Writer, Text);

    /// <summary>A word that only this version has.</summary>
    public string Mark => MarkOf(Id, Version);

    public static string MarkOf(string id, long version) => $"{id}v{version}";

    private static string Sum(string id, long version, string writer, string text) =>
        Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes($"{id}|{version}|{writer}|{text}")));
}

[JsonSerializable(typeof(CrashDocument))]
public sealed partial class CrashJson : JsonSerializerContext;

/// <summary>
/// Writes until it is killed, and says on its output what was acknowledged: "written id version", "deleted id", "number n"; and what it
/// is about to forget: "delivered event". A version is the document's revision.
/// </summary>
public static class CrashWriter
{
    private const int Writers = 6;
    private const int DocumentsOfEach = 40;

    public static readonly Field<CrashDocument, string> Writer = Field.Of<CrashDocument, string>(x => x.Writer);
    public static readonly Facet<CrashDocument> ByWriter = new("writer", x => x.Writer);

    public static readonly Collection<CrashDocument> Documents = new("documents", x => x.Id, CrashJson.Default.CrashDocument)
    {
        Fields = [Writer],
        Search = new SearchIndex<CrashDocument>
        {
            Heading = x => [x.Mark],
            Text = x => [x.Text],
            // Every version is on another day, so that the index moves it.
            Day = x => new DateOnly(2020, 1, 1).AddDays((int)(x.Version % 50)),
            Facets = [ByWriter]
        }
    };

    public static async Task Run(string path)
    {
        await using var store = new SqliteStore(path, TimeProvider.System);
        var documents = store.Open(Documents);
        await Task.WhenAll([Relay(store), .. Enumerable.Range(0, Writers).Select(w => Write(store, documents, $"w{w}"))]);
    }

    private static async Task Write(SqliteStore store, IDocuments<CrashDocument> documents, string writer)
    {
        for (; ; )
        {
            var ids = Enumerable.Range(0, Random.Shared.Next(1, 5)).Select(_ => $"{writer}d{Random.Shared.Next(DocumentsOfEach)}").Distinct().ToList();
            var now = await documents.GetMany(ids, CancellationToken.None);
            var writes = ids.ConvertAll(id => Next(id, writer, now.GetValueOrDefault(id)?.Revision ?? 0));
            foreach (var (write, result) in writes.Zip(await documents.Write(writes, CancellationToken.None)))
            {
                if (result.Outcome != WriteOutcome.Done) throw new InvalidOperationException($"{write.Id} is {result}.");
                Say($"written {write.Id} {result.Revision}");
            }

            Say($"number {(await store.Reserve(new Dictionary<string, int> { ["numbers"] = 1 }, CancellationToken.None))["numbers"]}");
            if (Random.Shared.Next(4) == 0) await CreateAndDelete(store, documents, writer);
        }
    }

    private static Write<CrashDocument> Next(string id, string writer, long revision)
    {
        var text = string.Concat(Enumerable.Repeat("政府信息公开", Random.Shared.Next(1, 300)));
        var next = CrashDocument.Make(id, revision + 1, writer, text);
        return new Write<CrashDocument>(id, next, revision, [new OutgoingEvent(next.Mark, "changed", id)]);
    }

    private static async Task CreateAndDelete(SqliteStore store, IDocuments<CrashDocument> documents, string writer)
    {
        var id = $"x{(await store.Reserve(new Dictionary<string, int> { ["short-lived"] = 1 }, CancellationToken.None))["short-lived"]}";
        await documents.Write([Next(id, writer, 0)], CancellationToken.None);
        Say($"written {id} 1");
        await documents.Write([Sunshine.Foundation.Storage.Write.Delete<CrashDocument>(id, 1)], CancellationToken.None);
        Say($"deleted {id}");
    }

    private static async Task Relay(SqliteStore store)
    {
        for (; ; )
        {
            await store.Outbox.Wait(CancellationToken.None);
            var due = await store.Outbox.Due(10, CancellationToken.None);
            foreach (var pending in due) Say($"delivered {pending.Event.Id}");
            await store.Outbox.Delivered(due, CancellationToken.None);
        }
    }

    /// <summary>One line in one piece: the next instant may be the last.</summary>
    private static void Say(string line)
    {
        lock (Documents)
        {
            Console.Out.Write(line + '\n');
            Console.Out.Flush();
        }
    }
}
