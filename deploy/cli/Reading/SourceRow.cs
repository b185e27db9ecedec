using Google.Rpc;
using Sunshine.Catalogue.V1;

namespace Sunshine.Cli.Reading;

/// <summary>One row of the source: a record to send, or the reasons why it could not be read.</summary>
/// <param name="Line">Line of the source file at which the row begins, counted from 1; for a sample the record's number.</param>
/// <param name="Raw">The row as it stands in the file; null if the record itself is the source.</param>
/// <param name="SourceId">The record's key as far as it could be read; empty if not.</param>
/// <param name="Record">Null if the row could not be read.</param>
/// <param name="Problems">Why it could not be read, one entry per field; empty if it could.</param>
public sealed record SourceRow(
    long Line, string? Raw, string SourceId, ImportRecord? Record, IReadOnlyList<BadRequest.Types.FieldViolation> Problems)
{
    internal static SourceRow Of(long line, string? raw, ImportRecord record) => new(line, raw, record.SourceId, record, []);

    internal static SourceRow Unreadable(long line, string raw, string sourceId, params BadRequest.Types.FieldViolation[] problems) =>
        new(line, raw, sourceId, null, problems);

    internal static BadRequest.Types.FieldViolation Problem(string field, string description) =>
        new() { Field = field, Description = description };
}

/// <summary>A file of records, read once from its beginning to its end.</summary>
internal interface ISourceFile : IAsyncDisposable
{
    /// <summary>How much of the file has been read, 0 to 1.</summary>
    double Fraction { get; }

    /// <summary>What a person should know about how the file was understood; complete after the last row.</summary>
    IEnumerable<string> Notes { get; }

    /// <summary>Every row, in order. To be enumerated once.</summary>
    IAsyncEnumerable<SourceRow> Rows(CancellationToken cancel);
}
