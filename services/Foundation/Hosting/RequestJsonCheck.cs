using System.Text.Json;
using System.Text.Unicode;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Microsoft.AspNetCore.Grpc.JsonTranscoding;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Sunshine.Foundation.Hosting;

/// <summary>
/// Looks at a REST request before the transcoder does, which passes over unknown names and does not say which field is wrong. Every
/// query parameter and every JSON field must exist and have a value of its type.
/// </summary>
public sealed class RequestJsonCheck(RequestDelegate next)
{
    /// <summary>Deeper than any message of ours.</summary>
    private const int Deepest = 16;

    public async Task InvokeAsync(HttpContext http)
    {
        if (http.GetEndpoint()?.Metadata.GetMetadata<GrpcJsonTranscodingMetadata>() is not { } rest)
        {
            await next(http);
            return;
        }

        var violations = new Violations();
        var message = rest.MethodDescriptor.InputType;
        try
        {
            foreach (var (name, values) in http.Request.Query) CheckParameter(message, rest.HttpRule.Body, name, values, violations);
            if (rest.HttpRule.Body.Length > 0) await CheckBody(http, rest.HttpRule.Body == "*" ? message : message.FindFieldByName(rest.HttpRule.Body).MessageType, violations);
            violations.ThrowIfAny();
        }
        catch (BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            await RefusalResponse.Write(http, Refusals.TooLarge);
            return;
        }
        catch (RefusedException refused)
        {
            await RefusalResponse.Write(http, refused);
            return;
        }

        await next(http);
    }

    private static void CheckParameter(MessageDescriptor message, string body, string name, IEnumerable<string?> values, Violations violations)
    {
        FieldDescriptor? field = null;
        foreach (var part in name.Split('.'))
        {
            // What the body holds is not said a second time in the address, and a list's members cannot be.
            field = body == "*" || field is { FieldType: not FieldType.Message } or { IsRepeated: true } ? null : Find(field?.MessageType ?? message, part);
            if (field is null || field.Name == body)
            {
                field = null;
                break;
            }
        }

        if (field is null || (field.FieldType == FieldType.Message && !IsText(field.MessageType)))
        {
            violations.Add(name, "UNKNOWN_FIELD", "没有这个查询参数。", "There is no such parameter.");
            return;
        }

        var given = values.ToList();
        if (!field.IsRepeated && given.Count > 1) violations.Add(name, "REPEATED", "该参数只能出现一次。", "The parameter may stand only once.");
        foreach (var value in given) CheckScalar(field, value ?? "", name, violations);
    }

    private static async Task CheckBody(HttpContext http, MessageDescriptor message, Violations violations)
    {
        if (!http.Request.HasJsonContentType() || (MediaTypeHeaderValue.TryParse(http.Request.ContentType, out var type) && type.Charset.HasValue && !type.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase)))
        {
            violations.Add("", "NOT_JSON", "请求正文须为 UTF-8 编码的 application/json。", "The body must be application/json in UTF-8.");
            return;
        }

