namespace Sunshine.Powers;

/// <summary>A published edition of a guide (版本). It never changes.</summary>
public sealed record GuideEdition
{
    /// <summary>Counted from 1.</summary>
    public required int Number { get; init; }

    public required GuideContent Content { get; init; }
    public string ChangeNote { get; init; } = "";

    /// <summary>Not before that of the edition before.</summary>
    public DateTimeOffset PublishedAt { get; init; }

    /// <summary>Subject of the token that published it.</summary>
    public string PublishedBy { get; init; } = "";

    /// <summary>Subjects of those who wrote it; none if it was imported: whoever imports it has published it already.</summary>
    public IReadOnlyList<string> WrittenBy { get; init; } = [];

    public required string Digest { get; init; }

    /// <summary>The day of the edition that stated the bases as they are.</summary>
    public DateOnly BasesSince { get; init; }

    /// <summary>The writing of a draft that it was, by which a publication that is carried out twice recognises itself; empty if it was imported.</summary>
    public string DraftKey { get; init; } = "";

    /// <summary>The edition that follows another.</summary>
    public GuideEdition After(GuideEdition before) => this with
    {
        Number = before.Number + 1, BasesSince = Content.Bases.SequenceEqual(before.Content.Bases) ? before.BasesSince : BasesSince
    };
}

/// <summary>An edition that another has taken the place of, in a document of its own: <c>{guide}.{number}</c>.</summary>
public sealed record PastGuideEdition(string GuideId, GuideEdition Edition)
{
    public string Id => IdOf(GuideId, Edition.Number);

    public static string IdOf(string guideId, int number) => $"{guideId}.{number}";
}
