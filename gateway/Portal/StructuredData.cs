using System.Text.Json;
using System.Text.Json.Nodes;
using Sunshine.Catalogue.V1;

namespace Sunshine.Portal;

/// <summary>What search engines read of a page (schema.org, JSON-LD).</summary>
internal static class StructuredData
{
    public static string Of(Item item, string address)
    {
        var data = new JsonObject
        {
            ["@context"] = "https://schema.org", ["@type"] = "CreativeWork", ["@id"] = address, ["name"] = item.Title, ["identifier"] = item.IndexNumber,
            ["publisher"] = new JsonObject { ["@type"] = "GovernmentOrganization", ["name"] = item.Agency?.Name }, ["datePublished"] = item.PublishedOn, ["version"] = item.Edition,
            ["inLanguage"] = "zh-CN", ["isAccessibleForFree"] = true
        };
        if (item.Summary.Length > 0) data["abstract"] = item.Summary;
        if (item.Keywords.Count > 0) data["keywords"] = string.Join(",", item.Keywords);
        if (item.FormedOn.Length > 0) data["dateCreated"] = item.FormedOn;
        // The default encoder escapes what could end the element it stands in.
        return data.ToJsonString(JsonSerializerOptions.Default);
    }
}
