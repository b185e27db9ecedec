using System.CommandLine;
using System.Text;
using Spectre.Console;
using Sunshine.Cli.Backups;
using Sunshine.TransparencyLog;

namespace Sunshine.Cli;

/// <summary>Backups of a platform on SQLite, such as standalone: on its own machine, without asking it.</summary>
public sealed partial class SunshineCommand
{
    private readonly Option<string?> _passphrase = new("--passphrase-file") { Description = $"A file whose first line is the passphrase; otherwise it is asked for [env: {Passphrase.Variable}]", HelpName = "file" };

    private Command Backup()
    {
        var target = new Argument<string>("backup") { Description = "Where it is to be; must not be there yet", HelpName = "file" };
        var storage = new Option<string>("--storage") { Description = "The folder of Storage:Path", HelpName = "folder", DefaultValueFactory = _ => "data" };
        var keys = new Option<string?>("--keys") { Description = "The folder of Storage:KeyFolder; keys below --storage if not given", HelpName = "folder" };
        var ledgerKey = new Option<string?>("--ledger-key") { Description = "The file of Ledger:KeyFile; ledger.key among the keys if not given", HelpName = "file" };
        var scratch = new Option<string?>("--scratch") { Description = "Where there is room for an unencrypted copy of the largest store while it is at work; --storage if not given", HelpName = "folder" };
        var command = new Command("backup", "Backs up a platform on SQLite while it runs: all stores at one moment, files, accounts and keys, encrypted (OpenPGP). Exit code 2: it is made, but files are damaged.")
        {
            target, storage, keys, ledgerKey, scratch, _passphrase,
        };
        command.SetAction(async (parsed, cancel) =>
        {
            var source = BackupSource.Of(parsed.GetRequiredValue(storage), parsed.GetValue(keys), parsed.GetValue(ledgerKey));
            var passphrase = Passphrase.Read(parsed.GetValue(_passphrase), isNew: true, messages);
            var backup = new Backup(source, parsed.GetValue(scratch) ?? source.Storage, time);
            var path = parsed.GetRequiredValue(target);
            var manifest = await backup.Take(path, passphrase, store => messages.MarkupLineInterpolated($"{store.Name}: {store.Documents.Values.Sum():N0} documents"), cancel);
            Show(manifest);
            output.MarkupLineInterpolated($"Backed up as of {manifest.TakenAt:yyyy-MM-dd HH:mm:ss}Z into {path} ({new FileInfo(path).Length:N0} bytes).");
            foreach (var damaged in backup.Damaged) messages.MarkupLineInterpolated($"[red]Damaged:[/] {damaged} is not what it was when it was stored.");
            return backup.Damaged.Count == 0 ? Done : SomeRefused;
        });
        return command;
    }

    private Command Restore()
    {
        var file = new Argument<string>("backup") { Description = "A file that backup made", HelpName = "file" };
        var storage = new Option<string>("--storage") { Description = "The folder to restore into: empty or not there", HelpName = "folder", Required = true };
        var earlier = new Option<string?>("--earlier") { Description = "A checkpoint of the ledger that was kept: the restored one must begin with it", HelpName = "file" };
        var command = new Command("restore", "Restores a backup into an empty folder, verified against the ledger's checkpoint: all of it or nothing.") { file, storage, _key, earlier, _passphrase };
        command.SetAction(async (parsed, cancel) =>
        {
            var passphrase = Passphrase.Read(parsed.GetValue(_passphrase), isNew: false, messages);
            var restore = new Restore(time)
            {
                Key = parsed.GetValue(_key) is { Length: > 0 } ? Key(parsed) : null,
                Earlier = parsed.GetValue(earlier) is { } kept ? await File.ReadAllBytesAsync(kept, cancel) : null,
            };
            var (manifest, ledger) = await restore.Run(parsed.GetRequiredValue(file), parsed.GetRequiredValue(storage), passphrase, cancel);
            Show(manifest);
            if (ledger is null) output.WriteLine("The ledger is empty.");
            else output.MarkupLineInterpolated($"The ledger has {ledger.Entries:N0} entries, all as signed: root {ledger.Checkpoint!.Checkpoint.Root.ToString()}.");
            output.MarkupLineInterpolated($"Restored as of {manifest.TakenAt:yyyy-MM-dd HH:mm:ss}Z into {parsed.GetRequiredValue(storage)}.");
            if (ledger is not null)
                messages.WriteLine("Whoever has kept a later checkpoint of the ledger will see that it was set back: publish this one, and why. deploy/cli/README.md has the steps.");
            return Done;
        });
        return command;
    }

    private void Show(Manifest manifest)
    {
        var table = new Table().Border(TableBorder.None).AddColumns("store", "documents", "events");
        foreach (var store in manifest.Stores) table.AddRow(store.Name, $"{store.Documents.Values.Sum():N0}", $"{store.LastEvent:N0}");
        output.Write(table);
        output.MarkupLineInterpolated($"{manifest.Files:N0} other files; {manifest.Bytes:N0} bytes in all.");
    }
}
