using Spectre.Console;
using Sunshine.Cli.Reading;

namespace Sunshine.Cli.Importing;

/// <summary>Shows an import while it runs, and what came of it.</summary>
internal static class ImportView
{
    /// <summary>Runs an import under a progress bar.</summary>
    public static async Task Show(
        IAnsiConsole console, TimeProvider time, string name, Func<double> fraction, ImportTally tally, Func<Task> import)
    {
        var began = time.GetTimestamp();
        await console.Progress()
            .AutoClear(false)
            .HideCompleted(false)
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .StartAsync(async progress =>
            {
                var bar = progress.AddTask(Markup.Escape(name), maxValue: 1);
                var running = import();
                using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(200), time);
                while (!running.IsCompleted)
                {
                    var next = tick.WaitForNextTickAsync().AsTask();
                    await Task.WhenAny(running, next);
                    Update(bar, name, fraction(), tally, time.GetElapsedTime(began));
                }

                if (running.IsCompletedSuccessfully) Update(bar, name, 1, tally, time.GetElapsedTime(began));
                await running;
            });
    }

    /// <summary>Reads everything and sends nothing; required fields are checked, the rest is the server's to judge.</summary>
    public static async Task<ImportTally> Rehearse(ISourceFile source, ErrorFile errors, IAnsiConsole console, CancellationToken cancel)
    {
        var tally = new ImportTally();
        await console.Status().StartAsync("Reading", async _ =>
        {
            await foreach (var row in source.Rows(cancel))
            {
                tally.CountRow();
                if (row.Record is null)
                {
                    tally.CountUnreadable();
                    errors.Write(row, "unreadable", row.Problems);
                }
                else if (RequiredFields.Missing(row.Record) is { Count: > 0 } missing)
                {
                    tally.CountRefused();
                    errors.Write(row, "refused", missing);
                }
            }
        });
        return tally;
    }

    /// <summary>Writes the counts, the first problems and where the others are.</summary>
    /// <returns>The exit code.</returns>
    public static int Report(IAnsiConsole console, string name, IEnumerable<string> notes, ImportTally tally, ErrorFile errors)
    {
        foreach (var note in notes) console.MarkupLineInterpolated($"[grey]{name}: {note}[/]");
        var counts = new Table().Border(TableBorder.Simple).AddColumn("Rows").AddColumn("").HideHeaders();
        counts.Columns[1].RightAligned();
        void Row(string what, long count, string? colour = null)
        {
            if (count > 0) counts.AddRow(new Markup(what), new Markup(colour is null ? $"{count:N0}" : $"[{colour}]{count:N0}[/]"));
        }

        counts.AddRow("rows", $"{tally.Rows:N0}");
        Row("created", tally.Created);
        Row("updated", tally.Updated);
        Row("unchanged", tally.Unchanged);
        Row("refused", tally.Refused, "red");
        Row("unreadable", tally.Unreadable, "red");
        Row("without a result", tally.Created + tally.Updated + tally.Unchanged > 0 ? tally.Rows - tally.Settled : 0, "yellow");
        Row("stored with a warning", tally.WithWarnings, "yellow");
        Row("reconnects", tally.Reconnects, "yellow");
        console.Write(counts);
        foreach (var problem in errors.First) console.MarkupLineInterpolated($"[red]{name}, {problem}[/]");
        if (errors.Written is { } file) console.MarkupLineInterpolated($"Rows to look at again are in {file}.");
        return tally.Refused + tally.Unreadable == 0 ? SunshineCommand.Done : SunshineCommand.SomeRefused;
    }

    private static void Update(ProgressTask bar, string name, double fraction, ImportTally tally, TimeSpan elapsed)
    {
        // The last step is the last answer, not the last byte read.
        bar.Value = tally.Rows == 0 ? 0 : fraction * ((double)tally.Settled / tally.Rows);
        var rate = elapsed.TotalSeconds > 0 ? tally.Settled / elapsed.TotalSeconds : 0;
        var text = $"{Markup.Escape(name)}  created {tally.Created:N0}  updated {tally.Updated:N0}  unchanged {tally.Unchanged:N0}";
        if (tally.Refused + tally.Unreadable > 0) text += $"  [red]refused {tally.Refused:N0}  unreadable {tally.Unreadable:N0}[/]";
        bar.Description = text + $"  [grey]{rate:N0}/s[/]";
    }
}
