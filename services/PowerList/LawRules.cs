using Sunshine.Foundation.Hosting;

namespace Sunshine.Powers;

/// <summary>What the register takes, of a law and of an act.</summary>
public static class LawRules
{
    private const int MostArticles = 9_999;
    private const int MostPlaces = 500;

    /// <param name="field">Its path, such as <c>content</c>.</param>
    public static void Check(V1.LawContent? content, string field, Violations v)
    {
        if (content is null)
        {
            v.Required(field, "");
            return;
        }

        var title = LawNames.Bare(content.Title);
        v.Required($"{field}.title", title);
        v.Text($"{field}.title", title, 500);
        if (!string.IsNullOrWhiteSpace(title) && LawNames.Fold(title).Length == 0) v.Add($"{field}.title", "MALFORMED", "标题中没有文字。", "The title has no letters.");
        v.Text($"{field}.documentNumber", content.DocumentNumber, 100);
        v.Enum($"{field}.kind", content.Kind, required: true);
        v.Text($"{field}.issuer", content.Issuer, 200);
        var issued = v.Day($"{field}.issuedOn", content.IssuedOn);
        if (v.Day($"{field}.effectiveOn", content.EffectiveOn) < issued) v.Add($"{field}.effectiveOn", "BEFORE_ISSUE", "不能早于公布之日。", "Must not be before it was issued.");
        if (content.LastArticle is < 0 or > MostArticles) v.Add($"{field}.lastArticle", "OUT_OF_RANGE", $"应为 0 至 {MostArticles}。", $"Must be from 0 to {MostArticles}.");
        v.Count($"{field}.insertedArticles", content.InsertedArticles.Count, 0, MostPlaces);
        if (content.InsertedArticles.Count > 0 && content.LastArticle == 0)
            v.Add($"{field}.insertedArticles", "WITHOUT_LAST_ARTICLE", "须同时填写最后一条的条号。", "Only with the number of the last article.");
        CheckInserted(content, field, v);
        v.Text($"{field}.itemId", content.ItemId, 64);
    }

    /// <summary>An act as a caller records it.</summary>
    /// <param name="law">Of which law, as it is or is to be.</param>
    public static void Check(V1.LawActContent? act, string field, Law law, Violations v)
    {
        if (act is null)
        {
            v.Required(field, "");
            return;
        }

        v.Enum($"{field}.kind", act.Kind, required: true);
        if (act.Kind == V1.LawActKind.Withdrawn) v.Add($"{field}.kind", "NOT_BY_CALLER", "撤回公开由目录服务通知，不能手工记录。", "Only the Catalogue's own event records it.");
        v.Required($"{field}.on", act.On);
        if (v.Day($"{field}.on", act.On) < law.IssuedOn) v.Add($"{field}.on", "BEFORE_ISSUE", "不能早于公布之日。", "Must not be before the law was issued.");
        v.Count($"{field}.articles", act.Articles.Count, 0, MostPlaces);
        var seen = new HashSet<ArticleReference>();
        for (var i = 0; i < Math.Min(act.Articles.Count, MostPlaces); i++)
        {
            if (Place($"{field}.articles[{i}]", act.Articles[i], law, v, out var place) && !seen.Add(place))
                v.Add($"{field}.articles[{i}]", "TWICE", "同一条款列了两次。", "The same place is named twice.");
        }

        v.Text($"{field}.successorLawId", act.SuccessorLawId, 64);
        if (act.SuccessorLawId == law.Id) v.Add($"{field}.successorLawId", "SAME_LAW", "不能由自身替代。", "A law does not take its own place.");
        v.Text($"{field}.note", act.Note, 500);
    }

    /// <summary>Reads a place that a law must have.</summary>
    /// <returns>Whether it is one.</returns>
    public static bool Place(string field, string text, Law law, Violations v, out ArticleReference place)
    {
        if (!ArticleReference.TryParse(text, out place))
            v.Add(field, "MALFORMED", "不是有效的条款：应为“第十二条第一款第（三）项”或“12”的形式。", "Not a place in a law: it must look like 第十二条第一款第（三）项 or 12.");
        else if (!law.Has(place))
            v.Add(field, "NO_SUCH_ARTICLE", $"《{law.Title}》没有{new ArticleReference(place.Article, place.Inserted)}。", $"The law has no article {place.Number}.");
        else return true;
        return false;
    }

    private static void CheckInserted(V1.LawContent content, string field, Violations v)
    {
        var seen = new HashSet<ArticleReference>();
        for (var i = 0; i < Math.Min(content.InsertedArticles.Count, MostPlaces); i++)
        {
            var at = $"{field}.insertedArticles[{i}]";
            if (!ArticleReference.TryParse(content.InsertedArticles[i], out var article) || article.Inserted == 0 || !article.IsArticle)
                v.Add(at, "MALFORMED", "应为“12-1”或“第十二条之一”的形式。", "Must look like 12-1 or 第十二条之一.");
            else if (article.Article > content.LastArticle && content.LastArticle > 0) v.Add(at, "NO_SUCH_ARTICLE", "不在最后一条之前。", "Its article is after the last one.");
            else if (!seen.Add(article)) v.Add(at, "TWICE", "同一条列了两次。", "The same article is named twice.");
        }
    }
}
