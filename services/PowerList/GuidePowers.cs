namespace Sunshine.Powers;

/// <summary>Which powers a guide may say that it serves.</summary>
public sealed class GuidePowers
{
    /// <summary>Those ids that no list of powers ever had. Until lists are there, every id is taken for one.</summary>
    public ValueTask<IReadOnlySet<string>> Unknown(IReadOnlyCollection<string> ids, CancellationToken cancel) => new(new HashSet<string>());
}