        var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body, http.RequestAborted);
        var bytes = body.GetBuffer().AsMemory(0, (int)body.Length);
        if (!Utf8.IsValid(bytes.Span))
        {
            violations.Add(FieldAt(bytes.Span), "NOT_UTF8", "不是有效的 UTF-8 文本。", "Not UTF-8.");
            return;
        }

        try
        {
            using var json = JsonDocument.Parse(bytes, new JsonDocumentOptions { MaxDepth = Deepest });
            CheckMessage(message, json.RootElement, "", violations);
        }
        catch (JsonException e)
        {
            violations.Add("", "MALFORMED_JSON", $"JSON 在第 {e.LineNumber + 1} 行有错误。", $"The JSON is malformed in line {e.LineNumber + 1}.");
        }

        body.Position = 0;
        http.Request.Body = body;
    }

    /// <summary>The last property name before the first byte that is not UTF-8.</summary>
    private static string FieldAt(ReadOnlySpan<byte> bytes)
    {
        var valid = 0;
        while (valid < bytes.Length && System.Text.Rune.DecodeFromUtf8(bytes[valid..], out _, out var used) == System.Buffers.OperationStatus.Done) valid += used;
        var reader = new Utf8JsonReader(bytes[..valid], isFinalBlock: false, default);
        var name = "";
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType == JsonTokenType.PropertyName) name = reader.GetString()!;
            }
        }
        catch (JsonException)
        {
            // Malformed before the byte already: the name so far is the best there is.
        }

        return name;
    }

    private static void CheckMessage(MessageDescriptor message, JsonElement json, string path, Violations violations)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            violations.Add(path.TrimEnd('.'), "WRONG_TYPE", "应为 JSON 对象。", "Must be a JSON object.");
            return;
        }

        var seen = new HashSet<FieldDescriptor>();
        foreach (var property in json.EnumerateObject())
        {
            violations.ThrowIfEnough();
            if (Name(property) is not { } given)
            {
                violations.Add(path.TrimEnd('.'), "NOT_UTF8", "字段名不是有效的文本。", "The name of a field is not text.");
                continue;
            }

            var name = path + given;
            if (Find(message, given) is not { } field)
            {
                violations.Add(path + FreeJson.Shown(given), "UNKNOWN_FIELD", "没有这个字段。", "There is no such field.");
                continue;
            }

            if (!seen.Add(field)) violations.Add(name, "REPEATED", "字段重复。", "The field stands twice.");
            if (property.Value.ValueKind == JsonValueKind.Null && !field.IsRepeated) continue;
            if (!field.IsRepeated)
            {
                CheckValue(field, property.Value, name, violations);
            }
            else if (property.Value.ValueKind != JsonValueKind.Array)
            {
                violations.Add(name, "WRONG_TYPE", "应为数组。", "Must be an array.");
            }
            else
            {
                var i = 0;
                foreach (var element in property.Value.EnumerateArray())
                {
                    violations.ThrowIfEnough();
                    CheckValue(field, element, $"{name}[{i++}]", violations);
                }
            }
        }
    }

    private static void CheckValue(FieldDescriptor field, JsonElement value, string name, Violations violations)
    {
        if (field.FieldType == FieldType.Message && IsFree(field.MessageType))
        {
            if (value.ValueKind == JsonValueKind.Object) FreeJson.Check(value, name, violations);
            else violations.Add(name, "WRONG_TYPE", "应为 JSON 对象。", "Must be a JSON object.");
            return;
        }

        if (field.FieldType == FieldType.Message && !IsText(field.MessageType))
        {
            CheckMessage(field.MessageType, value, name + ".", violations);
            return;
        }

        if (value.ValueKind == JsonValueKind.String && Text(value) is null)
        {
            violations.Add(name, "NOT_UTF8", "含有半个字符。", "Contains half of a character.");
            return;
        }

        var text = value.ValueKind switch
        {
            JsonValueKind.String => Text(value),
            JsonValueKind.Number when field.FieldType is not (FieldType.String or FieldType.Bool or FieldType.Message) => value.GetRawText(),
            JsonValueKind.True or JsonValueKind.False when field.FieldType == FieldType.Bool => value.GetRawText(),
            _ => null
        };
        if (text is null) violations.Add(name, "WRONG_TYPE", $"类型不符：应为 {TypeName(field)}。", $"Wrong type: must be {TypeName(field)}.");
        else CheckScalar(field, text, name, violations);
    }

    private static void CheckScalar(FieldDescriptor field, string text, string name, Violations violations)
    {
        var fits = field.FieldType switch
        {
            FieldType.Enum => field.EnumType.FindValueByName(text) is not null || (int.TryParse(text, out var number) && field.EnumType.FindValueByNumber(number) is not null),
            FieldType.Bool => text is "true" or "false",
            FieldType.Int32 or FieldType.SInt32 or FieldType.SFixed32 => int.TryParse(text, out _),
            FieldType.Int64 or FieldType.SInt64 or FieldType.SFixed64 => long.TryParse(text, out _),
            FieldType.UInt32 or FieldType.Fixed32 => uint.TryParse(text, out _),
            FieldType.UInt64 or FieldType.Fixed64 => ulong.TryParse(text, out _),
            FieldType.Float or FieldType.Double => double.TryParse(text, out _),
            FieldType.Message => IsValid(field.MessageType, text),
            _ => true
        };
        if (fits) return;
        if (field.FieldType == FieldType.Enum)
            violations.Add(name, "UNKNOWN_VALUE", $"没有这个取值：{FreeJson.Shown(text)}。可用：{Values(field)}。", $"No such value: {FreeJson.Shown(text)}. There are: {Values(field)}.");
        else
            violations.Add(name, "WRONG_TYPE", $"类型不符：应为 {TypeName(field)}。", $"Wrong type: must be {TypeName(field)}.");
    }

    private static string Values(FieldDescriptor field) => string.Join(", ", field.EnumType.Values.Where(v => v.Number != 0).Select(v => v.Name));

    private static string TypeName(FieldDescriptor field) => field.FieldType == FieldType.Message ? field.MessageType.Name : field.FieldType.ToString().ToLowerInvariant();

    /// <summary>Messages that JSON writes as a text: times, field masks.</summary>
    private static bool IsText(MessageDescriptor message) => message.File.Package == "google.protobuf" && !IsFree(message);

    /// <summary>Whatever object the caller sends.</summary>
    private static bool IsFree(MessageDescriptor message) => message.FullName == "google.protobuf.Struct";

    private static bool IsValid(MessageDescriptor message, string text)
    {
        try
        {
            JsonParser.Default.Parse(JsonSerializer.Serialize(text), message);
            return true;
        }
        catch (Exception e) when (e is InvalidProtocolBufferException or InvalidOperationException or FormatException or ArgumentException)
        {
            return false;
        }
    }

    /// <summary>Null if it holds an escape for half of a character.</summary>
    private static string? Text(JsonElement value)
    {
        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static string? Name(JsonProperty property)
    {
        try
        {
            return property.Name;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static FieldDescriptor? Find(MessageDescriptor message, string name)
    {
        foreach (var field in message.Fields.InDeclarationOrder())
        {
            if (field.JsonName == name || field.Name == name) return field;
        }

        return null;
    }
}
