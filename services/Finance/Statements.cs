using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Storage;

namespace Sunshine.Finance;

/// <summary>The tables of drafts and releases. A stored one counts once a draft or a release names it.</summary>
public sealed class Statements(Collections collections, TimeProvider time)
{
    /// <summary>Stores tables.</summary>
    /// <returns>In the order of their layouts.</returns>
    public async Task<IReadOnlyList<StatementReference>> Store(IReadOnlyList<Statement> statements, CancellationToken cancel)
    {
        var references = new List<StatementReference>(statements.Count);
        foreach (var statement in statements.OrderBy(s => s.Layout, StringComparer.Ordinal))
        {
            var stored = new StoredStatement(Ids.New(time), statement);
            await collections.Statements.Write([Write.Create(stored.Id, stored)], cancel);
            references.Add(new StatementReference(statement.Layout, stored.Id, statement.Unit, statement.Note, statement.Rows.Count, DigestOf(statement)));
        }

        return references;
    }

    /// <summary>Tables in the order in which they are named.</summary>
    public Task<IReadOnlyList<Statement>> Read(IReadOnlyList<StatementReference> references, CancellationToken cancel) => ReadById([.. references.Select(r => r.Id)], cancel);

    /// <summary>Tables in the order in which their ids are given, up to 1,000.</summary>
    public async Task<IReadOnlyList<Statement>> ReadById(IReadOnlyList<string> ids, CancellationToken cancel)
    {
        var stored = await collections.Statements.GetMany([.. ids], cancel);
        return [.. ids.Select(id => stored[id].Value.Statement)];
    }

    /// <summary>
    /// SHA-256 over UTF-8 lines: layout, unit and note; then each line's code and name, and its cells by their column's code. Amounts have no zeros at
    /// their end. Parts of a line are told apart by tabs, which texts have as spaces.
    /// </summary>
    public static string DigestOf(Statement statement)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Add(statement.Layout, statement.Unit.ToString(), statement.Note);
        foreach (var row in statement.Rows)
        {
            Add([row.Code, row.Name, .. row.Cells.OrderBy(c => c.Key, StringComparer.Ordinal).Select(c => $"{c.Key}={c.Value.ToString("0.####", CultureInfo.InvariantCulture)}")]);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());

        void Add(params IEnumerable<string> parts) => hash.AppendData(Encoding.UTF8.GetBytes(string.Join('\t', parts.Select(p => p.Replace('\t', ' '))) + "\n"));
    }
}
