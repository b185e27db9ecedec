using Microsoft.Playwright;
using Sunshine.Catalogue.V1;
using Sunshine.Finance.V1;
using Sunshine.Portal.Tests;
using Sunshine.Reports.V1;
using Sunshine.Testing.Hosts;
using Sunshine.TransparencyLog;

[assembly: AssemblyFixture(typeof(PortalFixture))]

namespace Sunshine.Portal.Tests;

/// <summary>
/// The standalone with its sample year, and a browser before it: Chromium from <c>SUNSHINE_TEST_BROWSER</c>, else where Debian puts it. Both are
/// started by the first test that asks.
/// </summary>
public sealed class PortalFixture : IAsyncLifetime
{
    private readonly TemporaryFolder _storage = new();
    private readonly Lazy<Task<StandaloneProcess>> _standalone;
    private readonly Lazy<Task<IBrowser>> _browser;
    private IPlaywright? _playwright;

    public PortalFixture()
    {
        // The machine may be loading a year for other tests meanwhile.
        Assertions.SetDefaultExpectTimeout(20_000);
        _standalone = new(async () =>
        {
            var standalone = await StandaloneProcess.Start(_storage.Path, CancellationToken.None, "--sample", "anshan-2016",
                // Tests sign in and apply more often than people do, all from one address.
                "--Authority:SignInsPerMinute=1000", "--Requests:ApplicationsPerHour=1000",
                "--Catalogue:TallyKeys:0:Agency=as-finance", $"--Catalogue:TallyKeys:0:Source={SigningSource}", $"--Catalogue:TallyKeys:0:Key={SigningKey.Verifier}");
            await AddRevised(standalone);
            await AddDraft(standalone);
            await AddFilings(standalone);
            await AddSignedFigure(standalone);
            return standalone;
        });
        _browser = new(async () =>
        {
            _playwright = await Playwright.CreateAsync();
            // A sandbox within a container would need rights that a build machine does not give.
            return await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = Executable, Args = ["--no-sandbox"] });
        });
    }

    /// <summary>Whose figures are signed.</summary>
    public const string SigningSource = "财政服务热线";

    private static readonly SignerKey SigningKey = SignerKey.Generate("hotline.example");

    public const string RevisedNumber = "鞍财发〔2015〕999号";

    /// <summary>Null where there is no browser.</summary>
    public static string? Executable { get; } =
        new[] { Environment.GetEnvironmentVariable("SUNSHINE_TEST_BROWSER"), "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome" }.FirstOrDefault(File.Exists);

    /// <summary>Where pictures are kept: the folder that <c>SUNSHINE_TEST_ARTIFACTS</c> names, else beside the tests.</summary>
    public static string Artifacts { get; } = Directory.CreateDirectory(Path.Combine(
        Environment.GetEnvironmentVariable("SUNSHINE_TEST_ARTIFACTS") is { Length: > 0 } folder ? folder : AppContext.BaseDirectory, "screenshots")).FullName;

    public Task<StandaloneProcess> Standalone => _standalone.Value;

    public string Storage => _storage.Path;

    /// <summary>A browser of somebody who was never here.</summary>
    /// <param name="state">What another browser of the same person was given; null for nothing.</param>
    public async Task<IBrowserContext> Visit(string language = "zh-CN", int width = 1280, bool scripts = true, string? state = null)
    {
        if (Executable is null) Assert.Skip("There is no Chromium: install it, or name one in SUNSHINE_TEST_BROWSER.");
        var standalone = await Standalone;
        return await (await _browser.Value).NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = standalone.Rest.ToString(), Locale = language, ViewportSize = new ViewportSize { Width = width, Height = 900 }, JavaScriptEnabled = scripts, StorageState = state
        });
    }

    /// <summary>An item of two editions, of the year before: the sample year changes none, and its figures stay as they are.</summary>
    private static async Task AddRevised(StandaloneProcess standalone)
    {
        var catalogue = new CatalogueService.CatalogueServiceClient(standalone.Invoker(standalone.Token));
        foreach (var (body, note) in new[] { ("第一条 为了公开。\n第二条 本办法自印发之日起施行。", ""), ("第一条 为了公开，方便群众。\n第二条 本办法自2016年1月1日起施行。\n第三条 由办公厅解释。", "明确施行日期") })
        {
            var imported = await catalogue.BatchImportItemsAsync(new BatchImportItemsRequest
            {
                Records =
                {
                    new ImportRecord
                    {
                        SourceId = "revised", AgencyId = "as-finance", Title = "信息公开办法（样本）", DocumentNumber = RevisedNumber, Body = body, ChangeNote = note,
                        Placements = { new Placement { Channel = Channel.Website, On = "2015-12-30" } }
                    }
                }
            });
            Assert.Empty(imported.Results.Single().Violations);
        }
    }

    /// <summary>A draft to be looked at.</summary>
    private static async Task AddDraft(StandaloneProcess standalone) =>
        await new EditingService.EditingServiceClient(standalone.Invoker(standalone.Token)).CreateDraftAsync(new Catalogue.V1.CreateDraftRequest
        {
            RequestId = "looked-at",
            Draft = new Catalogue.V1.Draft
            {
                Agency = new AgencyReference { Id = "as-finance" },
                Content = new ItemContent { Title = "关于公开部门预算绩效目标的通知（样本）", Body = "第一段。\n第二段。", FormedOn = "2016-12-01", Genre = "08", Keywords = { "预算", "绩效" } }
            }
        });

    private static async Task AddSignedFigure(StandaloneProcess standalone)
    {
        var tally = new Tally
        {
            AgencyId = "as-finance", Source = SigningSource, Measure = "答复件数", PeriodFrom = "2018-01-01", PeriodTo = "2018-12-31", Value = "7", Unit = "件", Scope = "市本级", DocumentNumber = "热线年报"
        };
        tally.Signature = Catalogue.TallyStatement.Sign(tally, SigningKey);
        await new ResponseService.ResponseServiceClient(standalone.Invoker(standalone.Token)).CreateTallyAsync(new CreateTallyRequest { RequestId = "signed", Tally = tally });
    }

    /// <summary>A report and a disclosure that are being written, of years that no journey is about.</summary>
    private static async Task AddFilings(StandaloneProcess standalone)
    {
        await new AnnualReportService.AnnualReportServiceClient(standalone.Invoker(standalone.Token)).CreateAnnualReportAsync(new CreateAnnualReportRequest
        {
            RequestId = "looked-at",
            AnnualReport = new AnnualReport { AgencyId = "as-finance", Year = 2024, Sections = { new ReportSection { PartId = "proactive", Text = "主动公开预算、决算等财政信息。" } } }
        });
        await new DraftingService.DraftingServiceClient(standalone.Invoker(standalone.Token)).CreateDraftAsync(new Finance.V1.CreateDraftRequest
        {
            RequestId = "looked-at",
            Draft = new Finance.V1.Draft
            {
                AgencyId = "as-finance", FiscalYear = 2025, Kind = DisclosureKind.Budget,
                Content = new DisclosureContent { Title = "市财政局2025年部门预算（样本）", Phase = Phase.Approved, Approval = new Approval { Body = "市财政局", On = "2025-02-01" } }
            }
        });
    }

    /// <summary>An item of the year before, of the edition 1, as it came from an older system.</summary>
    /// <returns>Its id.</returns>
    public async Task<string> Publish(string title, string documentNumber, string agency = "as-finance")
    {
        var standalone = await Standalone;
        var imported = await new CatalogueService.CatalogueServiceClient(standalone.Invoker(standalone.Token)).BatchImportItemsAsync(new BatchImportItemsRequest
        {
            Records =
            {
                new ImportRecord
                {
                    SourceId = documentNumber, AgencyId = agency, Title = title, DocumentNumber = documentNumber, Body = "样本正文。", Placements = { new Placement { Channel = Channel.Website, On = "2015-12-01" } }
                }
            }
        });
        Assert.Empty(imported.Results[0].Violations);
        return imported.Results[0].Id;
    }

    /// <summary>A report of as-finance that is submitted.</summary>
    /// <returns>Its id.</returns>
    public async Task<string> SubmittedReport(int year)
    {
        var standalone = await Standalone;
        var reports = new AnnualReportService.AnnualReportServiceClient(standalone.Invoker(standalone.Token));
        var texts = new Dictionary<string, string> { ["proactive"] = "主动公开。", ["requests"] = "依法办理。", ["remedies"] = "没有。", ["problems"] = "公开不够及时。" };
        var report = await reports.CreateAnnualReportAsync(new CreateAnnualReportRequest
        {
            RequestId = $"submitted-{year}", AnnualReport = new AnnualReport { AgencyId = "as-finance", Year = year, Sections = { texts.Select(t => new ReportSection { PartId = t.Key, Text = t.Value }) } }
        });
        return (await reports.SubmitAnnualReportAsync(new() { Id = report.Id, Etag = report.Etag })).Id;
    }

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (_browser.IsValueCreated) await (await _browser.Value).DisposeAsync();
        _playwright?.Dispose();
        if (_standalone.IsValueCreated) await (await _standalone.Value).DisposeAsync();
        _storage.Dispose();
    }
}
