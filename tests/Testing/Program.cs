using Sunshine.Testing;

// Tests that need a process of their own (to kill it, for one) start this program.
switch (args)
{
    case ["crash-writer", var path]:
        await CrashWriter.Run(path);
        return 0;
    default:
        await Console.Error.WriteLineAsync("usage: crash-writer <database file>");
        return 2;
}
