using Spectre.Console;

namespace Sunshine.Cli.Backups;

/// <summary>What opens a backup: from a file, the environment, or the keyboard.</summary>
internal static class Passphrase
{
    public const string Variable = "SUNSHINE_BACKUP_PASSPHRASE";

    /// <summary>In characters. A backup holds everything, and whoever has it may guess for as long as he likes.</summary>
    public const int Shortest = 16;

    /// <param name="file">Its first line is the passphrase, as for <c>gpg --passphrase-file</c>; null for none.</param>
    /// <param name="isNew">One that a backup is made with: it must be long, and is typed twice.</param>
    /// <exception cref="CommandFailedException">There is none, or it is too short.</exception>
    public static string Read(string? file, bool isNew, IAnsiConsole console)
    {
        var passphrase = file is not null ? File.ReadLines(file).FirstOrDefault() ?? "" : Environment.GetEnvironmentVariable(Variable) ?? Ask(isNew, console);
        if (passphrase.Length == 0) throw new CommandFailedException("The passphrase is empty.");
        return !isNew || passphrase.Length >= Shortest
            ? passphrase
            : throw new CommandFailedException($"The passphrase has {passphrase.Length} characters; at least {Shortest} are needed. A good one: openssl rand -base64 32 > backup.passphrase");
    }

    private static string Ask(bool isNew, IAnsiConsole console)
    {
        if (!console.Profile.Capabilities.Interactive) throw new CommandFailedException($"Give the passphrase by --passphrase-file or by the environment variable {Variable}.");
        var passphrase = console.Prompt(new TextPrompt<string>("Passphrase:").Secret());
        if (isNew && console.Prompt(new TextPrompt<string>("Again:").Secret()) != passphrase) throw new CommandFailedException("These were two passphrases.");
        return passphrase;
    }
}
