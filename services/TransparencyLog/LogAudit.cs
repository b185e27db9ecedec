namespace Sunshine.TransparencyLog;

/// <summary>
/// Reads a whole log as anybody can and verifies everything: the checkpoint's signature, every tile and every entry. Changing, dropping,
/// adding or swapping entries shows, and where. Memory does not grow with the log.
/// </summary>
/// <param name="log">The log's key, from elsewhere than the log. Its name is the origin.</param>
public sealed class LogAudit(ILogFiles files, VerifierKey log)
{
    /// <summary>Whose cosignatures to look for. Default: none.</summary>
    public IReadOnlyCollection<VerifierKey> Witnesses { get; init; } = [];

    /// <summary>What the log was when it was looked at before: it has to begin with that still. Default: null, not known.</summary>
    public Checkpoint? Earlier { get; init; }

    /// <summary>The audit stops at the tile in which so many faults are reached. Default: 100.</summary>
    public int MostFaults { get; init; } = 100;

    /// <summary>Is shown every entry that is there and is that of its tile, while the audit goes on. Default: null.</summary>
    public EntryVisitor? Visit { get; init; }

    /// <exception cref="IOException">Files cannot be read now; or an <see cref="HttpRequestException"/>.</exception>
    public async Task<AuditReport> Run(CancellationToken cancel = default)
    {
        LogView view;
        try
        {
            view = await LogView.Open(files, log, Witnesses, cancel);
        }
        catch (BadLogException e)
        {
            return new AuditReport(null, 0, [e.In(Checkpoint.Path)], Complete: true);
        }

        var tree = new TreeAudit(files, view.Checkpoint, MostFaults, Visit);
        await tree.Run(cancel);
        if (Earlier is not null)
        {
            try
            {
                await view.CheckExtends(Earlier, cancel);
            }
            catch (BadLogException e)
            {
                tree.Faults.Add(e.In(Checkpoint.Path));
            }
        }

        return new AuditReport(view.Verified, tree.Entries, tree.Faults, !tree.IsStopped);
    }
}
