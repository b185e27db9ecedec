using Sunshine.Testing.Logs;

namespace Sunshine.TransparencyLog.Tests;

/// <summary>A log whose entries say their number.</summary>
internal static class NumberedLog
{
    public static MemoryLog Of(long size) => MemoryLog.Of(Enumerable.Range(0, (int)size).Select(Leaves.Entry));
}
