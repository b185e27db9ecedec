using Sunshine.Foundation.Calendar;
using Sunshine.Foundation.Hosting;

namespace Sunshine.Requests;

/// <summary>
/// What the applicant can do against an answer (救济途径), in the words for the day it is given. Since 2024 a refusal goes to review before
/// any suit, and the answer must say so (行政复议法 2023 art. 23).
/// </summary>
public static class Remedies
{
    private static readonly IReadOnlyList<Text> Texts = CodeFile.Load(typeof(Remedies), "remedies", CodesJson.Default.RemediesDocument).Texts;

    public static string Of(V1.Outcome outcome, DateOnly day, Regulations regulations)
    {
        var text = Texts.First(t => t.From <= day && (t.To is null || day <= t.To));
        var words = Outcomes.Of(outcome).Refuses && text.Refusal.Length > 0 ? text.Refusal : text.Words;
        return words.Replace("{review}", Length(Statute.Review, PeriodKey.ReviewApplication), StringComparison.Ordinal)
            .Replace("{suitAfterReview}", Length(Statute.Litigation, PeriodKey.SuitAfterReview), StringComparison.Ordinal)
            .Replace("{suit}", Length(Statute.Litigation, PeriodKey.Suit), StringComparison.Ordinal);

        string Length(Statute statute, PeriodKey key)
        {
            var period = (regulations.Find(day, statute) ?? regulations.Texts.First(t => t.Statute == statute)).Period(key);
            return period.Units(period.Length);
        }
    }

    internal sealed record Document(string Remark, IReadOnlyList<Text> Texts);

    internal sealed record Text(
        DateOnly From, [property: System.Text.Json.Serialization.JsonPropertyName("text")] string Words, DateOnly? To = null, string Refusal = "");
}
