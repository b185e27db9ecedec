using System.Text;
using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using Microsoft.OpenApi.Reader;

namespace Sunshine.Foundation.OpenApi;

/// <summary>OpenAPI 3.1 documents as JSON.</summary>
public static class OpenApiJson
{
    public static async Task<byte[]> Write(OpenApiDocument document, CancellationToken cancel = default) =>
        Encoding.UTF8.GetBytes(await document.SerializeAsJsonAsync(OpenApiSpecVersion.OpenApi3_1, cancel));

    /// <exception cref="InvalidDataException">The document is not valid.</exception>
    public static OpenApiDocument Read(ReadOnlyMemory<byte> json) => Read(Encoding.UTF8.GetString(json.Span));

    internal static OpenApiDocument Read(JsonNode json) => Read(json.ToJsonString());

    private static OpenApiDocument Read(string json)
    {
        OpenApiDocument? document;
        OpenApiDiagnostic? diagnostic;
        try
        {
            (document, diagnostic) = OpenApiDocument.Parse(json, OpenApiConstants.Json);
        }
        // The library has no common exception for what is no such document.
        catch (Exception e)
        {
            throw new InvalidDataException("Not an OpenAPI document: " + e.Message, e);
        }

        if (diagnostic is { Errors.Count: > 0 })
            throw new InvalidDataException("Not a valid OpenAPI document: " + string.Join(" ", diagnostic.Errors.Select(e => e.ToString())));
        return document ?? throw new InvalidDataException("Not an OpenAPI document.");
    }
}
