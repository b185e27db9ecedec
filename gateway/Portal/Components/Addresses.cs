using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.WebUtilities;

namespace Sunshine.Portal.Components;

/// <summary>Addresses of this page with another choice: what a reader sees is always in the address, so that it can be kept and sent on.</summary>
public static class Addresses
{
    /// <summary>The name of the query's parameter that a list goes on by.</summary>
    public const string Next = "next";

    /// <summary>With one choice set, changed or, by an empty value, taken back. A list begins anew.</summary>
    public static string With(this HttpRequest request, string name, string value)
    {
        var query = new QueryBuilder(request.Query.Where(q => q.Key != name && q.Key != Next).SelectMany(q => q.Value, (q, v) => KeyValuePair.Create(q.Key, v ?? "")).Where(p => p.Value.Length > 0));
        if (value.Length > 0) query.Add(name, value);
        return request.Path + query.ToString();
    }

    /// <summary>The page of the list that follows.</summary>
    public static string NextPage(this HttpRequest request, string token) => QueryHelpers.AddQueryString(request.With(Next, ""), Next, token);

    /// <summary>The list's beginning.</summary>
    public static string FirstPage(this HttpRequest request) => request.With(Next, "");
}
