using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Google.Protobuf.WellKnownTypes;
using Sunshine.Foundation.Hosting;
using Sunshine.Foundation.Messaging;
using Sunshine.Foundation.Storage;

namespace Sunshine.Requests;

/// <summary>The register of applications: opens and seals their papers, and stores each act with its event in one write.</summary>
public sealed class Register(Collections collections, SealedData sealing, TimeProvider time)
{
    /// <summary>With which an applicant follows an application: 12 letters and digits that follow from its id, so that a receipt can be given again.</summary>
    public string QueryCodeOf(string id)
    {
        var code = Ids.Of("query-code", sealing.Pseudonym("query-code", id)).ToUpperInvariant();
        return $"{code[..4]}-{code[4..8]}-{code[8..12]}";
    }

    /// <summary>An application by what its applicant was told. A wrong code is as good as no application.</summary>
    public async Task<Stored<Entry>> Follow(string receiptNumber, string queryCode, CancellationToken cancel)
    {
        var v = new Violations();
        v.Required("receiptNumber", receiptNumber);
        v.Required("queryCode", queryCode);
        v.Text("receiptNumber", receiptNumber, 100);
        v.Text("queryCode", queryCode, 50);
        v.ThrowIfAny();
        var found = await collections.Entries.List(new ListQuery<Entry> { Where = [EntryCollection.ReceiptNumber.Is(receiptNumber.Trim())], Size = 1 }, cancel);
        // Compared also where there is none, so that the time it takes does not tell.
        var id = found.Documents is [var one] ? one.Value.Id : "";
        var same = CryptographicOperations.FixedTimeEquals(Plain(QueryCodeOf(id)), Plain(queryCode));
        return same && id.Length > 0 ? found.Documents[0] : throw RequestsRefusals.NoSuchApplication.Of();

        // Written by hand, an O is a 0 and an I or L a 1 (Crockford).
        static byte[] Plain(string code) => Encoding.UTF8.GetBytes(string.Concat(code.ToUpperInvariant().Where(char.IsLetterOrDigit)).Replace('O', '0').Replace('I', '1').Replace('L', '1'));
    }

    public Application Open(Entry entry) => new(entry, entry.Sealed.Length == 0 ? new Papers() : JsonSerializer.Deserialize(sealing.Unseal(entry.Sealed), RequestsJson.Default.Papers)!);

    /// <summary>Stores an application that is new, with its event. The same again is the one that is there.</summary>
    /// <returns>Null if its receipt number is another's.</returns>
    public async Task<Stored<Entry>?> Create(Application application, CancellationToken cancel)
    {
        var entry = Seal(application);
        var written = (await collections.Entries.Write([Write.Create(entry.Id, entry, EventOf(null, application, 1))], cancel))[0];
        return written.Outcome switch
        {
            WriteOutcome.Done => new Stored<Entry>(entry, written.Revision),
            WriteOutcome.Stale => await collections.Entries.Get(entry.Id, cancel),
            _ => null
        };
    }

    /// <summary>Stores what became of an application that was read.</summary>
    /// <param name="expected">The revision the caller named; null for none.</param>
    public async Task<Stored<Entry>> Save(Stored<Entry> read, Application changed, long? expected, CancellationToken cancel) =>
        await collections.Entries.Replace(read.Value.Id, read, Seal(changed), expected, null, cancel,
            changed.HasActed ? [EventOf(read.Value, changed, read.Revision + 1)] : []);

    /// <summary>What is told of an application that was imported, finished. There are no papers that a commitment could bind.</summary>
    public OutgoingEvent ImportOf(Entry entry) => Topics.Outgoing(new V1.ApplicationChanged
    {
        ApplicationId = entry.Id, AgencyId = entry.AgencyId, Verb = V1.Verb.Import, State = entry.State, Outcome = entry.Outcome, ReceivedOn = Days.Format(entry.ReceivedOn),
        DueOn = Days.Format(entry.DueOn), Revision = 1, OccurredAt = entry.CreatedAt.ToTimestamp(), Counts = { Counts.Change([], EntryCounts.Of(entry)) }
    }, time);

    private Entry Seal(Application application) =>
        application.Entry with { Sealed = sealing.Seal(JsonSerializer.Serialize(application.Papers, RequestsJson.Default.Papers)) };

    /// <param name="before">Null if it is new.</param>
    private OutgoingEvent EventOf(Entry? before, Application application, long revision)
    {
        var (entry, last) = (application.Entry, application.Papers.Steps[^1]);
        return Topics.Outgoing(new V1.ApplicationChanged
        {
            ApplicationId = entry.Id, AgencyId = entry.AgencyId, Verb = last.Verb, State = entry.State, Outcome = entry.Outcome, ReceivedOn = Days.Format(entry.ReceivedOn),
            DueOn = Days.Format(entry.DueOn), Commitment = CommitmentOf(application), Revision = revision, OccurredAt = last.At.ToTimestamp(),
            Counts = { Counts.Change(EntryCounts.Of(before), EntryCounts.Of(entry)) }
        }, time);
    }

    /// <summary>Tells nothing to whoever has not the salt, and binds what the event says to this application and its answer.</summary>
    private static string CommitmentOf(Application application)
    {
        var (entry, papers) = (application.Entry, application.Papers);
        var document = papers.Answer is { DocumentFileId: { Length: > 0 } id } ? papers.Files.First(f => f.Id == id).Sha256 : "";
        var said = string.Join('\n', papers.Salt, entry.ReceiptNumber, papers.Steps[^1].Verb.Name(), entry.State.Name(), entry.Outcome.Name(),
            Days.Format(entry.ReceivedOn), Days.Format(entry.DueOn), document);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(said)));
    }
}
