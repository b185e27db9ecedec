namespace Sunshine.Finance;

/// <summary>A public table in columns, for sums over very many of them. Amounts are whole fen (分).</summary>
public sealed class FigureTable
{
    /// <summary>What a cell has that is blank.</summary>
    public const long Blank = long.MinValue;

    /// <summary>Codes of a classification have at most so many digits.</summary>
    private const int MostDigits = 7;

    private static readonly int[] Powers = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000];

    private readonly Dictionary<string, long[]> _columns = [];

    private FigureTable(Disclosure disclosure, Release release, StatementReference reference, Statement statement, Func<string, string> shared)
    {
        (Identity, DisclosureId, Release, Phase, Layout, StatementId) = (disclosure.Identity, disclosure.Id, release.Number, release.Content.Phase, reference.Layout, reference.Id);
        var rows = statement.Rows;
        Codes = new string[rows.Count];
        Names = new string[rows.Count];
        Numbers = new int[rows.Count];
        for (var i = 0; i < rows.Count; i++)
        {
            (Codes[i], Names[i], Numbers[i]) = (shared(rows[i].Code), shared(rows[i].Name), NumberOf(rows[i].Code));
            foreach (var (column, value) in rows[i].Cells)
            {
                if (!_columns.TryGetValue(column, out var cells)) Array.Fill(_columns[shared(column)] = cells = new long[rows.Count], Blank);
                cells[i] = decimal.ToInt64(decimal.Round(value * 100));
            }
        }

        Leaves = [.. Undivided()];
    }

    public DisclosureIdentity Identity { get; }
    public string DisclosureId { get; }
    public int Release { get; }
    public V1.Phase Phase { get; }
    public string Layout { get; }
    public string StatementId { get; }

    /// <summary>Orders tables by agency, year, kind, level, subject, phase and layout, by code point; no two are the same.</summary>
    public string Key => string.Join('\u0001', Identity.AgencyId, Identity.FiscalYear, (int)Identity.Kind, (int)Identity.Level, Identity.Subject, (int)Phase, Layout);

    /// <summary>By line, as are names and numbers.</summary>
    public string[] Codes { get; }

    public string[] Names { get; }

    /// <summary>Codes of a classification, filled up with zeros to seven digits; -1 of other lines.</summary>
    public int[] Numbers { get; }

    /// <summary>The lines of a classification that no other line of the table divides further.</summary>
    public int[] Leaves { get; }

    /// <summary>Null if the table has no such column with anything in it.</summary>
    public long[]? Column(string code) => _columns.GetValueOrDefault(code);

    /// <param name="shared">Gives one string for all that are equal: tables repeat theirs.</param>
    public static FigureTable Of(Disclosure disclosure, Release release, StatementReference reference, Statement statement, Func<string, string> shared) =>
        new(disclosure, release, reference, statement, shared);

    /// <summary>A code as a number of seven digits; -1 if it is none of a classification.</summary>
    public static int NumberOf(string code)
    {
        if (code.Length is 0 or > MostDigits || code.AsSpan().ContainsAnyExceptInRange('0', '9')) return -1;
        return int.Parse(code) * Powers[MostDigits - code.Length];
    }

    /// <summary>The first digits of a number.</summary>
    public static int Prefix(int number, int digits) => number / Powers[MostDigits - digits];

    /// <summary>The text of the first digits of a number.</summary>
    public static string CodeOf(int prefix, int digits) => prefix.ToString($"D{digits}");

    private IEnumerable<int> Undivided()
    {
        var divided = new HashSet<(int, int)>();
        foreach (var code in Codes)
        {
            for (var digits = 1; digits < code.Length && digits <= MostDigits; digits++)
            {
                if (NumberOf(code) is >= 0 and var number) divided.Add((Prefix(number, digits), digits));
            }
        }

        for (var i = 0; i < Codes.Length; i++)
        {
            if (Numbers[i] >= 0 && !divided.Contains((Prefix(Numbers[i], Codes[i].Length), Codes[i].Length))) yield return i;
        }
    }
}
