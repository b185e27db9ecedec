using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Sunshine.Testing.Hosts;

namespace Sunshine.Benchmarks;

/// <summary>All suites one after another, each in a process of its own; what they print becomes the table of <c>tests/Benchmarks/README.md</c>.</summary>
internal static class WholeTable
{
    /// <summary>Where a suite puts its rows besides printing them.</summary>
    private const string RowsFile = "SUNSHINE_BENCHMARK_ROWS";

    private const string Begin = "<!-- written by `all` -->";
    private const string End = "<!-- until here -->";

    /// <summary>Keeps a line for the table, if there is to be one.</summary>
    public static void Keep(string line)
    {
        if (Environment.GetEnvironmentVariable(RowsFile) is { Length: > 0 } file) File.AppendAllLines(file, [line]);
    }

    /// <param name="minutes">How long the load lasts.</param>
    public static async Task<int> Run(IEnumerable<string> suites, string minutes)
    {
        using var folder = new TemporaryFolder();
        var (rows, failed, began) = (folder.File("rows"), new List<string>(), TimeProvider.System.GetUtcNow());
        foreach (var suite in suites)
        {
            var start = new ProcessStartInfo("dotnet", [typeof(WholeTable).Assembly.Location, suite, .. suite == "load" ? [minutes] : Array.Empty<string>()]) { Environment = { [RowsFile] = rows } };
            using var process = Process.Start(start)!;
            await process.WaitForExitAsync();
            if (process.ExitCode is not (0 or 3)) failed.Add($"{suite} ended with {process.ExitCode}");
        }

        var lines = File.ReadAllLines(rows);
        var text = new StringBuilder($"{Begin}\nOne run of all suites, {began:yyyy-MM-dd HH:mm} to {TimeProvider.System.GetUtcNow():HH:mm} UTC, {Machine()}.\n\n");
        text.Append("| ratio | goal | suite | what | ours | limit |\n| ---: | --- | --- | --- | ---: | ---: |\n");
        foreach (var row in lines.Where(l => l.StartsWith('|'))) text.Append(row).Append('\n');
        text.Append("\nWhat they said besides:\n\n");
        foreach (var note in lines.Where(l => l.StartsWith('-'))) text.Append(note).Append('\n');
        foreach (var what in failed) text.Append(CultureInfo.InvariantCulture, $"- **{what}**\n");
        text.Append(End);

        var page = Repository.File("tests", "Benchmarks", "README.md");
        var old = File.ReadAllText(page);
        var (from, to) = (old.IndexOf(Begin, StringComparison.Ordinal), old.IndexOf(End, StringComparison.Ordinal));
        File.WriteAllText(page, old[..from] + text + old[(to + End.Length)..]);
        return failed.Count == 0 ? 0 : 1;
    }

    private static string Machine()
    {
        var model = File.ReadLines("/proc/cpuinfo").FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim() ?? "processors";
        var memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 1024.0 / 1024 / 1024;
        return $"{Environment.ProcessorCount} shared cores of {model}, {memory:0} GiB, {RuntimeInformation.OSDescription}, .NET {Environment.Version}";
    }
}
