using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using Sunshine.Foundation.Agencies;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Storage;

namespace Sunshine.Powers;

/// <summary>Contract ↔ domain, of the fee catalogues.</summary>
internal static class FeeMap
{
    /// <param name="bases">The content's, in their first form.</param>
    public static FeeContent ToContent(V1.FeeContent c, IReadOnlyList<LegalBasis> bases) => new()
    {
        Name = c.Name, Code = c.Code, Kind = c.Kind, NonTaxKind = c.NonTaxKind, Payer = c.Payer, Standard = c.Standard, Amount = Amount(c.Amount),
        SmallestAmount = Amount(c.SmallestAmount), LargestAmount = Amount(c.LargestAmount), Unit = c.Unit, Bases = bases, Documents = c.Documents, SetBy = c.SetBy,
        PricingForm = c.PricingForm, ToTreasury = c.ToTreasury, Reductions = c.Reductions, ValidFrom = Days.Parse(c.ValidFrom)!.Value, ValidUntil = Days.Parse(c.ValidUntil)
    };

    /// <summary>With bases as they are sent in, without what the register says of them.</summary>
    public static V1.FeeContent ToProto(FeeContent c)
    {
        var proto = new V1.FeeContent
        {
            Name = c.Name, Code = c.Code, Kind = c.Kind, NonTaxKind = c.NonTaxKind, Payer = c.Payer, Standard = c.Standard, Amount = Amount(c.Amount),
            SmallestAmount = Amount(c.SmallestAmount), LargestAmount = Amount(c.LargestAmount), Unit = c.Unit, Documents = c.Documents, SetBy = c.SetBy,
            PricingForm = c.PricingForm, ToTreasury = c.ToTreasury, Reductions = c.Reductions, ValidFrom = Days.Format(c.ValidFrom), ValidUntil = Days.Format(c.ValidUntil)
        };
        proto.Bases.Add(c.Bases.Select(b => new V1.LegalBasis { LawId = b.LawId, Article = b.Article }));
        return proto;
    }

    /// <summary>An item as it was said of on a day; its days are those that are known now.</summary>
    /// <param name="day">Null for now.</param>
    /// <param name="today">For the status, without a day.</param>
    /// <param name="guides">How many guides charge it.</param>
    public static V1.FeeItem ToProto(Stored<FeeItem> stored, DateOnly? day, DateOnly today, AgencyCopies.Snapshot agencies, LawBook.Snapshot laws, long guides = 0)
    {
        var item = stored.Value;
        var (version, asOf) = (day is null ? item.Live() : item.On(day.Value), day ?? today);
        var known = item.Live().Content;
        var proto = new V1.FeeItem
        {
            Id = item.Id, Etag = Etags.Of(stored.Revision), CreateTime = item.CreatedAt.ToTimestamp(), UpdateTime = item.UpdatedAt.ToTimestamp(), AgencyId = item.AgencyId,
            AgencyName = agencies.NameOf(item.AgencyId), SourceId = item.SourceId, Content = ToProto(version.Content with { ValidFrom = known.ValidFrom, ValidUntil = known.ValidUntil }),
            Version = version.Number, Status = known.StatusOn(asOf), BasesSince = Days.Format(version.BasesSince),
            InQuestion = laws.InQuestion(version.Content.Bases, item.Id, version.BasesSince, asOf), Guides = guides
        };
        proto.Content.Bases.Clear();
        proto.Content.Bases.Add(version.Content.Bases.Select(b => laws.ToProto(b, item.Id, version.BasesSince, asOf)));
        return proto;
    }

    public static V1.FeeVersion ToProto(FeeVersion version)
    {
        var proto = new V1.FeeVersion
        {
            Number = version.Number, Since = version.Number == 1 ? "" : Days.Format(version.Since), WriteTime = version.At.ToTimestamp(), Content = ToProto(version.Content),
            ChangeNote = version.ChangeNote
        };
        proto.Fields.Add(version.Fields);
        return proto;
    }

    /// <summary>Null for none. Only for what was checked before.</summary>
    public static decimal? Amount(string text) => text.Length == 0 ? null : decimal.Parse(text, CultureInfo.InvariantCulture);

    private static string Amount(decimal? amount) => amount?.ToString("0.00##", CultureInfo.InvariantCulture) ?? "";
}
