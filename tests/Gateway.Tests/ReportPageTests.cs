namespace Sunshine.Gateway.Tests;

/// <summary>Pages of reports through the edge, whose answers are data otherwise.</summary>
public sealed class ReportPageTests : GatewayTest
{
    [Fact]
    public async Task A_page_keeps_its_own_policy_and_a_table_its_name_also_from_the_cache()
    {
        var host = await InOneProcess();
        using var http = host.Http();
        for (var time = 1; time <= 3; time++)
        {
            using var page = await http.GetAsync("/api/v1/reports/2016.html?form=FORM_2014", Cancel);
            Assert.True(page.IsSuccessStatusCode, await page.Content.ReadAsStringAsync(Cancel));
            Assert.Contains("style-src 'self'", Assert.Single(page.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
            using var table = await http.GetAsync("/api/v1/reports/2016.csv?form=FORM_2014", Cancel);
            Assert.NotNull(table.Content.Headers.ContentDisposition?.FileName);
            using var data = await http.GetAsync("/api/v1/reports/2016?form=FORM_2014", Cancel);
            Assert.Equal("default-src 'none'; frame-ancestors 'none'", Assert.Single(data.Headers.GetValues("Content-Security-Policy")));
        }
    }
}
