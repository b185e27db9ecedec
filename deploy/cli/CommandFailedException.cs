namespace Sunshine.Cli;

/// <summary>The command cannot go on. The message is for the person at the keyboard: it says what is wrong and where.</summary>
public sealed class CommandFailedException(string message, Exception? inner = null) : Exception(message, inner);
