using Microsoft.AspNetCore.Http.Extensions;

namespace Sunshine.Portal;

/// <summary>Searches in the interface's terms (the parameters of ListItems), as messages to followers link to them (<c>Following:SearchPage</c>), shown as the site shows a search.</summary>
internal static class FoundLinks
{
    private static readonly Dictionary<string, string> Names = new()
    {
        ["query"] = "q", ["agencyId"] = "agency", ["channel"] = "channel", ["subjectCategory"] = "category", ["genre"] = "genre", ["stage"] = "stage", ["keyArea"] = "area",
        ["publishedFrom"] = "from", ["publishedTo"] = "to", ["order"] = "order"
    };

    public static void MapFoundLinks(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapGet("/found", (HttpRequest request) => Results.LocalRedirect("/search" + new QueryBuilder(
            request.Query.Where(q => Names.ContainsKey(q.Key)).Select(q => KeyValuePair.Create(Names[q.Key], q.Value.ToString()))))).AllowAnonymous();
}
