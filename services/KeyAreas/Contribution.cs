using System.Globalization;
using System.Text.Json;

namespace Sunshine.KeyAreas;

/// <summary>What a record adds to the aggregates of its type: it follows from the record and the schema that checked it, and from nothing else.</summary>
internal static class Contribution
{
    /// <summary>Null for a record that is not counted.</summary>
    public static V1.Contribution? Of(Record record, RecordShape shape)
    {
        if (record.Withdrawn) return null;
        using var json = JsonDocument.Parse(record.Data);
        var contribution = new V1.Contribution();
        contribution.Dimensions.Add("agency=" + record.AgencyId);
        contribution.Dimensions.Add("late=" + (record.IsLate() ? "true" : "false"));
        contribution.Dimensions.Add("period=" + record.CountedIn);
        foreach (var dimension in shape.Dimensions)
        {
            if (json.RootElement.TryGetProperty(dimension.Name, out var value) && ShapeField.Text(value) is { Length: > 0 } text) contribution.Dimensions.Add($"{dimension.Name}={text}");
        }

        foreach (var measure in shape.Measures)
        {
            if (json.RootElement.TryGetProperty(measure.Name, out var value) && ShapeField.Decimal(value) is { } amount) contribution.Measures.Add($"{measure.Name}={amount.ToString(CultureInfo.InvariantCulture)}");
        }

        return contribution;
    }
}
