using Google.Protobuf.WellKnownTypes;
using Sunshine.Foundation.Agencies;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Storage;

namespace Sunshine.Finance;

/// <summary>Contract ↔ domain, of funded units.</summary>
internal static class CoverageMap
{
    /// <param name="version">What the list says on the day that is asked for.</param>
    public static V1.FundedUnit ToProto(Stored<FundedUnit> stored, FundedUnitVersion version, AgencyCopies.Snapshot agencies) => new()
    {
        Id = stored.Value.Id, Etag = Etags.Of(stored.Revision), CreateTime = stored.Value.CreatedAt.ToTimestamp(), UpdateTime = stored.Value.UpdatedAt.ToTimestamp(),
        AgencyId = stored.Value.AgencyId, AgencyName = agencies.NameOf(stored.Value.AgencyId), FiscalYear = stored.Value.FiscalYear, Level = stored.Value.Identity.Level,
        Content = version.Content is null ? null : ToProto(version.Content), Removed = version.Content is null
    };

    public static V1.FundedUnit WithVersions(Stored<FundedUnit> stored, AgencyCopies.Snapshot agencies)
    {
        var proto = ToProto(stored, stored.Value.Latest, agencies);
        proto.Versions.Add(stored.Value.Versions.Select(v => new V1.FundedUnitVersion
        {
            Number = v.Number, EffectiveOn = Days.Format(v.EffectiveOn), RecordedAt = v.RecordedAt.ToTimestamp(), Content = v.Content is null ? null : ToProto(v.Content), Reason = v.Reason
        }));
        return proto;
    }

    public static V1.FundedUnitContent ToProto(FundedUnitContent content)
    {
        var proto = new V1.FundedUnitContent { Since = Days.Format(content.Since), Until = Days.Format(content.Until), ItemId = content.ItemId, DocumentNumber = content.DocumentNumber };
        proto.RequiredKinds.Add(content.RequiredKinds);
        proto.Exemptions.Add(content.Exemptions.Select(e => new V1.Exemption { Kind = e.Kind, Reason = e.Reason, LegalBasis = e.LegalBasis }));
        return proto;
    }

    public static V1.FundedUnitChanged EventOf(FundedUnit unit) => new()
    {
        UnitId = unit.Id, AgencyId = unit.AgencyId, FiscalYear = unit.FiscalYear, Level = unit.Identity.Level, Version = unit.Latest.Number, Removed = unit.Latest.Content is null,
        Reason = unit.Latest.Reason, EffectiveOn = Days.Format(unit.Latest.EffectiveOn), OccurredAt = unit.UpdatedAt.ToTimestamp()
    };
}
