using System.CommandLine;
using Spectre.Console;
using Sunshine.Catalogue.V1;
using Sunshine.Cli.Importing;
using Sunshine.Cli.Reading;

namespace Sunshine.Cli;

public sealed partial class SunshineCommand
{
    private Command Import()
    {
        var file = new Argument<string>("file") { Description = "CSV (spreadsheet saved as text) or JSON lines; UTF-8, UTF-16 or GB18030", HelpName = "file" };
        var format = new Option<string?>("--format") { Description = "What the file is; by its name if not given", HelpName = "csv|jsonl" };
        format.AcceptOnlyFromAmong("csv", "jsonl");
        var agency = new Option<string?>("--agency") { Description = "The agency of rows that name none", HelpName = "id" };
        var channel = new Option<string?>("--channel") { Description = "The channel of rows that name none, e.g. 政府网站", HelpName = "word" };
        var map = new Option<string?>("--map") { Description = "JSON object from the file's own headings to fields, e.g. {\"信息标题\":\"title\",\"备注\":null}", HelpName = "file" };
        var errors = new Option<string?>("--errors") { Description = "Where rows that are not stored go, as JSON lines; <file>.errors.jsonl if not given", HelpName = "file" };
        var batch = new Option<int>("--batch") { Description = "Records in one message, 1-1000", HelpName = "n", DefaultValueFactory = _ => 100 };
        batch.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && int.TryParse(result.Tokens[0].Value, out var n) && n is < 1 or > 1000) result.AddError("--batch must be 1-1000.");
        });
        var dryRun = new Option<bool>("--dry-run") { Description = "Read and map everything, send nothing" };

        var command = new Command("import", "Imports records: idempotent by agency and source_id. Exit code 0: all stored; 2: some refused; 1: failed.")
        {
            file, format, agency, channel, map, errors, batch, dryRun,
        };
        command.SetAction(async (parsed, cancel) =>
        {
            var path = parsed.GetRequiredValue(file);
            var word = parsed.GetValue(channel);
            var defaults = new RecordDefaults(
                parsed.GetValue(agency),
                word is null ? null : Words.ChannelOf(word) ?? throw new CommandFailedException("--channel: " + Words.NoChannel(word)));
            var headings = parsed.GetValue(map) is { } mapFile ? Headings.Read(mapFile) : Headings.Standard;
            var isCsv = IsCsv(path, parsed.GetValue(format));
            var errorPath = parsed.GetValue(errors) ?? path + ".errors.jsonl";
            if (Path.GetFullPath(errorPath) == Path.GetFullPath(path)) throw new CommandFailedException("--errors names the file to import.");
            if (!File.Exists(path)) throw new CommandFailedException($"{path}: no such file.");

            using var connection = parsed.GetValue(dryRun) ? null : await Connect(parsed, cancel);
            var lookup = connection is null ? null : new Lookup(connection.Channel.CreateCallInvoker());
            await using ISourceFile source = isCsv
                ? await CsvFile.Open(path, headings, defaults, lookup, cancel)
                : await JsonLinesFile.Open(path, defaults, cancel);
            using var errorFile = new ErrorFile(errorPath);
            if (connection is null)
            {
                var rehearsal = await ImportView.Rehearse(source, errorFile, messages, cancel);
                return ImportView.Report(output, path, source.Notes, rehearsal, errorFile);
            }

            var importer = new Importer(
                connection.Channel.CreateCallInvoker(), errorFile, time,
                new ImportOptions { Batch = parsed.GetValue(batch) })
            {
                Reconnecting = (reason, wait) => messages.MarkupLineInterpolated($"[yellow]Broken off:[/] {reason} Trying again in {wait.TotalSeconds:0.#} s."),
            };
            try
            {
                await ImportView.Show(messages, time, Path.GetFileName(path), () => source.Fraction, importer.Tally, () => importer.Run(source.Rows(cancel), cancel));
            }
            finally
            {
                ImportView.Report(output, path, source.Notes, importer.Tally, errorFile);
            }

            return importer.Tally.IsComplete ? Done : SomeRefused;
        });
        return command;
    }

    private static bool IsCsv(string path, string? format) => (format ?? Path.GetExtension(path).ToLowerInvariant()) switch
    {
        "csv" or ".csv" or ".txt" or ".tsv" => true,
        "jsonl" or ".jsonl" or ".ndjson" => false,
        ".xls" or ".xlsx" or ".et" => throw new CommandFailedException($"{path}: save the spreadsheet as CSV first."),
        _ => throw new CommandFailedException($"{path}: say with --format whether it is csv or jsonl."),
    };
}
