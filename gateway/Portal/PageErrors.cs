using System.Diagnostics;
using Grpc.Core;
using Microsoft.AspNetCore.Http.HttpResults;
using Sunshine.Portal.Components;

namespace Sunshine.Portal;

/// <summary>What a reader sees when a page cannot be made: the refusal in words and the right HTTP status.</summary>
internal sealed partial class PageErrors(ILogger<PageErrors> log)
{
    /// <summary>Answers what no page and no interface has. The interface says itself what it does not have.</summary>
    public static void MapNotFound(IEndpointRouteBuilder endpoints) =>
        endpoints.MapGet("/{*path:regex(^(?!api/|sunshine|grpc).*$)}", (HttpContext http) =>
        {
            PageHeaders.Set(http);
            return Problem(http, StatusCode.NotFound, "");
        }).AllowAnonymous();

    /// <summary>Puts itself around every page, with the headers that pages carry.</summary>
    public static void Wrap(EndpointBuilder endpoint)
    {
        var page = endpoint.RequestDelegate!;
        endpoint.RequestDelegate = http => http.RequestServices.GetRequiredService<PageErrors>().Show(http, page);
    }

    private async Task Show(HttpContext http, RequestDelegate page)
    {
        PageHeaders.Set(http);
        try
        {
            await page(http);
        }
        catch (RpcException e) when (!http.Response.HasStarted && e.StatusCode is not StatusCode.Internal)
        {
            if (e.StatusCode is StatusCode.Unavailable) Unavailable(e.Status.Detail);
            await Problem(http, e.StatusCode, e.Status.Detail);
        }
        catch (Exception e) when (!http.Response.HasStarted && !http.RequestAborted.IsCancellationRequested)
        {
            Unexpected(e);
            await Problem(http, StatusCode.Internal, Activity.Current?.TraceId.ToString() ?? http.TraceIdentifier);
        }
    }

    private static async Task Problem(HttpContext http, StatusCode code, string detail)
    {
        http.Response.StatusCode = code switch
        {
            StatusCode.NotFound => StatusCodes.Status404NotFound,
            StatusCode.InvalidArgument or StatusCode.FailedPrecondition or StatusCode.OutOfRange => StatusCodes.Status400BadRequest,
            StatusCode.Unauthenticated => StatusCodes.Status401Unauthorized,
            StatusCode.PermissionDenied => StatusCodes.Status403Forbidden,
            StatusCode.ResourceExhausted => StatusCodes.Status429TooManyRequests,
            StatusCode.Internal => StatusCodes.Status500InternalServerError,
            _ => StatusCodes.Status503ServiceUnavailable
        };
        http.Response.Headers.CacheControl = "no-store";
        // The page that came to nothing set them already, and Blazor adds them once more.
        http.Response.Headers.Remove("blazor-enhanced-nav");
        http.Response.Headers.Remove("ssr-framing");
        // What the page began with, such as the manager of its addresses, cannot begin twice.
        var services = http.RequestServices;
        await using var scope = services.CreateAsyncScope();
        http.RequestServices = scope.ServiceProvider;
        try
        {
            await new RazorComponentResult<ProblemDocument>(new { Code = code, Detail = detail }) { StatusCode = http.Response.StatusCode }.ExecuteAsync(http);
        }
        finally
        {
            http.RequestServices = services;
        }
    }

    [LoggerMessage(1, LogLevel.Error, "A page could not be made.")]
    private partial void Unexpected(Exception e);

    [LoggerMessage(2, LogLevel.Warning, "A page could not be made: {Detail}")]
    private partial void Unavailable(string detail);
}
