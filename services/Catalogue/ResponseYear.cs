using Sunshine.Foundation.Storage;

namespace Sunshine.Catalogue;

/// <summary>
/// A year's figures as part two of the statistical form of 2014-2018 wants them: the same concern counts once, however often it was
/// answered, and once for each way in which it was.
/// </summary>
public static class ResponseYear
{
    private const string OnMicroblogOrWechat = "MICROBLOG_WECHAT";
    private const string InAnotherWay = "OTHER";
    private const string AtPressConference = "PRESS_CONFERENCE";

    private const int Portion = 200;

    /// <param name="wanted">The agencies that are counted; null for all.</param>
    public static async Task<V1.ResponseStatistics> Count(
        Collections collections, int year, IReadOnlySet<string>? wanted, DateTimeOffset now, CancellationToken cancel)
    {
        var (from, to) = (new DateOnly(year, 1, 1), new DateOnly(year, 12, 31));
        var statistics = new V1.ResponseStatistics { Year = year };
        await foreach (var briefing in All(collections.Briefings, new ListQuery<Briefing>
        {
            Where = [BriefingCollection.On.AtLeast(from), BriefingCollection.On.AtMost(to)], OrderBy = BriefingCollection.On, Size = Portion
        }, cancel))
        {
            if (wanted?.Contains(briefing.AgencyId) == false) continue;
            var leader = briefing.PrincipalLeader ? 1 : 0;
            if (briefing.Kind == V1.BriefingKind.PressConference)
                (statistics.PressConferenceCount, statistics.PressConferenceLeaderCount) = (statistics.PressConferenceCount + 1, statistics.PressConferenceLeaderCount + leader);
            else
                (statistics.InterviewCount, statistics.InterviewLeaderCount) = (statistics.InterviewCount + 1, statistics.InterviewLeaderCount + leader);
        }

        var byChannel = new Dictionary<V1.Channel, long>();
        await foreach (var concern in All(collections.Concerns, new ListQuery<Concern>
        {
            Where = [ConcernCollection.IsPublic.Is(true), ConcernCollection.RespondedOn.AtLeast(from), ConcernCollection.RespondedOn.AtMost(to)],
            OrderBy = ConcernCollection.RespondedOn, Size = Portion
        }, cancel))
        {
            if (wanted?.Contains(concern.AgencyId) == false) continue;
            statistics.ConcernCount++;
            if (concern.IsLateAt(now)) statistics.LateCount++;
            var channels = concern.Responses.SelectMany(r => r.Channels).ToHashSet();
            var ways = WaysOf(concern).ToList();
            if (ways.Contains(OnMicroblogOrWechat)) statistics.MicroblogOrWechatCount++;
            if (ways.Contains(InAnotherWay)) statistics.OtherCount++;
            foreach (var channel in channels) byChannel[channel] = byChannel.GetValueOrDefault(channel) + 1;
        }

        statistics.ConcernsByChannel.Add(Enum.GetValues<V1.Channel>().Where(c => c != V1.Channel.Unspecified).Order()
            .Select(c => new V1.ConcernChannelCount { Channel = c, Count = byChannel.GetValueOrDefault(c) }));
        return statistics;
    }

    /// <summary>The ways in which a concern was answered, each once.</summary>
    public static IEnumerable<string> WaysOf(Concern concern)
    {
        if (concern.Responses.Any(r => r.Channels.Any(IsSocial))) yield return OnMicroblogOrWechat;
        if (concern.Responses.Any(r => r.Form != V1.ConcernResponseForm.PressConference && r.Channels.Any(c => !IsSocial(c)))) yield return InAnotherWay;
        if (concern.Responses.Any(r => r.Form == V1.ConcernResponseForm.PressConference)) yield return AtPressConference;
    }

    private static bool IsSocial(V1.Channel channel) => channel is V1.Channel.Microblog or V1.Channel.Wechat;

    private static async IAsyncEnumerable<T> All<T>(
        IDocuments<T> documents, ListQuery<T> query, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel) where T : class
    {
        while (true)
        {
            var page = await documents.List(query, cancel);
            foreach (var stored in page.Documents) yield return stored.Value;
            if (page.Next is null) yield break;
            query = query with { After = page.Next };
        }
    }
}
