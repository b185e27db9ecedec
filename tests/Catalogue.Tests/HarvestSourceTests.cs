using System.Text;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Sunshine.Catalogue.V1;
using Sunshine.Foundation.Identity;
using Sunshine.Testing.Hosts;

namespace Sunshine.Catalogue.Tests;

/// <summary>Who may say what is harvested, and from where.</summary>
public sealed class HarvestSourceTests : HarvestTest
{
    [Fact]
    public async Task A_source_is_created_read_changed_and_deleted()
    {
        Serves(Row(1));
        var created = await Harvests.CreateHarvestSourceAsync(new() { Source = Table(), RequestId = "same" }, cancellationToken: Cancel);
        Assert.Equal(created, await Harvests.CreateHarvestSourceAsync(new() { Source = Table(), RequestId = "same" }, cancellationToken: Cancel));
        Assert.Equal(created, await Harvests.GetHarvestSourceAsync(new() { Id = created.Id }, cancellationToken: Cancel));
        Assert.Equal([created], (await Harvests.ListHarvestSourcesAsync(new(), cancellationToken: Cancel)).Sources);
        Assert.Equal(Table().Fields, created.Fields);

        var changed = created.Clone();
        (changed.Title, changed.Url) = ("新名称", "http://127.0.0.1:1/");
        var updated = await Harvests.UpdateHarvestSourceAsync(new() { Source = changed, UpdateMask = new() { Paths = { "title" } } }, cancellationToken: Cancel);
        Assert.Equal(("新名称", created.Url), (updated.Title, updated.Url));
        Assert.Equal("STALE_ETAG", (await Refused(StatusCode.Aborted, async () => await Harvests.UpdateHarvestSourceAsync(new() { Source = changed, UpdateMask = new() { Paths = { "title" } } }, cancellationToken: Cancel))).Reason());
        Assert.Equal([("updateMask", "UNKNOWN_FIELD")], (await Refused(StatusCode.InvalidArgument, async () =>
            await Harvests.UpdateHarvestSourceAsync(new() { Source = updated, UpdateMask = new() { Paths = { "kind" } } }, cancellationToken: Cancel))).Fields());

        await Run(updated);
        Assert.Equal("STALE_ETAG", (await Refused(StatusCode.Aborted, async () => await Harvests.DeleteHarvestSourceAsync(new() { Id = created.Id, Etag = created.Etag }, cancellationToken: Cancel))).Reason());
        await Harvests.DeleteHarvestSourceAsync(new() { Id = created.Id, Etag = updated.Etag }, cancellationToken: Cancel);
        Assert.Equal("NO_SUCH_HARVEST_SOURCE", (await Refused(StatusCode.NotFound, async () => await Harvests.GetHarvestSourceAsync(new() { Id = created.Id }, cancellationToken: Cancel))).Reason());
        // Its items stay, and the next source of the agency takes them up instead of doubling them.
        Assert.Single(await Listed());
        Counted(await Run(await Create(Table())), gathered: 1, added: 1);
        Assert.Equal(1, (await ItemOf("k1")).Edition);
        Assert.Single(await Listed());
    }

