using System.Net.Http.Headers;
using Google.Protobuf;
using Grpc.Core;

namespace Sunshine.Portal.Rest;

/// <summary>Files as they are, in no form, up to the services and down from them, for the officer at this page.</summary>
public sealed class FileUpload
{
    private readonly HttpClient _http;
    private readonly Visitor _visitor;

    internal FileUpload(HttpClient http, Visitor visitor) => (_http, _visitor) = (http, visitor);

    /// <param name="path">With its query: <c>api/v1/catalogue/attachments?agencyId=…</c>.</param>
    /// <exception cref="RpcException">As the services refuse.</exception>
    public async Task<TAnswer> Send<TAnswer>(string path, IFormFile file, CancellationToken cancel) where TAnswer : IMessage<TAnswer>, new()
    {
        await using var content = file.OpenReadStream();
        using var message = new HttpRequestMessage(HttpMethod.Post, new Uri(path, UriKind.Relative)) { Content = new StreamContent(content) };
        message.Content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        message.Content.Headers.ContentLength = file.Length;
        using var response = await Answer(message, cancel);
        return RestInvoker.Answers.Parse<TAnswer>(await response.Content.ReadAsStringAsync(cancel));
    }

    /// <summary>The answer when its head is there; its body is still to be read.</summary>
    /// <exception cref="RpcException">As the services refuse.</exception>
    public Task<HttpResponseMessage> Read(string path, CancellationToken cancel) => Answer(new HttpRequestMessage(HttpMethod.Get, new Uri(path, UriKind.Relative)), cancel);

    private async Task<HttpResponseMessage> Answer(HttpRequestMessage message, CancellationToken cancel)
    {
        _visitor.Introduce(message);
        try
        {
            var response = await _http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancel);
            if (response.IsSuccessStatusCode) return response;
            using (response) throw RestInvoker.Refusal(response, await response.Content.ReadAsStringAsync(cancel));
        }
        catch (Exception e) when (e is HttpRequestException || (e is TaskCanceledException && !cancel.IsCancellationRequested))
        {
            throw new RpcException(new Status(StatusCode.Unavailable, $"The gateway does not answer: {e.Message}", e));
        }
    }
}
