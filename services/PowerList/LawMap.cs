using Google.Protobuf.WellKnownTypes;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Storage;

namespace Sunshine.Powers;

/// <summary>Contract ↔ domain, of laws.</summary>
internal static class LawMap
{
    public static V1.Law ToProto(Stored<Law> stored, DateOnly asOf)
    {
        var law = stored.Value;
        var proto = new V1.Law
        {
            Id = law.Id, Etag = Etags.Of(stored.Revision), CreateTime = law.CreatedAt.ToTimestamp(), UpdateTime = law.UpdatedAt.ToTimestamp(), Content = ToContent(law),
            Validity = law.ValidityOn(asOf)
        };
        proto.Acts.Add(law.Acts.Select(ToProto));
        return proto;
    }

    public static V1.LawContent ToContent(Law law)
    {
        var content = new V1.LawContent
        {
            Title = law.Title, DocumentNumber = law.DocumentNumber, Kind = law.Kind, Issuer = law.Issuer, IssuedOn = Days.Format(law.IssuedOn),
            EffectiveOn = Days.Format(law.EffectiveOn), LastArticle = law.LastArticle, ItemId = law.ItemId
        };
        content.InsertedArticles.Add(law.InsertedArticles);
        return content;
    }

    /// <summary>With content that <see cref="LawRules"/> found nothing wrong with.</summary>
    public static Law With(this Law law, V1.LawContent content) => law with
    {
        Title = LawNames.Bare(content.Title), DocumentNumber = content.DocumentNumber.Trim(), Kind = content.Kind, Issuer = content.Issuer.Trim(), IssuedOn = Days.Parse(content.IssuedOn),
        EffectiveOn = Days.Parse(content.EffectiveOn), LastArticle = content.LastArticle,
        InsertedArticles = [.. content.InsertedArticles.Select(ArticleReference.Parse).OrderBy(a => a.Article).ThenBy(a => a.Inserted).Select(a => a.Number)], ItemId = content.ItemId
    };

    /// <param name="act">Without errors, as <see cref="LawRules"/> found.</param>
    public static LawAct ToAct(V1.LawActContent act, string id, string by, DateTimeOffset now) => new()
    {
        Id = id, Kind = act.Kind, On = Days.Parse(act.On)!.Value, Articles = [.. act.Articles.Select(a => ArticleReference.Parse(a).ToString())],
        SuccessorLawId = act.SuccessorLawId, Note = act.Note, By = by, RecordedAt = now
    };

    public static V1.BasisConfirmation ToProto(Confirmation confirmation)
    {
        var proto = new V1.BasisConfirmation
        {
            Id = confirmation.Id, LawId = confirmation.LawId, ConfirmedOn = Days.Format(confirmation.On), CreateTime = confirmation.CreatedAt.ToTimestamp(),
            ConfirmedBy = confirmation.By, Reason = confirmation.Reason
        };
        proto.ActIds.Add(confirmation.ActIds);
        proto.TargetIds.Add(confirmation.TargetIds);
        return proto;
    }

    /// <summary>What is told to others.</summary>
    public static V1.LawChanged ToEvent(Law law, V1.LawChange change, long revision, string actId = "") => new()
    {
        LawId = law.Id, Change = change, Revision = revision, ActId = actId, OccurredAt = law.UpdatedAt.ToTimestamp()
    };

    /// <summary>Why a basis is in question, in the language of the law.</summary>
    public static string Sentence(Doubt doubt, LawBook.Snapshot laws)
    {
        var act = doubt.Act;
        var what = act.Kind switch
        {
            V1.LawActKind.Repealed => "废止",
            V1.LawActKind.Expired => "失效",
            V1.LawActKind.Withdrawn => "撤回公开",
            _ => "修改"
        };
        var where = act.Articles.Count switch { 0 => "所依据的法律法规", 1 => act.Articles[0], _ => $"{act.Articles[0]}等 {act.Articles.Count} 处" };
        var successor = laws.Find(act.SuccessorLawId)?.Value is { } next ? $"，由《{next.Title}》替代" : "";
        return $"{where}自 {Days.Format(act.On)} 起{what}{successor}，{(doubt.MustBeRebased ? "须改列依据" : "须复核")}。";
    }

    private static V1.LawAct ToProto(LawAct act)
    {
        var content = new V1.LawActContent { Kind = act.Kind, On = Days.Format(act.On), SuccessorLawId = act.SuccessorLawId, Note = act.Note };
        content.Articles.Add(act.Articles);
        return new V1.LawAct
        {
            Id = act.Id, Content = content, RecordedAt = act.RecordedAt.ToTimestamp(), ItemId = act.ItemId, TakenBackAt = act.TakenBackAt?.ToTimestamp(),
            TakenBackReason = act.TakenBackReason
        };
    }
}
