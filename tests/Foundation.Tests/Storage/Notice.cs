using System.Text.Json.Serialization;
using Sunshine.Foundation.Storage;

namespace Sunshine.Foundation.Tests.Storage;

public enum NoticeStage { Draft, Published, Withdrawn }

/// <summary>A document with a field of every type.</summary>
public sealed record Notice
{
    public required string Id { get; init; }
    public string Agency { get; init; } = "";
    public string? Number { get; init; }
    public NoticeStage Stage { get; init; }
    public int Copies { get; init; }
    public long Size { get; init; }
    public bool Open { get; init; }
    public decimal Amount { get; init; }
    public DateOnly? Day { get; init; }
    public DateTimeOffset At { get; init; }
    public DateTimeOffset? Decided { get; init; }
    public string Title { get; init; } = "";
    public string Body { get; init; } = "";
    public IReadOnlyList<string> Topics { get; init; } = [];
    public IReadOnlyList<Attachment> Attachments { get; init; } = [];
}

public sealed record Attachment(string Name, long Length);

[JsonSerializable(typeof(Notice))]
internal sealed partial class NoticeJson : JsonSerializerContext;

internal static class Notices
{
    public static readonly Field<Notice, string> Agency = Field.Of<Notice, string>(x => x.Agency);
    public static readonly Field<Notice, string?> Number = Field.Unique<Notice, string?>(x => x.Number);
    public static readonly Field<Notice, NoticeStage> Stage = Field.Of<Notice, NoticeStage>(x => x.Stage);
    public static readonly Field<Notice, int> Copies = Field.Of<Notice, int>(x => x.Copies);
    public static readonly Field<Notice, long> Size = Field.Of<Notice, long>(x => x.Size);
    public static readonly Field<Notice, bool> Open = Field.Of<Notice, bool>(x => x.Open);
    public static readonly Field<Notice, decimal> Amount = Field.Of<Notice, decimal>(x => x.Amount);
    public static readonly Field<Notice, DateOnly?> Day = Field.Of<Notice, DateOnly?>(x => x.Day);
    public static readonly Field<Notice, DateTimeOffset> At = Field.Of<Notice, DateTimeOffset>(x => x.At);
    public static readonly Field<Notice, DateTimeOffset?> Decided = Field.Of<Notice, DateTimeOffset?>(x => x.Decided);

    public static readonly Facet<Notice> ByAgency = new("agency", x => x.Agency);
    public static readonly Facet<Notice> ByTopic = new("topic", x => x.Topics);

    public static readonly Collection<Notice> Collection = new("notices", x => x.Id, NoticeJson.Default.Notice)
    {
        Fields = [Agency, Number, Stage, Copies, Size, Open, Amount, Day, At, Decided],
        Indexes = [[Agency, Stage], [Agency, Day], [Agency, Stage, At]],
        Search = new SearchIndex<Notice>
        {
            Heading = x => [x.Title, x.Number],
            Text = x => [x.Body, x.Agency],
            Day = x => x.Day,
            Facets = [ByAgency, ByTopic]
        }
    };
}
