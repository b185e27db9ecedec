using System.CommandLine;
using Spectre.Console;
using Sunshine.Cli.Samples;

namespace Sunshine.Cli;

public sealed partial class SunshineCommand
{
    private Command Sample()
    {
        var name = new Argument<string>("name") { Description = "anshan-2016: a city's year, 219 agencies and 32,912 items; anshan-2016-credit: its 960,553 credit records, after the other", HelpName = "name" };
        name.AcceptOnlyFromAmong("anshan-2016", "anshan-2016-credit");
        var first = new Option<int>("--first") { Description = "Of the credit records only the first so many; 0 for all", HelpName = "n" };
        var file = new Option<string?>("--out") { Description = "Write the items as JSON lines instead of loading them", HelpName = "file" };
        var command = new Command("sample", "Loads a sample into the server, agencies first, and shows the year's statistics.") { name, file, first };
        command.SetAction(async (parsed, cancel) =>
        {
            if (parsed.GetValue(file) is { } path)
            {
                var count = await SampleLoader.Write(path, cancel);
                output.MarkupLineInterpolated($"{count:N0} records written to {path}. Their agencies are stored by `sunshine sample` without --out.");
                return Done;
            }

            using var connection = await Connect(parsed, cancel);
            if (parsed.GetRequiredValue(name) == "anshan-2016-credit")
            {
                await SampleCredit.Load(connection.Channel.CreateCallInvoker(), output, time, parsed.GetValue(first), cancel);
                return Done;
            }

            await SampleLoader.Load(connection.Channel.CreateCallInvoker(), output, time, cancel);
            return Done;
        });
        return command;
    }
}
