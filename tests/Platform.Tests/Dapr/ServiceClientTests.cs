using System.Net.Http.Headers;
using System.Net.Http.Json;
using Google.Protobuf;
using Sunshine.Catalogue.V1;
using Sunshine.Testing.Probe;

namespace Sunshine.Platform.Tests.Dapr;

/// <summary>Calls of one service to another, through the sidecars of both.</summary>
[Collection(DaprCollection.Name)]
public sealed class ServiceClientTests(Landscape landscape)
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_service_reads_from_another()
    {
        var report = await Get("/probe/statistics/1952");

        Assert.Equal("OK", report.Code);
        Assert.Equal(0, report.Number);
    }

    [Fact]
    public async Task A_call_carries_a_deadline_the_callers_token_and_the_callers_name()
    {
        var report = await Get("/probe/echo", landscape.AdminToken);

        Assert.Equal("OK", report.Code);
        Assert.Equal("Bearer " + landscape.AdminToken, report.Headers["authorization"]);
        Assert.InRange(int.Parse(report.Headers["grpc-timeout"].TrimEnd('m')), 1, 10_000);
        Assert.Equal("probe", report.Headers["dapr-caller-app-id"]);
        Assert.Equal("echo", report.Headers["dapr-callee-app-id"]);
        Assert.Equal(Landscape.AppToken, report.Headers["dapr-api-token"]);
    }

    [Fact]
    public async Task A_call_for_nobody_carries_no_token()
    {
        var report = await Get("/probe/echo");

        Assert.Equal("OK", report.Code);
        Assert.DoesNotContain("authorization", report.Headers.Keys);
    }

    [Theory]
    [InlineData(true, "OK", "", 5)]
    [InlineData(false, "Unauthenticated", "UNAUTHENTICATED", 0)]
    public async Task What_the_caller_may_do_decides_in_the_service_behind_too(bool withToken, string code, string reason, int stored)
    {
        var records = new ImportItemsRequest { Records = { Landscape.Records("forwarded", 5, 1953) } };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/probe/import")
        {
            Version = landscape.Probe.Http.DefaultRequestVersion, VersionPolicy = landscape.Probe.Http.DefaultVersionPolicy, Content = new ByteArrayContent(records.ToByteArray())
        };
        if (withToken) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", landscape.AdminToken);
        using var response = await landscape.Probe.Http.SendAsync(request, Cancel);
        var report = (await response.Content.ReadFromJsonAsync<CallReport>(Cancel))!;

        Assert.Equal((code, reason, stored), (report.Code, report.Reason, report.Number));
    }

    [Fact]
    public async Task A_service_that_nobody_knows_is_unavailable_and_tells_nothing_of_the_inside()
    {
        var report = await Get("/probe/nowhere");

        Assert.Equal(("Unavailable", "UNAVAILABLE"), (report.Code, report.Reason));
        Assert.DoesNotContain("nowhere", report.Detail, StringComparison.Ordinal);
    }

    private async Task<CallReport> Get(string path, string? token = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path)
        {
            Version = landscape.Probe.Http.DefaultRequestVersion, VersionPolicy = landscape.Probe.Http.DefaultVersionPolicy
        };
        if (token is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var response = await landscape.Probe.Http.SendAsync(request, Cancel);
        Assert.True(response.IsSuccessStatusCode, response.ToString());
        return (await response.Content.ReadFromJsonAsync<CallReport>(Cancel))!;
    }
}
