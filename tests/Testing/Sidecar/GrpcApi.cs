using Dapr.Client.Autogen.Grpc.v1;
using Grpc.Core;
using Microsoft.AspNetCore.Http;

namespace Sunshine.Testing.Sidecar;

/// <summary>The gRPC port: publishing, and everything else to another app.</summary>
internal sealed class GrpcApi(SidecarSettings settings, GrpcProxy proxy, Publisher publisher)
{
    private const string Own = "/dapr.proto.runtime.v1.Dapr/";

    public async Task Serve(HttpContext http)
    {
        if (!GrpcAnswer.IsGrpc(http.Request.ContentType))
        {
            http.Response.StatusCode = StatusCodes.Status415UnsupportedMediaType;
            return;
        }

        if (settings.ApiToken is { } token)
        {
            var shown = http.Request.Headers["dapr-api-token"];
            if (shown.Count == 0 || shown[0] != token)
            {
                GrpcAnswer.Unauthorized(http, shown.Count == 0 ? "missing api token in request metadata" : "authentication error: api token mismatch");
                return;
            }

            http.Request.Headers.Remove("dapr-api-token");
        }

        var path = http.Request.Path.Value!;
        if (path == Own + "PublishEvent") await Publish(http);
        else if (path.StartsWith(Own, StringComparison.Ordinal)) GrpcAnswer.End(http, StatusCode.Unimplemented, "the stand-in has no " + path);
        else await proxy.FromApp(http);
    }

    private async Task Publish(HttpContext http)
    {
        try
        {
            var message = await new GrpcMessages(http.Request.Body, settings.MaxBody).Next(http.RequestAborted);
            var request = PublishEventRequest.Parser.ParseFrom(message.AsSpan(5));
            switch (publisher.Publish(request.PubsubName, request.Topic, request.Data.ToByteArray(), request.DataContentType, http.Request.Headers.TraceParent.FirstOrDefault()))
            {
                case Published.NoComponent:
                    GrpcAnswer.End(http, StatusCode.InvalidArgument, $"pubsub {request.PubsubName} is not found");
                    return;
                case Published.NoTopic:
                    GrpcAnswer.End(http, StatusCode.InvalidArgument, "topic is empty");
                    return;
                case Published.NoBroker:
                    GrpcAnswer.End(http, StatusCode.Internal, $"error when publish to topic {request.Topic} in pubsub {request.PubsubName}: dial tcp: connection refused");
                    return;
            }

            http.Response.ContentType = "application/grpc";
            await http.Response.Body.WriteAsync(GrpcMessages.Framed([]), http.RequestAborted);
            GrpcAnswer.End(http, StatusCode.OK);
        }
        catch (MessageTooLargeException e)
        {
            GrpcAnswer.End(http, StatusCode.ResourceExhausted, e.Message);
        }
    }
}
