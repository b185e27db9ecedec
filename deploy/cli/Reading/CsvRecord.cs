using System.Text.RegularExpressions;
using Google.Rpc;
using Sunshine.Catalogue.V1;

namespace Sunshine.Cli.Reading;

/// <summary>Makes a record of a row's cells. All problems of a row are found, not only the first.</summary>
/// <param name="columns">The fields of each column; none for one that is ignored.</param>
/// <param name="defaults">What a record is given where its row is silent.</param>
/// <param name="lookup">Turns names into ids and codes; null to leave them as they are (a dry run).</param>
internal sealed partial class CsvRecord(IReadOnlyList<string>[] columns, RecordDefaults defaults, Lookup? lookup)
{
    private static readonly Dictionary<string, string> CodeTables = new()
    {
        ["subject_category"] = "subject-categories",
        ["genre"] = "genres",
        ["key_area"] = "key-areas",
    };

    public async ValueTask<(ImportRecord Record, List<BadRequest.Types.FieldViolation> Problems)> Read(
        IReadOnlyList<string> cells, CancellationToken cancel)
    {
        var record = new ImportRecord();
        var problems = new List<BadRequest.Types.FieldViolation>();
        var parts = new SortedDictionary<int, Dictionary<string, string>>();
        for (var i = 0; i < columns.Length; i++)
        {
            var value = cells[i].Trim().Trim('\u3000');
            // What export writes in front of a cell that a spreadsheet would run as a formula.
            if (value.Length > 1 && value[0] == '\'' && value[1] is '=' or '@' or '+' or '-') value = value[1..];
            if (value.Length == 0) continue;
            foreach (var field in columns[i]) await Set(record, field, value, parts, problems, cancel);
        }

        foreach (var (number, part) in parts) Place(record, number, part, problems);
        if (record.AgencyId.Length == 0) record.AgencyId = defaults.AgencyId ?? "";
        return (record, problems);
    }

    private async ValueTask Set(
        ImportRecord record, string field, string value, SortedDictionary<int, Dictionary<string, string>> parts,
        List<BadRequest.Types.FieldViolation> problems, CancellationToken cancel)
    {
        switch (field)
        {
            case "source_id": record.SourceId = value; break;
            case "title": record.Title = value; break;
            case "summary": record.Summary = value; break;
            case "body": record.Body = value; break;
            case "document_number": record.DocumentNumber = value; break;
            case "index_number": record.IndexNumber = value; break;
            case "keywords": record.Keywords.AddRange(Words.Several(value)); break;
            case "placements": PlacementCell.Read(value, field, record.Placements, problems); break;
            case "agency_id":
                record.AgencyId = lookup is null || AgencyIdPattern().IsMatch(value)
                    ? value
                    : Checked(await lookup.Agency(value, cancel), field, problems);
                break;
            case "subject_category" or "genre" or "key_area":
                var code = lookup is null || value.All(char.IsAsciiDigit)
                    ? value
                    : Checked(await lookup.Code(CodeTables[field], value, cancel), field, problems);
                if (field == "subject_category") record.SubjectCategory = code;
                else if (field == "genre") record.Genre = code;
                else record.KeyArea = code;
                break;
            case "stage":
                if (Words.StageOf(value) is { } stage) record.Stage = stage;
                else problems.Add(SourceRow.Problem(field, $"\"{value}\" is not a stage: write 决策公开, 执行公开, 管理公开, 服务公开 or 结果公开."));
                break;
            case "formed_on":
                if (Words.Day(value, out var problem) is { } day) record.FormedOn = day;
                else problems.Add(SourceRow.Problem(field, problem));
                break;
            case "channel" when value.Contains('@'):
                PlacementCell.Read(value, field, record.Placements, problems);
                break;
            default:
                // channel, on, column and url make up placement 0; placement1_channel and so on those that follow.
                var match = PartPattern().Match(field);
                var number = match.Groups["n"].Success ? int.Parse(match.Groups["n"].Value) : 0;
                if (!parts.TryGetValue(number, out var part)) parts[number] = part = [];
                part[match.Groups["part"].Value] = value;
                break;
        }
    }

    private void Place(
        ImportRecord record, int number, Dictionary<string, string> part, List<BadRequest.Types.FieldViolation> problems)
    {
        var prefix = number == 0 ? "" : $"placement{number}_";
        // A row whose channel cell already holds whole placements may leave its day column to the first of them.
        if (!part.ContainsKey("channel") && record.Placements.Count > 0 && number == 0) return;
        var channels = new List<Channel>();
        if (part.TryGetValue("channel", out var words))
        {
            foreach (var word in Words.Several(words))
            {
                if (Words.ChannelOf(word) is { } channel) channels.Add(channel);
                else problems.Add(SourceRow.Problem(prefix + "channel", Words.NoChannel(word)));
            }
        }
        else if (defaults.Channel is { } channel)
        {
            channels.Add(channel);
        }
        else
        {
            problems.Add(SourceRow.Problem(prefix + "channel", "A day without a channel: add a column 公开方式 or give --channel."));
        }

        string? day = null;
        if (!part.TryGetValue("on", out var text)) problems.Add(SourceRow.Problem(prefix + "on", "The day of the placement is missing."));
        else if ((day = Words.Day(text, out var problem)) is null) problems.Add(SourceRow.Problem(prefix + "on", problem));
        if (day is null) return;
        foreach (var channel in channels)
        {
            record.Placements.Add(new Placement
            {
                Channel = channel,
                On = day,
                Column = part.GetValueOrDefault("column", ""),
                Url = part.GetValueOrDefault("url", ""),
            });
        }
    }

    private static string Checked((string? Found, string Problem) answer, string field, List<BadRequest.Types.FieldViolation> problems)
    {
        if (answer.Found is null) problems.Add(SourceRow.Problem(field, answer.Problem));
        return answer.Found ?? "";
    }

    [GeneratedRegex("^[a-z0-9][a-z0-9-]{0,63}$", RegexOptions.CultureInvariant)]
    private static partial Regex AgencyIdPattern();

    [GeneratedRegex(@"^(?:placement(?<n>\d+)_)?(?<part>channel|on|column|url)$", RegexOptions.CultureInvariant)]
    private static partial Regex PartPattern();
}
