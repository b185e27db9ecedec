using Sunshine.Foundation.Agencies;
using Sunshine.Ledger.V1;

namespace Sunshine.Acts;

/// <summary>The tree of agencies as acts tell it: whose acts a figure of an agency counts follows from the log too, and not from the word of whoever computed it.</summary>
public sealed class LoggedAgencies
{
    private const string Kind = "AGENCY_CHANGED";
    private const string Resource = "agencies/";

    private readonly Dictionary<string, LoggedAgency> _agencies = new(StringComparer.Ordinal);

    /// <summary>The next entry of a log, in its order; one that is no change of an agency tells nothing.</summary>
    public void Add(ActEntry entry)
    {
        if (entry.Kind == Kind) Add(entry.Resource, entry.Notes ?? []);
    }

    /// <inheritdoc cref="Add(ActEntry)"/>
    public void Add(Act act)
    {
        if (act.Kind == ActKind.AgencyChanged) Add(act.Resource, act.Notes);
    }

    public LoggedAgency? Find(string id) => _agencies.GetValueOrDefault(id);

    /// <summary>An agency and all below it, as the last entry of each has it, each after the one above it; empty if there is no such agency.</summary>
    public IReadOnlyList<string> SelfAndBelow(string id) => _agencies.ContainsKey(id) ? Descent.Of(id, _agencies.ToLookup(a => a.Value.ParentId, a => a.Key)) : [];

    private void Add(string resource, IReadOnlyList<string> notes)
    {
        if (resource.StartsWith(Resource, StringComparison.Ordinal)) _agencies[resource[Resource.Length..]] = new LoggedAgency(Note(notes, "name="), Note(notes, "parent="));
    }

    private static string Note(IReadOnlyList<string> notes, string name) => notes.FirstOrDefault(n => n.StartsWith(name, StringComparison.Ordinal)) is { } note ? note[name.Length..] : "";
}

/// <param name="ParentId">Empty for none.</param>
public sealed record LoggedAgency(string Name, string ParentId);
