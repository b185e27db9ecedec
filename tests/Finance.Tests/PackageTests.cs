using System.Diagnostics;
using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json;
using Sunshine.Finance.V1;
using Sunshine.Foundation.Identity;
using Sunshine.Testing.Hosts;

namespace Sunshine.Finance.Tests;

/// <summary>What is given away: read by others, by a validator of its published profile, and by another instance.</summary>
public sealed class PackageTests : FigureTest
{
    private async Task<byte[]> Get(string path)
    {
        var response = await Host.Http().GetAsync(path, Cancel);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync(Cancel));
        return await response.Content.ReadAsByteArrayAsync(Cancel);
    }

    private static async Task<HttpResponseMessage> Post(TestHost host, byte[] package)
    {
        return await host.Http(host.Issuer.Token([Roles.Admin], null, "machine", lifetime: TimeSpan.FromDays(10_000))).PostAsync("/api/v1/finance/package-files", new ByteArrayContent(package), Cancel);
    }

    private static string Text(byte[] package, string name)
    {
        using var archive = new ZipArchive(new MemoryStream(package));
        using var reader = new StreamReader(archive.GetEntry(name)!.Open(), Encoding.UTF8);
        return reader.ReadToEnd();
    }

    private async Task Fill()
    {
        await Disclose("office", 2016, Phase.Approved, [.. SampleTables.Budget.Select(Finance.Map.ToProto)]);
        await Disclose("office", 2015, Phase.Executed, [.. SampleTables.Final.Select(Finance.Map.ToProto)]);
        await Disclose("city", 2016, Phase.Approved, ("2010601", "=行政运行,\"引号\"", 12, 0), ("2010602", "'撇号", 0, 3));
        await Disclose("county", 2016, Phase.Proposed, new V1.Statement { Layout = "department-budget-8", Unit = AmountUnit.TenThousandYuan, Note = "空表，\n两行说明。" });
        await Disclose("county", 2015, Phase.Approved, Array.Empty<V1.Statement>());
    }

    [Fact]
    public async Task The_table_has_every_cell_with_all_that_is_known_of_it()
    {
        await Disclose("office", 2016, Phase.Approved, ("2010601", "行政运行", 700, 5));
        var text = Encoding.UTF8.GetString(await Get("/api/v1/finance/lines.csv?fiscalYear=2016"));
        var rows = text.TrimStart('\uFEFF').TrimEnd().Split("\r\n");
        Assert.StartsWith("公开标识,版次,单位标识,单位,预算年度", rows[0], StringComparison.Ordinal);
        Assert.Equal(1 + 4 * 3, rows.Length);
        Assert.Contains(rows, r => r.EndsWith(",1,office,机关 office,2016,budget,department,,approved,2016-03-01,department-budget-5,一般公共预算支出情况表,3,2010601,行政运行,true,201,20106,2010601,,,total,本年预算数·小计,expenditure,705.00,,yuan", StringComparison.Ordinal));
        var book = await Get("/api/v1/finance/lines.xlsx");
        Assert.NotNull(new ZipArchive(new MemoryStream(book)).GetEntry("xl/workbook.xml"));
        Assert.Equal(HttpStatusCode.BadRequest, (await Host.Http().GetAsync("/api/v1/finance/lines.csv?year=2016", Cancel)).StatusCode);
    }

    [Fact]
    public async Task A_package_says_what_it_has_with_sizes_and_digests()
    {
        await Fill();
        var package = await Get("/api/v1/finance/fiscal-data-package.zip");
        var json = JsonDocument.Parse(Text(package, "datapackage.json")).RootElement;
        foreach (var resource in json.GetProperty("resources").EnumerateArray())
        {
            var bytes = Encoding.UTF8.GetBytes(Text(package, resource.GetProperty("path").GetString()!));
            Assert.Equal(resource.GetProperty("bytes").GetInt64(), bytes.Length);
            Assert.Equal(resource.GetProperty("hash").GetString(), "sha256:" + Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes)));
            var header = Encoding.UTF8.GetString(bytes).Split("\r\n")[0].Split(',');
            Assert.Equal(header, resource.GetProperty("schema").GetProperty("fields").EnumerateArray().Select(f => f.GetProperty("name").GetString()!));
        }

        Assert.Equal("2015-01-01", json.GetProperty("fiscalPeriod").GetProperty("start").GetString());
        Assert.Contains("5 项公开", json.GetProperty("description").GetString());
    }

    [Fact]
    public async Task A_package_is_one_by_the_published_profile()
    {
        await Fill();
        using var folder = new TemporaryFolder();
        var validator = await Validator.Ready(folder.Path);
        Assert.SkipWhen(validator is null, "npm gives no datapackage here: the profile cannot be checked.");
        await File.WriteAllBytesAsync(Path.Combine(folder.Path, "package.zip"), await Get("/api/v1/finance/fiscal-data-package.zip"), Cancel);
        ZipFile.ExtractToDirectory(Path.Combine(folder.Path, "package.zip"), Path.Combine(folder.Path, "package"));
        var (code, output) = await validator.Run(Path.Combine(folder.Path, "package", "datapackage.json"));
        Assert.True(code == 0, output);
        Assert.Matches("^valid fiscal-data-package, [1-9][0-9]* cells, [1-9][0-9]* releases", output);

        // What is not one is told from it.
        var path = Path.Combine(folder.Path, "package", "datapackage.json");
        await File.WriteAllTextAsync(path, (await File.ReadAllTextAsync(path, Cancel)).Replace("\"CNY\"", "\"yuan\""), Cancel);
        Assert.NotEqual(0, (await validator.Run(path)).Code);
    }

    [Fact]
    public async Task Another_instance_takes_it_over_and_gives_the_same_away_again()
    {
        await Fill();
        var package = await Get("/api/v1/finance/fiscal-data-package.zip");
        await using var other = await StartHost(new Dictionary<string, string?>());
        await AddAgencies(other);
        var answer = await Post(other, package);
        var report = PackageReport.Parser.ParseJson(await answer.Content.ReadAsStringAsync(Cancel));
        Assert.True(report is { Created: 5, Refused: 0 }, $"{report}");
        var again = await (await other.Http().GetAsync("/api/v1/finance/fiscal-data-package.zip", Cancel)).Content.ReadAsByteArrayAsync(Cancel);
        foreach (var table in new[] { "data/cells.csv", "data/releases.csv" }) Assert.Equal(Text(package, table), Text(again, table));
        Assert.Equal(5, PackageReport.Parser.ParseJson(await (await Post(other, package)).Content.ReadAsStringAsync(Cancel)).Unchanged);
        var first = await new DisclosureService.DisclosureServiceClient(other.Invoker()).ListDisclosuresAsync(new() { FiscalYear = 2016, AgencyId = "city" }, cancellationToken: Cancel);
        Assert.Contains(first.Disclosures, d => d.AgencyId == "office" && d.Release.Statements.Count == 8);
    }

    [Fact]
    public async Task What_is_no_package_is_refused_and_says_why()
    {
        await Disclose("office", 2016, Phase.Approved, ("2010601", "行政运行", 700, 5));
        var package = await Get("/api/v1/finance/fiscal-data-package.zip");
        Assert.Contains("NOT_A_PACKAGE", await (await Post(Host, Encoding.UTF8.GetBytes("no archive"))).Content.ReadAsStringAsync(Cancel));
        Assert.Contains("data/cells.csv", await (await Post(Host, With(package, "data/cells.csv", null))).Content.ReadAsStringAsync(Cancel));
        Assert.Contains("NO_SUCH_RELEASE", await (await Post(Host, With(package, "data/releases.csv", t => t.Split("\r\n")[0] + "\r\n"))).Content.ReadAsStringAsync(Cancel));
        Assert.Contains("UNKNOWN_VALUE", await (await Post(Host, With(package, "data/releases.csv", t => t.Replace(",budget,", ",budgets,")))).Content.ReadAsStringAsync(Cancel));
        var changed = PackageReport.Parser.ParseJson(await (await Post(Host, With(package, "data/cells.csv", t => t.Replace("705.00", "seven")))).Content.ReadAsStringAsync(Cancel));
        Assert.Equal((0, 1), (changed.Created, changed.Refused));
        Assert.NotEmpty(changed.Refusals[0].Violations);
        Assert.Equal(HttpStatusCode.Unauthorized, (await Host.Http().PostAsync("/api/v1/finance/package-files", new ByteArrayContent(package), Cancel)).StatusCode);
    }

    /// <param name="change">Null takes the file out.</param>
    private static byte[] With(byte[] package, string name, Func<string, string>? change)
    {
        var bytes = new MemoryStream();
        bytes.Write(package);
        using (var archive = new ZipArchive(bytes, ZipArchiveMode.Update, leaveOpen: true))
        {
            archive.GetEntry(name)!.Delete();
            if (change is not null)
            {
                using var writer = new StreamWriter(archive.CreateEntry(name).Open());
                writer.Write(change(Text(package, name)));
            }
        }

        return bytes.ToArray();
    }

    /// <summary>The reference implementation of Data Packages for JavaScript, which has the profile.</summary>
    private sealed record Validator(string Folder)
    {
        private const string Package = "datapackage@1.1.10";

        private const string Script =
            """
            const { Package, Profile } = require('datapackage');
            (async () => {
              const p = await Package.load(process.argv[2], { strict: true });
              const { valid, errors } = (await Profile.load('fiscal-data-package')).validate(JSON.parse(require('fs').readFileSync(process.argv[2])));
              if (!valid) { console.log(errors.map(e => e.message).join('\n')); process.exit(1); }
              const counts = [];
              for (const r of p.resources) counts.push(`${(await r.read()).length} ${r.name}`);
              console.log(`valid fiscal-data-package, ${counts.join(', ')}`);
            })().catch(e => { console.log(e.errors && e.errors.length ? e.errors.map(x => x.message).join('\n') : e.stack); process.exit(1); });
            """;

        public static async Task<Validator?> Ready(string folder)
        {
            try
            {
                await File.WriteAllTextAsync(Path.Combine(folder, "validate.js"), Script, Cancel);
                return (await Run(folder, "npm", "install", "--no-audit", "--no-fund", "--prefix", folder, Package)).Code == 0 ? new Validator(folder) : null;
            }
            catch (System.ComponentModel.Win32Exception)
            {
                return null;
            }
        }

        public Task<(int Code, string Output)> Run(string descriptor) => Run(Folder, "node", "validate.js", descriptor);

        private static async Task<(int Code, string Output)> Run(string folder, string program, params string[] arguments)
        {
            var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
            using var process = Process.Start(start)!;
            var output = process.StandardOutput.ReadToEndAsync(Cancel);
            var errors = process.StandardError.ReadToEndAsync(Cancel);
            await process.WaitForExitAsync(Cancel);
            return (process.ExitCode, await output + await errors);
        }
    }
}
