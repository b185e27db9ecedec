using Sunshine.Foundation.Hosting;

namespace Sunshine.Finance;

/// <summary>How large a table may be, and how many there may be: each is one document.</summary>
public static class StatementSize
{
    /// <summary>How many tables a release has at most.</summary>
    public const int MostStatements = 40;

    /// <summary>Of a table as it is stored, whichever way: below what a document of MongoDB holds (16 MiB).</summary>
    private const long LargestTable = 12 * 1024 * 1024;

    /// <param name="v">Has the prefix of the fields.</param>
    public static void Check(V1.Statement statement, Violations v)
    {
        if (statement.Rows.Sum(SizeOf) > LargestTable) v.Add("rows", "TOO_LARGE", "表格内容过大。", "The table is too large.");
    }

    /// <summary>At most so many bytes: an amount takes 16, what is around it less than as many again.</summary>
    private static long SizeOf(V1.StatementRow row) => 64 + row.Code.Length + row.Name.Length * 3 + row.Cells.Sum(c => 32L + c.Column.Length);
}
