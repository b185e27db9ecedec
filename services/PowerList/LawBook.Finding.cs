using Sunshine.Foundation.Storage;

namespace Sunshine.Powers;

/// <summary>Laws by what they are called.</summary>
public sealed partial class LawBook
{
    public sealed partial class Snapshot
    {
        private readonly Lazy<Entry[]> _ordered;
        private readonly Lazy<ILookup<string, Law>> _byItem;

        /// <summary>A law with what it is searched and ordered by.</summary>
        private sealed record Entry(Stored<Law> Law, string Title, string Number, string Place);

        /// <summary>
        /// The laws that fulfil a list's conditions, in its order. Here and not by a search of the store: whether a law is in force on a day
        /// cannot be indexed, and there are few laws.
        /// </summary>
        /// <param name="day">On which <see cref="V1.ListLawsRequest.Validity"/> is looked at.</param>
        /// <returns>Each with its place in this order.</returns>
        public IReadOnlyList<(Stored<Law> Law, string Place)> Search(V1.ListLawsRequest request, DateOnly day)
        {
            var whole = LawNames.Fold(request.Query);
            var words = request.Query.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(LawNames.Fold).Where(w => w.Length > 0).ToList();
            var found = _ordered.Value
                .Where(e => request.Kind == 0 || e.Law.Value.Kind == request.Kind)
                .Where(e => words.TrueForAll(w => e.Title.Contains(w, StringComparison.Ordinal) || e.Number.Contains(w, StringComparison.Ordinal)))
                .Where(e => request.Validity == 0 || e.Law.Value.ValidityOn(day) == request.Validity).ToLookup(e => e.Title == whole || e.Number == whole);
            return [.. found[true].Select(e => (e.Law, "0" + e.Place)), .. found[false].Select(e => (e.Law, "1" + e.Place))];
        }

        /// <summary>The laws that a document of the Catalogue is: by the item's id, else by the document number, else by the title.</summary>
        /// <param name="title">As it was published, such as 关于印发《…办法》的通知.</param>
        public IReadOnlyList<Law> Meant(string itemId, string documentNumber, string title)
        {
            if (OfItem(itemId) is { Count: > 0 } byItem) return byItem;
            var (number, titles) = (LawNames.Fold(documentNumber), LawNames.Titles(title));
            var byNumber = _ordered.Value.Where(e => number.Length > 0 && e.Number == number).ToList();
            // Some numbers, such as 第7号, are those of several organs.
            if (byNumber.Count > 1 && byNumber.Exists(e => titles.Contains(e.Title))) byNumber.RemoveAll(e => !titles.Contains(e.Title));
            if (byNumber.Count > 0) return byNumber.ConvertAll(e => e.Law.Value);
            return [.. _ordered.Value.Where(e => e.Title.Length > 0 && titles.Contains(e.Title) && (number.Length == 0 || e.Number.Length == 0)).Select(e => e.Law.Value)];
        }

        /// <summary>The laws that an item of the Catalogue is, or that its end told of.</summary>
        public IReadOnlyList<Law> OfItem(string itemId) => itemId.Length == 0 ? [] : [.. _byItem.Value[itemId]];

        private Entry[] Order() =>
        [
            .. _laws.Values
                .Select(l => new Entry(l, LawNames.Fold(l.Value.Title), LawNames.Fold(l.Value.DocumentNumber), $"{(int)l.Value.Kind:00}{l.Value.Title}\n{l.Value.Id}"))
                .OrderBy(e => e.Place, StringComparer.Ordinal)
        ];
    }
}
