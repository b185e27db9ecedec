namespace Sunshine.ReportForms;

/// <summary>Statement lists of real reports that come with the platform.</summary>
public static class Samples
{
    /// <summary>Of each: figures, short quotes and what the report itself says of how they hang together.</summary>
    public static IReadOnlyList<string> Names { get; } = ["anshan-2016"];

    /// <summary>Null if there is none of this name.</summary>
    public static PublishedReport? Find(string name)
    {
        if (!Names.Contains(name)) return null;
        using var file = EmbeddedFile.Open($"Published.{name}.json");
        return PublishedJson.Read(file, name);
    }
}
