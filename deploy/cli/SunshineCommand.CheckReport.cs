using System.CommandLine;
using Spectre.Console;
using Sunshine.Cli.Reporting;
using Sunshine.ReportForms;

namespace Sunshine.Cli;

public sealed partial class SunshineCommand
{
    private Command CheckReport()
    {
        var files = new Argument<string[]>("file")
        {
            Description = $"Published reports: JSON, or the form's tables as CSV or XLSX; several are compared from year to year. Or one that is built in: {string.Join(", ", ReportForms.Samples.Names)}",
            Arity = ArgumentArity.OneOrMore,
        };
        var city = new Option<string?>("--city") { Description = "Whose report the CSV and XLSX files are", HelpName = "name" };
        var year = new Option<int?>("--year") { Description = "The year that the CSV or XLSX files report on; by their names if not given", HelpName = "yyyy" };
        var form = new Option<string?>("--form") { Description = "Their form, if not that of the year", HelpName = "id" };
        form.AcceptOnlyFromAmong([.. Forms.All.Select(f => f.Id)]);
        var format = new Option<string>("--output", "-o") { Description = "table, or json for programs", HelpName = "table|json", DefaultValueFactory = _ => "table" };
        format.AcceptOnlyFromAmong("table", "json");
        var language = new Option<string>("--language") { Description = "Of the explanations", HelpName = "zh|en", DefaultValueFactory = _ => "zh" };
        language.AcceptOnlyFromAmong("zh", "en");

        var command = new Command("check-report", "Checks published annual reports (政府信息公开工作年度报告), without a server. Exit code 0: no errors; 1: errors; 2: a file could not be read.")
        {
            files, city, year, form, format, language,
        };
        command.SetAction(async (parsed, cancel) =>
        {
            try
            {
                var tables = new TableFiles(parsed.GetValue(city), parsed.GetValue(year), parsed.GetValue(form) is { } id ? Forms.Find(id) : null);
                var result = ReportCheck.Check(await ReportFiles.Read(parsed.GetRequiredValue(files), tables, cancel));
                if (parsed.GetRequiredValue(format) == "json") ReportView.WriteJson(output.Profile.Out.Writer, result);
                else ReportView.Show(output, result, parsed.GetRequiredValue(language) == "zh");
                return result.HasErrors ? Failed : Done;
            }
            catch (UnreadableReportException e)
            {
                foreach (var problem in e.Problems) messages.MarkupLineInterpolated($"[red]Cannot be read:[/] {e.File}: {problem.Place}: {problem.English} {problem.Chinese}");
                return SomeRefused;
            }
        });
        return command;
    }
}
