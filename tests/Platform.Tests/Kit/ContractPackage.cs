using System.IO.Compression;
using Sunshine.Testing.Hosts;

namespace Sunshine.Platform.Tests.Kit;

/// <summary>The contracts as counties get them: packed from what these tests were built with.</summary>
internal static class ContractPackage
{
    private static readonly string Configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;

    /// <returns>The package's path.</returns>
    public static async Task<string> Pack(string into, CancellationToken cancel)
    {
        var packed = await SampleProgram.Run(Repository.Root, "dotnet", ["pack", "protos", "-c", Configuration, "--no-build", "--nologo", "-o", into], new Dictionary<string, string>(), cancel);
        Assert.True(packed.Code == 0, packed.Output + packed.Errors);
        return Directory.GetFiles(into, "*.nupkg").Single();
    }

    /// <summary>What <c>unzip Sunshine.Contracts.*.nupkg 'protos/*' -d contracts</c> does.</summary>
    public static void Unzip(string package, string into)
    {
        using var zip = ZipFile.OpenRead(package);
        foreach (var entry in zip.Entries.Where(e => e.FullName.StartsWith("protos/", StringComparison.Ordinal)))
        {
            var file = Path.Combine(into, entry.FullName);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            entry.ExtractToFile(file, overwrite: true);
        }
    }
}
