using System.Text.Json.Serialization;
using Sunshine.Foundation.Calendar;

namespace Sunshine.Requests;

/// <summary>What is written in an application and in its procedure. Stored sealed, and nowhere else.</summary>
public sealed record Papers
{
    /// <summary>Null once it was made anonymous, and for imported ones.</summary>
    public Applicant? Applicant { get; init; }

    public Wanted? Wanted { get; init; }

    /// <summary>32 random bytes in Base64, with which commitments are made.</summary>
    public string Salt { get; init; } = "";

    /// <summary>What happened to the clock of the answer; empty until it is received.</summary>
    public IReadOnlyList<ClockEntry> Clock { get; init; } = [];

    public DateOnly? AcceptedOn { get; init; }
    public Correction? Correction { get; init; }
    public IReadOnlyList<ThirdParty> ThirdParties { get; init; } = [];
    public bool ThirdPartiesAsked { get; init; }
    public IReadOnlyList<CoAgency> CoAgencies { get; init; } = [];
    public bool CoAgenciesAsked { get; init; }
    public IReadOnlyList<Extension> Extensions { get; init; } = [];
    public DateOnly? ReasonsRequestedOn { get; init; }
    public Fee? Fee { get; init; }
    public Answer? Answer { get; init; }

    /// <summary>Answers that were given before it was opened again, oldest first.</summary>
    public IReadOnlyList<Answer> FormerAnswers { get; init; } = [];

    public IReadOnlyList<KeptFile> Files { get; init; } = [];
    public IReadOnlyList<Step> Steps { get; init; } = [];
    public IReadOnlyList<Note> Notes { get; init; } = [];
    public IReadOnlyList<Link> Links { get; init; } = [];
}

public sealed record Applicant(
    string Name, V1.IdentityDocument IdentityDocument, string IdentityNumber, string CreditCode, string Representative, string ContactPerson,
    string Phone, string Email, string Address, string Postcode);

public sealed record Wanted(
    string Description, string Title, string DocumentNumber, string Purpose, V1.Medium Medium, V1.Handover Handover, bool FeeReduction);

/// <param name="ReceivedOn">Null until the applicant corrected it.</param>
public sealed record Correction(string Items, DateOnly RequestedOn, DateOnly DueOn, DateOnly? ReceivedOn);

/// <param name="DueOn">Null where the law sets no time.</param>
public sealed record ThirdParty(string Id, string Name, string Contact, DateOnly AskedOn, DateOnly? DueOn)
{
    public V1.Opinion Opinion { get; init; }
    public DateOnly? RepliedOn { get; init; }
    public string Reason { get; init; } = "";
    public string OverrideReason { get; init; } = "";
    public string OverrideDocument { get; init; } = "";
}

/// <param name="DueOn">Null where the law sets no time.</param>
public sealed record CoAgency(string AgencyId, DateOnly AskedOn, DateOnly? DueOn)
{
    public V1.Opinion Opinion { get; init; }
    public DateOnly? RepliedOn { get; init; }
    public string Reason { get; init; } = "";
}

public sealed record Extension(V1.ExtensionKind Kind, DateOnly On, int WorkingDays, string Reason, string ApprovedBy);

/// <param name="Amount">In yuan, after what was asked for with the month's other applications.</param>
public sealed record Fee(
    V1.FeeScale Scale, int Quantity, decimal Amount, decimal Deducted, IReadOnlyList<FeeTier> Tiers, DateOnly NotifiedOn, DateOnly DueOn, DateOnly? PaidOn);

/// <summary>What falls into one step of a scale.</summary>
public sealed record FeeTier(int From, int To, decimal Price)
{
    [JsonIgnore]
    public decimal Amount => (To - From + 1) * Price;
}

public sealed record Answer(V1.Outcome Outcome, string LegalBasis, string Text, IReadOnlyList<GivenFile> Files, IReadOnlyList<string> ItemIds, string DraftedBy)
{
    public string DocumentNumber { get; init; } = "";
    public string ApprovedBy { get; init; } = "";

    /// <summary>Null while it waits for approval.</summary>
    public DateTimeOffset? AnsweredAt { get; init; }

    public string Remedies { get; init; } = "";
    public string DocumentFileId { get; init; } = "";
    public string Delivery { get; init; } = "";
}

/// <param name="OriginalId">Never served; empty if nothing was left out.</param>
public sealed record GivenFile(string FileId, string OriginalId, IReadOnlyList<Redaction> Redactions);

public sealed record Redaction(string Place, V1.Outcome Ground, string Reason);

/// <summary>A file of an application. Its bytes are kept sealed.</summary>
/// <param name="Sha256">Of the bytes themselves.</param>
/// <param name="StoredAs">What the store knows the sealed bytes by.</param>
public sealed record KeptFile(string Id, string FileName, string MediaType, long Length, string Sha256, string StoredAs, bool FromApplicant, DateTimeOffset CreatedAt);

public sealed record Step(V1.Verb Verb, DateTimeOffset At, DateOnly On, string By, V1.ApplicationState State, string Document, string Note);

public sealed record Note(string By, DateTimeOffset At, string Text);

public sealed record Link(V1.LinkKind Kind, string ApplicationId, string ReceiptNumber);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault, UseStringEnumConverter = true)]
[JsonSerializable(typeof(Entry))]
[JsonSerializable(typeof(Papers))]
internal sealed partial class RequestsJson : JsonSerializerContext;
