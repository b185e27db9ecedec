using Grpc.Core;
using Sunshine.Catalogue.V1;

namespace Sunshine.Cli.Reading;

/// <summary>
/// Turns names of agencies, subject categories, genres and key areas into ids and codes by the server's own tables, each read when
/// it is first needed.
/// </summary>
internal sealed class Lookup(CallInvoker calls)
{
    private const string Ambiguous = "";

    private readonly Dictionary<string, Dictionary<string, string>> _tables = [];

    /// <summary>The id of the agency with this full or short name, or null and why there is none.</summary>
    public async ValueTask<(string? Id, string Problem)> Agency(string name, CancellationToken cancel)
    {
        if (!_tables.TryGetValue("agencies", out var table)) _tables["agencies"] = table = await Agencies(cancel);
        return Find(table, name, $"No agency of the server is called \"{name}\".");
    }

    /// <summary>The code with this name in one of the server's code tables, or null and why there is none.</summary>
    public async ValueTask<(string? Code, string Problem)> Code(string tableId, string name, CancellationToken cancel)
    {
        if (!_tables.TryGetValue(tableId, out var table)) _tables[tableId] = table = await Codes(tableId, cancel);
        return Find(table, name, $"\"{name}\" is neither a code nor a name of the table {tableId}.");
    }

    private static (string?, string) Find(Dictionary<string, string> table, string name, string missing) =>
        !table.TryGetValue(name, out var found) ? (null, missing)
        : found == Ambiguous ? (null, $"\"{name}\" can mean several: give the code instead.")
        : (found, "");

    private async Task<Dictionary<string, string>> Agencies(CancellationToken cancel)
    {
        var client = new AgencyService.AgencyServiceClient(calls);
        var table = new Dictionary<string, string>();
        var request = new ListAgenciesRequest { PageSize = 200 };
        do
        {
            var page = await client.ListAgenciesAsync(request, cancellationToken: cancel);
            foreach (var agency in page.Agencies)
            {
                Add(table, agency.Name, agency.Id);
                if (agency.ShortName.Length > 0) Add(table, agency.ShortName, agency.Id);
            }

            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);
        return table;
    }

    private async Task<Dictionary<string, string>> Codes(string tableId, CancellationToken cancel)
    {
        var client = new CatalogueService.CatalogueServiceClient(calls);
        var answer = await client.GetCodeTableAsync(new GetCodeTableRequest { Id = tableId }, cancellationToken: cancel);
        var names = answer.Codes.ToDictionary(x => x.Code_, x => x.Name);
        var table = new Dictionary<string, string>();
        foreach (var code in answer.Codes)
        {
            Add(table, code.Name, code.Code_);
            if (names.TryGetValue(code.Parent, out var parent)) Add(table, parent + "/" + code.Name, code.Code_);
        }

        return table;
    }

    private static void Add(Dictionary<string, string> table, string name, string value) =>
        table[name] = table.TryGetValue(name, out var other) && other != value ? Ambiguous : value;
}
