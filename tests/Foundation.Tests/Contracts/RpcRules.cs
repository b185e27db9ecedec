using Google.Api;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;
using Sunshine.Foundation.OpenApi;

namespace Sunshine.Foundation.Tests.Contracts;

internal static class RpcRules
{
    public static IEnumerable<string> HasHttpRule(Contract contract) =>
        from rpc in contract.Rpcs
        where rpc.IsClientStreaming == Contract.Rules(rpc).Any()
        select rpc.IsClientStreaming ? $"{rpc.FullName}: JSON has no client streaming" : $"{rpc.FullName}: no HTTP rule";

    public static IEnumerable<string> RestPath(Contract contract) =>
        from rpc in contract.Rpcs
        from rule in Contract.Rules(rpc)
        // What every service has stands in each one's part.
        let service = rpc.File.Package.StartsWith("sunshine.foundation.", StringComparison.Ordinal) ? "{service}" : Contract.ServiceOf(rpc.File)
        let prefix = $"/api/{rpc.File.Package.Split('.')[^1]}/{service}/"
        let path = PathTemplate.Of(rule).Text
        // What the service is named after may stand at its root, as in /api/v1/powers, also with a verb, as in /api/v1/reading-rooms:nearest.
        where !path.StartsWith(prefix, StringComparison.Ordinal) && path != prefix[..^1] && !path.StartsWith(prefix[..^1] + ":", StringComparison.Ordinal)
        select $"{rpc.FullName}: {path} does not begin with {prefix}";

    public static IEnumerable<string> PathVariables(Contract contract) =>
        from rpc in contract.Rpcs
        from rule in Contract.Rules(rpc)
        let wrong = Wrong(rpc, rule)
        where wrong is not null
        select $"{rpc.FullName}: {wrong}";

    public static IEnumerable<string> DistinctPaths(Contract contract) =>
        from rpc in contract.Rpcs
        from rule in Contract.Rules(rpc)
        let path = PathTemplate.Of(rule)
        group rpc.FullName by $"{path.Verb} {path.Shape}" into same
        where same.Count() > 1
        select $"{same.Key}: {string.Join(", ", same)}";

    public static IEnumerable<string> Verbs(Contract contract) =>
        from rpc in contract.Rpcs
        from rule in Contract.Rules(rpc)
        let verb = Verb(rpc.Name)
        where verb is not null && PathTemplate.Of(rule).Verb != verb
        select $"{rpc.FullName}: not {verb}";

    public static IEnumerable<string> Names(Contract contract) =>
        from rpc in contract.Rpcs
        where rpc.InputType.Name != rpc.Name + "Request"
              || (rpc.OutputType.Name != rpc.Name + "Response" && (rpc.OutputType.Name.EndsWith("Response", StringComparison.Ordinal) || rpc.OutputType.Name.EndsWith("Request", StringComparison.Ordinal)))
        select $"{rpc.FullName}: takes {rpc.InputType.Name}, returns {rpc.OutputType.Name}";

    public static IEnumerable<string> Paging(Contract contract) =>
        from rpc in contract.Rpcs
        where Is(rpc, "List")
        from missing in new[]
        {
            Lacks(rpc.InputType, "page_size", FieldType.Int32),
            Lacks(rpc.InputType, "page_token", FieldType.String),
            Lacks(rpc.OutputType, "next_page_token", FieldType.String)
        }
        where missing is not null
        select $"{rpc.FullName}: {missing}";

    public static IEnumerable<string> UpdateMask(Contract contract) =>
        from rpc in contract.Rpcs
        where Is(rpc, "Update")
        let mask = rpc.InputType.FindFieldByName("update_mask")
        where mask?.FieldType != FieldType.Message || mask.MessageType.FullName != FieldMask.Descriptor.FullName
        select $"{rpc.FullName}: {rpc.InputType.Name} has no update_mask";

    public static IEnumerable<string> RequestId(Contract contract) =>
        from rpc in contract.Rpcs
        where Is(rpc, "Create") && Lacks(rpc.InputType, "request_id", FieldType.String) is not null
        select $"{rpc.FullName}: {rpc.InputType.Name} has no request_id";

    private static string? Wrong(MethodDescriptor rpc, HttpRule rule)
    {
        try
        {
            PathTemplate.Of(rule).Names(rpc.InputType);
            return null;
        }
        catch (InvalidOperationException e)
        {
            return e.Message;
        }
    }

    private static string? Lacks(MessageDescriptor message, string field, FieldType type) =>
        message.FindFieldByName(field)?.FieldType == type ? null : $"{message.Name} has no {type} {field}";

    private static HttpMethod? Verb(string rpc) =>
        Is(rpc, "Get") || Is(rpc, "List") ? HttpMethod.Get :
        Is(rpc, "Create") ? HttpMethod.Post :
        Is(rpc, "Update") ? HttpMethod.Patch :
        Is(rpc, "Delete") ? HttpMethod.Delete : null;

    private static bool Is(MethodDescriptor rpc, string verb) => Is(rpc.Name, verb);

    // ListItems, but not Listen.
    private static bool Is(string rpc, string verb) => rpc.StartsWith(verb, StringComparison.Ordinal) && rpc.Length > verb.Length && char.IsUpper(rpc[verb.Length]);
}
