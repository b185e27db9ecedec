using Sunshine.Testing.Probe;
using Sunshine.Testing.Sidecar;

switch (args.FirstOrDefault())
{
    case "sidecar":
        await SidecarProgram.Run(args[1..]);
        return 0;
    case "probe":
        await ProbeProgram.Run(args[1..]);
        return 0;
    default:
        await Console.Error.WriteLineAsync("One of: sidecar, probe.");
        return 2;
}
