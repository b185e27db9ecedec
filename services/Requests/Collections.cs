using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Storage;

namespace Sunshine.Requests;

/// <summary>What the service stores, and by what it is found.</summary>
public sealed class Collections([FromKeyedServices(RequestsModule.Name)] IStore store)
{
    /// <summary>The register. Its papers are opened by <see cref="Register"/> alone.</summary>
    public IDocuments<Entry> Entries { get; } = store.Open(EntryCollection.Declared);

    /// <summary>Reviews, suits and complaints.</summary>
    public IDocuments<Case> Cases { get; } = store.Open(CaseCollection.Declared);

    /// <summary>What several applications are about.</summary>
    public IDocuments<Topic> Topics { get; } = store.Open(TopicCollection.Declared);

    /// <summary>Answers for everybody, apart from the register.</summary>
    public IDocuments<ArchivedAnswer> Archive { get; } = store.Open(ArchiveCollection.Declared);

    /// <summary>The bytes of applications' files, sealed.</summary>
    public IFiles Files { get; } = store.Files;

    /// <summary>The next numbers of counters.</summary>
    public async Task<long> Next(string counter, CancellationToken cancel) =>
        (await store.Reserve(new Dictionary<string, int> { [counter] = 1 }, cancel))[counter];
}

public static class EntryCollection
{
    /// <summary>For <see cref="Nearest"/>: long after every day that can be due.</summary>
    private const int Pivot = 2_000_000;

    public static readonly Field<Entry, string> ReceiptNumber = Field.Unique<Entry, string>(x => x.ReceiptNumber);
    public static readonly Field<Entry, string> Applicant = Field.Of<Entry, string>(x => x.ApplicantKey);
    public static readonly Field<Entry, DateOnly> ArrivedOn = Field.Of<Entry, DateOnly>(x => x.ArrivedOn);

    /// <summary>When it ended and still tells who applied, or still has bytes that do; far away for all others, and for what is held.</summary>
    public static readonly Field<Entry, DateOnly> Kept = new("kept", x => x.FilesToDelete.Count > 0 || (x is { Held: false, AnonymisedAt: null, ApplicantKey.Length: > 0 }) ? x.FinishedOn ?? DateOnly.MaxValue : DateOnly.MaxValue);

    public static readonly Facet<Entry> Agency = new("agency", x => x.AgencyId);
    public static readonly Facet<Entry> State = new("state", x => x.State.Name());
    public static readonly Facet<Entry> Open = new("open", x => x.IsOpen ? Yes : No);
    public static readonly Facet<Entry> Channel = new("channel", x => x.Channel.Name());
    public static readonly Facet<Entry> Kind = new("kind", x => x.ApplicantKind.Name());
    public static readonly Facet<Entry> AssignedTo = new("assignedTo", x => x.AssignedTo);
    public static readonly Facet<Entry> Topic = new("topic", x => x.TopicId);
    public static readonly Facet<Entry> Held = new("held", x => x.Held ? Yes : null);

    /// <summary>The year of receipt in the sense of the law; what is not received is not counted as such.</summary>
    public static readonly Facet<Entry> ReceivedIn = new("receivedIn", x => x.ReceivedOn is { } on ? Year(on) : null);

    /// <summary>The year it was answered or ended; <see cref="Unfinished"/> while it is open.</summary>
    public static readonly Facet<Entry> FinishedIn = new("finishedIn", x => x.FinishedOn is { } on ? Year(on) : Unfinished);

    public static readonly Facet<Entry> Outcome = new("outcome", x => x.FinishedOn is null ? null : x.Outcome.Name());
    public static readonly Facet<Entry> Punctuality = new("punctuality", x => x.FinishedOn is null ? null : (x.Extended || x.IsOverdueOn(x.FinishedOn.Value) ? V1.Punctuality.Extended : V1.Punctuality.OnTime).Name());

    /// <summary>Outcome and kind of applicant together, for the table of 2021.</summary>
    public static readonly Facet<Entry> OutcomeByKind = new("outcomeByKind", x => x.FinishedOn is null ? null : $"{x.Outcome.Name()}/{x.ApplicantKind.Name()}");

    public static readonly Facet<Entry> Paid = new("paid", x => x.FeePaid > 0 ? Yes : null);

    /// <summary>What was paid, in yuan: few amounts, since scales are tiers, and as a facet they are summed over any number of applications by counting.</summary>
    public static readonly Facet<Entry> Fee = new("fee", x => x.FeePaid > 0 ? Map.Money(x.FeePaid) : null);

    public const string Yes = "yes";
    public const string No = "no";
    public const string Unfinished = "unfinished";

    public static readonly Collection<Entry> Declared = new("applications", x => x.Id, RequestsJson.Default.Entry)
    {
        Fields = [ReceiptNumber, Applicant, ArrivedOn, Kept],
        Indexes = [[Applicant, ArrivedOn]],
        Search = new SearchIndex<Entry>
        {
            Heading = x => [x.ReceiptNumber],
            Text = x => [x.Subject],
            Day = x => x.IsOpen && x.DueOn is { } due ? Nearest(due) : null,
            Facets = [Agency, State, Open, Channel, Kind, AssignedTo, Topic, Held, ReceivedIn, FinishedIn, Outcome, Punctuality, OutcomeByKind, Paid, Fee]
        }
    };

    public static string Year(DateOnly day) => $"{day.Year:0000}";

    /// <summary>A day as the search orders it: lists have the newest first, and a queue wants the nearest due day first. The opposite of itself.</summary>
    public static DateOnly Nearest(DateOnly due) => DateOnly.FromDayNumber(Math.Max(0, Pivot - due.DayNumber));
}
