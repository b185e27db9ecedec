using System.Text.Json.Serialization;
using Sunshine.Foundation.Hosting;

namespace Sunshine.Powers;

/// <summary>A law of the register (法律、法规、规章、规范性文件), as it is stored.</summary>
public sealed record Law
{
    public required string Id { get; init; }
    public required string Title { get; init; }
    public string DocumentNumber { get; init; } = "";
    public required V1.LawKind Kind { get; init; }
    public string Issuer { get; init; } = "";
    public DateOnly? IssuedOn { get; init; }

    /// <summary>First day on which it is in force; null if nobody recorded it.</summary>
    public DateOnly? EffectiveOn { get; init; }

    /// <summary>0 if its articles are not known.</summary>
    public int LastArticle { get; init; }

    /// <summary>As <see cref="ArticleReference.Number"/>, such as <c>12-1</c>.</summary>
    public IReadOnlyList<string> InsertedArticles { get; init; } = [];

    /// <summary>The Catalogue's item that it is published as; empty if it is not known to be one.</summary>
    public string ItemId { get; init; } = "";

    /// <summary>In the order they were recorded.</summary>
    public IReadOnlyList<LawAct> Acts { get; init; } = [];

    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>
    /// What no two laws have in common: title and number. A law and the one of the same title that replaced it have different numbers; where
    /// none is known, different days of issue.
    /// </summary>
    [JsonIgnore]
    public string Key => Ids.Of("law", LawNames.Fold(Title), DocumentNumber.Length > 0 ? LawNames.Fold(DocumentNumber) : Days.Format(IssuedOn));

    /// <summary>Whether it has an article; every one if its articles are not known. Paragraphs are not counted.</summary>
    public bool Has(ArticleReference place) =>
        place.IsWhole || LastArticle == 0 || (place.Inserted == 0 ? place.Article <= LastArticle : InsertedArticles.Contains(place.Number));

    /// <summary>Whether it is in force on a day (时效性). Derived, never stored: time alone may change it.</summary>
    public V1.LawValidity ValidityOn(DateOnly day) => EndBy(day) switch
    {
        { Kind: V1.LawActKind.Repealed } => V1.LawValidity.Repealed,
        { } => V1.LawValidity.Expired,
        null => EffectiveOn > day ? V1.LawValidity.Pending : V1.LawValidity.InForce
    };

    /// <summary>What ended it as a whole on a day or before: the first such act; null if it had not ended.</summary>
    public LawAct? EndBy(DateOnly day) => Acts.Where(a => a.EndsLaw && a.On <= day).MinBy(a => a.On);

    /// <summary>With an act; the same if it is recorded already.</summary>
    public Law Record(LawAct act, DateTimeOffset now) => Acts.Any(a => a.Id == act.Id) ? this : this with { Acts = [.. Acts, act], UpdatedAt = now };

    /// <summary>With an act in the place of the one of the same id.</summary>
    public Law Replace(LawAct act, DateTimeOffset now) => this with { Acts = [.. Acts.Select(a => a.Id == act.Id ? act : a)], UpdatedAt = now };
}
