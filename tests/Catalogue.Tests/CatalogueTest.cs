using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Sunshine.Catalogue.V1;
using Sunshine.Foundation.Identity;
using Sunshine.Foundation.Storage;
using Sunshine.Testing.Hosts;

namespace Sunshine.Catalogue.Tests;

/// <summary>A catalogue of its own for each test, called through generated clients.</summary>
public abstract class CatalogueTest : IAsyncLifetime
{
    /// <summary>Real codes (domain notes, part 3): the check character of the first two fits, that of the third does not.</summary>
    protected const string Taizhou = "014416330";
    protected const string Luzhou = "00835003X";
    protected const string WrongCheck = "035210000";

    protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    protected TestHost Host { get; private set; } = null!;

    /// <summary>As <c>system</c> without an agency is nobody, the administrator imports.</summary>
    protected CatalogueService.CatalogueServiceClient Items { get; private set; } = null!;

    protected AgencyService.AgencyServiceClient Agencies { get; private set; } = null!;

    protected CatalogueService.CatalogueServiceClient Public { get; private set; } = null!;

    protected virtual IReadOnlyDictionary<string, string?> Settings => new Dictionary<string, string?>();

    public virtual async ValueTask InitializeAsync()
    {
        Host = await TestHost.StartService(CatalogueModule.Name, Add, Map, Settings);
        Host.Output = TestContext.Current.TestOutputHelper!.WriteLine;
        var admin = Host.As(Roles.Admin);
        Items = new(admin);
        Agencies = new(admin);
        Public = new(Host.Invoker());
    }

    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (Host is not null) await Host.DisposeAsync();
    }

    protected virtual void Add(IServiceCollection services) => services.AddCatalogue();

    protected virtual void Map(Microsoft.AspNetCore.Builder.WebApplication app) => app.MapCatalogue();

    /// <summary>A city with two counties, and a town below the first.</summary>
    protected async Task AddAgencies()
    {
        var response = await Agencies.BatchImportAgenciesAsync(new()
        {
            Agencies =
            {
                NewAgency("city", "", AgencyLevel.City, Taizhou),
                NewAgency("county-1", "city", AgencyLevel.County, Luzhou),
                NewAgency("county-2", "city", AgencyLevel.County, WrongCheck),
                NewAgency("town-1", "county-1", AgencyLevel.Town, "123456788")
            }
        }, cancellationToken: Cancel);
        Assert.All(response.Results, r => Assert.Equal(ImportOutcome.Created, r.Outcome));
    }

    protected static V1.Agency NewAgency(string id, string parent = "", AgencyLevel level = AgencyLevel.City, string organisation = "") => new()
    {
        Id = id, Name = "机构 " + id, ParentId = parent, Level = level, OrganisationCode = organisation, CatalogueCode = id.ToUpperInvariant().Replace("-", "")
    };

    protected static ImportRecord Record(string sourceId, string agency = "city", string title = "关于印发工作方案的通知", string on = "2016-09-26", Channel channel = Channel.Website) => new()
    {
        SourceId = sourceId, AgencyId = agency, Title = title, Placements = { new V1.Placement { Channel = channel, On = on } }
    };

    /// <summary>An uploaded file, without the upload.</summary>
    protected async Task AddAttachment(string id, string agency = "city")
    {
        var attachment = new Sunshine.Catalogue.Attachment
        {
            Id = id, Sha256 = new string('0', 64), Length = 1, FileName = id + ".pdf", MediaType = "application/pdf", AgencyId = agency, UploadedBy = "tester",
            UploadedAt = Host.Clock.GetUtcNow()
        };
        await Host.Services.GetRequiredService<Collections>().Attachments.Write([Write.Create(id, attachment)], Cancel);
    }

    protected async Task<IReadOnlyList<ImportResult>> Import(params IEnumerable<ImportRecord> records) =>
        (await Items.BatchImportItemsAsync(new() { Records = { records } }, cancellationToken: Cancel)).Results;

    protected async Task<ImportResult> ImportOne(ImportRecord record) => Assert.Single(await Import(record));

    protected async Task<string> ImportedId(ImportRecord record)
    {
        var result = await ImportOne(record);
        Assert.NotEqual(ImportOutcome.Refused, result.Outcome);
        return result.Id;
    }

    /// <summary>The list to its end.</summary>
    protected async Task<List<ItemSummary>> ListAll(ListItemsRequest request, Func<Task>? betweenPages = null)
    {
        var all = new List<ItemSummary>();
        var asked = request.Clone();
        while (true)
        {
            var page = await Public.ListItemsAsync(asked, cancellationToken: Cancel);
            all.AddRange(page.Items);
            if (page.NextPageToken.Length == 0) return all;
            Assert.NotEmpty(page.Items);
            asked.PageToken = page.NextPageToken;
            if (betweenPages is not null) await betweenPages();
        }
    }
}
