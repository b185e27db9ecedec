using System.CommandLine;
using System.Text;
using Spectre.Console;
using Sunshine.Catalogue;
using Sunshine.Cli.Verifying;
using Sunshine.Foundation.Storage;
using Sunshine.TransparencyLog;

namespace Sunshine.Cli;

/// <summary>What a source of reported figures needs: a key, and its signature under what it states. No server is asked for anything.</summary>
public sealed partial class SunshineCommand
{
    private Command Tally() => new("tally", "Signs figures that arise outside of the platform (统计数据), so that nobody can alter them or deny them.") { TallyKey(), TallySign() };

    private Command TallyKey()
    {
        var name = new Argument<string>("name") { Description = "Who signs, without white space and +, such as hotline.example.gov.cn", HelpName = "name" };
        var file = new Argument<string>("file") { Description = "Where the secret goes; nothing is overwritten", HelpName = "file" };
        var command = new Command("key", "Makes a key, and says what the platform has to know of it (Catalogue:TallyKeys).") { name, file };
        command.SetAction(parsed =>
        {
            var path = parsed.GetRequiredValue(file);
            if (File.Exists(path)) throw new CommandFailedException($"{path} is there already; a key that is lost cannot be made again.");
            try
            {
                var key = SignerKey.Generate(parsed.GetRequiredValue(name));
                var kept = SecretFile.ReadOrMake(path, () => Encoding.UTF8.GetBytes(key.Secret + "\n"));
                output.WriteLine(SignerKey.Parse(Encoding.UTF8.GetString(kept).Trim()).Verifier.ToString());
            }
            catch (ArgumentException e)
            {
                throw new CommandFailedException(e.Message, e);
            }

            return Done;
        });
        return command;
    }

    private Command TallySign()
    {
        var file = new Argument<string>("tally") { Description = "The figure as JSON, as POST /api/v1/catalogue/tallies takes it", HelpName = "file" };
        var secret = new Option<string>("--signing-key") { Description = "The file with the secret", HelpName = "file", Required = true };
        var command = new Command("sign", "Answers the figure with its signature, to be sent as it is.") { file, secret };
        command.SetAction(parsed =>
        {
            var (path, keyPath) = (parsed.GetRequiredValue(file), parsed.GetRequiredValue(secret));
            var tally = TallyFile.Read(path);
            var key = Sound(() => SignerKey.Parse(File.ReadAllText(keyPath).Trim()), keyPath);
            try
            {
                tally.Signature = TallyStatement.Sign(tally, key);
            }
            catch (Exception e) when (e is ArgumentException or InvalidOperationException)
            {
                throw new CommandFailedException($"{path} cannot be signed: {e.Message}", e);
            }

            output.Profile.Out.Writer.WriteLine(TallyFile.Text(tally));
            return Done;
        });
        return command;
    }
}
