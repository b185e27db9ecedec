namespace Sunshine.Benchmarks;

/// <summary>The least a web server can do: Kestrel writes bytes that it has.</summary>
internal static class BareServer
{
    public static async Task<int> Run(string url, string file)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        var bytes = await File.ReadAllBytesAsync(file);
        app.MapGet("/", (HttpContext http) =>
        {
            http.Response.ContentType = "application/json; charset=utf-8";
            http.Response.ContentLength = bytes.Length;
            return http.Response.Body.WriteAsync(bytes).AsTask();
        });
        await app.RunAsync(url);
        return 0;
    }
}
