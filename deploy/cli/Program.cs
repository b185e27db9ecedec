using Spectre.Console;
using Sunshine.Cli;

var messages = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
return await new SunshineCommand(AnsiConsole.Console, messages, TimeProvider.System).Run(args, CancellationToken.None);
