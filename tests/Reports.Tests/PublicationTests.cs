using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Sunshine.Foundation.Identity;
using Sunshine.Reports.V1;
using Sunshine.Testing.Hosts;

namespace Sunshine.Reports.Tests;

/// <summary>An edition comes out once, whoever publishes at the same time and whenever a process ends.</summary>
public sealed class PublicationTests : ReportsTest
{
    private readonly LastingStore _store = new(ReportsModule.Name);

    protected override IReadOnlyDictionary<string, string?> Settings => _store.Settings;

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _store.Dispose();
    }

    protected override void Add(IServiceCollection services)
    {
        base.Add(services);
        _store.Add(services, store => new Collections(store));
    }

    [Fact]
    public async Task Of_all_who_publish_at_once_one_makes_the_edition()
    {
        var report = await Cleared();
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(async i =>
        {
            try
            {
                return (await By($"publisher-{i}", Roles.Publisher).PublishAnnualReportAsync(new() { Id = report.Id }, cancellationToken: Cancel)).Number;
            }
            catch (RpcException e) when (e.StatusCode == StatusCode.Aborted)
            {
                return 0;
            }
        }));
        Assert.Contains(1, outcomes);
        Assert.All(outcomes, number => Assert.InRange(number, 0, 1));
        Assert.Equal(1, (await Get(report.Id)).EditionCount);
        Assert.Single(Acts.Of(await StoreOf(Host).Changes.After(0, 100, Cancel)));
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(0, false)]
    [InlineData(1, true)]
    [InlineData(1, false)]
    public async Task Whoever_publishes_again_after_the_process_was_killed_finds_one_edition_and_one_act(int at, bool before)
    {
        var report = await Cleared();
        await Host.DisposeAsync();
        _store.Death = (at, before);
        await using (var dying = await StartHost(Settings))
        {
            await Assert.ThrowsAsync<RpcException>(async () => await Client(dying).PublishAnnualReportAsync(new() { Id = report.Id }, cancellationToken: Cancel));
        }

        _store.Death = null;
        await using var next = await StartHost(Settings);
        var done = at == 1 && !before;
        var left = await new AnnualReportService.AnnualReportServiceClient(As(next, "editor", Roles.Editor, "office")).GetAnnualReportAsync(new() { Id = report.Id }, cancellationToken: Cancel);
        Assert.Equal((done ? AnnualReportState.Published : AnnualReportState.Cleared, done ? 1 : 0), (left.State, left.EditionCount));
        var edition = await Client(next).PublishAnnualReportAsync(new() { Id = report.Id }, cancellationToken: Cancel);
        Assert.Equal(1, edition.Number);
        Assert.Equal(edition.Digest, Assert.Single(Acts.Of(await StoreOf(next).Changes.After(0, 100, Cancel))).Digest);
    }

    private static AnnualReportService.AnnualReportServiceClient Client(TestHost host) => new(As(host, "publisher", Roles.Publisher, "office"));
}
