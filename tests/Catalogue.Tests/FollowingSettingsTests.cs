using Grpc.Core;
using Sunshine.Catalogue.V1;

namespace Sunshine.Catalogue.Tests;

/// <summary>What is not configured is said plainly.</summary>
public sealed class FollowingSettingsTests : CatalogueTest
{
    private string _missing = "";

    protected override IReadOnlyDictionary<string, string?> Settings => new Dictionary<string, string?>
    {
        ["Following:SmtpServer"] = _missing == "SmtpServer" ? "" : "127.0.0.1", ["Following:Sender"] = _missing == "Sender" ? "" : "a@example.com",
        ["Following:PublicAddress"] = _missing == "PublicAddress" ? "" : "https://www.example.gov.cn"
    };

    public override ValueTask InitializeAsync() => ValueTask.CompletedTask;

    [Theory]
    [InlineData("SmtpServer")]
    [InlineData("Sender")]
    [InlineData("PublicAddress")]
    public async Task Without_a_setting_that_mail_needs_nobody_can_follow_by_email(string setting)
    {
        _missing = setting;
        await base.InitializeAsync();
        var refused = await Refused(StatusCode.FailedPrecondition, async () => await new FollowingService.FollowingServiceClient(Host.Invoker()).FollowByEmailAsync(new() { Email = "a@example.com", Search = new() }, cancellationToken: Cancel));
        Assert.Equal(("EMAIL_NOT_CONFIGURED", $"Following:{setting}"), (refused.Reason(), refused.Info().Metadata["subject"]));
    }
}
