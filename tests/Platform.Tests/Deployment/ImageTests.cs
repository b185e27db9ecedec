using System.Diagnostics;
using System.Text.Json;
using System.Xml.Linq;
using Sunshine.Testing.Hosts;

namespace Sunshine.Platform.Tests.Deployment;

/// <summary>What the SDK is told of each image; <c>deploy/images/try.sh</c> builds and starts them.</summary>
public sealed class ImageTests
{
    private static readonly string[] Properties = ["ContainerRepository", "ContainerUser", "ContainerFamily", "AppId"];

    public static TheoryData<string> Programs => [.. Shipped.Programs.Keys];

    [Fact]
    public void Every_program_has_an_image_and_no_library_has()
    {
        var listed = XDocument.Load(Repository.File("deploy", "images", "images.proj")).Descendants("Program")
            .Select(p => Path.GetFullPath(Repository.File("deploy", "images", p.Attribute("Include")!.Value)));
        Assert.Equal(Shipped.Programs.Values.Order(), listed.Select(p => Path.GetDirectoryName(p)!).Order());
    }

    [Theory, MemberData(nameof(Programs))]
    public async Task An_image_is_named_by_its_app_listens_where_the_manifests_look_and_is_nobody_in_particular(string program)
    {
        using var evaluated = await Evaluate(Directory.GetFiles(Shipped.Programs[program], "*.csproj").Single());

        var properties = evaluated.RootElement.GetProperty("Properties");
        Assert.Equal((program, $"sunshine/{program}"), (properties.GetProperty("AppId").GetString(), properties.GetProperty("ContainerRepository").GetString()));
        Assert.True(int.Parse(properties.GetProperty("ContainerUser").GetString()!) > 0);
        // Without a shell.
        Assert.EndsWith("chiseled", properties.GetProperty("ContainerFamily").GetString());
        var items = evaluated.RootElement.GetProperty("Items");
        Assert.Equal(Shipped.ContainerPorts(program), items.GetProperty("ContainerPort").EnumerateArray().Select(p => int.Parse(p.GetProperty("Identity").GetString()!)));
        var listens = items.GetProperty("ContainerEnvironmentVariable").EnumerateArray().Select(v => v.GetProperty("Value").GetString()!).Where(v => v.StartsWith("http://*:", StringComparison.Ordinal));
        Assert.Equal(Shipped.ContainerPorts(program), listens.Select(v => int.Parse(v["http://*:".Length..])));
    }

    private static async Task<JsonDocument> Evaluate(string project)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, ArgumentList = { "msbuild", project, "-getItem:ContainerPort", "-getItem:ContainerEnvironmentVariable" } };
        foreach (var property in Properties) start.ArgumentList.Add("-getProperty:" + property);
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, output);
        return JsonDocument.Parse(output);
    }
}
