using System.IO.Compression;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Xml.Linq;
using Google.Protobuf.Reflection;
using Sunshine.Testing.Hosts;

namespace Sunshine.Platform.Tests.Kit;

/// <summary>What is in the package. That a program can be built with it and works is in <see cref="SampleTests"/>.</summary>
public sealed class ContractPackageTests(KitFixture kit)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_is_the_same_bytes_whenever_it_is_packed()
    {
        using var folder = new TemporaryFolder();

        var again = await ContractPackage.Pack(folder.Path, Cancel);

        Assert.Equal(Path.GetFileName(await kit.Package), Path.GetFileName(again));
        var (first, second) = (await File.ReadAllBytesAsync(await kit.Package, Cancel), await File.ReadAllBytesAsync(again, Cancel));
        Assert.True(first.AsSpan().SequenceEqual(second));
    }

    [Fact]
    public async Task It_has_every_contract_with_what_it_imports()
    {
        using var folder = new TemporaryFolder();
        ContractPackage.Unzip(await kit.Package, folder.Path);
        var protos = Path.Combine(folder.Path, "protos");

        var ours = Repository.File("protos", "sunshine");
        Assert.Equal(
            Directory.GetFiles(ours, "*.proto", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(ours, f)).Order(StringComparer.Ordinal),
            Directory.GetFiles(Path.Combine(protos, "sunshine"), "*.proto", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(Path.Combine(protos, "sunshine"), f)).Order(StringComparer.Ordinal));
        var imports = Directory.GetFiles(protos, "*.proto", SearchOption.AllDirectories).SelectMany(File.ReadLines)
            .Where(l => l.StartsWith("import \"", StringComparison.Ordinal)).Select(l => l.Split('"')[1]).Where(i => !i.StartsWith("google/protobuf/", StringComparison.Ordinal)).Distinct();
        Assert.All(imports, i => Assert.True(File.Exists(Path.Combine(protos, i)), i));
        var compiled = FileDescriptorSet.Parser.ParseFrom(await File.ReadAllBytesAsync(Path.Combine(protos, "sunshine.protoset"), Cancel));
        Assert.Contains(compiled.File, f => f.Name == "sunshine/catalogue/v1/catalogue_service.proto" && f.SourceCodeInfo.Location.Count > 0);
    }

    [Fact]
    public async Task It_has_a_readme_comments_symbols_and_no_path_of_the_machine_that_built_it()
    {
        using var zip = ZipFile.OpenRead(await kit.Package);
        var about = XDocument.Load(zip.GetEntry("Sunshine.Contracts.nuspec")!.Open()).Root!.Elements().Single();
        string Of(string name) => about.Elements().Single(e => e.Name.LocalName == name).Value;
        Assert.NotNull(zip.GetEntry(Of("readme")));
        var central = XDocument.Load(Repository.File("Directory.Packages.props")).Descendants("PackageVersion").ToDictionary(p => (string)p.Attribute("Include")!, p => (string)p.Attribute("Version")!);
        Assert.All(about.Descendants().Where(e => e.Name.LocalName == "dependency"), d => Assert.Equal(central[(string)d.Attribute("id")!], (string)d.Attribute("version")!));

        var library = zip.Entries.Single(e => e.FullName.EndsWith(".dll", StringComparison.Ordinal));
        using var comments = new StreamReader(zip.GetEntry(Path.ChangeExtension(library.FullName, ".xml"))!.Open());
        Assert.Contains("Imports items, idempotent by agency_id and source_id.", await comments.ReadToEndAsync(Cancel), StringComparison.Ordinal);

        using var bytes = new MemoryStream();
        await using (var stream = library.Open()) await stream.CopyToAsync(bytes, Cancel);
        bytes.Position = 0;
        using var image = new PEReader(bytes);
        using var symbols = image.ReadEmbeddedPortablePdbDebugDirectoryData(image.ReadDebugDirectory().Single(d => d.Type == DebugDirectoryEntryType.EmbeddedPortablePdb));
        var reader = symbols.GetMetadataReader();
        var documents = reader.Documents.Select(d => reader.GetString(reader.GetDocument(d).Name)).ToList();
        Assert.NotEmpty(documents);
        Assert.All(documents, d => Assert.StartsWith("/_/protos/", d, StringComparison.Ordinal));
        Assert.DoesNotContain(Repository.Root, System.Text.Encoding.UTF8.GetString(bytes.ToArray()), StringComparison.Ordinal);
    }

    [Fact]
    public void The_samples_name_the_versions_that_the_platform_is_built_with()
    {
        var sample = XDocument.Load(Repository.File("deploy", "samples", "csharp", "CountyClient.csproj"));
        var central = XDocument.Load(Repository.File("Directory.Packages.props")).Descendants("PackageVersion").ToDictionary(p => (string)p.Attribute("Include")!, p => (string)p.Attribute("Version")!);
        var fixedOnes = sample.Descendants("PackageReference").Where(p => p.Attribute("Version") is not null && (string)p.Attribute("Include")! != "Sunshine.Contracts").ToList();

        Assert.NotEmpty(fixedOnes);
        Assert.All(fixedOnes, p => Assert.Equal(central[(string)p.Attribute("Include")!], (string)p.Attribute("Version")!));
        Assert.Equal(XDocument.Load(Repository.File("protos", "Protos.csproj")).Descendants("Version").Single().Value, sample.Descendants("ContractsVersion").Single().Value);
    }
}
