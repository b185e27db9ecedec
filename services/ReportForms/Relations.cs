namespace Sunshine.ReportForms;

/// <summary>How figures of a report hang together by what the report says. Members are ids of statements, or figure ids of the form.</summary>
public abstract record Relation
{
    /// <summary>Whether it was not given but follows from the sentences; what contradicts it is then no more than a warning.</summary>
    public bool Recognised { get; init; }

    public abstract IEnumerable<string> Members { get; }
}

/// <summary>A total and all its parts (合计, 其中). With <paramref name="Partial"/> the parts are only some: they must not be more.</summary>
public sealed record SumRelation(string Total, IReadOnlyList<string> Parts, IReadOnlyList<string> Minus, bool Partial) : Relation
{
    public override IEnumerable<string> Members => [Total, .. Parts, .. Minus];
}

/// <summary>A total that the report is meant to itemise, such as the sections of a part.</summary>
public sealed record ItemisedRelation(string Total, IReadOnlyList<string> Parts) : Relation
{
    public override IEnumerable<string> Members => [Total, .. Parts];
}

/// <summary>A part's percentage of a whole (占总量).</summary>
public sealed record ShareRelation(string Part, string Whole, string Percent) : Relation
{
    public override IEnumerable<string> Members => [Part, Whole, Percent];
}

/// <summary>A rate of growth (同比增长), negative for a fall.</summary>
public sealed record ChangeRelation(string Now, string Before, string Percent) : Relation
{
    public override IEnumerable<string> Members => [Now, Before, Percent];
}

/// <summary>An amount for each of a number (人均, 户均).</summary>
public sealed record RatioRelation(string Amount, string Count, string Result) : Relation
{
    public override IEnumerable<string> Members => [Amount, Count, Result];
}

/// <summary>An amount a month and what it came to in the year so far.</summary>
public sealed record MonthlyRelation(string Month, string Cumulative) : Relation
{
    public override IEnumerable<string> Members => [Month, Cumulative];
}

/// <summary>A share of units that have disclosed, with the units, the items they disclosed and the kinds that each must have.</summary>
public sealed record CoverageRelation(string Percent, string Units, string Items, IReadOnlyList<string> Kinds) : Relation
{
    public override IEnumerable<string> Members => [Percent, Units, Items];
}

/// <summary>Statements of one and the same figure.</summary>
public sealed record SameRelation(IReadOnlyList<string> Of) : Relation
{
    public override IEnumerable<string> Members => Of;
}
