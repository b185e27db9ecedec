namespace Sunshine.Testing.Hosts;

/// <summary>Where things are in the source tree.</summary>
public static class Repository
{
    private static readonly string Configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;

    public static string Root { get; } = Find();

    /// <summary>A program as it was built with these tests.</summary>
    public static string Program(string project) =>
        Path.Combine(Root, project, "bin", Configuration, new DirectoryInfo(AppContext.BaseDirectory).Name,
            $"Sunshine.{Path.GetFileNameWithoutExtension(Directory.GetFiles(Path.Combine(Root, project), "*.csproj").Single())}.dll");

    public static string File(params string[] path) => Path.Combine([Root, .. path]);

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!System.IO.File.Exists(Path.Combine(folder.FullName, "Platform.sln")))
            folder = folder.Parent ?? throw new InvalidOperationException("The tests do not lie in the source tree.");
        return folder.FullName;
    }
}
