using System.Reflection;
using Sunshine.Cli.Migrating;
using Sunshine.Foundation.Storage;
using Sunshine.Foundation.Storage.Sqlite;
using Sunshine.Foundation.Storage.Transfer;
using Sunshine.Testing.Hosts;

namespace Sunshine.Cli.Tests;

public sealed class PlatformStoresTests
{
    [Fact]
    public async Task Every_collection_that_a_service_declares_is_carried()
    {
        using var folder = new TemporaryFolder();
        var carried = new HashSet<(Assembly, string)>();
        var assemblies = new HashSet<Assembly>();
        foreach (var (name, open) in PlatformStores.All)
        {
            await using var store = new SqliteStore(Path.Combine(folder.Path, name + ".db"), TimeProvider.System);
            var opened = new OpenedCollections(store);
            open(opened);
            foreach (var collection in opened.All)
            {
                var assembly = collection.GetType().GenericTypeArguments[0].Assembly;
                assemblies.Add(assembly);
                carried.Add((assembly, collection.Name));
            }
        }

        // Nine services and Foundation.
        Assert.Equal(10, assemblies.Count);
        const BindingFlags Static = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;
        var declared = assemblies.SelectMany(a => a.GetTypes()).Where(t => !t.ContainsGenericParameters)
            .SelectMany(t => t.GetFields(Static).Where(f => IsCollection(f.FieldType)).Select(f => (t.Assembly, Name(f.GetValue(null)!)))).ToList();
        Assert.True(declared.Count > 50, $"{declared.Count} were found.");
        Assert.All(declared, d => Assert.Contains(d, carried));
    }

    private static bool IsCollection(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Collection<>);

    private static string Name(object collection) => (string)collection.GetType().GetProperty("Name")!.GetValue(collection)!;
}
