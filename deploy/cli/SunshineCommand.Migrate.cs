using System.CommandLine;
using MongoDB.Driver;
using Spectre.Console;
using Sunshine.Cli.Migrating;

namespace Sunshine.Cli;

/// <summary>From one engine to the other.</summary>
public sealed partial class SunshineCommand
{
    private Command Migrate()
    {
        var from = new Argument<string>("from") { Description = "The folder of Storage:Path, or MongoDB's connection string", HelpName = "folder|mongodb://…" };
        var to = new Argument<string>("to") { Description = "Likewise; no store may be there yet", HelpName = "folder|mongodb://…" };
        var prefix = new Option<string>("--database-prefix") { Description = "Storage:DatabasePrefix", HelpName = "text", DefaultValueFactory = _ => "sunshine-" };
        var command = new Command("migrate", "Carries all stores of a platform that is stopped from SQLite to MongoDB or back, and compares both: all or nothing.") { from, to, prefix };
        command.SetAction(async (parsed, cancel) =>
        {
            await using var source = StorePlace.Of(parsed.GetRequiredValue(from), parsed.GetRequiredValue(prefix), time);
            await using var target = StorePlace.Of(parsed.GetRequiredValue(to), parsed.GetRequiredValue(prefix), time);
            var migration = new StoreMigration(source, target);
            var table = new Table().Border(TableBorder.None).AddColumns("store", "collection", "from", "to", "digest");
            try
            {
                var ran = await migration.Run((store, pairs) =>
                {
                    foreach (var (left, right) in pairs.Where(p => p.From.Count + p.To.Count > 0))
                        table.AddRow(new Text(store), new Text(left.Name), new Text($"{left.Count:N0}"), new Text($"{right.Count:N0}"), new Text(left == right ? left.Sha256[..16] : $"{left.Sha256[..16]} is not {right.Sha256[..16]}"));
                }, cancel);
                output.Write(table);
                foreach (var unknown in migration.Unknown) messages.MarkupLineInterpolated($"Not known, and left where it is: {unknown}");
                output.MarkupLineInterpolated(ran
                    ? (FormattableString)$"All stores are carried from {source} to {target}, with the same counts and digests. What is no store, keys and the authority's files, stays where it is."
                    : $"An earlier run had carried everything to {target} and was ended now. What was written to {source} since is not in it.");
                return Done;
            }
            catch (MongoException e)
            {
                throw new CommandFailedException($"MongoDB: {e.Message}", e);
            }
            catch (TimeoutException e)
            {
                throw new CommandFailedException($"MongoDB does not answer: {e.Message}", e);
            }
        });
        return command;
    }
}
