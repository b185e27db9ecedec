using System.Text.Json.Serialization;
using Sunshine.Foundation.Hosting;

namespace Sunshine.Finance;

/// <summary>Sorts of audit findings: <c>Codes/audit-categories.json</c>.</summary>
public static class AuditCategories
{
    public static readonly IReadOnlyList<AuditCategory> All = CodeFile.Load(typeof(AuditCategories), "audit-categories", AuditCategoriesJson.Default.AuditCategoriesDocument).Categories;
}

internal sealed record AuditCategoriesDocument(string Remark, IReadOnlyList<AuditCategory> Categories);

/// <param name="Code">Stable, ASCII.</param>
public sealed record AuditCategory(string Code, string Name, string EnglishName);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(AuditCategoriesDocument))]
internal sealed partial class AuditCategoriesJson : JsonSerializerContext;
