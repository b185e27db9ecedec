namespace Sunshine.Foundation.Hosting;

/// <summary>What anybody will read.</summary>
public static class PublicText
{
    /// <summary>No longer than so, and nothing in it that tells of a single person.</summary>
    public static void Check(string field, string value, int longest, Violations v, bool required = false)
    {
        if (required) v.Required(field, value);
        v.Text(field, value, longest);
        v.NoPersonalData(field, value);
    }
}
