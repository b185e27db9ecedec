using System.Runtime.CompilerServices;
using Google.Protobuf.WellKnownTypes;
using Microsoft.Extensions.Options;
using Sunshine.Foundation.Calendar;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Messaging;
using Sunshine.Foundation.Storage;

namespace Sunshine.ReadingRooms;

/// <summary>Opens distributions, and reads them with their deliveries.</summary>
public sealed class Distributions(
    Collections collections, [FromKeyedServices(ReadingRoomsModule.Name)] IStore store, RoomBook book, Publications publications, DeliveryTerm term, Clock clock, TimeProvider time,
    IOptions<ReadingRoomsOptions> options)
{
    private const int Portion = 200;

    private static readonly V1.DivisionLevel[] AllLevels = [V1.DivisionLevel.City, V1.DivisionLevel.County, V1.DivisionLevel.Town, V1.DivisionLevel.Village];

    /// <summary>An issue of the gazette came out: it goes to its rooms by itself, once, however often the event comes.</summary>
    /// <exception cref="Grpc.Core.RpcException">The catalogue does not answer; the event comes again.</exception>
    public async Task Follow(Catalogue.V1.GazetteIssued issued, CancellationToken cancel)
    {
        if (issued.IssueId.Length is 0 or > 64) return;
        if (await publications.Read(V1.PublicationKind.GazetteIssue, issued.IssueId, cancel) is not { } publication) return;
        var scope = options.Value.Gazettes.GetValueOrDefault(publication.AgencyId) ?? new GazetteScope();
        // Where there are no rooms yet, nobody owes anything.
        await Open(publication, scope.Levels, scope.DivisionCode, "", cancel);
    }

    /// <summary>Opens the distribution of a publication's latest edition, or finds the one that it has. Its rooms are those of the day of issue.</summary>
    /// <returns>Null if there is no room to give it to.</returns>
    public async Task<Stored<Distribution>?> Open(Publication publication, IReadOnlyCollection<V1.DivisionLevel> levels, string divisionCode, string openedBy, CancellationToken cancel)
    {
        var id = Distribution.IdOf(publication.Latest);
        if (await collections.Distributions.Get(id, cancel) is { } there) return there;
        IReadOnlyList<V1.DivisionLevel> chosen = levels.Count == 0 ? AllLevels : [.. levels.Distinct().Order()];
        var issuedOn = publication.IssuedOn;
        var rooms = (await book.Read(cancel)).Sorted
            .Where(r => r.WasThereOn(issuedOn) && chosen.Contains(r.Level) && r.IsWithin(divisionCode.Length == 0 ? null : divisionCode)).ToList();
        if (rooms.Count == 0) return null;

        var number = (await store.Reserve(new Dictionary<string, int> { ["distributions"] = 1 }, cancel))["distributions"];
        // Under a number of their own: what a process left behind that died here is named by nobody and harms nobody.
        var shards = rooms.GroupBy(r => DivisionCode.CountyOf(r.DivisionCode)).OrderBy(c => c.Key, StringComparer.Ordinal)
            .SelectMany(county => county.OrderBy(r => r.DivisionCode, StringComparer.Ordinal).ThenBy(r => r.Id, StringComparer.Ordinal).Chunk(DeliveryShard.MostRooms)
                .Select((part, i) => new DeliveryShard($"{id}.{number}.{county.Key}.{i}", id, county.Key, [.. part.Select(r => new Delivery(r.Id, r.Level, r.DivisionCode))], 0)))
            .ToList();
        foreach (var part in shards.Chunk(100)) await collections.Shards.Write([.. part.Select(s => Write.Create(s.Id, s))], cancel);

        var now = time.GetUtcNow();
        var due = term.Of(issuedOn);
        var distribution = new Distribution
        {
            Id = id, Number = number, Publication = publication.Latest, AgencyId = publication.AgencyId, IssuedOn = issuedOn, Levels = chosen, DivisionCode = divisionCode,
            Shards = [.. shards.Select(s => new ShardReference(s.Id, s.CountyCode, s.Deliveries.Count))], DueOn = due?.On, DueBasis = due?.Basis ?? "", OpenedBy = openedBy,
            RemindOn = FirstReminder(due?.On), CreatedAt = now, UpdatedAt = now
        };
        var opened = Topics.Outgoing(new V1.DistributionOpened
        {
            DistributionId = id, AgencyId = distribution.AgencyId, Publication = distribution.Publication.ToProto(), RoomCount = distribution.RoomCount, DueOn = Days.Format(distribution.DueOn),
            OccurredAt = now.ToTimestamp(), IssuedOn = Days.Format(issuedOn)
        }, time);
        var written = (await collections.Distributions.Write([Write.Create(id, distribution, opened)], cancel))[0];
        if (written.Outcome == WriteOutcome.Done) return new Stored<Distribution>(distribution, written.Revision);
        await collections.Shards.Write([.. shards.Select(s => new Write<DeliveryShard>(s.Id, null, null, []))], cancel);
        return (await collections.Distributions.Get(id, cancel))!;
    }

    /// <exception cref="RefusedException">There is none.</exception>
    public async Task<Stored<Distribution>> Require(string field, string id, CancellationToken cancel)
    {
        var v = new Violations();
        v.Required(field, id);
        v.Text(field, id, 64);
        v.ThrowIfAny();
        return await collections.Distributions.Get(id, cancel) ?? throw ReadingRoomsRefusals.NoSuchDistribution.Of();
    }

    /// <summary>What was issued in a year, oldest first.</summary>
    public async IAsyncEnumerable<Distribution> IssuedIn(int year, [EnumeratorCancellation] CancellationToken cancel)
    {
        string? after = null;
        do
        {
            var page = await collections.Distributions.List(new ListQuery<Distribution>
            {
                Where = [DistributionCollection.IssuedOn.AtLeast(new DateOnly(year, 1, 1)), DistributionCollection.IssuedOn.AtMost(new DateOnly(year, 12, 31))],
                OrderBy = DistributionCollection.IssuedOn, Size = Portion, After = after
            }, cancel);
            foreach (var stored in page.Documents) yield return stored.Value;
            after = page.Next;
        }
        while (after is not null);
    }

    /// <summary>A distribution's shards, in its order.</summary>
    public async IAsyncEnumerable<Stored<DeliveryShard>> ShardsOf(Distribution distribution, [EnumeratorCancellation] CancellationToken cancel)
    {
        foreach (var part in distribution.Shards.Chunk(50))
        {
            var read = await collections.Shards.GetMany([.. part.Select(s => s.Id)], cancel);
            foreach (var reference in part) yield return read[reference.Id];
        }
    }

    /// <summary>Who opens the distribution of an old issue does not remind anybody of what is long past.</summary>
    private DateOnly FirstReminder(DateOnly? due) => due is { } last
        ? new[] { V1.ReminderStage.DueSoon, V1.ReminderStage.Overdue }.Select(s => term.Reached(s, last)).Where(d => d >= clock.Today).DefaultIfEmpty(DateOnly.MaxValue).Min()
        : DateOnly.MaxValue;
}
