using Sunshine.Foundation.Calendar;
using Sunshine.Foundation.Hosting;

namespace Sunshine.Requests;

/// <summary>What an answer must have (条例 2019 art. 36, 37; 2008 art. 21, 22).</summary>
public static class AnswerRules
{
    public static void Check(V1.Answer answer, Application application, Regulation text, Violations v)
    {
        v.Enum("answer.outcome", answer.Outcome, required: true);
        v.Required("answer.text", answer.Text);
        v.Text("answer.text", answer.Text, 10_000);
        v.Text("answer.legalBasis", answer.LegalBasis, 500);
        v.Count("answer.files", answer.Files.Count, 0, 50);
        v.Count("answer.itemIds", answer.ItemIds.Count, 0, 20);
        for (var i = 0; i < answer.ItemIds.Count; i++) v.Text($"answer.itemIds[{i}]", answer.ItemIds[i], 64);
        if (answer.Outcome == 0 || !Enum.IsDefined(answer.Outcome)) return;
        if (!Outcomes.IsAnswer(answer.Outcome, text))
        {
            v.Add("answer.outcome", "NOT_AN_ANSWER", $"{text}没有这种答复。", $"{text} knows no such answer.");
            return;
        }

        if (answer.LegalBasis.Length == 0 && Outcomes.BasisOf(answer.Outcome, text).Length == 0) v.Required("answer.legalBasis", answer.LegalBasis);
        if (answer.Files.Count > 0 && !Outcomes.Discloses(answer.Outcome) && answer.Outcome != V1.Outcome.AlreadyPublic)
            v.Add("answer.files", "NOT_ALLOWED", "不予公开的答复不附文件。", "A refusal gives no files.");
        var known = application.Papers.Files.ToDictionary(f => f.Id);
        var redacted = false;
        for (var i = 0; i < answer.Files.Count; i++) redacted |= CheckFile($"answer.files[{i}].", answer.Files[i], known, v);
        if (redacted && answer.Outcome != V1.Outcome.PartlyGranted)
            v.Add("answer.outcome", "PARTLY", "有删减的文件时须为部分公开。", "With something left out it is PARTLY_GRANTED.");
    }

    /// <returns>Whether something is left out of it.</returns>
    private static bool CheckFile(string field, V1.GivenFile file, Dictionary<string, KeptFile> known, Violations v)
    {
        v.Required(field + "fileId", file.FileId);
        if (file.FileId.Length > 0 && !known.ContainsKey(file.FileId)) v.Add(field + "fileId", "NO_SUCH_FILE", "本申请没有这个文件。", "The application has no such file.");
        if (file.OriginalId.Length > 0 && !known.ContainsKey(file.OriginalId)) v.Add(field + "originalId", "NO_SUCH_FILE", "本申请没有这个文件。", "The application has no such file.");
        if (file.OriginalId.Length > 0 && file.OriginalId == file.FileId) v.Add(field + "originalId", "SAME", "原件不能提供给申请人。", "The original is not given.");
        v.Count(field + "redactions", file.Redactions.Count, file.OriginalId.Length > 0 ? 1 : 0, 100);
        if (file.OriginalId.Length == 0 && file.Redactions.Count > 0) v.Required(field + "originalId", file.OriginalId);
        for (var i = 0; i < file.Redactions.Count; i++)
        {
            var (at, redaction) = ($"{field}redactions[{i}].", file.Redactions[i]);
            v.Required(at + "place", redaction.Place);
            v.Text(at + "place", redaction.Place, 200);
            v.Required(at + "reason", redaction.Reason);
            v.Text(at + "reason", redaction.Reason, 500);
            if (redaction.Ground is < V1.Outcome.StateSecret or > V1.Outcome.EnforcementFile)
                v.Add(at + "ground", "NOT_A_GROUND", "须为不予公开的一种理由。", "Must be one of the grounds of refusal.");
        }

        return file.OriginalId.Length > 0;
    }
}
