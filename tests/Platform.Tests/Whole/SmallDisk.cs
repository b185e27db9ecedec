using System.Diagnostics;

namespace Sunshine.Platform.Tests.Whole;

/// <summary>A file system of its own for one service's files, which can be filled up and made read-only. Only root can mount one; where it could not be, the files lie where all others do.</summary>
internal sealed class SmallDisk : IDisposable
{
    public const string App = "catalogue";

    private readonly string _folder;

    public SmallDisk(string folder)
    {
        _folder = folder;
        Mounted = OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess && Run("mount", "-t", "tmpfs", "-o", "size=96m", "tmpfs", folder);
    }

    /// <summary>Why not, for tests that are skipped.</summary>
    public const string Reason = "A file system for the test can be mounted by root alone.";

    public bool Mounted { get; }

    private string Filler => Path.Combine(_folder, "filler");

    /// <summary>Leaves no byte free.</summary>
    public void Fill()
    {
        using var filler = new FileStream(Filler, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        try
        {
            foreach (var size in (int[])[1 << 20, 1 << 12]) Append(filler, new byte[size]);
        }
        catch (IOException)
        {
            // Full to the last page.
        }
    }

    public void Empty() => File.Delete(Filler);

    /// <summary>Only while no file is open for writing.</summary>
    public void Protect(bool on) => Assert.True(Run("mount", "-o", on ? "remount,ro" : "remount,rw", _folder), "The file system could not be mounted anew.");

    public void Dispose()
    {
        if (Mounted) Run("umount", "-l", _folder);
    }

    private static void Append(FileStream filler, byte[] part)
    {
        try
        {
            while (true) filler.Write(part);
        }
        catch (IOException) when (part.Length > 1 << 12)
        {
            // What is left is filled by smaller parts.
        }
    }

    private static bool Run(string program, params string[] arguments)
    {
        using var running = Process.Start(program, arguments);
        running.WaitForExit();
        return running.ExitCode == 0;
    }
}
