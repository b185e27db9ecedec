using System.CommandLine;
using Spectre.Console;
using Sunshine.Catalogue;
using Sunshine.Cli.Verifying;
using Sunshine.TransparencyLog;

namespace Sunshine.Cli;

/// <summary>Verification of the ledger from its files alone. No server is asked for anything but these, and none is believed.</summary>
public sealed partial class SunshineCommand
{
    private readonly Argument<string> _log = new("log") { Description = "Address of the log's files, as https://host/api/v1/ledger/log, or a folder with a copy of them", HelpName = "url|folder" };

    private readonly Option<string> _key = new("--key")
    {
        Description = "The log's verifier key, or a file with it: <name>+<id>+<base64>. From elsewhere than the log, or kept since the first time [env: SUNSHINE_LOG_KEY]", HelpName = "key|file",
        DefaultValueFactory = _ => FromEnvironment("SUNSHINE_LOG_KEY") ?? ""
    };

    private Command Verify() => new("verify", "Verifies the ledger (存证) from its files alone: all of it, one record, a report, or a receipt.") { VerifyLog(), VerifyRecord(), VerifyReport(), VerifyProof() };

    private Command VerifyLog()
    {
        var earlier = new Option<string?>("--earlier") { Description = "A checkpoint of this log that was kept: the log must still begin with it", HelpName = "file" };
        var command = new Command("log", "Reads every entry and every tile, and tells what is changed, missing or added, and where.") { _log, _key, earlier };
        command.SetAction(async (parsed, cancel) =>
        {
            var key = Key(parsed);
            using var files = LogPlace.Open(parsed.GetRequiredValue(_log));
            var kept = parsed.GetValue(earlier) is { } path ? Sound(() => VerifiedCheckpoint.Parse(File.ReadAllBytes(path), key).Checkpoint, path) : null;
            var report = await new LogAudit(files.Files, key) { Earlier = kept }.Run(cancel);
            foreach (var fault in report.Faults) output.WriteLine(fault.ToString());
            if (!report.IsSound) return Tell(report.Checkpoint is null ? "The log is not this key's." : $"{report.Faults.Count}{(report.Complete ? "" : " or more")} faults; {report.Entries:N0} of {report.Checkpoint.Checkpoint.Size:N0} entries are sound.");
            output.MarkupLineInterpolated($"{report.Entries:N0} entries, all as signed: root {report.Checkpoint!.Checkpoint.Root.ToString()}.");
            return Done;
        });
        return command;
    }

    private Command VerifyRecord()
    {
        var source = new Option<string>("--source") { Description = "The service whose record it is, as catalogue", HelpName = "name", Required = true };
        var resource = new Option<string>("--resource") { Description = "The record, as items/<id>; one of a batch as <type>/<id>", HelpName = "path", Required = true };
        var digest = new Option<string?>("--digest") { Description = "Its digest now, 64 hexadecimal digits: the last act on it must have this", HelpName = "sha256" };
        var item = new Option<string?>("--item") { Description = "Instead: a catalogue item as JSON, as the REST interface answers; its digest is worked out", HelpName = "file" };
        var tally = new Option<string?>("--tally") { Description = "Instead: a reported figure as JSON, as the REST interface answers; its signature is verified too", HelpName = "file" };
        var command = new Command("record", "Tells every act on a record, and whether the record is still as it was logged.") { _log, _key, source, resource, digest, item, tally };
        command.SetAction(async (parsed, cancel) =>
        {
            using var files = LogPlace.Open(parsed.GetRequiredValue(_log));
            var figure = parsed.GetValue(tally) is { } file ? TallyFile.Read(file) : null;
            var wanted = figure is not null ? TallyStatement.DigestOf(figure) : parsed.GetValue(item) is { } path ? ItemFile.DigestOf(path) : parsed.GetValue(digest)?.ToLowerInvariant();
            var check = new RecordCheck(parsed.GetRequiredValue(source), parsed.GetRequiredValue(resource));
            var report = await new LogAudit(files.Files, Key(parsed)) { Visit = check.See }.Run(cancel);
            foreach (var fault in report.Faults) output.WriteLine(fault.ToString());
            foreach (var (index, act) in check.Acts) output.WriteLine($"{index}  {act.At:yyyy-MM-dd HH:mm:ss}Z  {act.Kind}  revision {act.Revision}  {act.Digest}");
            if (!report.IsSound) return Tell("The log is not sound.");
            if (check.Acts.Count == 0) return Tell("The log has no act on this record.");
            if (wanted is not null && check.LastDigest != wanted) return Tell($"The record is not as it was logged: its digest is {wanted}, the log has {check.LastDigest}.");
            if (figure is not null && TallyFile.Fault(figure, check.Acts[^1].Act) is { } wrong) return Tell($"The figure is not signed as the log says: {wrong}");
            output.MarkupLineInterpolated($"{check.Acts.Count} acts{(wanted is null ? "" : "; the record is as it was logged")}{(figure is { Signature.Length: > 0 } ? ", and its source signed it" : "")}.");
            return Done;
        });
        return command;
    }

