using System.Text.Json.Serialization;

namespace Sunshine.Reports;

/// <summary>How the figures of a form are counted, as its file in <c>Codes</c> has it.</summary>
/// <param name="Form">As <c>sunshine.reports.v1.Form</c>.</param>
/// <param name="Counted">Cells of the form's tables; one that is not here, or has no queries, is told by nothing in the ledger.</param>
/// <param name="Said">What reports of this form state in their text.</param>
internal sealed record FigureFile(string Form, IReadOnlyList<CountedFigure> Counted, IReadOnlyList<SaidFigure> Said);

/// <param name="Id">The cell's.</param>
/// <param name="Also">Ids of statements of shipped reports that state it.</param>
/// <param name="Zh">What of the platform's records is counted, or why they do not tell it; follows what the form says of the cell.</param>
internal sealed record CountedFigure(
    string Id, IReadOnlyList<FileQuery>? Queries = null, string? Part = null, string? Whole = null, int Decimals = 0, string Divisor = "", IReadOnlyList<string>? Also = null, string Zh = "", string En = "");

/// <param name="Also">Ids of statements of shipped reports that state it.</param>
internal sealed record SaidFigure(
    string Id, string Name, string Unit, string Zh, string En, IReadOnlyList<FileQuery>? Queries = null, string? Part = null, string? Whole = null, int Decimals = 0, string Divisor = "",
    IReadOnlyList<string>? Also = null);

internal sealed record FileQuery(string What, IReadOnlyList<string>? Where = null, V1.When When = V1.When.InYear, string Distinct = "", bool Minus = false);

// Strict: a misspelt member of a file edited by hand must not be passed over in silence.
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, RespectRequiredConstructorParameters = true, UseStringEnumConverter = true)]
[JsonSerializable(typeof(FigureFile))]
internal sealed partial class FigureJson : JsonSerializerContext;
