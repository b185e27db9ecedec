using Sunshine.Testing;
using Sunshine.Testing.Probe;
using Sunshine.Testing.Sidecar;

// Tests that need a process of their own (to kill it, for one) start this program.
switch (args)
{
    case ["crash-writer", var path]:
        await CrashWriter.Run(path);
        return 0;
    case ["sidecar", ..]:
        await SidecarProgram.Run(args[1..]);
        return 0;
    case ["probe", ..]:
        await ProbeProgram.Run(args[1..]);
        return 0;
    default:
        await Console.Error.WriteLineAsync("One of: crash-writer <database file>, sidecar, probe.");
        return 2;
}
