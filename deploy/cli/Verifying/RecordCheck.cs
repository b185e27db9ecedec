using Sunshine.Acts;

namespace Sunshine.Cli.Verifying;

/// <summary>Looks for the acts on one record while a log is gone through.</summary>
internal sealed class RecordCheck(string source, string resource)
{
    private readonly List<(long Index, ActEntry Act)> _acts = [];

    /// <summary>In the order of the log.</summary>
    public IReadOnlyList<(long Index, ActEntry Act)> Acts => _acts;

    /// <summary>What the record was when it was logged last; empty if no act says so.</summary>
    public string LastDigest { get; private set; } = "";

    public void See(long index, ReadOnlySpan<byte> entry)
    {
        var act = ActEntry.Parse(entry);
        if (act.Source != source) return;
        if (act.Resource == resource)
        {
            _acts.Add((index, act));
            LastDigest = act.Digest ?? LastDigest;
        }
        else if (act.Members is { } members && act.Resource.Length > 0 && resource.StartsWith(act.Resource + "/", StringComparison.Ordinal))
        {
            // One of a batch: its id, version and digest.
            var start = resource[(act.Resource.Length + 1)..] + "/";
            if (members.FirstOrDefault(m => m.StartsWith(start, StringComparison.Ordinal)) is not { } member) return;
            var parts = member.Split('/');
            LastDigest = parts[^1];
            _acts.Add((index, act with { Digest = LastDigest, Revision = long.Parse(parts[^2], System.Globalization.CultureInfo.InvariantCulture) }));
        }
    }
}
