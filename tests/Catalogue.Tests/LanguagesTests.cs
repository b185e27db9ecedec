using Google.Rpc;
using Grpc.Core;
using Sunshine.Catalogue.V1;

namespace Sunshine.Catalogue.Tests;

public sealed class LanguagesTests : CatalogueTest
{
    [Theory]
    [InlineData(null, "zh-CN", "没有这条信息：x。")]
    [InlineData("en", "en", "There is no item x.")]
    [InlineData("en-GB,zh;q=0.5", "en", "There is no item x.")]
    [InlineData("en;q=0.3,zh-TW;q=0.5", "zh-CN", "没有这条信息：x。")]
    [InlineData("fr, de", "zh-CN", "没有这条信息：x。")]
    [InlineData("en;q=0", "zh-CN", "没有这条信息：x。")]
    [InlineData(";;;=", "zh-CN", "没有这条信息：x。")]
    public async Task A_refusal_speaks_the_language_that_was_asked_for(string? asked, string locale, string sentence)
    {
        var client = new CatalogueService.CatalogueServiceClient(Host.Invoker(language: asked));
        var refused = await Refused(StatusCode.NotFound, async () => await client.GetItemAsync(new() { Id = "x" }, cancellationToken: Cancel));

        Assert.Equal(sentence, refused.Status.Detail);
        Assert.Equal(new LocalizedMessage { Locale = locale, Message = sentence }, refused.GetRpcStatus()!.GetDetail<LocalizedMessage>());
    }

    [Fact]
    public async Task Violations_speak_it_too()
    {
        await AddAgencies();
        var english = new CatalogueService.CatalogueServiceClient(Host.Invoker(Host.Token("admin"), "en"));
        var record = Record("");

        var chinese = Assert.Single((await ImportOne(record)).Violations);
        var translated = Assert.Single(Assert.Single((await english.BatchImportItemsAsync(new() { Records = { record } }, cancellationToken: Cancel)).Results).Violations);

        Assert.Equal("必填。", chinese.Description);
        Assert.Equal("Required.", translated.Description);
        Assert.Equal(new LocalizedMessage { Locale = "en", Message = "Required." }, translated.LocalizedMessage);
    }
}
