using Microsoft.Extensions.Options;
using Sunshine.Testing.Hosts;

namespace Sunshine.Requests.Tests;

public sealed class ConfigurationTests
{
    [Theory]
    [InlineData("Requests:ApplicationsPerHour", "0", "ApplicationsPerHour")]
    [InlineData("Requests:KeepPersonalDataFor", "0", "KeepPersonalDataFor")]
    [InlineData("Requests:ReceiptBefore2019", "7", "ReceiptBefore2019")]
    [InlineData("Requests:ReceiptBefore2019", "Someday", "ReceiptBefore2019")]
    [InlineData("Requests:AnswerTemplate", "/nowhere.docx", "Requests:AnswerTemplate: there is no file /nowhere.docx")]
    public async Task A_setting_that_cannot_be_stops_the_host_and_is_named(string key, string value, string sentence)
    {
        var stopped = await Record.ExceptionAsync(async () =>
        {
            await using var host = await TestHost.StartService(RequestsModule.Name, s => s.AddRequests(), app => app.MapRequests(), new Dictionary<string, string?> { [key] = value });
        });

        Assert.True(stopped is OptionsValidationException or InvalidOperationException, $"{stopped}");
        Assert.Contains(sentence, stopped.Message, StringComparison.Ordinal);
    }
}
