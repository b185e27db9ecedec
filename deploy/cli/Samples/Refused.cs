using Google.Rpc;
using Sunshine.Foundation.V1;

namespace Sunshine.Cli.Samples;

/// <summary>The sample is right: whatever a server refuses of it ends the loading.</summary>
internal static class Refused
{
    /// <param name="what">What they are records of, in the plural.</param>
    /// <exception cref="CommandFailedException">One was refused; of several the first is told.</exception>
    public static void None(string what, IEnumerable<ImportedRecord> results) => None(what, results.Where(r => r.Fate == RecordFate.Refused).Select(r => (r.SourceId, r.Violations.AsEnumerable())));

    /// <inheritdoc cref="None(string, IEnumerable{ImportedRecord})"/>
    public static void None(string what, IEnumerable<(string SourceId, IEnumerable<BadRequest.Types.FieldViolation> Violations)> refused) =>
        None(what, refused.Select(r => $"{r.SourceId}: {string.Join("; ", r.Violations.Select(v => $"{v.Field}: {v.Description}"))}"));

    /// <inheritdoc cref="None(string, IEnumerable{ImportedRecord})"/>
    /// <param name="what">What they are records of, in the plural.</param>
    /// <param name="errors">As they are told.</param>
    public static void None(string what, IEnumerable<string> errors)
    {
        var all = errors.ToList();
        if (all.Count > 0) throw new CommandFailedException($"The server refused {all.Count:N0} of the sample's {what}, the first: {all[0]}");
    }
}
