using Google.Protobuf.Reflection;

namespace Sunshine.Foundation.OpenApi;

/// <summary>
/// Describes an endpoint that is no rpc because it carries bytes, as metadata of it. Its parameters and its answer are a contract's
/// messages, so that they are described there.
/// </summary>
/// <param name="Service">The service among whose rpcs it stands.</param>
/// <param name="Name">Unlike that of any of its rpcs.</param>
/// <param name="Description">As a comment of an rpc: the first sentence is its heading.</param>
public sealed record PlainOperation(ServiceDescriptor Service, string Name, string Description)
{
    /// <summary>The message whose fields are its query's parameters; null for none.</summary>
    public MessageDescriptor? Query { get; init; }

    /// <summary>What its body is, which is bytes; null if it has none.</summary>
    public string? Body { get; init; }

    /// <summary>What it answers with as JSON; null if it answers with bytes, whole or in ranges.</summary>
    public MessageDescriptor? Answer { get; init; }
}

/// <summary>A plain operation where it is mapped.</summary>
/// <param name="Roles">Who may call; null for anyone.</param>
public sealed record MappedOperation(PlainOperation Operation, string Path, HttpMethod Verb, IReadOnlyList<string>? Roles);
