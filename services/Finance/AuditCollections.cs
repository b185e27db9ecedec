using System.Text.Json.Serialization;
using Sunshine.Foundation.Storage;

namespace Sunshine.Finance;

/// <summary>What audits found.</summary>
public sealed class AuditCollections([FromKeyedServices(FinanceModule.Name)] IStore store)
{
    public IDocuments<AuditFinding> Findings { get; } = store.Open(AuditFindingCollection.Declared);
}

public static class AuditFindingCollection
{
    public static readonly Field<AuditFinding, string> Report = new("report", x => x.DisclosureId);
    public static readonly Field<AuditFinding, int> FiscalYear = Field.Of<AuditFinding, int>(x => x.FiscalYear);
    public static readonly Field<AuditFinding, V1.FindingState> State = Field.Of<AuditFinding, V1.FindingState>(x => x.State);
    public static readonly Field<AuditFinding, string> Place = Field.Of<AuditFinding, string>(x => x.Place);
    public static readonly Field<AuditFinding, string> ReportNumber = Field.Unique<AuditFinding, string>(x => x.ReportNumber);

    public static readonly Collection<AuditFinding> Declared = new("audit_findings", x => x.Id, AuditJson.Default.AuditFinding)
    {
        Fields = [Report, FiscalYear, State, Place, ReportNumber], Indexes = [[Report, Place], [FiscalYear, Place], [State, Place]]
    };
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault, UseStringEnumConverter = true, IgnoreReadOnlyProperties = true)]
[JsonSerializable(typeof(AuditFinding))]
internal sealed partial class AuditJson : JsonSerializerContext;
