namespace Sunshine.ReportForms.Rules;

/// <summary>What tables say that was not understood, so that nobody takes it for checked.</summary>
internal static class UnreadCells
{
    public static void Check(ReadReport report, IReadOnlyList<ReadReport> earlier, Findings findings)
    {
        foreach (var unread in report.Unread)
            findings.Add(Severity.Notice, Verdict.NotRead, unread.Place, [], null, null, "", $"“{unread.Text}”：{unread.Chinese}。", $"{unread.Text}: {unread.English}.");
    }
}
