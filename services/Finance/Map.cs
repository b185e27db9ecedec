using System.Globalization;
using Sunshine.Foundation.Hosting;

namespace Sunshine.Finance;

/// <summary>Contract ↔ domain.</summary>
internal static class Map
{
    public static V1.Statement ToProto(Statement statement)
    {
        var layout = Layouts.Find(statement.Layout);
        var proto = new V1.Statement { Layout = statement.Layout, Unit = statement.Unit, Note = statement.Note };
        proto.Rows.Add(statement.Rows.Select(row =>
        {
            var line = new V1.StatementRow { Code = row.Code, Name = row.Name };
            line.Cells.Add(row.Cells.Select(c => new V1.StatementCell { Column = c.Key, Value = Number(c.Value, layout?.Column(c.Key)?.Kind) }));
            return line;
        }));
        return proto;
    }

    /// <summary>Of what was checked before: every value is a number, no column stands twice.</summary>
    public static Statement ToStatement(V1.Statement statement) => new()
    {
        Layout = statement.Layout, Unit = statement.Unit, Note = statement.Note,
        Rows = [.. statement.Rows.Select(r => new StatementRow(r.Code, r.Name, r.Cells.ToDictionary(c => c.Column, c => decimal.Parse(c.Value, NumberStyles.Number, CultureInfo.InvariantCulture))))]
    };

    /// <summary>With two places at least, as amounts are written.</summary>
    public static string Number(decimal value) => value.ToString("0.00##", CultureInfo.InvariantCulture);

    /// <summary>What a cell has: an amount with two places at least, a count without any.</summary>
    public static string Number(decimal value, ColumnKind? kind) => kind is ColumnKind.Count or ColumnKind.Rate ? value.ToString("0.####", CultureInfo.InvariantCulture) : Number(value);

    /// <summary>Empty for none.</summary>
    public static string Number(decimal? value) => value is { } number ? Number(number) : "";
}
