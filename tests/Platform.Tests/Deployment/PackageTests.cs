using System.Text.Json;
using System.Xml.Linq;
using Sunshine.Testing.Hosts;

namespace Sunshine.Platform.Tests.Deployment;

/// <summary>What others wrote and is shipped with the platform, or builds it: under terms that a government may take it under.</summary>
public sealed class PackageTests
{
    private static readonly string[] Allowed = ["MIT", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "(BSD-3-Clause AND Apache-2.0)", "MS-PL OR Apache-2.0", "MPL-2.0", "0BSD", "ISC"];

    /// <summary>Packages older than licence expressions, by how they name their licence. All of them are MIT.</summary>
    private static readonly string[] Mit =
        ["https://github.com/dotnet/corefx/blob/master/LICENSE.TXT", "https://github.com/dotnet/standard/blob/master/LICENSE.TXT", "https://raw.githubusercontent.com/aspnet/Home/2.0.0/LICENSE.txt", "http://go.microsoft.com/fwlink/?LinkId=329770"];

    /// <summary>Packages with a file instead of an expression, read by us: MIT. A new version is to be read again.</summary>
    private static readonly string[] ReadByUs = ["SmtpServer/11.1.0"];

    [Fact]
    public void Every_package_is_under_a_licence_that_we_take()
    {
        var packages = Restored().ToDictionary(p => p.Name, p => LicenceOf(p.Folder, p.Name));

        Assert.NotEmpty(packages);
        Assert.Empty(packages.Where(p => !Allowed.Contains(p.Value) && !Mit.Contains(p.Value) && !ReadByUs.Contains(p.Key)).Select(p => $"{p.Key}: {p.Value}"));
    }

    [Theory]
    [InlineData("deploy/samples/node")]
    [InlineData("tests/Platform.Tests/Api/node")]
    public void Every_npm_package_is_locked_by_its_digest_and_under_a_licence_that_we_take(string folder)
    {
        using var wanted = JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.File(folder.Split('/')), "package.json")));
        using var locked = JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.File(folder.Split('/')), "package-lock.json")));
        var packages = locked.RootElement.GetProperty("packages").EnumerateObject().Where(p => p.Name.Length > 0).ToDictionary(p => p.Name["node_modules/".Length..], p => p.Value);

        foreach (var dependency in wanted.RootElement.GetProperty("dependencies").EnumerateObject()) Assert.Equal(dependency.Value.GetString(), packages[dependency.Name].GetProperty("version").GetString());
        Assert.All(packages.Values, p => Assert.StartsWith("sha512-", p.GetProperty("integrity").GetString(), StringComparison.Ordinal));
        Assert.All(packages.Values, p => Assert.Contains(p.GetProperty("license").GetString(), Allowed));
    }

    /// <summary>What the last restore of each project brought, indirect packages too.</summary>
    private static IEnumerable<(string Name, string Folder)> Restored()
    {
        var seen = new HashSet<string>();
        foreach (var assets in new[] { "services", "gateway", "deploy", "tests", "protos" }.SelectMany(f => Directory.GetFiles(Repository.File(f), "project.assets.json", SearchOption.AllDirectories)))
        {
            using var json = JsonDocument.Parse(File.ReadAllText(assets));
            var folders = json.RootElement.GetProperty("packageFolders").EnumerateObject().Select(f => f.Name).ToList();
            foreach (var library in json.RootElement.GetProperty("libraries").EnumerateObject().Where(l => l.Value.GetProperty("type").GetString() == "package" && seen.Add(l.Name)))
                yield return (library.Name, folders.Select(f => Path.Combine(f, library.Value.GetProperty("path").GetString()!)).First(Directory.Exists));
        }
    }

    private static string LicenceOf(string folder, string name)
    {
        var metadata = XDocument.Load(Directory.GetFiles(folder, "*.nuspec").Single()).Root!.Elements().Single(e => e.Name.LocalName == "metadata");
        string? Element(string local) => metadata.Elements().FirstOrDefault(e => e.Name.LocalName == local)?.Value;
        return metadata.Elements().FirstOrDefault(e => e.Name.LocalName == "license")?.Attribute("type")?.Value == "expression" ? Element("license")! : Element("licenseUrl") ?? $"{name} names none";
    }
}
