using System.Text;
using System.Text.Json;
using Spectre.Console;

namespace Sunshine.Cli.Tests;

/// <summary>Runs command lines in process, in a folder of its own.</summary>
internal sealed class Tool : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("sunshine-cli-");

    public string Output { get; private set; } = "";

    public string Messages { get; private set; } = "";

    public string PathOf(string name) => Path.Combine(_folder.FullName, name);

    public string File(string name, string text, Encoding? encoding = null) => File(name, (encoding ?? new UTF8Encoding(false)).GetBytes(text));

    public string File(string name, byte[] bytes)
    {
        System.IO.File.WriteAllBytes(PathOf(name), bytes);
        return PathOf(name);
    }

    /// <summary>Files in a folder, by their paths there.</summary>
    /// <returns>The folder.</returns>
    public string Files(string folder, IEnumerable<KeyValuePair<string, byte[]>> files)
    {
        foreach (var (path, content) in files)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(PathOf($"{folder}/{path}"))!);
            File($"{folder}/{path}", content);
        }

        return PathOf(folder);
    }

    public JsonElement[] Errors(string name) =>
        [.. System.IO.File.ReadAllLines(PathOf(name)).Select(line => JsonDocument.Parse(line).RootElement.Clone())];

    public async Task<int> Run(params string[] args)
    {
        using var output = new StringWriter();
        using var messages = new StringWriter();
        var code = await new SunshineCommand(On(output), On(messages), TimeProvider.System).Run(args, TestContext.Current.CancellationToken);
        Output = output.ToString();
        Messages = messages.ToString();
        return code;
    }

    public static IAnsiConsole On(TextWriter writer)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, Interactive = InteractionSupport.No, Out = new AnsiConsoleOutput(writer) });
        console.Profile.Width = 400;
        return console;
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
