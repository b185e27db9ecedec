namespace Sunshine.Platform.Tests.Whole;

/// <summary>The clock of one service, which can jump while it runs: libfaketime puts itself before the system's clock, and reads from a file how far it is off. Monotonic time goes on as it is.</summary>
internal sealed class Shifted(string folder)
{
    public const string App = "requests";

    public const string Reason = "A clock is made to jump by libfaketime (Debian: faketime), which is not installed.";

    private static readonly string? Library = ((string[])["/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1", "/usr/lib/aarch64-linux-gnu/faketime/libfaketimeMT.so.1", "/usr/lib64/faketime/libfaketimeMT.so.1"])
        .FirstOrDefault(File.Exists);

    public static bool Possible => Library is not null;

    /// <summary>Whether the service's next process has it. With it, Debian's version makes every timed wait return at once, so that the process takes a whole processor.</summary>
    public bool IsOn { get; set; }

    private string Offset => Path.Combine(folder, "clock");

    /// <summary>A process's environment with that clock in it.</summary>
    public IReadOnlyDictionary<string, string?> Around(IReadOnlyDictionary<string, string?> environment)
    {
        if (!IsOn || Library is null) return environment;
        Jump("+0");
        return new Dictionary<string, string?>(environment)
        {
            ["LD_PRELOAD"] = Library, ["FAKETIME_TIMESTAMP_FILE"] = Offset, ["FAKETIME_CACHE_DURATION"] = "1", ["FAKETIME_DONT_FAKE_MONOTONIC"] = "1"
        };
    }

    /// <param name="by">Such as <c>+30m</c>; <c>+0</c> is right.</param>
    public void Jump(string by)
    {
        File.WriteAllText(Offset + ".new", by + "\n");
        File.Move(Offset + ".new", Offset, overwrite: true);
    }
}
