using System.Text.Json.Serialization;
using Sunshine.Foundation.Storage;

namespace Sunshine.Finance;

/// <summary>Who must disclose.</summary>
public sealed class CoverageCollections([FromKeyedServices(FinanceModule.Name)] IStore store)
{
    public IDocuments<FundedUnit> Units { get; } = store.Open(FundedUnitCollection.Declared);
}

public static class FundedUnitCollection
{
    public static readonly Field<FundedUnit, int> FiscalYear = Field.Of<FundedUnit, int>(x => x.FiscalYear);

    public static readonly Collection<FundedUnit> Declared = new("funded_units", x => x.Id, CoverageJson.Default.FundedUnit) { Fields = [FiscalYear] };
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault, UseStringEnumConverter = true, IgnoreReadOnlyProperties = true)]
[JsonSerializable(typeof(FundedUnit))]
internal sealed partial class CoverageJson : JsonSerializerContext;
