using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;
using Sunshine.Testing.Hosts;

namespace Sunshine.Platform.Tests.Api;

/// <summary>A client in another language, built from what the server tells of itself by reflection.</summary>
[Collection(ApiFixture.OneAfterAnother)]
public sealed class NodeClientTests(ApiFixture api)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_Node_client_made_from_reflection_lists_and_imports()
    {
        using var folder = new TemporaryFolder();
        foreach (var file in Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Api", "node"))) File.Copy(file, Path.Combine(folder.Path, Path.GetFileName(file)));
        var installed = await Run(folder.Path, "npm", "ci", "--no-audit", "--no-fund");
        Assert.SkipWhen(installed is null, "npm is not on this machine.");
        Assert.SkipWhen(installed.Value.Code != 0, "The packages cannot be installed here, most likely because the registry is out of reach:\n" + installed.Value.Errors);
        var standalone = await api.Standalone;

        var ran = await Run(folder.Path, "node", "client.js", standalone.GrpcAddress.Authority, standalone.Token, ApiFixture.Agency);

        Assert.NotNull(ran);
        Assert.True(ran.Value.Code == 0, ran.Value.Errors);
        using var said = JsonDocument.Parse(ran.Value.Output);
        var root = said.RootElement;
        Assert.Equal(
            Testing.Contracts.Services.Select(s => s.FullName).Append("grpc.health.v1.Health").Order(),
            root.GetProperty("services").EnumerateArray().Select(s => s.GetString()!).Where(s => !s.Contains("reflection", StringComparison.Ordinal)).Order());
        Assert.Equal(["IMPORT_OUTCOME_CREATED", "IMPORT_OUTCOME_REFUSED", "IMPORT_OUTCOME_CREATED"], root.GetProperty("outcomes").EnumerateArray().Select(o => o.GetString()!));
        Assert.Equal(["", "title", ""], root.GetProperty("fields").EnumerateArray().Select(f => f.GetString()!));
        Assert.Equal("2", root.GetProperty("found").GetString());
        Assert.Equal("<mark>节点客户端</mark>一", root.GetProperty("markedTitle").GetString());
        Assert.Equal(5, root.GetProperty("refusedWith").GetInt32());
    }

    /// <summary>Null if there is no such program.</summary>
    private static async Task<(int Code, string Output, string Errors)?> Run(string folder, string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true })!;
            var output = process.StandardOutput.ReadToEndAsync(Cancel);
            var errors = process.StandardError.ReadToEndAsync(Cancel);
            await process.WaitForExitAsync(Cancel);
            return (process.ExitCode, await output, await errors);
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
