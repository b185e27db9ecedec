using Sunshine.Foundation.Calendar;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Storage;

namespace Sunshine.Requests;

public static class ArchiveCollection
{
    public static readonly Field<ArchivedAnswer, string> ApplicationId = Field.Unique<ArchivedAnswer, string>(x => x.ApplicationId);

    public static readonly Facet<ArchivedAnswer> State = new("state", x => x.State.Name());
    public static readonly Facet<ArchivedAnswer> Agency = new("agency", x => x.AgencyId);
    public static readonly Facet<ArchivedAnswer> Outcome = new("outcome", x => x.Outcome.Name());
    public static readonly Facet<ArchivedAnswer> Year = new("year", x => $"{x.Year:0000}");

    public static readonly Collection<ArchivedAnswer> Declared = new("archive", x => x.Id, ArchiveJson.Default.ArchivedAnswer)
    {
        Fields = [ApplicationId],
        Search = new SearchIndex<ArchivedAnswer>
        {
            Heading = x => [x.Question], Text = x => [x.Text, x.LegalBasis], Day = x => x.PublishedOn ?? Clock.DayOf(x.CreatedAt), Facets = [State, Agency, Outcome, Year]
        }
    };
}
