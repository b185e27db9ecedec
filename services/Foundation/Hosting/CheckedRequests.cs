using System.Reflection;
using Google.Protobuf;
using Grpc.AspNetCore.Server.Model;
using Grpc.Core;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Sunshine.Foundation.Hosting;

/// <summary>
/// Refuses gRPC messages that cannot be read with INVALID_ARGUMENT and the field's name. The framework would answer UNKNOWN, because
/// reading comes before all interceptors; so methods are bound here with a reader of our own.
/// </summary>
public static class CheckedRequests
{
    public static IServiceCollection AddCheckedRequests(this IServiceCollection services)
    {
        var standard = services.Single(s => s.ServiceType == typeof(IServiceMethodProvider<>) && s.ImplementationType?.Name == "BinderServiceMethodProvider`1");
        services.Remove(standard);
        services.AddSingleton(typeof(IServiceMethodProvider<>), typeof(Provider<>));
        return services;
    }

    private sealed class Provider<TService> : IServiceMethodProvider<TService> where TService : class
    {
        public void OnServiceMethodDiscovery(ServiceMethodProviderContext<TService> context)
        {
            var contract = typeof(TService).BaseType;
            while (contract is not null && contract.GetCustomAttribute<BindServiceMethodAttribute>() is null) contract = contract.BaseType;
            if (contract?.GetCustomAttribute<BindServiceMethodAttribute>() is not { } bind) return;
            bind.BindType.GetMethod(bind.BindMethodName, [typeof(ServiceBinderBase), contract])!.Invoke(null, [new Binder<TService>(context), null]);
        }
    }

    private sealed class Binder<TService>(ServiceMethodProviderContext<TService> context) : ServiceBinderBase where TService : class
    {
        public override void AddMethod<TRequest, TResponse>(Method<TRequest, TResponse> method, UnaryServerMethod<TRequest, TResponse>? handler)
        {
            var (implementation, metadata) = Find(method.Name, typeof(TRequest), typeof(ServerCallContext));
            context.AddUnaryMethod(Checked(method), metadata, implementation.CreateDelegate<UnaryServerMethod<TService, TRequest, TResponse>>());
        }

        public override void AddMethod<TRequest, TResponse>(Method<TRequest, TResponse> method, ClientStreamingServerMethod<TRequest, TResponse>? handler)
        {
            var (implementation, metadata) = Find(method.Name, typeof(IAsyncStreamReader<TRequest>), typeof(ServerCallContext));
            context.AddClientStreamingMethod(Checked(method), metadata, implementation.CreateDelegate<ClientStreamingServerMethod<TService, TRequest, TResponse>>());
        }

        public override void AddMethod<TRequest, TResponse>(Method<TRequest, TResponse> method, ServerStreamingServerMethod<TRequest, TResponse>? handler)
        {
            var (implementation, metadata) = Find(method.Name, typeof(TRequest), typeof(IServerStreamWriter<TResponse>), typeof(ServerCallContext));
            context.AddServerStreamingMethod(Checked(method), metadata, implementation.CreateDelegate<ServerStreamingServerMethod<TService, TRequest, TResponse>>());
        }

        public override void AddMethod<TRequest, TResponse>(Method<TRequest, TResponse> method, DuplexStreamingServerMethod<TRequest, TResponse>? handler)
        {
            var (implementation, metadata) = Find(method.Name, typeof(IAsyncStreamReader<TRequest>), typeof(IServerStreamWriter<TResponse>), typeof(ServerCallContext));
            context.AddDuplexStreamingMethod(Checked(method), metadata, implementation.CreateDelegate<DuplexStreamingServerMethod<TService, TRequest, TResponse>>());
        }

        private static (MethodInfo, List<object>) Find(string name, params Type[] parameters)
        {
            var method = typeof(TService).GetMethod(name, parameters)
                ?? throw new InvalidOperationException($"{typeof(TService)} has no method {name}.");
            return (method, [.. typeof(TService).GetCustomAttributes(true), .. method.GetCustomAttributes(true), new HttpMethodMetadata(["POST"], acceptCorsPreflight: true)]);
        }

        private static Method<TRequest, TResponse> Checked<TRequest, TResponse>(Method<TRequest, TResponse> method)
        {
            if (!typeof(IMessage).IsAssignableFrom(typeof(TRequest))) return method;
            var read = method.RequestMarshaller.ContextualDeserializer;
            return new Method<TRequest, TResponse>(method.Type, method.ServiceName, method.Name,
                Marshallers.Create(method.RequestMarshaller.ContextualSerializer, bytes =>
                {
                    try
                    {
                        return read(bytes);
                    }
                    catch (Exception e) when (e is InvalidProtocolBufferException or ArgumentException)
                    {
                        var message = (IMessage)Activator.CreateInstance<TRequest>()!;
                        throw WireCheck.Refuse(message.Descriptor, bytes.PayloadAsNewBuffer());
                    }
                }),
                method.ResponseMarshaller);
        }
    }
}
