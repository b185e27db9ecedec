using Sunshine.Catalogue.V1;
using Sunshine.Portal.Rest;

namespace Sunshine.Portal;

/// <summary>The names of codes, read once for each page that needs them; the gateway keeps the tables.</summary>
public sealed class CodeNames(Api api)
{
    private readonly Dictionary<string, Task<CodeTable>> _tables = [];

    public Task<CodeTable> Table(string id, CancellationToken cancel)
    {
        if (!_tables.TryGetValue(id, out var table)) _tables[id] = table = api.Catalogue.GetCodeTableAsync(new GetCodeTableRequest { Id = id }, cancellationToken: cancel).ResponseAsync;
        return table;
    }

    /// <summary>The code's name; the code itself where the table has it no more; empty for none.</summary>
    public async Task<string> Name(string table, string code, CancellationToken cancel) =>
        code.Length == 0 ? "" : (await Table(table, cancel)).Codes.FirstOrDefault(c => c.Code_ == code)?.Name ?? code;
}
