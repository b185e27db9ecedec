namespace Sunshine.Powers;

/// <summary>What of a guide is found by words, beside its title.</summary>
public static class GuideText
{
    public static IEnumerable<string?> Of(GuideContent c) =>
    [
        c.Office, c.Conditions,
        .. c.Steps.SelectMany(s => new[] { s.Step, s.Text }),
        .. c.Materials.SelectMany(m => new[] { m.Name, m.Issuer, m.Condition, m.Notes }),
        .. c.Places.SelectMany(p => new[] { p.Name, p.Address, p.Window }),
        .. c.Results.Select(r => r.Name),
        .. c.Questions.SelectMany(q => new[] { q.Question, q.Answer })
    ];
}
