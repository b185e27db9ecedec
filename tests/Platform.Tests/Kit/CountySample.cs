using System.Text.Json;
using Sunshine.Testing.Hosts;

namespace Sunshine.Platform.Tests.Kit;

/// <summary>A sample as a county copies it: alone in a folder, with the published contracts.</summary>
internal sealed class CountySample : IDisposable
{
    private static readonly string Python = Environment.GetEnvironmentVariable("SUNSHINE_TEST_PYTHON") ?? (File.Exists("/usr/bin/python3") ? "/usr/bin/python3" : "python3");

    private readonly TemporaryFolder _folder = new();
    private readonly string _language;
    private readonly Dictionary<string, string> _environment;

    private CountySample(string language, Uri server, Uri authority)
    {
        _language = language;
        _environment = new()
        {
            ["SUNSHINE_SERVER"] = server.ToString(), ["SUNSHINE_AUTHORITY"] = authority.ToString(), ["SUNSHINE_CLIENT_ID"] = KitFixture.County(language),
            ["SUNSHINE_CLIENT_SECRET_FILE"] = Path.Combine(_folder.Path, "secret"), ["SUNSHINE_AGENCY"] = KitFixture.County(language), ["SUNSHINE_LANGUAGE"] = "en", ["PYTHON"] = Python
        };
        File.WriteAllText(_environment["SUNSHINE_CLIENT_SECRET_FILE"], KitFixture.Secret + "\n");
        foreach (var file in Directory.GetFiles(Repository.File("deploy", "samples", language))) File.Copy(file, Path.Combine(_folder.Path, Path.GetFileName(file)));
    }

    /// <summary>Made ready as its README says. The test is skipped if what the language needs is not on this machine.</summary>
    public static async Task<CountySample> Of(string language, Uri server, Uri authority, string package, CancellationToken cancel)
    {
        var sample = new CountySample(language, server, authority);
        ContractPackage.Unzip(package, Path.Combine(sample._folder.Path, "contracts"));
        switch (language)
        {
            case "csharp":
                await sample.BuildAgainst(package, cancel);
                break;
            case "node":
                var installed = await sample.Tool("npm", ["ci", "--no-audit", "--no-fund"], cancel);
                Assert.SkipWhen(installed is null, "npm is not on this machine.");
                Assert.SkipWhen(installed.Value.Code != 0, "The packages cannot be installed here, most likely because the registry is out of reach:\n" + installed.Value.Errors);
                break;
            default:
                var found = await sample.Tool(Python, ["-c", "import grpc, google.protobuf"], cancel);
                Assert.SkipWhen(found is not { Code: 0 }, $"{Python} has no grpcio and protobuf (Debian: python3-grpcio, python3-protobuf).");
                var generated = await sample.Tool("./generate.sh", [], cancel);
                var old = generated is not { Code: 0 } && await sample.Tool("grpc_python_plugin", ["--version"], cancel) is null;
                Assert.SkipWhen(old, "There is no grpc_python_plugin, and grpcio-tools are missing or too old (Debian: protobuf-compiler-grpc, libprotobuf-dev).");
                Assert.True(generated is { Code: 0 }, generated?.Errors);
                break;
        }

        return sample;
    }

    public string State(params string[] path) => Path.Combine([_folder.Path, "state", .. path]);

    public void Write(string file, IEnumerable<string> lines) => File.WriteAllLines(Path.Combine(_folder.Path, file), lines);

    public void AppendToJournal(string text) => File.AppendAllText(State("sent.jsonl"), text);

    /// <summary>The journal's whole lines so far.</summary>
    public IReadOnlyList<JsonElement> Journal() => Lines("sent.jsonl");

    public IReadOnlyList<JsonElement> Refused() => Lines("refused.jsonl");

    public SampleProgram Start(params string[] arguments) => SampleProgram.Start(_folder.Path, Command.Program, [.. Command.Arguments, .. arguments], _environment);

    public async Task<(int Code, string Output, string Errors)> Run(CancellationToken cancel, params string[] arguments)
    {
        await using var running = Start(arguments);
        return await running.Ended(cancel);
    }

    public void Dispose() => _folder.Dispose();

    private (string Program, string[] Arguments) Command => _language switch
    {
        "csharp" => ("dotnet", [Path.Combine(_folder.Path, "out", "CountyClient.dll")]),
        "node" => ("node", ["client.js"]),
        _ => (Python, ["client.py"])
    };

    /// <summary>A project that knows of the platform's sources nothing but the package.</summary>
    private async Task BuildAgainst(string package, CancellationToken cancel)
    {
        File.Copy(package, Path.Combine(Directory.CreateDirectory(Path.Combine(_folder.Path, "packages")).FullName, Path.GetFileName(package)));
        var known = Environment.GetEnvironmentVariable("NUGET_PACKAGES") ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        // Unpacked here and not where every build of this machine would find it; what else is needed is taken from there.
        await File.WriteAllTextAsync(Path.Combine(_folder.Path, "nuget.config"), $"""
            <configuration>
              <config><add key="globalPackagesFolder" value="unpacked" /></config>
              <fallbackPackageFolders><add key="known" value="{known}" /></fallbackPackageFolders>
            </configuration>
            """, cancel);
        var built = await SampleProgram.Run(_folder.Path, "dotnet", ["build", "-c", "Release", "-o", "out", "--nologo"], _environment, cancel);
        Assert.True(built.Code == 0, built.Output + built.Errors);
        Assert.True(Directory.Exists(Path.Combine(_folder.Path, "unpacked", "sunshine.contracts")), "It was built, but not with the package.");
    }

    private async Task<(int Code, string Output, string Errors)?> Tool(string program, string[] arguments, CancellationToken cancel)
    {
        try
        {
            return await SampleProgram.Run(_folder.Path, program.StartsWith("./", StringComparison.Ordinal) ? Path.Combine(_folder.Path, program) : program, arguments, _environment, cancel);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    private IReadOnlyList<JsonElement> Lines(string file)
    {
        if (!File.Exists(State(file))) return [];
        using var reader = new StreamReader(new FileStream(State(file), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
        var text = reader.ReadToEnd();
        return [.. text[..(text.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonElement.Parse(l))];
    }
}
