using Sunshine.Acts;
using Sunshine.Foundation.Hosting;
using Sunshine.ReportForms;

namespace Sunshine.Reports;

/// <summary>Every figure of every form, with how it is counted.</summary>
public static class Definitions
{
    private static readonly Dictionary<V1.Form, IReadOnlyList<Definition>> All = new()
    {
        [V1.Form._2014] = Load("figures-2014", "FORM_2014"), [V1.Form._2019] = Load("figures-2019", "FORM_2019"), [V1.Form._2021] = Load("figures-2021", "FORM_2021")
    };

    /// <summary>In the order of the form, then those of its text.</summary>
    public static IReadOnlyList<Definition> Of(V1.Form form) => All[form];

    /// <summary>The form that was in use for a year; null before there was one.</summary>
    public static V1.Form? FormOf(int year) => Forms.Of(year)?.Id switch
    {
        "FORM_2014" => V1.Form._2014,
        "FORM_2019" => V1.Form._2019,
        "FORM_2021" => V1.Form._2021,
        _ => null
    };

    private static List<Definition> Load(string file, string form)
    {
        var counted = CodeFile.Load(typeof(Definitions), file, FigureJson.Default.FigureFile);
        var cells = Forms.Find(form)!.Figures;
        var queries = counted.Counted.ToDictionary(c => c.Id);
        if (queries.Keys.FirstOrDefault(id => !cells.ContainsKey(id)) is { } unknown) throw new InvalidOperationException($"{file}.json counts {unknown}, which {form} does not have.");
        var all = cells.Values.Select(cell => Of(cell, queries.GetValueOrDefault(cell.Id))).Concat(counted.Said.Select(Of)).ToList();
        foreach (var share in all.Where(d => d.Proto.PartId.Length > 0))
        {
            if (all.TrueForAll(d => d.Id != share.Proto.PartId) || all.TrueForAll(d => d.Id != share.Proto.WholeId)) throw new InvalidOperationException($"{file}.json: the part or whole of {share.Id} is no figure.");
        }

        return all;
    }

    private static Definition Of(FormFigure cell, CountedFigure? counted) => Make(new V1.FigureDefinition
    {
        Id = cell.Id, Name = cell.Table.Columns.Count == 1 ? cell.Row.Name : $"{cell.Row.Name}·{cell.Column.Name}", Unit = cell.Unit,
        Definition = string.Concat(cell.Row.Zh, Of(cell, c => c.Zh), counted?.Zh), DefinitionEnglish = string.Join(' ', new[] { cell.Row.En, Of(cell, c => c.En), counted?.En ?? "" }.Where(t => t.Length > 0)),
        Table = cell.Table.Name, Memory = cell.Row.Memory, PartId = counted?.Part ?? "", WholeId = counted?.Whole ?? "", Decimals = counted?.Decimals ?? 0, Divisor = counted?.Divisor ?? ""
    }, counted?.Queries, counted?.Also ?? []);

    /// <summary>What a column says; nothing where there is one.</summary>
    private static string Of(FormFigure cell, Func<FormColumn, string> text) => cell.Table.Columns.Count == 1 ? "" : text(cell.Column);

    private static Definition Of(SaidFigure said) => Make(new V1.FigureDefinition
    {
        Id = said.Id, Name = said.Name, Unit = said.Unit, Definition = said.Zh, DefinitionEnglish = said.En, PartId = said.Part ?? "", WholeId = said.Whole ?? "", Decimals = said.Decimals, Divisor = said.Divisor
    }, said.Queries, said.Also ?? []);

    private static Definition Make(V1.FigureDefinition proto, IReadOnlyList<FileQuery>? queries, IReadOnlyList<string> also)
    {
        foreach (var query in queries ?? [])
        {
            var told = new V1.FigureQuery { What = query.What, When = query.When, Distinct = query.Distinct, Minus = query.Minus };
            told.Where.Add(query.Where ?? []);
            proto.Queries.Add(told);
        }

        return new Definition(proto, [.. proto.Queries.Select(FigureSums.TermOf)], also);
    }
}

/// <summary>A figure as its form defines it.</summary>
/// <param name="Proto">As it is shown. Not to be changed.</param>
/// <param name="Also">Ids of statements of shipped reports that state it.</param>
public sealed record Definition(V1.FigureDefinition Proto, IReadOnlyList<FigureTerm> Terms, IReadOnlyList<string> Also)
{
    public string Id => Proto.Id;

    /// <summary>Whether the ledger tells it even where it has nothing, so that nobody may ever state it.</summary>
    public bool AlwaysTold => Proto.PartId.Length > 0 || (Terms.Count > 0 && Terms.All(t => t.AlwaysTold));
}
