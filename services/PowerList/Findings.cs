using Sunshine.Foundation.Hosting;

namespace Sunshine.Powers;

/// <summary>What is wrong with a batch, by lines: as an answer to who checks it, and as the refusal of who wants it current.</summary>
public static class Findings
{
    /// <summary>Who has made a thousand mistakes has made one.</summary>
    private const int Most = 1_000;

    public static IEnumerable<V1.Finding> ToProto(IReadOnlyList<Operation> operations, SortedDictionary<int, Violations> lines, Violations whole, Language language) =>
        whole.Found.Select(v => ToProto(0, v, language)).Concat(lines.SelectMany(e => e.Value.Found.Select(v => ToProto(LineOf(operations, e.Key), v, language)))).Take(Most);

    /// <summary>The line in the file, or the position counted from 1.</summary>
    public static int LineOf(IReadOnlyList<Operation> operations, int position) => operations[position].Line > 0 ? operations[position].Line : position + 1;

    public static RefusedException Refuse(Adjustment adjustment, IReadOnlyList<Operation> operations)
    {
        var found = adjustment.Whole.Found.Concat(adjustment.Errors.SelectMany(e => e.Value.Found.Select(v => v with
        {
            Field = $"operations[{e.Key}]{(v.Field.Length > 0 ? "." : "")}{v.Field}",
            Chinese = $"第 {LineOf(operations, e.Key)} 行：{v.Chinese}", English = $"Line {LineOf(operations, e.Key)}: {v.English}"
        })));
        return new RefusedException(Refusals.InvalidFields, "", [.. found.Take(Most)]).With("errorCount", $"{adjustment.ErrorCount}");
    }

    private static V1.Finding ToProto(int line, Violation v, Language language) => new()
    {
        Line = line, Field = v.Field, Reason = v.Reason, Message = language == Language.Chinese ? v.Chinese : v.English
    };
}
