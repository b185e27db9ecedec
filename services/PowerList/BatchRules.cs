using Sunshine.Foundation.Hosting;

namespace Sunshine.Powers;

/// <summary>What must be said of a batch besides its operations.</summary>
public static class BatchRules
{
    private const int MostPowers = 1_000_000;

    public static void CheckDecree(V1.Decree? decree, Violations v)
    {
        if (decree is null)
        {
            v.Required("decree", "");
            return;
        }

        v.Required("decree.title", decree.Title);
        v.Text("decree.title", decree.Title, 500);
        v.Text("decree.documentNumber", decree.DocumentNumber, 100);
        v.Required("decree.decidedOn", decree.DecidedOn);
        v.Day("decree.decidedOn", decree.DecidedOn);
        v.Text("decree.itemId", decree.ItemId, 64);
    }

    public static DateOnly? CheckEffectiveOn(string effectiveOn, Violations v)
    {
        v.Required("effectiveOn", effectiveOn);
        return v.Day("effectiveOn", effectiveOn);
    }

    public static void CheckNote(string note, Violations v) => v.Text("note", note, 2_000);

    public static void CheckDeclared(V1.DeclaredFigures? declared, Violations v)
    {
        if (declared is null) return;
        foreach (var (field, value) in new[]
        {
            ("opening", declared.Opening), ("added", declared.Added), ("cancelled", declared.Cancelled), ("delegated", declared.Delegated), ("closing", declared.Closing)
        })
        {
            if (value is < 0 or > MostPowers) v.Add($"declared.{field}", "OUT_OF_RANGE", $"须为 0 至 {MostPowers}。", $"Must be 0 to {MostPowers}.");
        }
    }
}
