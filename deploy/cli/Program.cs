using Spectre.Console;
using Sunshine.Cli;

// A line in a file or a pipe is not to be broken at the width of a terminal that is not there.
static IAnsiConsole On(TextWriter writer, bool redirected)
{
    var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(writer) });
    if (redirected) console.Profile.Width = 4_000;
    return console;
}

return await new SunshineCommand(On(Console.Out, Console.IsOutputRedirected), On(Console.Error, Console.IsErrorRedirected), TimeProvider.System)
    .Run(args, CancellationToken.None);
