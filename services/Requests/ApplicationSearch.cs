using Sunshine.Foundation.Agencies;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Identity;
using Sunshine.Foundation.Storage;
using Sunshine.Foundation.Text;

namespace Sunshine.Requests;

/// <summary>What a list of applications asks of the search index. The statistics name their figures by such lists.</summary>
public static class ApplicationSearch
{
    private const int FirstYear = 2008;
    private const int LastYear = 2100;

    public static SearchQuery<Entry> Of(V1.ListApplicationsRequest request, AgencyCopies.Snapshot agencies, Caller caller)
    {
        var v = new Violations();
        var within = Within(request.AgencyId, agencies, caller, v);
        v.Enum("state", request.State, required: false);
        v.Count("channels", request.Channels.Count, 0, 10);
        for (var i = 0; i < request.Channels.Count; i++) v.Enum($"channels[{i}]", request.Channels[i], required: true);
        v.Enum("applicantKind", request.ApplicantKind, required: false);
        v.Enum("punctuality", request.Punctuality, required: false);
        v.Count("outcomes", request.Outcomes.Count, 0, 30);
        for (var i = 0; i < request.Outcomes.Count; i++) v.Enum($"outcomes[{i}]", request.Outcomes[i], required: true);
        v.Text("query", request.Query, 200);
        v.Text("assignedTo", request.AssignedTo, 100);
        v.Text("topicId", request.TopicId, 64);
        var until = v.Day("dueUntil", request.DueUntil);
        RequireYears("Received", request.FirstReceivedYear, request.LastReceivedYear, v);
        RequireYears("Finished", request.FirstFinishedYear, request.LastFinishedYear, v);
        var size = PageTokens.Size(request.PageSize, v);
        var after = PageTokens.Place(request.PageToken, request, v);
        v.ThrowIfAny();

        return new SearchQuery<Entry>
        {
            Text = string.IsNullOrWhiteSpace(request.Query) ? null : TextQuery.Parse(request.Query), Filters = Filters(request, within), Order = SearchOrder.Newest, Size = size,
            After = after, From = until is { } day ? EntryCollection.Nearest(day) : null
        };
    }

    /// <param name="within">The agencies.</param>
    public static IReadOnlyList<FacetFilter<Entry>> Filters(V1.ListApplicationsRequest request, IReadOnlyList<string> within)
    {
        var filters = new List<FacetFilter<Entry>> { EntryCollection.Agency.In(within) };
        if (request.State != 0) filters.Add(EntryCollection.State.In(request.State.Name()));
        if (request.Open || request.DueUntil.Length > 0) filters.Add(EntryCollection.Open.In(EntryCollection.Yes));
        if (request.Channels.Count > 0) filters.Add(EntryCollection.Channel.In([.. request.Channels.Select(c => c.Name())]));
        if (request.ApplicantKind != 0) filters.Add(EntryCollection.Kind.In(request.ApplicantKind.Name()));
        if (request.Punctuality != 0) filters.Add(EntryCollection.Punctuality.In(request.Punctuality.Name()));
        if (request.Outcomes.Count > 0) filters.Add(EntryCollection.Outcome.In([.. request.Outcomes.Select(o => o.Name())]));
        if (request.AssignedTo.Length > 0) filters.Add(EntryCollection.AssignedTo.In(request.AssignedTo));
        if (request.TopicId.Length > 0) filters.Add(EntryCollection.Topic.In(request.TopicId));
        if (request.FirstReceivedYear + request.LastReceivedYear > 0) filters.Add(EntryCollection.ReceivedIn.In(Years(request.FirstReceivedYear, request.LastReceivedYear)));
        if (request.FirstFinishedYear + request.LastFinishedYear > 0) filters.Add(EntryCollection.FinishedIn.In(YearsOrOpen(request.FirstFinishedYear, request.LastFinishedYear)));
        if (request.Paid) filters.Add(EntryCollection.Paid.In(EntryCollection.Yes));
        return filters;
    }

    /// <summary>An agency that the caller may act for and all below it; the caller's own without one; every one for who is bound to none.</summary>
    public static IReadOnlyList<string> Within(string agencyId, AgencyCopies.Snapshot agencies, Caller caller, Violations v)
    {
        if (agencyId.Length == 0 && caller.IsUnbounded) return agencies.Ids;
        var asked = agencyId.Length > 0 ? agencyId : caller.Agency ?? "";
        agencies.RequireKnown("agencyId", asked, v);
        v.ThrowIfAny();
        agencies.RequireActingFor(caller, asked);
        return agencies.SelfAndBelow(asked);
    }

    /// <summary>All years from one to another as facets have them; 0 for no bound.</summary>
    public static IReadOnlyCollection<string> Years(int from, int until) =>
        [.. Enumerable.Range(Math.Max(from, FirstYear), Math.Max(0, (until == 0 ? LastYear : until) - Math.Max(from, FirstYear) + 1)).Select(y => $"{y:0000}")];

    /// <summary>The same of an end; without a last year also what has not ended.</summary>
    public static IReadOnlyCollection<string> YearsOrOpen(int from, int until) => until == 0 ? [.. Years(from, LastYear), EntryCollection.Unfinished] : Years(from, until);

    internal static void RequireYears(string field, int from, int until, Violations v)
    {
        if (from != 0 && from is < FirstYear or > LastYear) v.Add($"first{field}Year", "OUT_OF_RANGE", $"应在 {FirstYear} 至 {LastYear} 之间。", $"Must be from {FirstYear} to {LastYear}.");
        if (until != 0 && until is < FirstYear or > LastYear) v.Add($"last{field}Year", "OUT_OF_RANGE", $"应在 {FirstYear} 至 {LastYear} 之间。", $"Must be from {FirstYear} to {LastYear}.");
        if (from > 0 && until > 0 && from > until) v.Add($"last{field}Year", "BEFORE_FROM", "不能早于起始年份。", "Must not be before the first year.");
    }
}
