namespace Sunshine.Testing.Sidecar;

/// <summary>What goes wrong only for a while: words in a file that a test writes, the same for all stand-ins. Nothing goes wrong while there is no file.</summary>
public sealed class LiveFaults(string? file)
{
    /// <summary>Nothing can be published, and nothing is delivered.</summary>
    public const string BrokerAway = "broker-away";

    /// <summary>Every event that was handled is delivered once more.</summary>
    public const string Twice = "twice";

    /// <summary>Each event waits for a while of its own, so that they come in another order than they were published in.</summary>
    public const string Shuffled = "shuffled";

    public bool Has(string fault)
    {
        if (file is null) return false;
        try
        {
            return File.ReadAllText(file).Split(' ').Contains(fault);
        }
        catch (IOException)
        {
            // None, or it is just being written.
            return false;
        }
    }
}
