using System.Text.RegularExpressions;
using Sunshine.Testing.Hosts;

namespace Sunshine.Platform.Tests.Whole;

/// <summary>
/// The table of <c>deploy/faults.md</c>: what happens to whom when something breaks. A test finds its row there as it promises it; how long it took is written with
/// <c>SUNSHINE_WRITE_TABLES=1</c>, in steps that a busy machine does not change, and not compared.
/// </summary>
internal sealed partial class FaultTable
{
    private static readonly string Page = Repository.File("deploy", "faults.md");

    private readonly SortedDictionary<int, string> _rows = [];

    private static bool Writes => Environment.GetEnvironmentVariable("SUNSHINE_WRITE_TABLES") == "1";

    /// <summary>A row as it was seen.</summary>
    /// <param name="place">Its place in the table.</param>
    public void Seen(int place, FaultRow row, TimeSpan back)
    {
        lock (_rows) _rows[place] = row.ToLine(Steps(back));
        if (Writes) return;
        var written = File.ReadLines(Page).FirstOrDefault(l => l.StartsWith($"| {row.Fault} |", StringComparison.Ordinal)) ?? "";
        Assert.Equal(row.ToLine("*"), BackWithin().Replace(written, "| nothing | nothing | * |"));
    }

    /// <summary>Puts what was seen into the page, in place of what stood there of it.</summary>
    public void Write()
    {
        if (!Writes || _rows.Count == 0) return;
        var lines = File.ReadAllLines(Page).ToList();
        var begin = lines.FindIndex(l => l.StartsWith("| ---", StringComparison.Ordinal)) + 1;
        var end = lines.FindIndex(begin, l => !l.StartsWith('|'));
        // A row that was not seen this time stays as it is.
        var kept = lines.GetRange(begin, end - begin).Where(l => _rows.Values.All(r => Cell().Split(r)[1] != Cell().Split(l)[1]));
        lines.RemoveRange(begin, end - begin);
        lines.InsertRange(begin, _rows.Values.Concat(kept));
        File.WriteAllLines(Page, lines);
    }

    private static string Steps(TimeSpan time) => time.TotalSeconds switch
    {
        < 2 => "2 s",
        < 5 => "5 s",
        < 15 => "15 s",
        < 30 => "30 s",
        < 60 => "1 min",
        _ => "some minutes"
    };

    [GeneratedRegex(@"\s*\|\s*")]
    private static partial Regex Cell();

    // The last but one cell; what callers see may be nothing too.
    [GeneratedRegex(@"\| nothing \| nothing \| [^|]* \|(?= [^|]* \|$)")]
    private static partial Regex BackWithin();
}

/// <summary>What is promised.</summary>
/// <param name="Fault">What breaks.</param>
/// <param name="Meanwhile">What callers see while it is so.</param>
/// <param name="Operator">What an operator has to do.</param>
internal sealed record FaultRow(string Fault, string Meanwhile, string Operator)
{
    /// <param name="back">How soon all was well after it was over.</param>
    public string ToLine(string back) => $"| {Fault} | {Meanwhile} | nothing | nothing | {back} | {Operator} |";
}
