using System.Runtime.CompilerServices;
using Google.Protobuf;
using Grpc.Core;
using Spectre.Console;
using Sunshine.Catalogue.V1;
using Sunshine.Cli.Importing;
using Sunshine.Cli.Reading;

namespace Sunshine.Cli.Samples;

/// <summary>Loads the sample into a server. Loading twice changes nothing.</summary>
public static class SampleLoader
{
    private const int AgenciesPerCall = 1_000;

    /// <summary>
    /// Stores the sample's agencies, items, requests, powers, guides and what else the year has, with a progress bar, and writes the year's statistics as the server then counts them.
    /// </summary>
    /// <param name="calls">The server, with whatever credentials it asks for: <c>channel.CreateCallInvoker()</c>.</param>
    /// <param name="console">Where progress and statistics go.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancel">Stops loading; what is stored stays stored.</param>
    /// <returns>What became of the items.</returns>
    /// <exception cref="CommandFailedException">An agency or an item is refused, or the server cannot be reached.</exception>
    /// <exception cref="RpcException">A call other than the import fails.</exception>
    public static async Task<ImportTally> Load(CallInvoker calls, IAnsiConsole console, TimeProvider time, CancellationToken cancel)
    {
        await LoadAgencies(calls, cancel);
        console.MarkupLineInterpolated($"{Anshan2016.Agencies.Count:N0} agencies stored.");

        using var errors = new ErrorFile(null);
        var importer = new Importer(calls, errors, time, new ImportOptions())
        {
            Reconnecting = (reason, wait) => console.MarkupLineInterpolated($"[yellow]Broken off:[/] {reason} Trying again in {wait.TotalSeconds:0.#} s."),
        };
        await ImportView.Show(
            console, time, "anshan-2016", () => (double)importer.Tally.Rows / Anshan2016.ItemCount, importer.Tally,
            () => importer.Run(Rows(cancel), cancel));
        if (!importer.Tally.IsComplete)
        {
            throw new CommandFailedException(
                $"The server refused {importer.Tally.Refused:N0} of the sample's items, the first ones: {string.Join(" ", errors.First)}");
        }

        // Before the gazette: an issue goes to the rooms that are there.
        await SampleRooms.Load(calls, cancel);
        await SampleEngagement.Load(calls, cancel);
        console.MarkupLineInterpolated(
            $"{SampleEngagement.Issues} gazette issues, {SampleEngagement.Consultations} consultations, {SampleEngagement.Conferences} press conferences and {SampleEngagement.Tallies} reported figures stored.");
        await SampleRequests.Load(calls, cancel);
        console.MarkupLineInterpolated($"{SampleRequests.Count} requests and {SampleRequests.Suits} suits stored.");
        await SamplePowerList.Load(calls, console, cancel);
        await SampleDisclosures.Load(calls, cancel);
        console.MarkupLineInterpolated(
            $"{SampleFinance.UnitCount} departments that spend public money, their budgets of two years and {SampleFinance.FinalAccountsCount} final accounts stored.");
        await SampleRecords.Load(calls, cancel);
        console.MarkupLineInterpolated($"{SampleRecords.Count:N0} records of key areas, {SampleRecords.Tasks:N0} tasks and {SampleRecords.Projects} projects stored.");
        await SampleDeliveries.Load(calls, time, cancel);
        console.MarkupLineInterpolated($"{SampleRooms.Count:N0} reading rooms and what they got of the gazette stored.");
        await WriteStatistics(calls, console, cancel);
        return importer.Tally;
    }

    /// <summary>Writes the items as JSON lines, as <c>sunshine import</c> reads them.</summary>
    /// <returns>How many.</returns>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static async Task<long> Write(string path, CancellationToken cancel)
    {
        await using var file = new StreamWriter(path);
        long count = 0;
        foreach (var record in Anshan2016.Items())
        {
            await file.WriteAsync(JsonFormatter.Default.Format(record).AsMemory(), cancel);
            await file.WriteAsync('\n');
            count++;
        }

        return count;
    }

    private static async Task LoadAgencies(CallInvoker calls, CancellationToken cancel)
    {
        var client = new AgencyService.AgencyServiceClient(calls);
        foreach (var part in Anshan2016.Agencies.Chunk(AgenciesPerCall))
        {
            var request = new BatchImportAgenciesRequest();
            request.Agencies.Add(part);
            var answer = await client.BatchImportAgenciesAsync(request, cancellationToken: cancel);
            Refused.None("agencies", answer.Results.Where(r => r.Outcome == ImportOutcome.Refused).Select(r => (r.SourceId, r.Violations.AsEnumerable())));
        }
    }

    private static async IAsyncEnumerable<SourceRow> Rows([EnumeratorCancellation] CancellationToken cancel)
    {
        // Making the items takes a second or so; the caller's thread, which draws the progress, is not to wait for it.
        await Task.Yield();
        long number = 0;
        foreach (var record in Anshan2016.Items())
        {
            cancel.ThrowIfCancellationRequested();
            yield return SourceRow.Of(++number, null, record);
        }
    }

    private static async Task WriteStatistics(CallInvoker calls, IAnsiConsole console, CancellationToken cancel)
    {
        var statistics = await new CatalogueService.CatalogueServiceClient(calls)
            .GetStatisticsAsync(new GetStatisticsRequest { Year = 2016 }, cancellationToken: cancel);
        var table = new Table().Border(TableBorder.Rounded).Title("主动公开政府信息 2016").AddColumn("公开情况").AddColumn("条");
        table.Columns[1].RightAligned();
        table.AddRow("主动公开政府信息数", $"{statistics.ItemCount:N0}");
        foreach (var placement in statistics.Placements)
        {
            table.AddRow("　" + PlacementCell.ChannelWord(placement.Channel), $"{placement.Count:N0}");
            if (placement.Channel != Channel.Website) continue;
            foreach (var column in statistics.Columns.Where(x => x.Channel == Channel.Website).Take(6))
            {
                table.AddRow(Markup.Escape($"　　《{column.Column}》"), $"{column.Count:N0}");
            }
        }

        console.Write(table);
    }
}
