using System.Text.Json;
using Sunshine.Foundation.Text;

namespace Sunshine.Foundation.Hosting;

/// <summary>JSON whose fields no contract knows (google.protobuf.Struct). Its numbers become binary ones, which keep 15 digits.</summary>
internal static class FreeJson
{
    private const int SafeDigits = 15;

    /// <summary>Of a name or a value that a refusal repeats, in characters. Longer ones would be repeated for each thing that is wrong below them.</summary>
    private const int LongestShown = 100;

    /// <summary>What a refusal repeats of what it was sent.</summary>
    public static string Shown(string sent) => Cut.Short(sent, LongestShown);

    /// <summary>Adds what would be lost or changed on the way in.</summary>
    public static void Check(JsonElement value, string path, Violations violations)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                CheckObject(value, path, violations);
                break;
            case JsonValueKind.Array:
                var i = 0;
                foreach (var element in value.EnumerateArray())
                {
                    violations.ThrowIfEnough();
                    Check(element, $"{path}[{i++}]", violations);
                }

                break;
            case JsonValueKind.String when !IsWhole(value.GetString):
                violations.Add(path, "NOT_UTF8", "含有半个字符。", "Contains half of a character.");
                break;
            case JsonValueKind.Number when Digits(value.GetRawText()) > SafeDigits || !double.IsFinite(value.GetDouble()):
                violations.Add(path, "NOT_EXACT", $"数字超过 {SafeDigits} 位有效数字，传输中会失真：请写成字符串。", $"The number has more than {SafeDigits} digits and would lose some on its way: send it as a string.");
                break;
        }
    }

    private static void CheckObject(JsonElement value, string path, Violations violations)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var property in value.EnumerateObject())
        {
            violations.ThrowIfEnough();
            if (!IsWhole(() => property.Name))
            {
                violations.Add(path, "NOT_UTF8", "字段名不是有效的文本。", "The name of a field is not text.");
                continue;
            }

            var name = $"{path}.{Shown(property.Name)}";
            if (!seen.Add(property.Name)) violations.Add(name, "REPEATED", "字段重复。", "The field stands twice.");
            Check(property.Value, name, violations);
        }
    }

    /// <summary>Those that count: no zeros before the first or after the last other one.</summary>
    private static int Digits(string number)
    {
        var end = number.IndexOfAny(['e', 'E']);
        return string.Concat((end < 0 ? number : number[..end]).Where(char.IsAsciiDigit)).Trim('0').Length;
    }

    /// <summary>An escape for half of a character cannot be read.</summary>
    private static bool IsWhole(Func<string?> read)
    {
        try
        {
            read();
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }
}
