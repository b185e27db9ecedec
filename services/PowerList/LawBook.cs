using System.Collections.Concurrent;
using System.Collections.Immutable;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Messaging;
using Sunshine.Foundation.Storage;

namespace Sunshine.Powers;

/// <summary>
/// All laws and confirmations, in memory: laws are some thousands, and every power and guide that is read asks for them. Read whole once,
/// then by the store's own events. Another replica's change is seen within seconds, this one's at once.
/// </summary>
public sealed partial class LawBook(LawCollections collections, TimeProvider time)
{
    private const int Portion = 1_000;
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(5);
    private static readonly string Topic = Topics.Of<V1.LawChanged>();

    private readonly Lock _lock = new();
    private volatile State _current = new(Snapshot.Empty, -1, 0);

    /// <param name="Number">The last event that is in it; below 0 before the first reading.</param>
    private sealed record State(Snapshot Snapshot, long Number, long ReadAt);

    /// <summary>Laws were written here.</summary>
    public void Written(IReadOnlyCollection<Stored<Law>> laws) => Merge(laws, [], -1, null);

    /// <summary>Something was confirmed here.</summary>
    public void Written(Confirmation confirmation) => Merge([], [confirmation], -1, null);

    public ValueTask<Snapshot> Read(CancellationToken cancel) =>
        _current is { Number: >= 0 } current && time.GetElapsedTime(current.ReadAt) < Fresh ? new(current.Snapshot) : new(ReadNow(cancel));

    /// <summary>With everything that the store's events tell of by now, whichever replica wrote it.</summary>
    public async Task<Snapshot> ReadNow(CancellationToken cancel)
    {
        var at = time.GetTimestamp();
        var number = _current.Number;
        if (number < 0)
        {
            // The number first: what is written while reading is read again by its event.
            number = await collections.Changes.Last(cancel);
            var all = new List<Stored<Law>>();
            await foreach (var law in collections.Laws.All(cancel)) all.Add(law);
            var confirmed = new List<Confirmation>();
            await foreach (var confirmation in collections.Confirmations.All(cancel)) confirmed.Add(confirmation.Value);
            return Merge(all, confirmed, number, at);
        }

        while (true)
        {
            var events = await collections.Changes.After(number, Portion, cancel);
            var changed = events.Where(e => e.Event.Topic == Topic).Select(e => Topics.Read<V1.LawChanged>(e.Event)).ToLookup(e => e.Change == V1.LawChange.BasesConfirmed);
            var laws = await collections.Laws.GetMany([.. changed[false].Select(e => e.LawId).Distinct()], cancel);
            var confirmations = await collections.Confirmations.GetMany([.. changed[true].Select(e => e.ConfirmationId).Distinct()], cancel);
            if (events.Count > 0) number = events[^1].Number;
            var read = Merge([.. laws.Values], [.. confirmations.Values.Select(c => c.Value)], number, at);
            if (events.Count < Portion) return read;
        }
    }

    private Snapshot Merge(IReadOnlyCollection<Stored<Law>> laws, IReadOnlyCollection<Confirmation> confirmations, long number, long? readAt)
    {
        lock (_lock)
        {
            var snapshot = _current.Snapshot.With(laws, confirmations);
            _current = new State(snapshot, Math.Max(_current.Number, number), Math.Max(_current.ReadAt, readAt ?? 0));
            return snapshot;
        }
    }

    /// <summary>The register at one moment. What is said of a day is derived here.</summary>
    public sealed partial class Snapshot
    {
        internal static readonly Snapshot Empty = new(new Dictionary<string, Stored<Law>>(), ImmutableDictionary<(string, string), ImmutableList<Confirmation>>.Empty, [], []);

        private readonly Dictionary<string, Stored<Law>> _laws;

        /// <summary>By target and law; few bases are ever in question.</summary>
        private readonly ImmutableDictionary<(string Target, string Law), ImmutableList<Confirmation>> _confirmations;

        private readonly ImmutableHashSet<string> _confirmationIds;

        /// <summary>Places by their text. A list of powers asks for the same few thousand again and again, and reading one takes longer than all else.</summary>
        private readonly ConcurrentDictionary<string, ArticleReference> _places;

        /// <summary>Of the laws that have any: with most laws nothing ever happened.</summary>
        private readonly Lazy<Dictionary<string, StandingAct[]>> _acts;

        private Snapshot(
            Dictionary<string, Stored<Law>> laws, ImmutableDictionary<(string, string), ImmutableList<Confirmation>> confirmations, ImmutableHashSet<string> confirmationIds,
            ConcurrentDictionary<string, ArticleReference> places)
        {
            (_laws, _confirmations, _confirmationIds, _places) = (laws, confirmations, confirmationIds, places);
            _acts = new(() => _laws.Values.Where(l => l.Value.Acts.Any(a => a.Stands)).ToDictionary(l => l.Value.Id, l => StandingAct.Of(l.Value)));
            _ordered = new(Order);
            _byItem = new(() => _laws.Values.Select(l => l.Value).SelectMany(
                l => l.Acts.Select(a => a.ItemId).Append(l.ItemId).Where(i => i.Length > 0).Distinct().Select(i => (Item: i, Law: l))).ToLookup(x => x.Item, x => x.Law));
        }

        /// <summary>Null if there is none.</summary>
        public Stored<Law>? Find(string id) => _laws.GetValueOrDefault(id);

