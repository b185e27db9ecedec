using System.Text;
using Sunshine.Foundation.Storage.Sqlite;
using Sunshine.Ledger;
using Sunshine.TransparencyLog;

namespace Sunshine.Cli.Backups;

/// <summary>The log in a restored store, read as anybody reads it and verified as anybody verifies it.</summary>
internal static class RestoredLedger
{
    /// <param name="folder">Where it was restored.</param>
    /// <param name="expected">The checkpoint, as the backup's manifest says it.</param>
    /// <param name="key">Its key from elsewhere; null if that of the backup is believed.</param>
    /// <param name="earlier">What the log has to begin with.</param>
    /// <exception cref="CommandFailedException">The log is another than it should be.</exception>
    public static async Task<AuditReport> Verify(string folder, string expected, VerifierKey? key, byte[]? earlier, TimeProvider time, CancellationToken cancel)
    {
        try
        {
            var signer = SignerKey.Parse((await File.ReadAllTextAsync(Path.Combine(folder, BackupSource.LedgerKeyName), cancel)).Trim());
            if (key is not null && key.ToString() != signer.Verifier.ToString()) throw new CommandFailedException($"The backup's ledger is signed with another key than --key: {signer.Verifier}.");
            await using var store = new SqliteStore(Path.Combine(folder, "ledger.db"), time);
            using var files = new StoreLogFiles(new Collections(store));
            var kept = earlier is null ? null : VerifiedCheckpoint.Parse(earlier, signer.Verifier).Checkpoint;
            var report = await new LogAudit(files, signer.Verifier) { Earlier = kept }.Run(cancel);
            if (!report.IsSound) throw new CommandFailedException($"The ledger in the backup is not sound: {report.Faults[0]}");
            if (report.Checkpoint!.Checkpoint.Text != VerifiedCheckpoint.Parse(Encoding.UTF8.GetBytes(expected), signer.Verifier).Checkpoint.Text)
                throw new CommandFailedException("The ledger in the backup has another checkpoint than the backup's manifest.");
            return report;
        }
        catch (BadLogException e)
        {
            throw new CommandFailedException($"The ledger in the backup is not sound: {e.Message}", e);
        }
    }

    private sealed class StoreLogFiles(Collections collections) : ILogFiles, IDisposable
    {
        private readonly LogReading _log = new(collections);

        public async Task<byte[]?> Read(string path, int most, CancellationToken cancel)
        {
            if (path == Checkpoint.Path) return await collections.Latest(cancel) is { } latest ? Encoding.UTF8.GetBytes(latest.Note) : null;
            if (!Tile.TryParse(path, out var tile) || await _log.File(tile, cancel) is not { } file) return null;
            if (file.Length > most) throw new BadLogException($"{path} has more than {most} bytes.");
            return file.ToArray();
        }

        public void Dispose() => _log.Dispose();
    }
}
