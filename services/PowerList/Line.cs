using Sunshine.Foundation.Text;

namespace Sunshine.Powers;

/// <summary>What a list says of one power from one batch until another, as it is kept in memory: without what only a reader of the power asks for.</summary>
public sealed record Line
{
    public required string PowerId { get; init; }

    /// <summary>The version's document.</summary>
    public required string VersionId { get; init; }

    /// <summary>Number of the batch.</summary>
    public required int From { get; init; }

    /// <summary>Number of the batch that says something else; <see cref="int.MaxValue"/> if none does.</summary>
    public required int Until { get; init; }

    public required bool Held { get; init; }
    public required V1.OperationKind Kind { get; init; }
    public required string Code { get; init; }
    public required string Name { get; init; }

    /// <summary>What a search looks at.</summary>
    public required string Folded { get; init; }

    public required V1.PowerKind PowerKind { get; init; }
    public required string AgencyId { get; init; }
    public required V1.PowerLevel Level { get; init; }
    public required IReadOnlyList<LegalBasis> Bases { get; init; }
    public required DateOnly BasedOn { get; init; }
    public required IReadOnlyList<string> FeeIds { get; init; }

    /// <summary>Of what the list says.</summary>
    public required string Digest { get; init; }

    public required V1.PowerLevel ToLevel { get; init; }
    public required IReadOnlyList<string> ToAgencyIds { get; init; }
    public required string SourceListId { get; init; }
    public required IReadOnlyList<string> Predecessors { get; init; }
    public required IReadOnlyList<string> Successors { get; init; }

    /// <summary>Whether the list has the power just after a batch.</summary>
    public bool IsHeldAt(int batch) => Held && From <= batch && batch < Until;

    public static Line Of(PowerVersion version, int number)
    {
        var content = version.Content;
        return new Line
        {
            PowerId = version.PowerId, VersionId = version.Id, From = number, Until = int.MaxValue, Held = version.Held, Kind = version.Kind, Code = content.Code, Name = content.Name,
            Folded = Folding.Fold($"{content.Name} {content.Code}"), PowerKind = content.Kind, AgencyId = content.AgencyId, Level = content.Level, Bases = content.Bases,
            BasedOn = version.BasedOn, FeeIds = content.Fee?.FeeIds ?? [], Digest = version.Digest, ToLevel = version.ToLevel, ToAgencyIds = version.ToAgencyIds, SourceListId = version.SourceListId,
            Predecessors = version.Predecessors, Successors = version.Successors
        };
    }
}
