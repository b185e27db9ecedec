using System.Net.Http.Headers;
using Google.Protobuf;
using Grpc.Core;

namespace Sunshine.Portal.Rest;

/// <summary>An officer's file to an address of the API that takes it as it is. It goes through this process as it comes, and is never held whole.</summary>
internal sealed class FileUpload(PortalModule.Gateway gateway, Visitor visitor)
{
    /// <summary>A file that is not answered after this long is given up.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromMinutes(5);

    private static readonly JsonParser Answers = new(JsonParser.Settings.Default.WithIgnoreUnknownFields(true));

    /// <param name="path">With its parameters, without the first slash: <c>api/v1/finance/draft-files?draftId=…</c>.</param>
    /// <returns>The answer's JSON.</returns>
    /// <exception cref="RpcException">The file is refused, or nobody answers.</exception>
    public async Task<string> Send(string path, IFormFile file, CancellationToken cancel)
    {
        await using var bytes = file.OpenReadStream();
        using var content = new StreamContent(bytes);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        using var message = new HttpRequestMessage(HttpMethod.Post, new Uri(path, UriKind.Relative)) { Content = content };
        visitor.Introduce(message);
        try
        {
            using var response = await gateway.Files.SendAsync(message, cancel);
            var text = await response.Content.ReadAsStringAsync(cancel);
            return response.IsSuccessStatusCode ? text : throw RestInvoker.Refusal(response, text);
        }
        catch (Exception e) when (e is HttpRequestException || (e is TaskCanceledException && !cancel.IsCancellationRequested))
        {
            throw new RpcException(new Status(StatusCode.Unavailable, $"The gateway does not answer: {e.Message}", e));
        }
    }

    /// <inheritdoc cref="Send(string, IFormFile, CancellationToken)" />
    /// <returns>The answer.</returns>
    public async Task<T> Send<T>(string path, IFormFile file, CancellationToken cancel) where T : IMessage<T>, new() => Answers.Parse<T>(await Send(path, file, cancel));
}
