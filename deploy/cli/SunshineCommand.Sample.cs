using System.CommandLine;
using Spectre.Console;
using Sunshine.Cli.Samples;

namespace Sunshine.Cli;

public sealed partial class SunshineCommand
{
    private Command Sample()
    {
        var name = new Argument<string>("name") { Description = "anshan-2016: a city's year, 219 agencies and 32,912 items", HelpName = "name" };
        name.AcceptOnlyFromAmong("anshan-2016");
        var file = new Option<string?>("--out") { Description = "Write the items as JSON lines instead of loading them", HelpName = "file" };
        var command = new Command("sample", "Loads a sample into the server, agencies first, and shows the year's statistics.") { name, file };
        command.SetAction(async (parsed, cancel) =>
        {
            if (parsed.GetValue(file) is { } path)
            {
                var count = await SampleLoader.Write(path, cancel);
                output.MarkupLineInterpolated($"{count:N0} records written to {path}. Their agencies are stored by `sunshine sample` without --out.");
                return Done;
            }

            using var connection = await Connect(parsed, cancel);
            await SampleLoader.Load(connection.Channel.CreateCallInvoker(), output, time, cancel);
            return Done;
        });
        return command;
    }
}
