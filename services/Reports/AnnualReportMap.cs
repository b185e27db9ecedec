using Google.Protobuf.WellKnownTypes;
using Sunshine.Foundation.Agencies;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Storage;
using Sunshine.ReportForms;

namespace Sunshine.Reports;

/// <summary>Contract ↔ domain, of annual reports.</summary>
internal static class AnnualReportMap
{
    /// <summary>As those see it who may act for the agency.</summary>
    public static V1.AnnualReport ToProto(Stored<AnnualReport> stored, AgencyCopies.Snapshot agencies, DateOnly today)
    {
        var report = stored.Value;
        var proto = ToListed(stored, agencies, today);
        proto.Sections.Add(ToProto(report.Year, report.Sections));
        proto.Stated.Add(report.Stated.Select(ToProto));
        proto.Waivers.Add(report.Waivers.Select(ToProto));
        proto.Findings.Add(report.Findings.Select(FindingMap.ToProto));
        proto.Steps.Add(report.Steps.Select(ToProto));
        if (report.Basis is { } basis) proto.Basis = new V1.Basis { Origin = basis.Origin, TreeSize = basis.TreeSize, RootHash = basis.RootHash };
        return proto;
    }

    /// <summary>The same as a list has it: without what may be long.</summary>
    public static V1.AnnualReport ToListed(Stored<AnnualReport> stored, AgencyCopies.Snapshot agencies, DateOnly today)
    {
        var proto = ToPublic(stored.Value, agencies, today);
        proto.Etag = Etags.Of(stored.Revision);
        proto.State = stored.Value.State;
        proto.CreateTime = stored.Value.CreatedAt.ToTimestamp();
        proto.UpdateTime = stored.Value.UpdatedAt.ToTimestamp();
        return proto;
    }

    /// <summary>As everybody else sees it.</summary>
    public static V1.AnnualReport ToPublic(AnnualReport report, AgencyCopies.Snapshot agencies, DateOnly today) => new()
    {
        Id = report.Id, AgencyId = report.AgencyId, AgencyName = agencies.NameOf(report.AgencyId), Year = report.Year, Form = report.Form, Publisher = report.Publisher,
        State = V1.AnnualReportState.Published, DueOn = Days.Format(report.Due?.On), DueBasis = report.Due?.Basis ?? "", Late = report.DaysLate(today) > 0,
        FirstPublishedOn = Days.Format(report.FirstPublishedOn), EditionCount = report.Editions.Count
    };

    public static IEnumerable<V1.ReportSection> ToProto(int year, IReadOnlyList<Section> sections) =>
        sections.Select(s => new V1.ReportSection { PartId = s.PartId, Title = RequiredParts.Of(year)!.Parts.First(p => p.Id == s.PartId).Zh, Text = s.Text });

    public static V1.StatedFigure ToProto(Statement stated) => new() { FigureId = stated.FigureId, Value = stated.Value, Source = stated.Source };

    public static Statement FromProto(V1.StatedFigure stated) => new(stated.FigureId, stated.Value, stated.Source);

    public static V1.FindingWaiver ToProto(Waiver waiver) => new() { Rule = waiver.Rule, Place = waiver.Place, Reason = waiver.Reason, By = waiver.By, CreateTime = waiver.At.ToTimestamp() };

    private static V1.ReportStep ToProto(Step step) =>
        new() { Act = step.Act, By = step.By, CreateTime = step.At.ToTimestamp(), Reason = step.Reason, Edition = step.Edition, ErrorCount = step.Errors };
}