        /// <summary>Whether anything that a power or guide rests on must be looked at again.</summary>
        /// <param name="targetId">The power's or guide's id; what was confirmed of it counts.</param>
        /// <param name="basedOn">The day its bases were last stated.</param>
        /// <param name="asOf">The day that is asked about.</param>
        public bool InQuestion(IReadOnlyList<LegalBasis> bases, string targetId, DateOnly basedOn, DateOnly asOf)
        {
            for (var i = 0; i < bases.Count; i++)
            {
                if (DoubtOf(bases[i], targetId, basedOn, asOf) is not null) return true;
            }

            return false;
        }

        /// <summary>Why a basis must be looked at again; null if there is no doubt.</summary>
        public Doubt? DoubtOf(LegalBasis basis, string targetId, DateOnly basedOn, DateOnly asOf) =>
            _acts.Value.TryGetValue(basis.LawId, out var acts)
                ? Impact.Of(acts, _places.GetOrAdd(basis.Article, ArticleReference.Parse), basedOn, asOf, act => IsConfirmed(targetId, act, basis.LawId, asOf))
                : null;

        public V1.LegalBasis ToProto(LegalBasis basis, string targetId, DateOnly basedOn, DateOnly asOf)
        {
            var law = Find(basis.LawId)?.Value;
            return new V1.LegalBasis
            {
                LawId = basis.LawId, Article = basis.Article, Title = law?.Title ?? "", DocumentNumber = law?.DocumentNumber ?? "",
                InQuestion = DoubtOf(basis, targetId, basedOn, asOf) is { } doubt ? LawMap.Sentence(doubt, this) : ""
            };
        }

        /// <summary>Reads bases as they are sent. What is wrong is named: a law that is not there, a place that cannot be read or that the law does not have, a place that is named twice.</summary>
        /// <param name="field">The path of the list, such as <c>bases</c>.</param>
        /// <returns>Those that are right, in their order, in their first form.</returns>
        public IReadOnlyList<LegalBasis> Check(IReadOnlyList<V1.LegalBasis> bases, string field, Violations v)
        {
            var right = new List<LegalBasis>(bases.Count);
            var places = new HashSet<(string, ArticleReference)>();
            for (var i = 0; i < bases.Count; i++)
            {
                var (at, place) = ($"{field}[{i}]", default(ArticleReference));
                if (bases[i].LawId.Length == 0) v.Required($"{at}.lawId", "");
                else if (Find(bases[i].LawId) is not { Value: var law }) v.Add($"{at}.lawId", "NO_SUCH_LAW", "依据库中没有这部法律法规。", "The register has no such law.");
                else if (bases[i].Article.Length > 0 && !LawRules.Place($"{at}.article", bases[i].Article, law, v, out place)) continue;
                else if (!places.Add((law.Id, place))) v.Add($"{at}", "TWICE", "同一条款列了两次。", "The same place is named twice.");
                else right.Add(new LegalBasis(law.Id, place.ToString()));
            }

            return right;
        }

        /// <summary>Names what is not in force on a day: a law that has not taken effect yet, a law or an article that has ended.</summary>
        /// <param name="bases">As <see cref="Check"/> returned them when nothing was wrong: the numbers are those of what was sent.</param>
        public void Warn(IReadOnlyList<LegalBasis> bases, string field, DateOnly on, Violations warnings)
        {
            for (var i = 0; i < bases.Count; i++)
            {
                if (Find(bases[i].LawId) is not { Value: var law }) continue;
                if (DoubtOf(bases[i], "", on, on) is { MustBeRebased: true } doubt)
                {
                    var since = Days.Format(doubt.Act.On);
                    if (doubt.Act.EndsLaw) warnings.Add($"{field}[{i}].lawId", "NO_LONGER_IN_FORCE", $"《{law.Title}》自 {since} 起已不再施行。", $"The law has not been in force since {since}.");
                    else warnings.Add($"{field}[{i}].article", "NO_LONGER_IN_FORCE", $"《{law.Title}》{bases[i].Article}自 {since} 起已不再施行。", $"The article has not been in force since {since}.");
                }
                else if (law.EffectiveOn > on)
                {
                    var from = Days.Format(law.EffectiveOn);
                    warnings.Add($"{field}[{i}].lawId", "NOT_YET_IN_FORCE", $"《{law.Title}》自 {from} 起施行。", $"The law takes effect on {from}.");
                }
            }
        }

        internal Snapshot With(IReadOnlyCollection<Stored<Law>> laws, IReadOnlyCollection<Confirmation> confirmations)
        {
            var newer = laws.Where(l => Find(l.Value.Id) is not { } known || known.Revision < l.Revision).ToList();
            var added = confirmations.Where(c => !_confirmationIds.Contains(c.Id)).DistinctBy(c => c.Id).ToList();
            if (newer.Count == 0 && added.Count == 0) return this;
            var all = _laws;
            if (newer.Count > 0)
            {
                all = new Dictionary<string, Stored<Law>>(_laws);
                foreach (var law in newer) all[law.Value.Id] = law;
            }

            var confirmed = _confirmations.ToBuilder();
            foreach (var confirmation in added)
            {
                foreach (var target in confirmation.TargetIds)
                    confirmed[(target, confirmation.LawId)] = confirmed.GetValueOrDefault((target, confirmation.LawId), []).Add(confirmation);
            }

            return new Snapshot(all, confirmed.ToImmutable(), _confirmationIds.Union(added.Select(c => c.Id)), _places);
        }

        private bool IsConfirmed(string targetId, LawAct act, string lawId, DateOnly asOf) =>
            _confirmations.TryGetValue((targetId, lawId), out var found) && found.Exists(c => c.On <= asOf && c.ActIds.Contains(act.Id));
    }
}
