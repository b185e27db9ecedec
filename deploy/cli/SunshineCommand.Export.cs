using System.CommandLine;
using CsvHelper;
using Google.Protobuf;
using Grpc.Core;
using Spectre.Console;
using Sunshine.Catalogue.V1;
using Sunshine.Cli.Reading;

namespace Sunshine.Cli;

public sealed partial class SunshineCommand
{
    private static readonly string[] ExportedFields =
    [
        "source_id", "agency_id", "title", "summary", "body", "document_number", "subject_category", "genre", "keywords", "stage", "key_area",
        "formed_on", "index_number", "placements",
    ];

    private Command Export()
    {
        var agency = new Option<string?>("--agency") { Description = "Only items of this agency and all below it", HelpName = "id" };
        var format = new Option<string>("--format") { Description = "jsonl: every field; csv: what import reads", HelpName = "csv|jsonl", DefaultValueFactory = _ => "jsonl" };
        format.AcceptOnlyFromAmong("csv", "jsonl");
        var file = new Option<string?>("--output", "-o") { Description = "Where to write; standard output if not given", HelpName = "file" };
        var command = new Command("export", "Streams every item, oldest stored first. What it writes can be imported again.") { agency, format, file };
        command.SetAction(async (parsed, cancel) =>
        {
            using var connection = await Connect(parsed, cancel);
            var client = new CatalogueService.CatalogueServiceClient(connection.Channel);
            var path = parsed.GetValue(file);
            using var call = client.ExportItems(new ExportItemsRequest { AgencyId = parsed.GetValue(agency) ?? "" }, cancellationToken: cancel);
            // The first answer comes before the file is made, so that a refused call leaves no empty file.
            var any = await call.ResponseStream.MoveNext(cancel);
            await using var writer = path is null ? null : new StreamWriter(path);
            var target = writer ?? output.Profile.Out.Writer;
            var isCsv = parsed.GetRequiredValue(format) == "csv";
            // Excel takes a file without the mark for GB18030. Titles come from many hands: none may run as a formula.
            await using var csv = isCsv
                ? CsvWriter.Create(target, new CsvWriterOptions { Injection = CsvInjection.Escape }, leaveOpen: true)
                : null;
            if (csv is not null)
            {
                if (writer is not null) await writer.WriteAsync('\uFEFF');
                await csv.WriteRecordAsync(ExportedFields, cancel);
            }

            long count = 0;
            for (; any; any = await call.ResponseStream.MoveNext(cancel))
            {
                var item = call.ResponseStream.Current;
                if (csv is not null) await csv.WriteRecordAsync(Cells(item), cancel);
                else await target.WriteLineAsync(JsonFormatter.Default.Format(item));
                count++;
            }

            if (csv is not null) await csv.FlushAsync(cancel);
            await target.FlushAsync(cancel);
            if (path is not null) messages.MarkupLineInterpolated($"{count:N0} items written to {path}.");
            return Done;
        });
        return command;
    }

    private static string[] Cells(Item item) =>
    [
        item.SourceId, item.Agency?.Id ?? "", item.Title, item.Summary, item.Body, item.DocumentNumber, item.SubjectCategory, item.Genre,
        string.Join(";", item.Keywords), StageWord(item.Stage), item.KeyArea, item.FormedOn, item.IndexNumber, PlacementCell.Write(item.Placements),
    ];

    private static string StageWord(Stage stage) => stage switch
    {
        Stage.Decision => "决策公开",
        Stage.Execution => "执行公开",
        Stage.Administration => "管理公开",
        Stage.Service => "服务公开",
        Stage.Result => "结果公开",
        _ => "",
    };
}
