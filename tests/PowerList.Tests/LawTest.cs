using Microsoft.Extensions.DependencyInjection;
using Sunshine.Foundation.Identity;
using Sunshine.Foundation.Storage;
using Sunshine.Powers.V1;

namespace Sunshine.Powers.Tests;

/// <summary>With clients of the register of laws.</summary>
public abstract class LawTest : PowerListTest
{
    protected LawService.LawServiceClient Keeper => new(As("keeper-1", Roles.Supervisor));

    protected LawService.LawServiceClient Editor => new(As("editor-1", Roles.Editor));

    protected LawService.LawServiceClient Machine => new(As("machine", Roles.System));

    protected LawService.LawServiceClient Anyone => new(Host.Invoker());

    protected LawBook Book => Host.Services.GetRequiredService<LawBook>();

    /// <summary>What another replica on the same store knows.</summary>
    protected LawBook OtherBook() => ActivatorUtilities.CreateInstance<LawBook>(Host.Services);

    protected static V1.LawContent Content(string title = "中华人民共和国行政许可法", string number = "主席令第七号") => new()
    {
        Title = title, DocumentNumber = number, Kind = LawKind.Statute, Issuer = "全国人民代表大会常务委员会", IssuedOn = "2003-08-27", EffectiveOn = "2004-07-01", LastArticle = 83,
        InsertedArticles = { "12-1" }
    };

    protected async Task<V1.Law> Added(string title = "中华人民共和国行政许可法", string number = "主席令第七号", Action<V1.LawContent>? but = null)
    {
        var request = new CreateLawRequest { RequestId = $"{title} {number}", Content = Content(title, number) };
        but?.Invoke(request.Content);
        return await Keeper.CreateLawAsync(request, cancellationToken: Cancel);
    }

    protected async Task<V1.Law> Recorded(string lawId, LawActKind kind, string on, string successor = "", params string[] articles)
    {
        var act = new LawActContent { Kind = kind, On = on, SuccessorLawId = successor };
        act.Articles.Add(articles);
        return await Keeper.RecordLawActAsync(new() { Id = lawId, RequestId = $"{kind} {on} {string.Join(' ', articles)}", Act = act }, cancellationToken: Cancel);
    }

    /// <summary>What was told of laws, oldest first.</summary>
    protected async Task<IReadOnlyList<LawChange>> Told() =>
    [
        .. (await Host.Services.GetRequiredKeyedService<IStore>(PowerListModule.Name).Changes.After(0, 1_000, Cancel))
            .Where(e => e.Event.Topic == "powers.laws").Select(e => Foundation.Messaging.Topics.Read<LawChanged>(e.Event).Change)
    ];
}
