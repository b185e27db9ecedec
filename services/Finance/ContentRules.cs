using System.Text.RegularExpressions;
using Sunshine.Foundation.Hosting;

namespace Sunshine.Finance;

/// <summary>What a release may say besides its tables, and why it may be changed.</summary>
public static partial class ContentRules
{
    private const int LongestTitle = 200;
    private const int LongestBody = 200;
    private const int LongestNumber = 100;
    private const int LongestReason = 1_000;
    private const int LongestBasis = 500;
    private const int MostExplanations = 50;
    private const int LongestExplanation = 20_000;

    /// <summary>Of all explanations together: the releases of a disclosure are one document.</summary>
    private const int LongestTogether = 200_000;

    /// <param name="on">Day on which it is disclosed, at the earliest: nothing is approved later.</param>
    /// <param name="v">Has the prefix of the fields.</param>
    /// <returns>Of no use if anything is wrong.</returns>
    public static Content Check(V1.DisclosureContent content, V1.DisclosureKind kind, DateOnly on, Violations v)
    {
        PublicText.Check("title", content.Title, LongestTitle, v, required: true);
        v.Enum("phase", content.Phase, required: true);
        if (Enum.IsDefined(content.Phase) && content.Phase != 0 && !IsPhaseOf(kind, content.Phase))
            v.Add("phase", "NOT_OF_THIS_KIND", "该类公开没有这一阶段。", "There is no such phase of this kind.");
        var approval = CheckApproval(content, kind, on, v);
        v.Count("explanations", content.Explanations.Count, 0, MostExplanations);
        var seen = new HashSet<string>();
        for (var i = 0; i < content.Explanations.Count; i++)
        {
            var (field, explanation) = ($"explanations[{i}]", content.Explanations[i]);
            v.Required($"{field}.element", explanation.Element);
            v.Pattern($"{field}.element", explanation.Element, Code(), "须为小写字母、数字和连字符，最多 60 个。", "Must be lower-case letters, digits and hyphens, at most 60.");
            if (!seen.Add(explanation.Element)) v.Add($"{field}.element", "REPEATED", "重复。", "Stands here twice.");
            PublicText.Check($"{field}.text", explanation.Text, LongestExplanation, v, required: true);
        }

        if (content.Explanations.Sum(e => e.Text.Length) is > LongestTogether and var length)
            v.Add("explanations", "TOO_LONG", $"合计最多 {LongestTogether} 个字符，现有 {length} 个。", $"At most {LongestTogether} characters together; there are {length}.");
        v.Text("itemId", content.ItemId, 64);
        return new Content
        {
            Title = content.Title, Phase = content.Phase, Approval = approval, Explanations = [.. content.Explanations.Select(e => new Explanation(e.Element, e.Text))], ItemId = content.ItemId
        };
    }

    /// <param name="complete">Whether it is to be published so.</param>
    public static void CheckChange(V1.ReleaseChange change, string reason, string basis, bool complete, Violations v)
    {
        v.Enum("change", change, required: false);
        PublicText.Check("changeReason", reason, LongestReason, v, required: complete && change is (V1.ReleaseChange.Amendment or V1.ReleaseChange.Correction));
        PublicText.Check("changeBasis", basis, LongestBasis, v, required: complete && change == V1.ReleaseChange.Amendment);
        if (complete && change is (V1.ReleaseChange.First or V1.ReleaseChange.Unspecified) && reason.Length > 0)
            v.Add("changeReason", "FIRST_OF_PHASE", "本阶段首次公开，没有变更原因。", "The first of its phase changes nothing.");
        if (complete && change is not V1.ReleaseChange.Amendment && basis.Length > 0) v.Add("changeBasis", "NO_AMENDMENT", "只有依法调整才有依据。", "Only an amendment rests on a decision.");
    }

    /// <summary>Budgets are proposed and approved, what is adjusted is adjusted, final accounts are executed; of the others any.</summary>
    public static bool IsPhaseOf(V1.DisclosureKind kind, V1.Phase phase) => kind switch
    {
        V1.DisclosureKind.Budget => phase is V1.Phase.Proposed or V1.Phase.Approved,
        V1.DisclosureKind.AdjustedBudget => phase is V1.Phase.Adjusted,
        V1.DisclosureKind.FinalAccounts => phase is V1.Phase.Executed,
        _ => true
    };

    private static Approval? CheckApproval(V1.DisclosureContent content, V1.DisclosureKind kind, DateOnly on, Violations v)
    {
        if (content.Approval is not { } approval)
        {
            if (content.Phase != V1.Phase.Proposed && kind is (V1.DisclosureKind.Budget or V1.DisclosureKind.AdjustedBudget or V1.DisclosureKind.FinalAccounts))
                v.Required("approval", "");
            return null;
        }

        if (content.Phase == V1.Phase.Proposed) v.Add("approval", "NOT_APPROVED", "草案尚未批准。", "What is proposed is not approved yet.");
        PublicText.Check("approval.body", approval.Body, LongestBody, v, required: true);
        v.Text("approval.documentNumber", approval.DocumentNumber, LongestNumber);
        v.Required("approval.on", approval.On);
        var day = v.Day("approval.on", approval.On);
        if (day > on) v.Add("approval.on", "AFTER_DISCLOSURE", $"不能晚于公开之日（{Days.Format(on)}）。", $"Must not be later than the day of disclosure, {Days.Format(on)}.");
        return new Approval(approval.Body, approval.DocumentNumber, day ?? DateOnly.MinValue);
    }

    [GeneratedRegex(@"^[a-z0-9-]{1,60}\z")]
    private static partial Regex Code();
}
