namespace Sunshine.TransparencyLog;

/// <summary>
/// What was read of a log is not what it has to be: malformed, not signed by whom it should be, or not in the tree. The message says what
/// and where; it is the log's or the sender's fault, never the caller's.
/// </summary>
public sealed class BadLogException(string message) : FormatException(message);
