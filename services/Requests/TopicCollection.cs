using Sunshine.Foundation.Calendar;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Storage;

namespace Sunshine.Requests;

public static class TopicCollection
{
    private const string Granted = "granted";

    /// <summary>More applicants are not told apart: no setting asks for so many.</summary>
    private const int Most = RequestsOptions.MostToProposeFrom;

    public static readonly Field<Topic, string> ItemId = Field.Of<Topic, string>(x => x.ItemId);

    public static readonly Facet<Topic> Agency = new("agency", x => x.AgencyId);
    public static readonly Facet<Topic> State = new("state", x => x.State.Name());

    /// <summary>Of what is not proposed: whether it was given in full, else how many applicants there are.</summary>
    public static readonly Facet<Topic> Demand = new("demand", x => x.State != V1.TopicState.Open ? null : x.Granted ? Granted : Applicants(x.Applicants));

    public static readonly Collection<Topic> Declared = new("topics", x => x.Id, TopicJson.Default.Topic)
    {
        Fields = [ItemId],
        Search = new SearchIndex<Topic> { Heading = x => [x.Title], Text = x => [x.Description], Day = x => Clock.DayOf(x.CreatedAt), Facets = [Agency, State, Demand] }
    };

    /// <summary>What <see cref="Topic.IsProposable"/> says, as a search asks for it.</summary>
    public static FacetFilter<Topic> Proposable(int from) => Demand.In([Granted, .. Enumerable.Range(from, Most - from + 1).Select(Applicants)]);

    private static string Applicants(int count) => $"{Math.Min(count, Most):000}";
}
