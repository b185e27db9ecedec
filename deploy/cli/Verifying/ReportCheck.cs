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
    private readonly LoggedAgencies _agencies = new();

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
        catch (Exception e) when (e is InvalidProtocolBufferException or InvalidJsonException or FormatException or ArgumentException)
        {
            throw new CommandFailedException($"{path} is no report: {e.Message}", e);
        }
    }

    public void See(long index, ReadOnlySpan<byte> entry)
    {
        if (index >= Basis.Size) return;
        var act = ActEntry.Parse(entry);
        _sums.Add(act);
        _agencies.Add(act);
    }

    /// <summary>What the report states otherwise than the log has it. Whose acts count is the log's to tell: the report's list of agencies is compared, and nothing is computed from it.</summary>
    public IReadOnlyList<string> Differences()
    {
        var counted = _report.AgencyId.Length == 0 ? null : _agencies.SelfAndBelow(_report.AgencyId).ToHashSet(StringComparer.Ordinal);
        var computed = FigureSums.Compute(_report.Definitions, _sums.Ordered().ToLookup(c => c.What), _report.Year, counted);
        return
        [
            .. AgencyDifferences(counted ?? new HashSet<string>()),
            .. _report.Figures.Zip(computed).Where(p => p.First.Id != p.Second.Id || p.First.Value != p.Second.Value).Select(p => $"{p.First.Id}: the report has {p.First.Value}, the log {p.Second.Value}")
        ];
    }

    private IEnumerable<string> AgencyDifferences(IReadOnlySet<string> counted)
    {
        var name = _report.AgencyId.Length == 0 ? "" : _agencies.Find(_report.AgencyId)?.Name;
        if (name is null) yield return $"agencyId: the log has no agency {_report.AgencyId}";
        else if (name != _report.AgencyName) yield return $"agencyName: the report has {_report.AgencyName}, the log {name}";
        foreach (var id in _report.CountedAgencyIds.Except(counted).Order(StringComparer.Ordinal)) yield return $"countedAgencyIds: the report counts {id}, which in the log is not {_report.AgencyId} or below it";
        foreach (var id in counted.Except(_report.CountedAgencyIds).Order(StringComparer.Ordinal)) yield return $"countedAgencyIds: the report leaves out {id}, which in the log is {_report.AgencyId} or below it";
    }
}
