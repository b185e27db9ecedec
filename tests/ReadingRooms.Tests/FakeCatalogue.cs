using System.Collections.Concurrent;
using Grpc.Core;
using Sunshine.Catalogue.V1;

namespace Sunshine.ReadingRooms.Tests;

/// <summary>A catalogue that has what a test puts into it.</summary>
internal sealed class FakeCatalogue : CallInvoker
{
    public ConcurrentDictionary<string, Item> Items { get; } = new();

    public ConcurrentDictionary<string, GazetteIssue> Issues { get; } = new();

    public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request)
    {
        object? found = request switch
        {
            GetItemRequest item => Items.GetValueOrDefault(item.Id)?.Clone(),
            GetGazetteIssueRequest issue => Issues.GetValueOrDefault(issue.Id)?.Clone(),
            _ => throw new NotSupportedException(method.FullName)
        };
        var answer = found is null ? Task.FromException<TResponse>(new RpcException(new Status(StatusCode.NotFound, ""))) : Task.FromResult((TResponse)found);
        return new AsyncUnaryCall<TResponse>(answer, Task.FromResult(new Metadata()), () => Status.DefaultSuccess, () => [], () => { });
    }

    public override TResponse BlockingUnaryCall<TRequest, TResponse>(Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request) => throw new NotSupportedException();

    public override AsyncServerStreamingCall<TResponse> AsyncServerStreamingCall<TRequest, TResponse>(Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request) =>
        throw new NotSupportedException();

    public override AsyncClientStreamingCall<TRequest, TResponse> AsyncClientStreamingCall<TRequest, TResponse>(Method<TRequest, TResponse> method, string? host, CallOptions options) =>
        throw new NotSupportedException();

    public override AsyncDuplexStreamingCall<TRequest, TResponse> AsyncDuplexStreamingCall<TRequest, TResponse>(Method<TRequest, TResponse> method, string? host, CallOptions options) =>
        throw new NotSupportedException();
}
