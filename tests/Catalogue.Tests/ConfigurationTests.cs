using Microsoft.Extensions.Options;
using Sunshine.Testing.Hosts;

namespace Sunshine.Catalogue.Tests;

public sealed class ConfigurationTests
{
    [Theory]
    [InlineData("Storage:Kind", "Paper", "Storage:Kind")]
    [InlineData("Storage:Kind", "7", "Storage:Kind")]
    [InlineData("Storage:Kind", "Mongo", "Storage:ConnectionString")]
    [InlineData("Storage:Path", "", "Storage:Path")]
    [InlineData("Catalogue:IndexNumber", "{organisation}/{year}", "Catalogue:IndexNumber: The pattern must end with {serial:n}")]
    [InlineData("Catalogue:IndexNumber", "", "Catalogue:IndexNumber")]
    [InlineData("Identity:Authority", "", "Identity:Authority")]
    [InlineData("Identity:Authority", "login", "Identity:Authority")]
    [InlineData("Identity:Audience", "", "Identity:Audience")]
    [InlineData("Catalogue:CommentsPerHour", "0", "Catalogue:CommentsPerHour is 0")]
    [InlineData("Catalogue:CommentsPerHour", "1001", "Catalogue:CommentsPerHour is 1001")]
    [InlineData("Forwarding:TrustedProxies:0", "gateway", "Forwarding:TrustedProxies: 'gateway'")]
    [InlineData("Catalogue:ItemPage", "https://www.example.gov.cn/items", "Catalogue:ItemPage is 'https://www.example.gov.cn/items'")]
    [InlineData("Catalogue:TallyKeys:0:Source", "12345", "Catalogue:TallyKeys:0:Agency must name an agency.")]
    [InlineData("Catalogue:TallyKeys:0:Key", "hotline", "Catalogue:TallyKeys:0:Key: A key is written as name+id+base64.")]
    [InlineData("Catalogue:ItemPage", "/items/{id}", "Catalogue:ItemPage is '/items/{id}'")]
    [InlineData("Following:PublicAddress", "www.example.gov.cn", "Following:PublicAddress is 'www.example.gov.cn'")]
    [InlineData("Following:SearchPage", "/search", "Following:SearchPage is '/search'")]
    [InlineData("Following:Sender", "noreply", "Following:Sender")]
    [InlineData("Following:SmtpPort", "0", "Following:SmtpPort is 0; it must be from 1 to 65535.")]
    [InlineData("Following:SmtpSecurity", "9", "Following:SmtpSecurity is 9")]
    [InlineData("Following:EmailInterval", "00:00:59", "Following:EmailInterval is 00:00:59; it must be from 00:01:00 to 31.00:00:00.")]
    [InlineData("Following:WebhookInterval", "2.00:00:00", "Following:WebhookInterval")]
    [InlineData("Following:Timeout", "00:02:00", "Following:Timeout")]
    [InlineData("Following:EmailItems", "0", "Following:EmailItems")]
    [InlineData("Following:WebhookItems", "501", "Following:WebhookItems")]
    [InlineData("Following:Attempts", "21", "Following:Attempts")]
    [InlineData("Following:SignUpsPerHour", "0", "Following:SignUpsPerHour")]
    [InlineData("Outbound:Allowed:0", "intranet", "Outbound:Allowed: 'intranet'")]
    public async Task A_setting_that_cannot_be_stops_the_host_and_is_named(string key, string value, string sentence)
    {
        var stopped = await Record.ExceptionAsync(async () =>
        {
            await using var host = await TestHost.StartService(CatalogueModule.Name, s => s.AddCatalogue(), app => app.MapCatalogue(), new Dictionary<string, string?> { [key] = value });
        });

        Assert.True(stopped is OptionsValidationException or InvalidOperationException, $"{stopped}");
        Assert.Contains(sentence, stopped.Message, StringComparison.Ordinal);
    }
}
