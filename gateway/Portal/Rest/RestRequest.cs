using System.Text;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;
using Sunshine.Foundation.OpenApi;

namespace Sunshine.Portal.Rest;

/// <summary>An rpc's request as an HTTP call, as <c>google.api.http</c> says: fields in the path, in the body, and what is left in the query.</summary>
internal static class RestRequest
{
    private static readonly JsonFormatter Json = new(JsonFormatter.Settings.Default);

    public static HttpRequestMessage Of(HttpRules.Rule rule, IMessage request)
    {
        var target = new StringBuilder(rule.Path.With([.. rule.Path.Fields.Select((_, i) => $"{i}")]).TrimStart('/'));
        for (var i = 0; i < rule.Path.Fields.Count; i++)
        {
            var value = Text(request, PathTemplate.Chain(request.Descriptor, rule.Path.Fields[i]));
            // An empty segment would be another address.
            if (value.Length == 0) value = "-";
            target.Replace($"{{{i}}}", Uri.EscapeDataString(value));
        }

        if (rule.Body != "*")
        {
            var query = new List<string>();
            AddQuery(request, "", "", [.. rule.Path.Fields, rule.Body], query);
            if (query.Count > 0) target.Append('?').AppendJoin('&', query);
        }

        var http = new HttpRequestMessage(rule.Path.Verb, new Uri(target.ToString(), UriKind.Relative));
        if (rule.Body.Length == 0) return http;
        var body = rule.Body == "*" ? request : (IMessage?)request.Descriptor.FindFieldByName(rule.Body).Accessor.GetValue(request);
        http.Content = new StringContent(body is null ? "{}" : Json.Format(body), Encoding.UTF8, "application/json");
        return http;
    }

    private static string Text(IMessage request, IReadOnlyList<FieldDescriptor> chain)
    {
        object? value = request;
        foreach (var field in chain) value = value is IMessage message ? field.Accessor.GetValue(message) : null;
        return value is null ? "" : Text(chain[^1], value);
    }

    private static void AddQuery(IMessage message, string names, string path, IReadOnlyList<string> bound, List<string> query)
    {
        foreach (var field in message.Descriptor.Fields.InDeclarationOrder())
        {
            var (name, full) = (names + field.JsonName, path + field.Name);
            if (bound.Contains(full)) continue;
            var value = field.Accessor.GetValue(message);
            if (field.IsRepeated)
            {
                query.AddRange(((System.Collections.IEnumerable)value).Cast<object>().Select(v => Pair(name, Text(field, v))));
            }
            else if (field.HasPresence ? field.Accessor.HasValue(message) : !IsDefault(value))
            {
                if (field.FieldType == FieldType.Message && !Schemas.IsOneValue(field.MessageType)) AddQuery((IMessage)value, name + ".", full + ".", bound, query);
                else query.Add(Pair(name, Text(field, value)));
            }
        }
    }

    private static string Pair(string name, string value) => $"{name}={Uri.EscapeDataString(value)}";

    private static bool IsDefault(object value) => value switch
    {
        string text => text.Length == 0,
        ByteString bytes => bytes.IsEmpty,
        System.Enum name => Convert.ToInt32(name, System.Globalization.CultureInfo.InvariantCulture) == 0,
        bool yes => !yes,
        IConvertible number => number.ToDouble(System.Globalization.CultureInfo.InvariantCulture) == 0,
        _ => false
    };

    private static string Text(FieldDescriptor field, object value) => field.FieldType switch
    {
        FieldType.String => (string)value,
        FieldType.Bool => (bool)value ? "true" : "false",
        FieldType.Bytes => ((ByteString)value).ToBase64(),
        FieldType.Enum => field.EnumType.FindValueByNumber((int)value)?.Name ?? ((int)value).ToString(System.Globalization.CultureInfo.InvariantCulture),
        FieldType.Message => value is StringValue text ? text.Value : Json.Format((IMessage)value).Trim('"'),
        _ => Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture)!
    };
}
