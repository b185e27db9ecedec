using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Sunshine.Foundation.Storage;

namespace Sunshine.Foundation.Hosting;

/// <summary>The keys of cookies and forms, in <c>pages</c> below the folder of keys: they outlive a restart, and all replicas have the same.</summary>
public static class PageKeys
{
    public static IServiceCollection AddPageKeys(this IServiceCollection services)
    {
        services.AddDataProtection().SetApplicationName("sunshine-pages");
        services.AddOptions<KeyManagementOptions>().Configure<IOptions<StorageOptions>, ILoggerFactory>((keys, storage, log) =>
            keys.XmlRepository = new FileSystemXmlRepository(new DirectoryInfo(Path.Combine(storage.Value.Keys, "pages")), log));
        return services;
    }
}
