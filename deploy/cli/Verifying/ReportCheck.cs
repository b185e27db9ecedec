using Google.Protobuf;
using Sunshine.Acts;
using Sunshine.Reports.V1;
using Sunshine.TransparencyLog;

namespace Sunshine.Cli.Verifying;

/// <summary>Adds up the acts that a report was computed from while the log is gone through, and compares.</summary>
internal sealed class ReportCheck
{
    private static readonly JsonParser Json = new(JsonParser.Settings.Default.WithIgnoreUnknownFields(true));

    private readonly Report _report;
    private readonly CellSums _sums = new();

    private ReportCheck(Report report, Checkpoint basis) => (_report, Basis) = (report, basis);

    /// <summary>The log that the report says it was computed from.</summary>
    public Checkpoint Basis { get; }

    public int FigureCount => _report.Figures.Count;

    /// <exception cref="CommandFailedException">The file has no report.</exception>
    public static ReportCheck Of(string path)
    {
        try
        {
            var report = Json.Parse<Report>(File.ReadAllText(path));
            if (report.Basis is not { } basis || report.Figures.Count == 0 || report.Figures.Count != report.Definitions.Count) throw new CommandFailedException($"{path} has no report with its basis, figures and definitions.");
            return new ReportCheck(report, new Checkpoint(basis.Origin, basis.TreeSize, new Hash(Convert.FromHexString(basis.RootHash))));
        }
        catch (Exception e) when (e is InvalidProtocolBufferException or FormatException or ArgumentException)
        {
            throw new CommandFailedException($"{path} is no report: {e.Message}", e);
        }
    }

    public void See(long index, ReadOnlySpan<byte> entry)
    {
        if (index < Basis.Size) _sums.Add(ActEntry.Parse(entry));
    }

    /// <summary>What the report states otherwise than the log has it.</summary>
    public IReadOnlyList<string> Differences()
    {
        var agencies = _report.AgencyId.Length == 0 ? null : _report.CountedAgencyIds.ToHashSet();
        var computed = FigureSums.Compute(_report.Definitions, _sums.Ordered().ToLookup(c => c.What), _report.Year, agencies);
        return [.. _report.Figures.Zip(computed).Where(p => p.First.Id != p.Second.Id || p.First.Value != p.Second.Value).Select(p => $"{p.First.Id}: the report has {p.First.Value}, the log {p.Second.Value}")];
    }
}
