using System.Text.Json.Nodes;

namespace Sunshine.Finance;

/// <summary>
/// The <c>datapackage.json</c> of a Fiscal Data Package, in the form of its published profile (fiscal-data-package, version 0.3): the fields of each
/// table, and the model, which says which field is the amount and what the others classify it by. The published profile wants the name of the one that
/// it rests on, tabular-data-package, and refuses its own.
/// </summary>
public static class FiscalDescriptor
{
    public static JsonObject Of(FinanceExport export, IReadOnlyList<PackageResource> resources)
    {
        var descriptor = new JsonObject
        {
            ["profile"] = "tabular-data-package", ["name"] = "sunshine-finance", ["title"] = "财政预决算公开数据", ["description"] = export.Scope,
            ["created"] = export.At.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'"), ["countryCode"] = "CN", ["granularity"] = "aggregated"
        };
        if (export.Years is { } years) descriptor["fiscalPeriod"] = new JsonObject { ["start"] = $"{years.First}-01-01", ["end"] = $"{years.Last}-12-31" };
        descriptor["resources"] = new JsonArray([.. resources.Select(Resource)]);
        descriptor["model"] = new JsonObject
        {
            ["measures"] = new JsonObject { ["amount"] = new JsonObject { ["source"] = "amount", ["resource"] = "cells", ["currency"] = "CNY", ["factor"] = 1 } },
            ["dimensions"] = new JsonObject
            {
                ["date"] = Dimension("datetime", null, "fiscal_year"),
                ["phase"] = Dimension("other", null, "phase"),
                ["direction"] = Dimension("other", null, "direction"),
                ["agency"] = Dimension("entity", "administrative", "agency_id", ("agency_name", "agency_id", null)),
                ["functional"] = Dimension("classification", "functional", "functional_item", ("functional_section", null, null), ("functional_class", null, null)),
                ["economic"] = Dimension("classification", "economic", "economic_section", ("economic_class", null, null)),
                ["line"] = Dimension("fact", null, "code", ("name", "code", null)),
                ["column"] = Dimension("other", null, "column", ("column_name", "column", null)),
                ["table"] = Dimension("other", null, "layout", ("layout_name", "layout", null)),
                ["disclosure"] = Dimension("activity", null, "disclosure_id", ("release", null, null), ("kind", null, null), ("level", null, null), ("subject", null, null))
            }
        };
        return descriptor;
    }

    private static JsonObject Resource(PackageResource resource)
    {
        return new JsonObject
        {
            ["profile"] = "tabular-data-resource", ["name"] = resource.Name, ["path"] = resource.Path, ["format"] = "csv", ["mediatype"] = "text/csv", ["encoding"] = "utf-8",
            ["bytes"] = resource.Bytes, ["hash"] = $"sha256:{resource.Sha256}", ["dialect"] = new JsonObject { ["delimiter"] = ",", ["doubleQuote"] = true, ["lineTerminator"] = "\r\n" },
            ["schema"] = new JsonObject { ["fields"] = new JsonArray([.. resource.Fields.Select(Field)]), ["missingValues"] = new JsonArray("") }
        };

        static JsonNode Field(PackageField f) => new JsonObject { ["name"] = f.Name, ["title"] = f.Title, ["type"] = f.Type, ["format"] = "default" };
    }

    /// <param name="key">The field that is its key.</param>
    /// <param name="others">Further fields, with the one that each labels.</param>
    private static JsonObject Dimension(string type, string? classification, string key, params (string Field, string? LabelFor, string? Parent)[] others)
    {
        var attributes = new JsonObject();
        foreach (var (field, label, parent) in others.Prepend((key, null, null)))
        {
            var attribute = new JsonObject { ["source"] = field, ["resource"] = "cells" };
            if (label is not null) attribute["labelfor"] = label;
            if (parent is not null) attribute["parent"] = parent;
            attributes[field] = attribute;
        }

        var dimension = new JsonObject { ["dimensionType"] = type, ["primaryKey"] = key, ["attributes"] = attributes };
        if (classification is not null) dimension["classificationType"] = classification;
        return dimension;
    }
}
