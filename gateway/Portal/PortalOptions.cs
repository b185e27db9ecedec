using System.ComponentModel.DataAnnotations;

namespace Sunshine.Portal;

/// <summary>Section <c>Portal</c>.</summary>
public sealed class PortalOptions
{
    /// <summary>Where the gateway's REST is, e.g. <c>http://127.0.0.1:8080/</c>. Required.</summary>
    [Required]
    public Uri? Api { get; init; }

    /// <summary>The site's name as its pages show it. Default: 阳光政务公开平台.</summary>
    [Required]
    public string Name { get; init; } = "阳光政务公开平台";

    /// <summary>The same in English. Default: Sunshine Open Government.</summary>
    [Required]
    public string EnglishName { get; init; } = "Sunshine Open Government";

    /// <summary>
    /// The address the public knows the site by, for links that leave it (feeds, citations, search engines), e.g. <c>https://www.example.gov.cn/</c>.
    /// Default: the one a page was asked for by.
    /// </summary>
    public Uri? PublicAddress { get; init; }

    /// <summary>A call to the gateway that has not answered after this long is given up. Default: 15 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:05:00")]
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(15);
}
