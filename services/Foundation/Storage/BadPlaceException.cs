namespace Sunshine.Foundation.Storage;

/// <summary>What is given as the place where a page ended is none: a forged or damaged page token, not a mistake of ours.</summary>
public sealed class BadPlaceException(string message, Exception? inner = null) : FormatException(message, inner);
