using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using Sunshine.Catalogue.V1;

namespace Sunshine.Portal.Components.Desk;

/// <summary>A reviewer's decision as it is filled in (保密审查).</summary>
public sealed class ReviewForm
{
    public string? Etag { get; set; }

    public string? Decision { get; set; }

    public string? Opinion { get; set; }

    public string? Mode { get; set; }

    public string? Ground { get; set; }

    public string? LegalBasis { get; set; }

    public ReviewDraftRequest ToProto(string id) => new()
    {
        Id = id, Etag = Etag ?? "", Decision = Values.Of<ReviewDecision>(Decision), Opinion = RequestActForm.Said(Opinion), Mode = Values.Of<DisclosureMode>(Mode),
        Ground = Values.Of<RestrictionGround>(Ground), LegalBasis = RequestActForm.Said(LegalBasis)
    };
}

/// <summary>Where and when a draft is published, as it is filled in.</summary>
public sealed class PublishForm
{
    private const int MorePlacements = 2;
    private static readonly TimeSpan Here = TimeSpan.FromHours(8);

    public string? Etag { get; set; }

    public List<PlacementForm> Placements { get; set => field = value ?? []; } = [];

    /// <summary>As a browser's field of day and time has it, where the government is; empty for now.</summary>
    public string? At { get; set; }

    public IEnumerable<PlacementForm> Lines => Placements.Concat(Enumerable.Range(0, MorePlacements).Select(_ => new PlacementForm()));

    public PublishDraftRequest ToProto(string id)
    {
        Placements.RemoveAll(p => string.IsNullOrEmpty(p.Channel));
        return new PublishDraftRequest
        {
            Id = id, Etag = Etag ?? "", Placements = { Placements.Select(p => p.ToProto()) },
            PublishTime = DateTime.TryParse(At, CultureInfo.InvariantCulture, DateTimeStyles.None, out var at) ? new DateTimeOffset(DateTime.SpecifyKind(at, DateTimeKind.Unspecified), Here).ToTimestamp() : null
        };
    }
}

/// <summary>A line of where it appears.</summary>
public sealed class PlacementForm
{
    public string? Channel { get; set; }

    public string? On { get; set; }

    public string? Column { get; set; }

    public string? Url { get; set; }

    public Placement ToProto() => new() { Channel = Values.Of<Channel>(Channel), On = On ?? "", Column = RequestActForm.Said(Column), Url = RequestActForm.Said(Url) };
}
