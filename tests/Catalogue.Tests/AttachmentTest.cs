using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Sunshine.Catalogue.V1;
using Sunshine.Foundation.Identity;
using Sunshine.Foundation.Storage;

namespace Sunshine.Catalogue.Tests;

/// <summary>A catalogue with agencies, an editor of county-1, and the folder where attachments lie.</summary>
public abstract class AttachmentTest : CatalogueTest
{
    protected const string Root = "/api/v1/catalogue/attachments";

    protected HttpClient Editor { get; private set; } = null!;

    protected HttpClient Anyone { get; private set; } = null!;

    protected AttachmentService.AttachmentServiceClient Rpcs { get; private set; } = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await AddAgencies();
        Editor = Host.Http(Host.Issuer.Token([Roles.Editor], "county-1"));
        Anyone = Host.Http();
        Rpcs = new(Host.As(Roles.Editor, "county-1"));
    }

    public override async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        Editor?.Dispose();
        Anyone?.Dispose();
        await base.DisposeAsync();
    }

    protected Task<HttpResponseMessage> Post(byte[] bytes, string fileName = "公告.pdf", string agencyId = "county-1", string more = "", HttpClient? by = null) =>
        (by ?? Editor).PostAsync($"{Root}?agencyId={agencyId}&fileName={Uri.EscapeDataString(fileName)}{more}", new ByteArrayContent(bytes), Cancel);

    protected async Task<JsonElement> Uploaded(byte[] bytes, string fileName = "公告.pdf", string more = "")
    {
        using var response = await Post(bytes, fileName, more: more);
        return await Json(HttpStatusCode.OK, response);
    }

    protected async Task<string> UploadedId(byte[] bytes, string fileName = "公告.pdf") => (await Uploaded(bytes, fileName)).GetProperty("id").GetString()!;

    protected static async Task<JsonElement> Json(HttpStatusCode expected, HttpResponseMessage response)
    {
        var text = await response.Content.ReadAsStringAsync(Cancel);
        Assert.True(expected == response.StatusCode, $"{(int)response.StatusCode} {text}");
        return JsonDocument.Parse(text).RootElement;
    }

    /// <summary>The refusal's reason, then each field with its own.</summary>
    protected static async Task<IReadOnlyList<string>> Refusal(HttpStatusCode expected, HttpResponseMessage response)
    {
        using (response)
        {
            var details = (await Json(expected, response)).GetProperty("details").EnumerateArray().ToList();
            return
            [
                details.Single(d => Is(d, "ErrorInfo")).GetProperty("reason").GetString()!,
                .. details.Where(d => Is(d, "BadRequest")).SelectMany(d => d.GetProperty("fieldViolations").EnumerateArray())
                    .Select(f => $"{(f.TryGetProperty("field", out var name) ? name.GetString() : "")} {f.GetProperty("reason").GetString()}")
            ];
        }

        static bool Is(JsonElement detail, string type) => detail.GetProperty("@type").GetString() == "type.googleapis.com/google.rpc." + type;
    }

    /// <summary>All bytes that are kept.</summary>
    protected IReadOnlyList<string> Kept
    {
        get
        {
            var storage = Host.Services.GetRequiredService<IOptions<StorageOptions>>().Value;
            var folder = Path.Combine(storage.Path, "catalogue.db.files");
            return Directory.Exists(folder) ? Directory.GetFiles(folder, "*", SearchOption.AllDirectories) : [];
        }
    }
}