    private Command VerifyReport()
    {
        var file = new Argument<string>("report") { Description = "A report as JSON, as the REST interface answers", HelpName = "file" };
        var command = new Command("report", "Works out every figure of a report again, and whose acts it counts, from the log it was computed from.") { file, _log, _key };
        command.SetAction(async (parsed, cancel) =>
        {
            using var files = LogPlace.Open(parsed.GetRequiredValue(_log));
            var check = ReportCheck.Of(parsed.GetRequiredValue(file));
            var report = await new LogAudit(files.Files, Key(parsed)) { Earlier = check.Basis, Visit = check.See }.Run(cancel);
            foreach (var fault in report.Faults) output.WriteLine(fault.ToString());
            if (!report.IsSound) return Tell("The log is not sound, or is not the one that the report was computed from.");
            var differences = check.Differences();
            foreach (var difference in differences) output.WriteLine(difference);
            if (differences.Count > 0) return Tell($"{differences.Count} statements are others than the log has.");
            output.MarkupLineInterpolated($"{check.FigureCount} figures, all as the first {check.Basis.Size:N0} entries of the log have them.");
            return Done;
        });
        return command;
    }

    private Command VerifyProof()
    {
        var file = new Argument<string>("proof") { Description = "A receipt, c2sp.org/tlog-proof", HelpName = "file" };
        var entry = new Option<string>("--entry") { Description = "The entry's bytes as they were logged", HelpName = "file", Required = true };
        var command = new Command("proof", "Verifies a receipt without the log: that an entry is in it.") { file, entry, _key };
        command.SetAction(parsed =>
        {
            var (path, key) = (parsed.GetRequiredValue(file), Key(parsed));
            var proof = Sound(() => ProofFile.Parse(File.ReadAllBytes(path)), path);
            var verified = Sound(() => proof.Verify(File.ReadAllBytes(parsed.GetRequiredValue(entry)), key), path);
            output.MarkupLineInterpolated($"It is entry {proof.Index} of the log {verified.Checkpoint.Origin}, which has {verified.Checkpoint.Size:N0}.");
            return Done;
        });
        return command;
    }

    private VerifierKey Key(ParseResult parsed)
    {
        var given = parsed.GetValue(_key) is { Length: > 0 } text ? text : throw new CommandFailedException("--key is needed: without it anybody could have signed the log.");
        return Sound(() => VerifierKey.Parse(given.Contains('+', StringComparison.Ordinal) ? given : File.ReadAllText(given).Trim()), "--key");
    }

    private static T Sound<T>(Func<T> read, string place)
    {
        try
        {
            return read();
        }
        catch (BadLogException e)
        {
            throw new CommandFailedException($"{place}: {e.Message}", e);
        }
    }
}
