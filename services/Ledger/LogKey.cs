using Microsoft.Extensions.Options;
using System.Text;
using Sunshine.Foundation.Storage;
using Sunshine.TransparencyLog;

namespace Sunshine.Ledger;

/// <summary>
/// The log's signing key: a file of one line that only its owner can read. Made at the first start. A log that has checkpoints of another key is not
/// gone on with: that would be another log under its name.
/// </summary>
public sealed class LogKey
{
    private readonly SignerKey _key;
    private readonly TimeProvider _time;

    public LogKey(IOptions<LedgerOptions> options, IOptions<StorageOptions> storage, TimeProvider time)
    {
        _time = time;
        var path = options.Value.KeyFile.Length > 0 ? options.Value.KeyFile : Path.Combine(storage.Value.Keys, "ledger.key");
        var text = SecretFile.ReadOrMake(path, () => Encoding.UTF8.GetBytes(SignerKey.Generate(options.Value.Origin).Secret + "\n"));
        try
        {
            _key = SignerKey.Parse(Encoding.UTF8.GetString(text).Trim());
        }
        catch (BadLogException e)
        {
            throw new InvalidDataException($"{path} is no signing key: {e.Message}", e);
        }

        if (_key.Verifier.Name != options.Value.Origin)
            throw new InvalidDataException($"The key in {path} is of the log {_key.Verifier.Name}; Ledger:Origin is {options.Value.Origin}. A log keeps its name for ever.");
    }

    public string Origin => _key.Verifier.Name;

    public string VerifierKey => _key.Verifier.ToString();

    /// <summary>The signed note of a checkpoint. The same for the same size and root.</summary>
    public SignedCheckpoint Sign(long size, in Hash root) =>
        new(size, root.Bytes.ToArray(), new Checkpoint(Origin, size, root).Sign(_key).ToString(), _time.GetUtcNow());

    /// <summary>Refuses to go on with a log that this key did not sign.</summary>
    /// <exception cref="InvalidDataException">It is another's.</exception>
    public void Require(SignedCheckpoint latest)
    {
        try
        {
            VerifiedCheckpoint.Parse(Encoding.UTF8.GetBytes(latest.Note), _key.Verifier);
        }
        catch (BadLogException e)
        {
            throw new InvalidDataException($"The log was signed with another key than {VerifierKey}. Put back the key that it began with (Ledger:KeyFile): {e.Message}", e);
        }
    }

    /// <summary>Of the log before its first entry.</summary>
    public SignedCheckpoint Empty() => Sign(0, Hash.Empty);
}
