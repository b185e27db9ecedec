namespace Sunshine.Finance;

/// <summary>Layouts and codes → contract.</summary>
internal static class LayoutMap
{
    public static V1.Layout ToProto(Layout layout, bool required)
    {
        var proto = new V1.Layout
        {
            Code = layout.Code, Name = layout.Name, Number = layout.Number, Level = layout.Level, FirstYear = layout.ValidFrom ?? 0, LastYear = layout.ValidTo ?? 0, Required = required,
            Classification = layout.Classification?.Id ?? "", Depth = layout.Classification?.Depth ?? 0
        };
        proto.Kinds.Add(layout.Kinds);
        proto.Aliases.Add(layout.Aliases ?? []);
        proto.Sides.Add((layout.Sides ?? []).Select(s => new V1.LayoutSide { Code = s.Code, Heading = s.Heading }));
        proto.Columns.Add(layout.Columns.Select(c => ToProto(c, layout)));
        proto.Lines.Add(layout.Lines.Select(ToProto));
        return proto;
    }

    public static V1.ClassificationCode ToProto(ClassificationCode code, Classification codes) => new()
    {
        Code = code.Code, Name = code.Name, Parent = codes.ParentOf(code.Code), Level = codes.LevelOf(code.Code), FirstYear = code.ValidFrom ?? 0, LastYear = code.ValidTo ?? 0,
        Unconfirmed = code.Confidence is not null
    };

    public static V1.TextElement ToProto(TextElement element)
    {
        var proto = new V1.TextElement { Code = element.Id, Name = element.Name, Level = element.Level, FirstYear = element.RequiredFrom };
        proto.Kinds.Add(element.Kinds);
        return proto;
    }

    private static V1.LayoutColumn ToProto(LayoutColumn column, Layout layout)
    {
        var proto = new V1.LayoutColumn
        {
            Code = column.Code, Heading = column.Heading, Side = column.Side ?? "", Optional = column.Optional, MayBeNegative = column.MayBeNegative || column.Kind == ColumnKind.Rate,
            Kind = column.Kind switch { ColumnKind.Count => V1.ColumnKind.Count, ColumnKind.Rate => V1.ColumnKind.Rate, _ => V1.ColumnKind.Amount }
        };
        proto.Groups.Add(column.Groups ?? []);
        proto.Parts.Add(layout.Sums?.FirstOrDefault(s => s.Total == column.Code)?.Parts ?? []);
        return proto;
    }

    private static V1.LayoutLine ToProto(LayoutLine line)
    {
        var proto = new V1.LayoutLine { Code = line.Code, Name = line.Name, Side = line.Side ?? "", MayBeNegative = line.MayBeNegative };
        proto.Parts.Add(line.Parts ?? []);
        proto.OfWhich.Add(line.OfWhich ?? []);
        return proto;
    }
}