    [Fact]
    public async Task What_is_wrong_with_a_source_is_said_at_once_and_by_name()
    {
        var wrong = new V1.HarvestSource
        {
            AgencyId = "nobody", Url = "ftp://a/", UpstreamAgencyId = "x", Charset = "ebcdic", IntervalMinutes = 1, VanishLimitPercent = 101, Kind = HarvestKind.Csv,
            Agencies = { new HarvestAgency { Upstream = "a", AgencyId = "nobody" }, new HarvestAgency { Upstream = "a", AgencyId = "city" } },
            Fields =
            {
                new V1.HarvestField { Field = "colour", From = "颜色" }, new V1.HarvestField { Field = "title" }, new V1.HarvestField { Field = "title", From = "标题" },
                new V1.HarvestField { Field = "source_id", Constant = "1", Values = { new HarvestValue { From = "" }, new HarvestValue { From = "" } } }
            },
            Secret = new HarvestSecret { Header = "Host", Value = "键" }
        };
        var refused = await Refused(StatusCode.InvalidArgument, () => Create(wrong));

        Assert.Equal(
        [
            ("source.agencies[0].agencyId", "NO_SUCH_AGENCY"), ("source.agencies[1].upstream", "TWICE"), ("source.agencyId", "NO_SUCH_AGENCY"), ("source.charset", "UNKNOWN_VALUE"),
            ("source.fields", "FIELD_MISSING"), ("source.fields", "FIELD_MISSING"), ("source.fields", "NO_KEY"), ("source.fields[0].field", "UNKNOWN_FIELD"),
            ("source.fields[1].from", "REQUIRED"), ("source.fields[2].field", "TWICE"), ("source.fields[3].values[0].from", "REQUIRED"), ("source.fields[3].values[1].from", "REQUIRED"),
            ("source.fields[3].values[1].from", "TWICE"), ("source.intervalMinutes", "OUT_OF_RANGE"), ("source.secret.header", "RESERVED"), ("source.secret.value", "MALFORMED"),
            ("source.title", "REQUIRED"), ("source.upstreamAgencyId", "NOT_OF_THIS_KIND"), ("source.url", "MALFORMED"), ("source.vanishLimitPercent", "OUT_OF_RANGE")
        ], refused.Fields().OrderBy(f => f.Field, StringComparer.Ordinal).ThenBy(f => f.Reason, StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_column_that_is_missing_is_named()
    {
        Upstream.Text("table.csv", "编号,题目\n1,甲\n");
        var job = await Run(await Create(Table()));

        Assert.Equal((HarvestJobState.Failed, "MALFORMED"), (job.State, job.Problem.Reason));
        Assert.Contains("标题", job.Problem.Description, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_harvests_for_an_agency_that_is_not_theirs()
    {
        Serves(Row(1));
        var county = new HarvestService.HarvestServiceClient(Host.As(Roles.Publisher, "county-1"));
        Assert.Equal("OTHER_AGENCY", (await Refused(StatusCode.PermissionDenied, () => Create(Table(), county))).Reason());
        var mapped = Table();
        mapped.AgencyId = "county-1";
        mapped.Agencies.Add(new HarvestAgency { Upstream = "x", AgencyId = "county-2" });
        Assert.Equal([("source.agencies[0].agencyId", "OTHER_AGENCY")], (await Refused(StatusCode.InvalidArgument, () => Create(mapped, county))).Fields());

        var source = await Create(Table());
        var job = await Run(source);
        await Refused(StatusCode.NotFound, async () => await county.GetHarvestSourceAsync(new() { Id = source.Id }, cancellationToken: Cancel));
        await Refused(StatusCode.NotFound, async () => await county.RunHarvestSourceAsync(new() { Id = source.Id, RequestId = "r" }, cancellationToken: Cancel));
        await Refused(StatusCode.NotFound, async () => await county.GetHarvestJobAsync(new() { Id = job.Id }, cancellationToken: Cancel));
        await Refused(StatusCode.NotFound, async () => await county.ListHarvestObjectsAsync(new() { JobId = job.Id }, cancellationToken: Cancel));
        Assert.Empty((await county.ListHarvestSourcesAsync(new(), cancellationToken: Cancel)).Sources);
        await Refused(StatusCode.PermissionDenied, async () => await county.ListHarvestSourcesAsync(new() { AgencyId = "city" }, cancellationToken: Cancel));
    }

    [Fact]
    public async Task The_secret_reaches_upstream_and_is_plain_nowhere()
    {
        const string Secret = "Bearer topsecret-4711";
        Serves(Row(1));
        var table = Table();
        table.Secret = new HarvestSecret { Header = "Authorization", Value = Secret };
        var source = await Create(table);
        Assert.Equal(("Authorization", ""), (source.Secret.Header, source.Secret.Value));
        await Run(source);
        Assert.All(Upstream.Asked, a => Assert.Equal(Secret, a.Authorization));

        // It stays where it is not named; for another host it is asked for again.
        source.Title = "新名称";
        source = await Harvests.UpdateHarvestSourceAsync(new() { Source = source, UpdateMask = new() { Paths = { "title" } } }, cancellationToken: Cancel);
        await Run(source);
        Assert.All(Upstream.Asked, a => Assert.Equal(Secret, a.Authorization));
        source.Url = "http://198.51.100.1/table.csv";
        Assert.Equal([("source.secret.value", "REQUIRED")], (await Refused(StatusCode.InvalidArgument, async () =>
            await Harvests.UpdateHarvestSourceAsync(new() { Source = source, UpdateMask = new() { Paths = { "url" } } }, cancellationToken: Cancel))).Fields());

        var path = Host.Services.GetRequiredService<Microsoft.Extensions.Options.IOptions<Sunshine.Foundation.Storage.StorageOptions>>().Value.Path;
        foreach (var file in Directory.EnumerateFiles(path, "catalogue.db*").Where(f => !f.EndsWith(".lock", StringComparison.Ordinal)))
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var text = new MemoryStream();
            await stream.CopyToAsync(text, Cancel);
            Assert.True(text.ToArray().AsSpan().IndexOf("topsecret"u8) < 0, file);
        }

        Assert.DoesNotContain(Host.Log.Lines, l => l.ToString()!.Contains("topsecret", StringComparison.Ordinal));
    }

    [Fact]
    public async Task No_source_leads_to_an_address_inside()
    {
        await using var host = await TestHost.StartService(CatalogueModule.Name, s => s.AddCatalogue(), Map);
        await new AgencyService.AgencyServiceClient(host.As(Roles.Admin)).BatchImportAgenciesAsync(new() { Agencies = { NewAgency("city", "", AgencyLevel.City, Taizhou) } }, cancellationToken: Cancel);
        var client = new HarvestService.HarvestServiceClient(host.As(Roles.Publisher, "city"));
        Serves(Row(1));
        var number = 0;
        foreach (var url in new[] { Upstream.Address("table.csv"), Upstream.Address("table.csv").Replace("127.0.0.1", "localhost"), "http://[::1]:1/", "http://169.254.169.254/", "http://10.0.0.1/", "http://[::ffff:192.168.0.1]/" })
        {
            var table = Table();
            table.Url = url;
            var source = await client.CreateHarvestSourceAsync(new() { Source = table, RequestId = $"{number++}" }, cancellationToken: Cancel);
            var job = await client.RunHarvestSourceAsync(new() { Id = source.Id, RequestId = $"{number++}" }, cancellationToken: Cancel);
            while (job.EndTime is null)
            {
                await Task.WhenAny(Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, Cancel));
                job = await client.GetHarvestJobAsync(new() { Id = job.Id }, cancellationToken: Cancel);
            }

            Assert.Equal((url, "ADDRESS_NOT_ALLOWED"), (url, job.Problem.Reason));
        }

        Assert.Empty(Upstream.Asked);
    }

    [Fact]
    public void Any_number_of_objects_is_sorted_by_the_bytes_of_their_ids()
    {
        // An emoji is smaller than U+FF5E as UTF-16, and larger as UTF-8.
        string[] ids = ["b", "😀", "\uFF5E", "a", "中", "ab", "Z"];
        using var spool = new HarvestSpool(portion: 256);
        for (var i = 0; i < 700; i++) spool.Add(new Gathered(ids[i % 7] + (i < 7 ? "" : $"-{i}"), new string('0', 64), i, null, [new Foundation.Hosting.Violation("f", "R", "中", "e")]));
        spool.Add(new Gathered("a", new string('1', 64), 999, null, []));

        Assert.Equal([("a", 999L)], spool.Sort(Cancel));
        var all = spool.Read().ToList();
        Assert.Equal(700, all.Count);
        Assert.Equal(all.Select(g => g.UpstreamId).OrderBy(id => Convert.ToHexString(Encoding.UTF8.GetBytes(id)), StringComparer.Ordinal), all.Select(g => g.UpstreamId));
        Assert.Equal((3L, "中"), (all.Single(g => g.UpstreamId == "a").Line, all[0].Problems.Single().Chinese));
        Assert.Equal(700, spool.Side.Count);
        var lines = string.Concat(all.Select(g => $"{g.UpstreamId} {g.Digest}\n"));
        Assert.Equal(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(lines))), spool.Side.Digest);
    }
}
