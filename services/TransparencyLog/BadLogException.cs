namespace Sunshine.TransparencyLog;

/// <summary>
/// What was read of a log is not what it has to be: malformed, not signed by whom it should be, or not in the tree. The message says what
/// and where; it is the log's or the sender's fault, never the caller's.
/// </summary>
public sealed class BadLogException(string message) : FormatException(message)
{
    internal BadLogException(Fault fault) : this($"{fault}.") => Fault = fault;

    /// <summary>The place among the files of the log; null if what was read need not be of one.</summary>
    public Fault? Fault { get; }

    /// <summary>The same as a fault of a file, if it was that which was read.</summary>
    internal Fault In(string path) => Fault ?? new Fault(path, null, Message.TrimEnd('.'));
}
