using System.Text.Json;
using System.Text.Json.Nodes;
using Sunshine.Foundation.Tables;

namespace Sunshine.Finance;

/// <summary>
/// Releases with their tables, without lines: what an amount was stated by. A row for each table, also for one without lines, and one for a release
/// without tables. With <see cref="CellTable"/> it has everything that a release says.
/// </summary>
public static class ReleaseTable
{
    public static readonly IReadOnlyList<PackageField> Fields =
    [
        new("disclosure_id", "公开标识"), new("release", "版次", "integer"), new("source_id", "来源标识"), new("agency_id", "单位标识"), new("agency_name", "单位"), new("fiscal_year", "预算年度", "integer"),
        new("kind", "公开种类"), new("level", "层级"), new("subject", "公开事项"), new("title", "标题"), new("phase", "阶段"), new("change", "变更性质"), new("change_reason", "变更理由"), new("change_basis", "变更依据"),
        new("approval_body", "批准（批复）机关"), new("approval_document", "批准（批复）文号"), new("approved_on", "批准（批复）日期", "date"), new("due_on", "公开期限", "date"), new("published_on", "公开日期", "date"),
        new("days_late", "逾期天数", "integer"), new("item_id", "目录信息标识"), new("index_number", "索引号"), new("explanations", "文字说明"), new("layout", "报表"), new("layout_name", "报表名称"),
        new("stated_unit", "列示单位"), new("note", "表注"), new("row_count", "行数", "integer"), new("digest", "摘要值")
    ];

    private static readonly JsonSerializerOptions Readable = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static IEnumerable<IReadOnlyList<TableCell>> Rows(Disclosure disclosure, Release release, string agencyName)
    {
        foreach (var statement in release.Statements.DefaultIfEmpty())
        {
            var (identity, content) = (disclosure.Identity, release.Content);
            yield return
            [
                disclosure.Id, release.Number, disclosure.SourceId, identity.AgencyId, agencyName, identity.FiscalYear, CellTable.Word(identity.Kind), CellTable.Word(identity.Level), identity.Subject,
                content.Title, CellTable.Word(content.Phase), CellTable.Word(release.Change), release.ChangeReason, release.ChangeBasis, content.Approval?.Body, content.Approval?.DocumentNumber,
                content.Approval?.On, release.DueOn, release.PublishedOn, release.DaysLate, disclosure.ItemId, disclosure.IndexNumber, Explanations(content), statement?.Layout,
                statement is null ? null : Layouts.Find(statement.Layout)?.Name, statement is null ? null : CellTable.Word(statement.Unit), statement?.Note, statement is null ? default(TableCell) : statement.RowCount,
                statement?.Digest
            ];
        }
    }

    /// <summary>As a JSON object by element.</summary>
    private static string Explanations(Content content) =>
        content.Explanations.Count == 0 ? "" : new JsonObject(content.Explanations.Select(e => KeyValuePair.Create(e.Element, (JsonNode?)e.Text))).ToJsonString(Readable);
}
