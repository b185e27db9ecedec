using System.Text.Json;
using Sunshine.Acts;
using Sunshine.Catalogue;
using Sunshine.Cli.Verifying;
using Sunshine.Testing.Logs;
using Sunshine.TransparencyLog;

namespace Sunshine.Cli.Tests;

/// <summary>A source makes a key, signs a figure, and anybody verifies what became of it.</summary>
public sealed class TallyCommandTests : IDisposable
{
    private const string Figure = """
        {"agencyId": "city", "source": "12345", "measure": "办理件数", "periodFrom": "2016-01-01", "periodTo": "2016-12-31", "value": "172489", "unit": "件", "scope": "全市", "documentNumber": "月报"}
        """;

    private readonly Tool _tool = new();
    private readonly SignerKey _logKey = SignerKey.Generate("test-log");

    public void Dispose() => _tool.Dispose();

    [Fact]
    public async Task A_key_is_made_once_and_only_its_owner_reads_it()
    {
        Assert.Equal(SunshineCommand.Done, await _tool.Run("tally", "key", "hotline.example", _tool.PathOf("secret")));
        var made = VerifierKey.Parse(_tool.Output.Trim());
        Assert.Equal(("hotline.example", KeyType.Ed25519), (made.Name, made.Type));
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_tool.PathOf("secret")));
        Assert.Equal(SunshineCommand.Failed, await _tool.Run("tally", "key", "hotline.example", _tool.PathOf("secret")));
        Assert.Equal(made, SignerKey.Parse(File.ReadAllText(_tool.PathOf("secret")).Trim()).Verifier);
        Assert.Equal(SunshineCommand.Failed, await _tool.Run("tally", "key", "a b", _tool.PathOf("other")));
        Assert.False(File.Exists(_tool.PathOf("other")));
    }

    [Fact]
    public async Task A_signed_figure_is_verified_against_the_log_alone()
    {
        var sent = await Sign();
        Assert.Equal(SunshineCommand.Done, await Verify(sent, Logged(sent)));
        Assert.Contains("the record is as it was logged, and its source signed it", _tool.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_figure_that_was_altered_since_is_found()
    {
        var sent = await Sign();
        Assert.Equal(SunshineCommand.Failed, await Verify(new(sent) { Value = "172490" }, Logged(sent)));
        Assert.Contains("The record is not as it was logged", _tool.Messages, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_platform_that_logged_what_the_source_did_not_sign_is_found()
    {
        var sent = await Sign();
        var forged = new Catalogue.V1.Tally(sent) { Value = "172490" };
        Assert.Equal(SunshineCommand.Failed, await Verify(forged, Logged(forged)));
        Assert.Contains("The figure is not signed as the log says", _tool.Messages, StringComparison.Ordinal);
        Assert.Equal(SunshineCommand.Failed, await Verify(sent, Logged(sent) with { Notes = ["signer=" + SignerKey.Generate("hotline.example").Verifier] }));
        Assert.Equal(SunshineCommand.Failed, await Verify(sent, Logged(sent) with { Notes = null }));
    }

    [Fact]
    public async Task A_figure_without_a_key_is_verified_by_its_digest()
    {
        var sent = TallyFile.Read(_tool.File("figure.json", Figure));
        Assert.Equal(SunshineCommand.Done, await Verify(sent, Logged(sent)));
        Assert.DoesNotContain("its source signed it", _tool.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"agencyId": "city", "sources": "12345", "value": "1"}""")]
    [InlineData("""{"agencyId": "city"}""")]
    [InlineData("no JSON")]
    [InlineData("""{"source": "a\nb", "value": "1"}""")]
    public async Task What_is_no_figure_is_not_signed(string text)
    {
        await _tool.Run("tally", "key", "hotline.example", _tool.PathOf("secret"));
        Assert.Equal(SunshineCommand.Failed, await _tool.Run("tally", "sign", _tool.File("figure.json", text), "--signing-key", _tool.PathOf("secret")));
        Assert.Equal("", _tool.Output);
        Assert.NotEqual("", _tool.Messages);
    }

    private async Task<Catalogue.V1.Tally> Sign()
    {
        await _tool.Run("tally", "key", "hotline.example", _tool.PathOf("secret"));
        Assert.Equal(SunshineCommand.Done, await _tool.Run("tally", "sign", _tool.File("figure.json", Figure), "--signing-key", _tool.PathOf("secret")));
        // To be sent as it is, and read by people.
        Assert.Equal("办理件数", JsonDocument.Parse(_tool.Output).RootElement.GetProperty("measure").GetString());
        Assert.Contains("办理件数", _tool.Output, StringComparison.Ordinal);
        return TallyFile.Read(_tool.File("signed.json", _tool.Output));
    }

    private ActEntry Logged(Catalogue.V1.Tally figure) => new()
    {
        Source = "catalogue", Kind = "TALLY_REPORTED", Agency = "city", Resource = "tallies/1", Digest = TallyStatement.DigestOf(figure),
        Notes = figure.Signature.Length == 0 ? null : ["signer=" + SignerKey.Parse(File.ReadAllText(_tool.PathOf("secret")).Trim()).Verifier]
    };

    private async Task<int> Verify(Catalogue.V1.Tally figure, ActEntry act)
    {
        var log = _tool.Files("log", MemoryLog.Of([act.ToBytes()], _logKey).Files);
        return await _tool.Run("verify", "record", log, "--key", _logKey.Verifier.ToString(), "--source", "catalogue", "--resource", "tallies/1", "--tally", _tool.File("answered.json", TallyFile.Text(figure)));
    }
}
