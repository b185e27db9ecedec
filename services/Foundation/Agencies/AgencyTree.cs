using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Identity;
using Sunshine.Foundation.Storage;

namespace Sunshine.Foundation.Agencies;

/// <summary>A body that discloses information: the Catalogue's own record of it, or another service's copy.</summary>
public interface IAgency
{
    string Id { get; }

    string Name { get; }

    /// <summary>Empty for a root.</summary>
    string ParentId { get; }

    /// <summary>First day on which it is no more; null while it is.</summary>
    DateOnly? DissolvedOn { get; }

    /// <summary>The agencies that go on in its place since it is no more.</summary>
    IEnumerable<string> Successors { get; }
}

/// <summary>
/// All agencies, in memory: they are some thousands, and every import and search asks for them. Another replica's change is seen within
/// seconds, this one's at once.
/// </summary>
public class AgencyTree<T>(IDocuments<T> agencies, TimeProvider time) where T : class, IAgency
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private volatile Snapshot? _current;
    private long _version;

    /// <summary>An agency was written here.</summary>
    public void Changed(Stored<T> written)
    {
        lock (_lock)
        {
            _version++;
            _current = _current?.With(written);
        }
    }

    public async ValueTask<Snapshot> Read(CancellationToken cancel)
    {
        if (_current is { } current && time.GetElapsedTime(current.ReadAt) < Fresh) return current;
        var version = Interlocked.Read(ref _version);
        var at = time.GetTimestamp();
        var all = new Dictionary<string, Stored<T>>();
        await foreach (var stored in agencies.All(cancel)) all[stored.Value.Id] = stored;
        var read = new Snapshot(all, at);
        lock (_lock)
        {
            // What was written here while reading may be missing from what was read.
            if (_version == version) _current = read;
        }

        return read;
    }

    public sealed class Snapshot(IReadOnlyDictionary<string, Stored<T>> all, long readAt)
    {
        private readonly Lazy<ILookup<string, string>> _below = new(() => all.Values.ToLookup(a => a.Value.ParentId, a => a.Value.Id));

        internal long ReadAt { get; } = readAt;

        internal Snapshot With(Stored<T> written) => new(new Dictionary<string, Stored<T>>(all) { [written.Value.Id] = written }, ReadAt);

        public T? Find(string id) => all.TryGetValue(id, out var found) ? found.Value : null;

        /// <summary>Adds a violation if no agency is named, or none that is there.</summary>
        public void RequireKnown(string field, string id, Violations v)
        {
            v.Required(field, id);
            if (id.Length > 0 && Find(id) is null) v.Add(field, "NO_SUCH_AGENCY", "没有这个机构。", "There is no such agency.");
        }

        /// <summary>Adds a violation if no agency is named, none that is there, or one that the caller may not act for.</summary>
        public void RequireActingFor(string field, string id, Caller caller, Violations v)
        {
            RequireKnown(field, id, v);
            if (Find(id) is not null && !MayActFor(caller, id)) v.Add(field, "OTHER_AGENCY", "您不能操作该机构的信息。", "You may not act for this agency.");
        }

        /// <summary>Every agency.</summary>
        public IReadOnlyList<string> Ids => [.. all.Keys];

        public string NameOf(string id) => Find(id)?.Name ?? "";

        /// <summary>The agency and all below it; empty if there is no such agency.</summary>
        public IReadOnlyList<string> SelfAndBelow(string id) => all.ContainsKey(id) ? Descent.Of(id, _below.Value) : [];

        /// <summary>Whether an agency is another one or lies below it.</summary>
        public bool IsWithin(string id, string ancestor)
        {
            // No way up is longer than there are agencies, unless it goes in a circle.
            for (var steps = 0; steps <= all.Count && id.Length > 0; steps++)
            {
                if (id == ancestor) return true;
                id = Find(id)?.ParentId ?? "";
            }

            return false;
        }

        /// <summary>Whether the caller may act for an agency: its own and all below it, and those that these have succeeded.</summary>
        public bool MayActFor(Caller caller, string agencyId) =>
            caller.IsUnbounded || (caller.Agency is { } own && (IsWithin(agencyId, own) || Successors(agencyId).Any(s => IsWithin(s, own))));

        /// <summary>The agencies that go on in the place of one that is no more, also over several steps.</summary>
        private IEnumerable<string> Successors(string id)
        {
            if (Find(id) is not { } gone) return [];
            var found = new List<string>(gone.Successors);
            var seen = new HashSet<string>(found);
            for (var i = 0; i < found.Count; i++) found.AddRange((Find(found[i])?.Successors ?? []).Where(seen.Add));
            return found;
        }

        /// <exception cref="RefusedException">The caller may not.</exception>
        public void RequireActingFor(Caller caller, string agencyId)
        {
            if (!MayActFor(caller, agencyId)) throw Refusals.OtherAgency.Of(agencyId);
        }
    }
}
