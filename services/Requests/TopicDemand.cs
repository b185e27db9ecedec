using System.Runtime.CompilerServices;
using Google.Protobuf.WellKnownTypes;
using Sunshine.Foundation.Calendar;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Messaging;
using Sunshine.Foundation.Storage;

namespace Sunshine.Requests;

/// <summary>
/// How much a topic is asked for. It stands in the applications; a topic has it as it was counted last, and is counted again whenever an
/// event tells that one of its applications changed.
/// </summary>
public sealed class TopicDemand(Collections collections, TimeProvider time)
{
    private const int Portion = 500;

    public static OutgoingEvent EventOf(Topic topic, V1.TopicChange change, DateTimeOffset at, TimeProvider time) => Topics.Outgoing(new V1.TopicChanged
    {
        TopicId = topic.Id, AgencyId = topic.AgencyId, Change = change, State = topic.State, ItemId = topic.ItemId, OccurredAt = at.ToTimestamp()
    }, time);

    /// <summary>Counts a topic's applications and applicants anew.</summary>
    /// <returns>The topic with them; null if there is none.</returns>
    public async Task<Stored<Topic>?> Count(string topicId, CancellationToken cancel)
    {
        while (true)
        {
            // Read before it is counted: what was counted by somebody else meanwhile is newer, and makes this write stale.
            if (await collections.Topics.Get(topicId, cancel) is not { } found) return null;
            var (applications, former, granted, keys) = (0, 0, false, new HashSet<string>());
            await foreach (var entry in Applications(topicId, cancel))
            {
                applications++;
                granted |= entry is { State: V1.ApplicationState.Answered, Outcome: V1.Outcome.Granted };
                if (entry.ApplicantKey.Length > 0) keys.Add(entry.ApplicantKey);
                else if (entry.CountsApplicant) former++;
            }

            var counted = found.Value with { Applications = applications, Applicants = keys.Count + former, Granted = granted };
            if (counted == found.Value) return found;
            counted = counted with { UpdatedAt = time.GetUtcNow() };
            var written = (await collections.Topics.Write([Write.Replace(topicId, counted, found.Revision)], cancel))[0];
            if (written.Outcome == WriteOutcome.Done) return new Stored<Topic>(counted, written.Revision);
        }
    }

    /// <summary>What publishing it did to the demand.</summary>
    /// <param name="most">Days to compare on each side; fewer if it was not published so long ago.</param>
    public async Task<V1.TopicFigures> Compare(Topic topic, int most, DateOnly today, CancellationToken cancel)
    {
        var arrived = new List<DateOnly>();
        await foreach (var entry in Applications(topic.Id, cancel)) arrived.Add(entry.ArrivedOn);
        var figures = new V1.TopicFigures();
        figures.Months.Add(arrived.GroupBy(d => new DateOnly(d.Year, d.Month, 1)).OrderBy(m => m.Key).Select(m => new V1.MonthOfTopic
        {
            Month = Days.Format(m.Key)[..7], Applications = m.Count(), Published = topic.PublishedOn < m.Key.AddMonths(1)
        }));
        if (topic.PublishedOn is not { } published) return figures;
        figures.Days = Math.Min(most, today.DayNumber - published.DayNumber + 1);
        figures.Before = arrived.Count(d => d < published && d >= published.AddDays(-figures.Days));
        figures.After = arrived.Count(d => d >= published && d < published.AddDays(figures.Days));
        figures.FallPercent = figures.Before == 0 ? 0 : (int)Math.Floor(100m * (figures.Before - figures.After) / figures.Before);
        return figures;
    }

    /// <summary>An application changed.</summary>
    public async Task Follow(V1.ApplicationChanged changed, CancellationToken cancel)
    {
        if (await collections.Entries.Get(changed.ApplicationId, cancel) is { Value.TopicId: { Length: > 0 } topicId }) await Count(topicId, cancel);
    }

    /// <summary>An item of the Catalogue changed, perhaps one that came of a topic.</summary>
    public async Task Follow(Catalogue.V1.ItemChanged changed, CancellationToken cancel)
    {
        while (true)
        {
            var found = (await collections.Topics.List(new ListQuery<Topic> { Where = [TopicCollection.ItemId.Is(changed.ItemId)], Size = 1 }, cancel)).Documents;
            if (changed.ItemId.Length == 0 || found is not [var (topic, revision)]) return;
            var at = changed.OccurredAt.ToDateTimeOffset();
            var after = topic.Follow(changed.Revision, changed.Change == Catalogue.V1.Change.Withdrawn, Clock.DayOf(at), time.GetUtcNow());
            if (ReferenceEquals(after, topic)) return;
            var change = after.State == topic.State ? 0 : after.State == V1.TopicState.Withdrawn ? V1.TopicChange.Withdrawn : V1.TopicChange.Published;
            var write = Write.Replace(topic.Id, after, revision, change == 0 ? [] : [EventOf(after, change, at, time)]);
            if ((await collections.Topics.Write([write], cancel))[0].Outcome == WriteOutcome.Done) return;
        }
    }

    public async IAsyncEnumerable<Entry> Applications(string topicId, [EnumeratorCancellation] CancellationToken cancel)
    {
        for (string? after = null; ;)
        {
            var page = await collections.Entries.Search(new SearchQuery<Entry> { Filters = [EntryCollection.Topic.In(topicId)], Size = Portion, After = after }, cancel);
            foreach (var found in page.Documents) yield return found.Value;
            if ((after = page.Next) is null) yield break;
        }
    }
}
