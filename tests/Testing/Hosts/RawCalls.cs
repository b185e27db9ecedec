using Grpc.Core;

namespace Sunshine.Testing.Hosts;

/// <summary>Calls that send whatever bytes they are given.</summary>
public static class RawCalls
{
    private static readonly Marshaller<byte[]> Bytes = Marshallers.Create<byte[]>(b => b, b => b);

    /// <summary>Sends messages and reads the first answers.</summary>
    /// <param name="answered">Gets each answer.</param>
    /// <returns>How it ended; null if it went well.</returns>
    public static async Task<RpcException?> Call(
        CallInvoker invoker, string service, Google.Protobuf.Reflection.MethodDescriptor method, IReadOnlyList<byte[]> messages, CallOptions options, Action<byte[]>? answered = null)
    {
        var type = method.IsClientStreaming ? MethodType.DuplexStreaming : method.IsServerStreaming ? MethodType.ServerStreaming : MethodType.Unary;
        var rpc = new Method<byte[], byte[]>(type, service, method.Name, Bytes, Bytes);
        try
        {
            switch (type)
            {
                case MethodType.Unary:
                    var only = await invoker.AsyncUnaryCall(rpc, null, options, messages[0]);
                    answered?.Invoke(only);
                    break;
                case MethodType.ServerStreaming:
                    using (var call = invoker.AsyncServerStreamingCall(rpc, null, options, messages[0])) await ReadSome(call.ResponseStream, answered, options.CancellationToken);
                    break;
                default:
                    using (var call = invoker.AsyncDuplexStreamingCall(rpc, null, options))
                    {
                        var sending = Send(call.RequestStream, messages, options.CancellationToken);
                        await ReadSome(call.ResponseStream, answered, options.CancellationToken);
                        await sending;
                    }

                    break;
            }

            return null;
        }
        catch (RpcException e)
        {
            return e;
        }
    }

    private static async Task ReadSome(IAsyncStreamReader<byte[]> answers, Action<byte[]>? answered, CancellationToken cancel)
    {
        for (var i = 0; i < 20 && await answers.MoveNext(cancel); i++) answered?.Invoke(answers.Current);
    }

    private static async Task Send(IClientStreamWriter<byte[]> requests, IReadOnlyList<byte[]> messages, CancellationToken cancel)
    {
        try
        {
            foreach (var message in messages) await requests.WriteAsync(message, cancel);
            await requests.CompleteAsync();
        }
        catch (Exception e) when (e is InvalidOperationException or RpcException or OperationCanceledException)
        {
            // The call has ended already; what reads its answers hears why.
        }
    }
}
