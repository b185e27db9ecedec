using Sunshine.Foundation.Calendar;
using Sunshine.Foundation.Hosting;

namespace Sunshine.Requests;

/// <summary>What an answer may be, by <c>Codes/outcomes.json</c>: its name, the article it rests on, and its row in each national form.</summary>
public static class Outcomes
{
    private static readonly Dictionary<V1.Outcome, Line> Lines = Load();

    /// <param name="Row2014">Empty if the form of 2014 does not count it among the answers.</param>
    /// <param name="Discloses">Whether something is given.</param>
    /// <param name="Refuses">Whether it is a refusal to disclose (不予公开): by the law of 2023 there is a review before any suit.</param>
    /// <param name="Only2008">Not an answer by the regulation of 2019.</param>
    /// <param name="IsAnswer">False for what ends an application without one.</param>
    public sealed record Line(
        string Outcome, string Name, string Row2014, string Row2021, string Article2019, string Article2008,
        bool Discloses = false, bool Refuses = false, bool Only2008 = false, bool IsAnswer = true);

    public static Line Of(V1.Outcome outcome) => Lines[outcome];

    public static bool Discloses(V1.Outcome outcome) => Lines[outcome].Discloses;

    /// <summary>Whether it is an answer that an officer can give under a text of the regulation.</summary>
    public static bool IsAnswer(V1.Outcome outcome, Regulation text) =>
        Lines.TryGetValue(outcome, out var line) && line.IsAnswer && !(line.Only2008 && text.IsSince2019());

    /// <summary>Law and article; empty if the table has none.</summary>
    public static string BasisOf(V1.Outcome outcome, Regulation text)
    {
        var article = text.IsSince2019() ? Lines[outcome].Article2019 : Lines[outcome].Article2008;
        return article.Length == 0 ? "" : $"{text}{article}";
    }

    /// <summary>The outcomes of a row of a form and of those below it, by the contract's names. The forms of 2019 and 2021 number them alike.</summary>
    public static IReadOnlyList<string> InRow(V1.Form form, string row) =>
    [
        .. Lines.Values.Where(l => (form == V1.Form._2014 ? l.Row2014 : l.Row2021) is var at && (at == row || at.StartsWith(row + ".", StringComparison.Ordinal))).Select(l => l.Outcome)
    ];

    private static Dictionary<V1.Outcome, Line> Load()
    {
        var lines = CodeFile.Load(typeof(Outcomes), "outcomes", CodesJson.Default.OutcomesDocument).Outcomes.ToDictionary(l => l.Outcome);
        return Enum.GetValues<V1.Outcome>().Where(o => o != 0).ToDictionary(o => o, o => lines[o.Name()]);
    }

    internal sealed record Document(string Remark, IReadOnlyList<Line> Outcomes);
}
