using System.Text.RegularExpressions;
using Google.Api;
using Google.Protobuf.Reflection;

namespace Sunshine.Foundation.OpenApi;

/// <summary>The path of an HTTP rule with its variables.</summary>
/// <param name="Verb">The HTTP method.</param>
/// <param name="Text">The rule's path as it was written.</param>
/// <param name="Fields">The request's fields that the path binds, as paths of field names (<c>agency.id</c>), in order.</param>
internal sealed partial record PathTemplate(HttpMethod Verb, string Text, IReadOnlyList<string> Fields)
{
    /// <summary>The same for all paths that OpenAPI holds to be identical: the names of variables do not count.</summary>
    public string Shape => Variable().Replace(Text, "{}");

    public static PathTemplate Of(HttpRule rule)
    {
        var (verb, path) = rule.PatternCase switch
        {
            HttpRule.PatternOneofCase.Get => (HttpMethod.Get, rule.Get),
            HttpRule.PatternOneofCase.Put => (HttpMethod.Put, rule.Put),
            HttpRule.PatternOneofCase.Post => (HttpMethod.Post, rule.Post),
            HttpRule.PatternOneofCase.Delete => (HttpMethod.Delete, rule.Delete),
            HttpRule.PatternOneofCase.Patch => (HttpMethod.Patch, rule.Patch),
            HttpRule.PatternOneofCase.Custom => (new HttpMethod(rule.Custom.Kind), rule.Custom.Path),
            _ => throw new InvalidOperationException("The HTTP rule has no path.")
        };
        return new PathTemplate(verb, path, [.. Variable().Matches(path).Select(Field)]);
    }

    /// <summary>
    /// Names for the variables, which are never sent: the last part of each field's path, so that reading <c>{id}</c> and
    /// updating <c>{agency.id}</c> are one path, as OpenAPI demands.
    /// </summary>
    public IReadOnlyList<string> Names(MessageDescriptor request)
    {
        var chains = Fields.Select(f => Chain(request, f)).ToList();
        return [.. chains.Select(c => chains.Count(o => o[^1].JsonName == c[^1].JsonName) == 1 ? c[^1].JsonName : Joined(c))];
    }

    /// <summary>The path with other names for its variables.</summary>
    public string With(IReadOnlyList<string> names)
    {
        var next = 0;
        return Variable().Replace(Text, _ => $"{{{names[next++]}}}");
    }

    /// <summary>The fields along a path of field names.</summary>
    public static IReadOnlyList<FieldDescriptor> Chain(MessageDescriptor request, string path)
    {
        var chain = new List<FieldDescriptor>();
        foreach (var name in path.Split('.'))
        {
            var message = chain.Count == 0 ? request : chain[^1].FieldType == FieldType.Message ? chain[^1].MessageType : null;
            chain.Add(message?.FindFieldByName(name) ?? throw new InvalidOperationException($"{request.FullName} has no field {path}, which a path binds."));
        }

        return chain;
    }

    private static string Joined(IReadOnlyList<FieldDescriptor> chain) =>
        chain[0].JsonName + string.Concat(chain.Skip(1).Select(f => char.ToUpperInvariant(f.JsonName[0]) + f.JsonName[1..]));

    private static string Field(Match variable) => variable.Groups["pattern"].Value is "" or "*"
        ? variable.Groups["field"].Value
        : throw new InvalidOperationException($"{variable.Value}: OpenAPI cannot describe a variable of several segments.");

    [GeneratedRegex(@"\{(?<field>[^}=]+)(=(?<pattern>[^}]*))?\}")]
    private static partial Regex Variable();
}
