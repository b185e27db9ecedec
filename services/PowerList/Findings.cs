using Sunshine.Foundation.Hosting;

namespace Sunshine.Powers;

/// <summary>What is wrong with a batch, by lines: as an answer to who checks it, and as the refusal of who wants it current.</summary>
public static class Findings
{
    /// <summary>Who has made a thousand mistakes has made one.</summary>
    private const int Most = 1_000;

    /// <summary>The line in the file, or the position counted from 1.</summary>
    public static int LineOf(IReadOnlyList<Operation> operations, int position) => operations[position].Line > 0 ? operations[position].Line : position + 1;

    public static IEnumerable<V1.Finding> Errors(IReadOnlyList<Operation> operations, Adjustment adjustment, Language language) =>
        adjustment.Whole.Found.Select(v => ToProto(0, v, language)).Concat(ByLine(operations, adjustment.Errors, language)).Take(Most);

    public static IEnumerable<V1.Finding> Warnings(IReadOnlyList<Operation> operations, Adjustment adjustment, Language language) =>
        ByLine(operations, adjustment.Warnings, language).Take(Most);

    public static V1.Finding ToProto(int line, Violation v, Language language) => new()
    {
        Line = line, Field = v.Field, Reason = v.Reason, Message = language == Language.Chinese ? v.Chinese : v.English
    };

    /// <summary>Refuses a batch with the fields of its operations.</summary>
    public static RefusedException Refuse(Adjustment adjustment, IReadOnlyList<Operation> operations)
    {
        var found = adjustment.Whole.Found.Concat(adjustment.Errors.SelectMany(
            e => e.Value.Found.Select(v => At(LineOf(operations, e.Key), v) with { Field = $"operations[{e.Key}]{(v.Field.Length > 0 ? "." : "")}{v.Field}" })));
        return Refuse(found, adjustment.ErrorCount);
    }

    /// <summary>Refuses a file with its lines.</summary>
    public static RefusedException Refuse(IReadOnlyCollection<(int Line, Violation What)> problems) =>
        Refuse(problems.Select(p => p.Line > 0 ? At(p.Line, p.What) : p.What), problems.Count);

    private static RefusedException Refuse(IEnumerable<Violation> found, int count) =>
        new RefusedException(Refusals.InvalidFields, "", [.. found.Take(Most)]).With("errorCount", $"{count}");

    private static Violation At(int line, Violation v) => v with { Chinese = $"第 {line} 行：{v.Chinese}", English = $"Line {line}: {v.English}" };

    private static IEnumerable<V1.Finding> ByLine(IReadOnlyList<Operation> operations, SortedDictionary<int, Violations> lines, Language language) =>
        lines.SelectMany(e => e.Value.Found.Select(v => ToProto(LineOf(operations, e.Key), v, language)));
}
