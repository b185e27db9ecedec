using System.Diagnostics;
using Grpc.AspNetCore.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Identity;
using Sunshine.Foundation.Messaging;
using Sunshine.Foundation.Storage;

namespace Sunshine.Foundation.Auditing;

/// <summary>
/// Notes each write that a call makes before it is made, so that none goes unnoted; what turns out not to be made is struck out. A process that ends in between leaves a note of a revision which the
/// document then does not have.
/// </summary>
internal sealed class AuditedDocuments<T>(IDocuments<T> inner, Collection<T> collection, IStore store, IHttpContextAccessor accessor, TimeProvider time) : IDocuments<T> where T : class
{
    /// <summary>So many documents that are made at once have a note each; of more, as an import makes them, there is one that names them.</summary>
    private const int MostSingly = 20;

    private readonly MemberChanges<T> _changes = new(collection);

    public async Task<IReadOnlyList<WriteResult>> Write(IReadOnlyList<Write<T>> writes, CancellationToken cancel)
    {
        if (writes.Count == 0 || accessor.HttpContext is not { } http || http.GetEndpoint()?.Metadata.GetMetadata<SidecarOnly>() is not null) return await inner.Write(writes, cancel);
        var noted = await Note(writes, http, cancel);
        if (noted.Count == 0) return await inner.Write(writes, cancel);
        var entries = store.Open(AuditEntry.Declared);
        var noting = entries.Write([.. noted.Select(n => Storage.Write.Create(n.Entry.Id, n.Entry))], cancel);
        if (!store.InOrder) await noting;
        var results = await inner.Write(writes, cancel);
        await noting;
        await StrikeOut(entries, noted, results);
        return results;
    }

    public Task<Stored<T>?> Get(string id, CancellationToken cancel) => inner.Get(id, cancel);

    public Task<IReadOnlyDictionary<string, Stored<T>>> GetMany(IReadOnlyCollection<string> ids, CancellationToken cancel) => inner.GetMany(ids, cancel);

    public Task<Slice<T>> List(ListQuery<T> query, CancellationToken cancel) => inner.List(query, cancel);

    public Task<long> Count(IReadOnlyList<Criterion<T>> where, CancellationToken cancel) => inner.Count(where, cancel);

    public Task<IReadOnlyDictionary<string, long>> CountBy(Field<T> field, CancellationToken cancel) => inner.CountBy(field, cancel);

    public Task<SearchPage<T>> Search(SearchQuery<T> query, CancellationToken cancel) => inner.Search(query, cancel);

    public IAsyncEnumerable<Stored<T>> All(CancellationToken cancel) => inner.All(cancel);

    private async Task<IReadOnlyList<(AuditEntry Entry, IReadOnlyList<int> Writes)>> Note(IReadOnlyList<Write<T>> writes, HttpContext http, CancellationToken cancel)
    {
        var known = writes.Where(w => w.Expected != 0).Select(w => w.Id).ToList();
        var old = new Dictionary<string, Stored<T>>();
        foreach (var part in known.Chunk(1_000))
        {
            foreach (var (id, stored) in await inner.GetMany(part, cancel)) old[id] = stored;
        }

        var caller = Caller.Of(http);
        var call = new AuditEntry
        {
            Id = "", At = time.GetUtcNow(), Actor = caller.Subject, Roles = [.. caller.Roles.Order(StringComparer.Ordinal)], Agency = caller.Agency ?? "", Call = CallOf(http),
            Trace = Activity.Current?.TraceId.ToString() ?? "", Document = ""
        };
        AuditEntry Entry(string document, AuditKind kind) => call with { Id = Ids.New(time), Document = document, Kind = kind };

        var noted = new List<(AuditEntry, IReadOnlyList<int>)>();
        var made = new List<int>();
        for (var i = 0; i < writes.Count; i++)
        {
            var write = writes[i];
            var before = old.GetValueOrDefault(write.Id);
            // At another revision than expected: it will not be made.
            if (write.Expected is > 0 && before?.Revision != write.Expected) continue;
            if (before is null && write.Value is null) continue;
            if (before is null)
            {
                made.Add(i);
                continue;
            }

            var changes = _changes.Between(before.Value, write.Value);
            noted.Add((Entry(KeyOf(write.Id), write.Value is null ? AuditKind.Deleted : AuditKind.Changed) with { Revision = write.Value is null ? 0 : before.Revision + 1, Changes = changes }, [i]));
        }

        if (made.Count > MostSingly) noted.Add((Entry(collection.Name, AuditKind.CreatedMany) with { Ids = made.ConvertAll(i => writes[i].Id) }, made));
        else noted.AddRange(made.Select(i => (Entry(KeyOf(writes[i].Id), AuditKind.Created) with { Revision = 1 }, (IReadOnlyList<int>)[i])));
        return noted;
    }

    private static async Task StrikeOut(IDocuments<AuditEntry> entries, IReadOnlyList<(AuditEntry Entry, IReadOnlyList<int> Writes)> noted, IReadOnlyList<WriteResult> results)
    {
        var wrong = new List<Write<AuditEntry>>();
        foreach (var (entry, writes) in noted)
        {
            if (writes.All(i => results[i].Outcome == WriteOutcome.Done)) continue;
            // Of one that was not made nothing is left; of many the ids of those that were.
            var ids = entry.Ids.Where((_, at) => results[writes[at]].Outcome == WriteOutcome.Done).ToList();
            wrong.Add(new Write<AuditEntry>(entry.Id, ids.Count == 0 ? null : entry with { Ids = ids }, null, []));
        }

        // Whatever becomes of the call: what is noted has not happened.
        if (wrong.Count > 0) await entries.Write(wrong, CancellationToken.None);
    }

    private string KeyOf(string id) => $"{collection.Name}/{id}";

    private static string CallOf(HttpContext http)
    {
        var endpoint = http.GetEndpoint();
        if (endpoint?.Metadata.GetMetadata<GrpcMethodMetadata>() is { } rpc) return rpc.Method.FullName.TrimStart('/');
        return $"{http.Request.Method} {(endpoint as RouteEndpoint)?.RoutePattern.RawText}";
    }
}
