using Microsoft.Extensions.Options;

namespace Sunshine.Portal;

/// <summary>The site as the outside knows it.</summary>
public sealed class Site(IOptions<PortalOptions> options)
{
    /// <summary>The absolute address of a page.</summary>
    /// <param name="path">From the first slash on.</param>
    public string Address(HttpContext http, string path)
    {
        var root = options.Value.PublicAddress ?? new Uri($"{http.Request.Scheme}://{http.Request.Host}/");
        return new Uri(root, path).ToString();
    }
}
